// expect: g++ before 13 destroys a temporary closure with owning captures twice in a co_await expression
// only: g++ before 13
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

#include <string>

hibana::asio::awaitable<void> use(hibana::async_client<>& db, std::string text) {
#ifdef HIBANA_WRONG
    co_await db.watch(hibana::keys("k"), [text](auto&) { return hibana::multi(hibana::cmd::set("k", text)); });
#else
    const auto decide = [text](auto&) { return hibana::multi(hibana::cmd::set("k", text)); };
    co_await db.watch(hibana::keys("k"), decide);
#endif
}
