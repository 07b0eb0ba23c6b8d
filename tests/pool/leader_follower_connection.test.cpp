// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/leader_follower_connection.hpp>
#include <hibana/pool/shared_connection.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <mutex>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::deadline;
using hibana::errc;
using hibana::fate;
using failure_kind = hibana::testing::injected_failure::failure_kind;
namespace cmd = hibana::cmd;

namespace {

using shared_client = client<hibana::shared_connection, hibana::no_retry>;

}  // namespace

TEST_CASE("leader_follower_connection: a thread connects, sends and reads for its own request", "[pool]") {
    auto server = greeted().expect(words("INCR n")).answer(":1\r\n").serve();
    client<> db{server.transport(), unnamed()};
    hibana::detail::leader_follower_connection<client<>::connection_type> shared(db.node());
    const auto request = cmd::incr("n");
    hibana::detail::single_response response(request);
    hibana::detail::shared_call call(shared, response);
    client<>::execution_type::mutex mutex;
    std::unique_lock lock(mutex);
    deadline until = deadline::never();

    const auto err = shared.exchange(lock, call, [&](auto& output) { encode(request, output); }, until);

    CHECK_FALSE(err);
    CHECK(lock.owns_lock());
    CHECK(response.outcome().value() == 1);
}

TEST_CASE("leader_follower_connection: the fate of a request is that of its own bytes, also behind a tombstone", "[pool]") {
    // 0 connect, 1 HELLO, 2 its reply, 3 INCR a, 4 the write of INCR b, which fails before any byte was sent
    auto server = greeted().expect(words("INCR a")).delay(24h).answer(":1\r\n").expect(words("INCR b")).answer(":2\r\n")
                      .serve({.operation = 4, .kind = failure_kind::write_lost});
    shared_client db{server.transport(), unnamed({.command_timeout = 10s})};
    CHECK(db.within(100ms)(cmd::incr("a")).error().fate() == fate::unknown);

    const auto second = db(cmd::incr("b"));

    REQUIRE_FALSE(second);
    INFO(second.error().message());
    CHECK(second.error() == errc::connection_lost);
    CHECK(second.error().fate() == fate::not_sent);
}

TEST_CASE("leader_follower_connection: a request that was sent before the connection was lost has an unknown fate", "[pool]") {
    auto server = greeted().expect(words("INCR a")).close().serve();
    shared_client db{server.transport(), unnamed()};

    const auto outcome = db(cmd::incr("a"));

    CHECK(outcome.error() == errc::connection_lost);
    CHECK(outcome.error().fate() == fate::unknown);
}
