// expect: an asynchronous client begins with where it runs, an execution context or an executor, as in
#include <hibana/async_client.hpp>
#include <hibana/connection/from_url.hpp>

void use([[maybe_unused]] hibana::asio::io_context& loop) {
#ifdef HIBANA_WRONG
    auto db = hibana::from_url<hibana::async_client<>>("redis://localhost");
#else
    auto db = hibana::from_url<hibana::async_client<>>("redis://localhost", loop);
#endif
}
