// expect: the first argument of an asynchronous client is an execution context or an executor
#include <hibana/async_client.hpp>

void use([[maybe_unused]] hibana::asio::io_context& loop) {
#ifdef HIBANA_WRONG
    hibana::async_client<> db;
#else
    hibana::async_client<> db(loop);
#endif
}
