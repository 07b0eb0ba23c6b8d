// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/messaging/subscription.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/awaitable_execution.hpp"

#include <chrono>
#include <exception>
#include <string>
#include <type_traits>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// The requirements of a subscription on a client, on a suspending execution.
class awaitable_client {
public:
    using context_type = support::awaitable_context<client<unix_transport>>;
    using execution_type = context_type::execution_type;
    using dedicated_type = dedicated_connection<context_type>;

    awaitable_client(asio::io_context& loop, unix_transport to) : context_(loop, std::move(to)) {}

    template <class Payload = void, class... Topics> auto subscribe(const Topics&... wanted) {
        return open_subscription(std::type_identity<Payload>(), *this, wanted...);
    }
    template <class Type> asio::awaitable<Type> run_flow(asio::awaitable<result<Type>> flow) {
        auto outcome = co_await std::move(flow);
        if (!outcome) throw_error(outcome.error());
        if constexpr (!std::is_void_v<Type>) co_return *std::move(outcome);
    }
    context_type& context() { return context_; }
    auto& node() { return context_.node; }
    deadline deadline_within(std::chrono::milliseconds timeout) { return deadline::at(execution_type::now() + timeout); }
    deadline deadline_for() { return deadline_within(context_.settings.command_timeout); }

private:
    context_type context_;
};

}  // namespace

TEST_CASE("async_subscription: coroutines subscribe to further topics while one waits for messages", "[live]") {
    const test::server server;
    client publisher{live::at(server)};
    asio::io_context loop;
    awaitable_client db(loop, live::at(server));
    std::vector<int> received;
    bool is_ready = false, is_over = false;
    auto numbers = db.subscribe<int>(channels("a"), subscription_settings{.ping_interval = 1s});

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto none = co_await numbers.next(20ms);
        CHECK_FALSE(none);
        is_ready = true;
        while (received.size() < 3) {
            auto came = co_await numbers.next();
            if (!came.is_gap()) received.push_back(came.payload);
        }
        bool is_refused = false;
        try {
            publisher(cmd::publish("b", "no number"));
            co_await numbers.next();
        } catch (const type_mismatch_error&) {
            is_refused = true;
        }
        CHECK(is_refused);
        is_over = true;
    }, [](std::exception_ptr thrown) { if (thrown) std::rethrow_exception(thrown); });
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        const auto turn = [] { return asio::post(asio::use_awaitable); };
        while (!is_ready) co_await turn();
        CHECK(publisher(cmd::publish("a", 1)) == 1);
        co_await numbers.subscribe(channels("b"));
        while (publisher(cmd::publish("b", 2)) == 0) co_await turn();
        while (received.size() < 2) co_await turn();
        publisher(any_request("CLIENT KILL", "TYPE", "pubsub"));
        while (publisher(cmd::publish("b", 3)) == 0) co_await turn();
    }, [](std::exception_ptr thrown) { if (thrown) std::rethrow_exception(thrown); });
    loop.run();

    CHECK(is_over);
    CHECK(received == std::vector<int>{1, 2, 3});
}
