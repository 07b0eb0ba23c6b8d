// expect: a callback is called with (std::exception_ptr, T), where T is what co_await gives for the same call
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

#include <boost/asio/bind_executor.hpp>

void use(hibana::async_client<hibana::any_thread<>>& db, hibana::asio::io_context& loop) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::get("k"), hibana::asio::bind_executor(loop, [](int) {}));
#else
    db(hibana::cmd::get("k"), hibana::asio::bind_executor(loop, [](auto...) {}));
#endif
}
