// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/runner.hpp>
#include <hibana/execution/blocking.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/recipe/script.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace hibana;

namespace {

// A test double that records requests and runs none.
struct noting_runner {
    using execution_type = blocking;
    blocking clockwork{};
    std::vector<std::string> asked{};

    blocking& execution() { return clockwork; }
    template <class Request> auto run(const Request& request) {
        asked.emplace_back(request.name());
        return ready<result<typename reply_of<typename Request::reply>::type>>(error(errc::no_script, fate::answered));
    }
    template <class Task> auto run_flow(Task task) { return std::move(task).get(); }
};
struct no_runner {};

}  // namespace

TEST_CASE("runner: clients of every kind are runners, and so are their timed and pinned calls", "[call]") {
    using plain = client<>;
    using pooled = client<connection_pool>;

    STATIC_REQUIRE(runner<plain>);
    STATIC_REQUIRE(runner<pooled>);
    STATIC_REQUIRE(runner<decltype(std::declval<plain&>().pin())>);
    STATIC_REQUIRE(runner<decltype(std::declval<plain&>().within(std::chrono::milliseconds(1)))>);
    STATIC_REQUIRE_FALSE(runner<no_runner>);
    STATIC_REQUIRE_FALSE(runner<int>);
}

TEST_CASE("runner: a recipe runs over a test double as well", "[call]") {
    STATIC_REQUIRE(runner<noting_runner>);
    noting_runner double_of_a_client;
    constexpr script<"return 1", notation::integer> one;

    const auto outcome = one(double_of_a_client, keys());

    CHECK(outcome.error().condition() == errc::no_script);
    CHECK(double_of_a_client.asked == std::vector<std::string>{"EVALSHA", "EVAL"});
}
