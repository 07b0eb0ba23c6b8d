// expect: hibana: Asio timers require a clock with a static now()
#include <hibana/async_client.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/simulated_clock.hpp>

void use([[maybe_unused]] hibana::asio::io_context& loop) {
#ifdef HIBANA_WRONG
    hibana::async_client<hibana::testing::manual_clock> db(loop);
#else
    hibana::async_client<hibana::testing::simulated_clock> db(loop);
#endif
}
