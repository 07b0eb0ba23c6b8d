// expect: run on the executor of their client, and this one is called from any thread
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>

#ifdef HIBANA_WRONG
using client_type = hibana::async_client<hibana::any_thread<>>;
#else
using client_type = hibana::async_client<>;
#endif

hibana::asio::awaitable<void> use(client_type& db) {
    const auto decide = [](auto&) { return hibana::multi(hibana::cmd::incr("n")); };
    co_await db.watch(hibana::keys("n"), decide);
}
