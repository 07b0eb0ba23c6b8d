// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/messaging/reconnect.hpp>
#include <hibana/retry/exponential_backoff.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <memory>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::deadline;
using hibana::errc;

namespace {

struct recording_events {
    using plays = hibana::role::events;
    std::shared_ptr<std::vector<hibana::duration>> pauses = std::make_shared<std::vector<hibana::duration>>();
    void on(const hibana::event::retrying& e) { pauses->push_back(e.delay); }
};

using client_type = client<hibana::exponential_backoff, recording_events>;


/// Opens once, so that later calls reconnect.
struct fixture {
    scripted_server server;
    manual_clock clock{};
    recording_events events{};
    client_type db;
    client_type::dedicated_type source;
    hibana::detail::reconnect<client_type::dedicated_type> reconnecting{};

    explicit fixture(script scenario, unsigned max_retries = 10)
        : server(scenario.serve()), db(server.transport(), clock, unnamed(), events, hibana::exponential_backoff{.base = 10ms, .cap = 1s}, hibana::retry_safe{.max_retries = max_retries}),
          source(db.node()) {
        REQUIRE(source.open(1, deadline::never()).get());
        source.close();
    }
    auto open(deadline until = deadline::never()) { return reconnecting.open(source, until).get(); }
};

script refused(int times) {
    script scenario = greeted();
    for (int n = 0; n != times; ++n) scenario.refuse();
    return scenario.accept().expect(words("HELLO 3")).answer(hello_reply());
}

}  // namespace

TEST_CASE("reconnect: the first attempt is immediate, later ones follow the delays of the backoff", "[messaging]") {
    fixture test(refused(4));
    const auto before = test.clock.now();

    CHECK(test.open());

    hibana::duration sum{};
    for (const auto pause : *test.events.pauses) sum += pause;
    CHECK(test.events.pauses->size() == 4);
    CHECK(sum > 0ms);
    CHECK(test.clock.now() - before == sum);
    CHECK(test.server.connections() == 6);
}

TEST_CASE("reconnect: fails after the attempts of the retry policy, and the next call starts over", "[messaging]") {
    fixture test(refused(6), 2);

    CHECK(test.open().error().condition() == errc::connect_failed);
    CHECK(test.server.connections() == 4);
    const auto before = test.clock.now();
    CHECK(test.open().error().condition() == errc::connect_failed);  // the first attempt and two retries
    CHECK(test.server.connections() == 7);
    CHECK(test.open());
    CHECK(test.clock.now() > before);
}

TEST_CASE("reconnect: a delay beyond the deadline continues in the next call", "[messaging]") {
    fixture test(refused(1));
    const auto before = test.clock.now();

    const auto first = test.open(deadline::at(before + 1ms));
    CHECK(first.error().condition() == errc::timeout);
    CHECK(test.clock.now() - before == 1ms);
    CHECK(test.server.connections() == 2);

    CHECK(test.open());
    CHECK(test.clock.now() - before == test.events.pauses->front());
}

TEST_CASE("reconnect: refused credentials are not retried", "[messaging]") {
    fixture test(greeted().accept().expect(words("HELLO 3")).answer("-WRONGPASS no\r\n"));

    CHECK(test.open().error().condition() == errc::wrong_password);
    CHECK(test.server.connections() == 2);
}

TEST_CASE("reconnect: reset() forgets the recorded failures", "[messaging]") {
    fixture test(refused(1));
    REQUIRE(test.open());
    test.reconnecting.reset();

    const auto note = test.reconnecting.on_error(test.db.context(), hibana::error(errc::connection_lost));

    CHECK_FALSE(note);
    CHECK(test.events.pauses->back() == test.events.pauses->front());
}
