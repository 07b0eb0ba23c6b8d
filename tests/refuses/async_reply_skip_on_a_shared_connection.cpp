// expect: this command changes its connection, which others use too
#include <hibana/async_client.hpp>
#include <hibana/command/connection.hpp>

hibana::asio::awaitable<void> use(hibana::async_client<>& db) {
#ifdef HIBANA_WRONG
    co_await db(hibana::cmd::client::reply(hibana::opt::skip));
#else
    co_await db(hibana::cmd::client::info());
#endif
}
