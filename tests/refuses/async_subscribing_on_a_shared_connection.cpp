// expect: the answers to this command are pushes, which a request and reply client cannot give
#include <hibana/async_client.hpp>
#include <hibana/command/pubsub.hpp>

hibana::asio::awaitable<void> use(hibana::async_client<>& db) {
#ifdef HIBANA_WRONG
    co_await db(hibana::cmd::subscribe("channel"));
#else
    co_await db(hibana::cmd::publish("channel", "message"));
#endif
}
