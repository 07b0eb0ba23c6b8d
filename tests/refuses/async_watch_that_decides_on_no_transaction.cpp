// expect: the function passed to watch() must return multi(...), which is executed if the keys are unchanged
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

hibana::asio::awaitable<void> use(hibana::async_client<>& db) {
#ifdef HIBANA_WRONG
    co_await db.watch(hibana::keys("k"), [](auto&) { return hibana::cmd::incr("k"); });
#else
    co_await db.watch(hibana::keys("k"), [](auto&) { return hibana::multi(hibana::cmd::incr("k")); });
#endif
}
