// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/multiplex/cold_path.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/testing/simulated_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::words;
using testing::simulated_clock;

namespace {

using client_type = async_client<in_memory_transport, simulated_clock, testing::seeded_random, return_errors>;
using cold = cold_path<client_type::connection_type>;
using multiplexer_type = cold::multiplexer_type;
using mode = multiplexer_type::mode;

// A request with one reply, read by the cold path, which may be requeued once.
struct probe : detail::operation<multiplexer_type> {
    static detail::feed_result feed(operation& self, multiplexer_type& multiplexer, bool) {
        auto& one = static_cast<probe&>(self);
        error err;
        const auto parsed = cold::parse_reply(multiplexer.connection(), detail::discard_reply(), "PROBE", err);
        if (parsed == detail::parse_result::need_more) return detail::feed_result::need_more;
        if (parsed == detail::parse_result::error) return multiplexer.break_stream(std::move(err));
        if (err && cold::requeue_if_retryable(multiplexer, self, err)) return ++one.requeued, detail::feed_result::done;
        multiplexer.pop(self);
        one.complete(std::move(err));
        return detail::feed_result::done;
    }
    static void fail(operation& self, multiplexer_type&, error err) { static_cast<probe&>(self).complete(std::move(err)); }
    static void abandon(operation&) noexcept {}
    static constexpr vtable_type reading{&feed, &fail, &abandon, "PROBE", true, true, true};
    static constexpr vtable_type writing{&feed, &fail, &abandon, "PROBE", false, false, true};

    bool is_complete = false;
    int requeued = 0;
    error outcome{};

    explicit probe(const vtable_type& functions = reading) : operation(functions, 1) {}
    void complete(error err) {
        CHECK_FALSE(is_complete);
        is_complete = true;
        outcome = std::move(err);
    }
};

struct stage {
    std::shared_ptr<support::held_server> server = std::make_shared<support::held_server>();
    asio::io_context loop{};
    client_type db{loop, in_memory_transport{.server = server}, support::unnamed()};
    std::shared_ptr<multiplexer_type> multiplexer;

    explicit stage(multiplexed settings = {}, mode first = mode::shared)
        : multiplexer(cold::make(node_of(db), settings, first)) {}
    // The node of the client, which outlives the multiplexer.
    static std::shared_ptr<server_node<client_type::context_type>> node_of(client_type& client) {
        return {std::shared_ptr<void>(), &client.node()};
    }
    ~stage() {
        cold::shut_down(*multiplexer);
        multiplexer.reset();
        simulated_clock::run(loop);
    }
    void send(probe& one, const std::string& request) {
        detail::operation_options options;
        multiplexer->enqueue(one, options, [&](protocol::send_buffer& output) { output.append(request); });
    }
    void run_until_received(const std::string& bytes) {
        simulated_clock::run_until(loop, [&] { return server->has_received(bytes); });
        REQUIRE(server->has_received(bytes));
    }
    void run_until_complete(const probe& one) {
        simulated_clock::run_until(loop, [&] { return one.is_complete; });
        REQUIRE(one.is_complete);
    }
    // Runs what is ready, without letting time pass.
    void run_ready() {
        loop.restart();
        loop.poll();
    }
};

}  // namespace

TEST_CASE("cold_path: a multiplexer is made in its mode and connects for its first operation", "[multiplex]") {
    stage at({}, mode::pinned);
    CHECK_FALSE(at.multiplexer->is_available());
    simulated_clock::run(at.loop);
    CHECK(at.server->attempts == 0);

    probe one;
    at.send(one, words("GET a"));
    at.run_until_received(words("GET a"));
    at.server->say(bulk("1"));
    at.run_until_complete(one);
    CHECK_FALSE(one.outcome);
    CHECK(at.server->attempts == 1);
}

TEST_CASE("cold_path: at most one flush is scheduled", "[multiplex]") {
    stage at;
    cold::schedule_flush(*at.multiplexer);
    cold::schedule_flush(*at.multiplexer);
    CHECK(at.loop.poll() == 1);
    CHECK(at.server->attempts == 0);  // there is nothing to send
    cold::schedule_flush(*at.multiplexer);
    at.loop.restart();
    CHECK(at.loop.poll() == 1);
}

TEST_CASE("cold_path: an operation that overflows the queue is sent when there is room", "[multiplex]") {
    stage at(multiplexed{.max_queued_operations = 1});
    probe first, second;
    at.send(first, words("GET a"));
    protocol::send_buffer request;
    request.append(words("GET b"));
    cold::push_overflow(*at.multiplexer, second, 1000, std::move(request));
    at.run_until_received(words("GET a"));
    CHECK_FALSE(at.server->has_received(words("GET b")));
    CHECK(at.multiplexer->waiting() == 2);
    at.server->say(bulk("1"));
    at.run_until_received(words("GET b"));
    at.server->say(bulk("2"));
    at.run_until_complete(second);
    CHECK_FALSE(second.outcome);
}

