// expect: the first argument of an asynchronous client is an execution context or an executor
#include <hibana/async_client.hpp>
#include <hibana/connection/from_url.hpp>

void use([[maybe_unused]] hibana::asio::io_context& loop) {
#ifdef HIBANA_WRONG
    auto db = hibana::from_url<hibana::async_client<>>("redis://localhost");
#else
    auto db = hibana::from_url<hibana::async_client<>>("redis://localhost", loop);
#endif
}
