// expect: the function that is given to watch() has to return multi(...), which is run if the keys are unchanged
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

hibana::asio::awaitable<void> use(hibana::async_client<>& db) {
#ifdef HIBANA_WRONG
    co_await db.watch(hibana::keys("k"), [](auto&) { return hibana::cmd::incr("k"); });
#else
    co_await db.watch(hibana::keys("k"), [](auto&) { return hibana::multi(hibana::cmd::incr("k")); });
#endif
}