TEST_CASE("cold_path: an operation completes early in a later turn", "[multiplex]") {
    stage at;
    probe done, failed;
    cold::complete(*at.multiplexer, done, error());
    cold::complete(*at.multiplexer, failed, error(errc::invalid_argument));
    CHECK_FALSE(done.is_complete);
    at.run_ready();
    CHECK(done.is_complete);
    CHECK_FALSE(done.outcome);
    CHECK(failed.outcome == errc::invalid_argument);
    CHECK(failed.outcome.command() == "PROBE");
    CHECK(at.server->attempts == 0);
}

TEST_CASE("cold_path: a removed operation does not complete, and its late reply is discarded", "[multiplex]") {
    stage at;
    probe second;
    {
        probe first;
        at.send(first, words("GET a"));
        at.send(second, words("GET b"));
        at.run_until_received(words("GET b"));
        cold::remove(*at.multiplexer, first);
        CHECK_FALSE(first.is_complete);
        CHECK_FALSE(first.is_queued());
    }
    CHECK(at.multiplexer->waiting() == 1);
    at.server->say("-ERR of the first\r\n" + bulk("2"));
    at.run_until_complete(second);
    CHECK_FALSE(second.outcome);
}

TEST_CASE("cold_path: total cancellation leaves an operation that was sent and writes alone", "[multiplex]") {
    stage at;
    probe unsent(probe::writing), reading, writing(probe::writing);
    at.send(unsent, words("INCR a"));
    cold::cancel(*at.multiplexer, unsent, true);
    CHECK_FALSE(unsent.is_complete);
    at.send(reading, words("GET b"));
    at.send(writing, words("INCR c"));
    at.run_until_received(words("GET b") + words("INCR c"));
    at.run_until_complete(unsent);
    CHECK(unsent.outcome == errc::cancelled);
    CHECK(unsent.outcome.fate() == fate::not_sent);
    CHECK_FALSE(at.server->has_received(words("INCR a")));

    cold::cancel(*at.multiplexer, reading, true);
    cold::cancel(*at.multiplexer, writing, true);
    at.run_ready();
    CHECK(reading.outcome == errc::cancelled);
    CHECK(reading.outcome.fate() == fate::unknown);
    CHECK_FALSE(writing.is_complete);

    cold::cancel(*at.multiplexer, writing, false);
    at.run_until_complete(writing);
    CHECK(writing.outcome == errc::cancelled);
}

TEST_CASE("cold_path: an operation is sent again after a transient server error, unless the connection is pinned", "[multiplex]") {
    const mode current = GENERATE(mode::shared, mode::pinned);
    stage at({}, current);
    probe one(probe::writing);
    at.send(one, words("INCR a"));
    at.run_until_received(words("INCR a"));
    at.server->say("-LOADING later\r\n");
    if (current == mode::shared) {
        at.run_until_received(words("INCR a") + words("INCR a"));
        at.server->say(":1\r\n");
    }
    at.run_until_complete(one);
    CHECK(one.requeued == (current == mode::shared ? 1 : 0));
    CHECK(bool(one.outcome) == (current == mode::pinned));
}

TEST_CASE("cold_path: the error of a reply has the name of the command and of the server", "[multiplex]") {
    stage at;
    probe refused;
    at.send(refused, words("PROBE"));
    at.run_until_received(words("PROBE"));
    at.server->say("-ERR no\r\n");
    at.run_until_complete(refused);
    CHECK(refused.outcome.command() == "PROBE");
    CHECK(refused.outcome.endpoint() == "in-memory:6379");
    CHECK(refused.requeued == 0);
}

TEST_CASE("cold_path: a connection is reset only if nothing uses it", "[multiplex]") {
    stage at;
    probe one;
    at.send(one, words("GET a"));
    CHECK_FALSE(cold::reset_if_idle(*at.multiplexer));
    at.run_until_received(words("GET a"));
    CHECK_FALSE(cold::reset_if_idle(*at.multiplexer));
    CHECK(at.multiplexer->connection().is_open());
    at.server->say(bulk("1"));
    at.run_until_complete(one);
    simulated_clock::run(at.loop);
    CHECK(at.multiplexer->connection().is_open());
    CHECK(cold::reset_if_idle(*at.multiplexer));
    CHECK_FALSE(at.multiplexer->connection().is_open());
}

TEST_CASE("cold_path: after shutdown operations complete as cancelled, in a later turn", "[multiplex]") {
    stage at;
    probe sent, waiting, refused;
    at.send(sent, words("GET a"));
    at.run_until_received(words("GET a"));
    at.send(waiting, words("GET b"));
    cold::shut_down(*at.multiplexer);
    cold::shut_down(*at.multiplexer);
    CHECK(at.multiplexer->is_closed());
    CHECK_FALSE(sent.is_complete);
    at.send(refused, words("GET c"));
    simulated_clock::run(at.loop);
    for (const probe* const each : {&sent, &waiting, &refused}) {
        CHECK(each->is_complete);
        CHECK(each->outcome == errc::cancelled);
    }
    CHECK(at.server->received[0] == words("GET a"));
}
