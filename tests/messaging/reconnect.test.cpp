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

struct noting_events {
    using plays = hibana::role::events;
    std::shared_ptr<std::vector<hibana::duration>> pauses = std::make_shared<std::vector<hibana::duration>>();
    void on(const hibana::event::retrying& e) { pauses->push_back(e.delay); }
};

using patient = client<hibana::exponential_backoff, noting_events>;


/// Opens once, so that all that follows is opening again.
struct stage {
    scripted_server server;
    manual_clock clock{};
    noting_events events{};
    patient db;
    patient::dedicated_type source;
    hibana::detail::reconnect<patient::dedicated_type> again{};

    explicit stage(script tale, unsigned max_retries = 10)
        : server(tale.serve()), db(server.transport(), clock, unnamed(), events, hibana::exponential_backoff{.base = 10ms, .cap = 1s}, hibana::retry_safe{.max_retries = max_retries}),
          source(db.node()) {
        REQUIRE(source.open(1, deadline::never()).get());
        source.close();
    }
    auto open(deadline until = deadline::never()) { return again.open(source, until).get(); }
};

script refused(int times) {
    script tale = greeted();
    for (int n = 0; n != times; ++n) tale.refuse();
    return tale.accept().expect(words("HELLO 3")).answer(hello_reply());
}

}  // namespace

TEST_CASE("reconnect: the first attempt is made at once, the others after the pauses of the backoff", "[messaging]") {
    stage play(refused(4));
    const auto before = play.clock.now();

    CHECK(play.open());

    hibana::duration sum{};
    for (const auto pause : *play.events.pauses) sum += pause;
    CHECK(play.events.pauses->size() == 4);
    CHECK(sum > 0ms);
    CHECK(play.clock.now() - before == sum);
    CHECK(play.server.connections() == 6);
}

TEST_CASE("reconnect: it ends where the retry policy does, and the next time begins anew", "[messaging]") {
    stage play(refused(6), 2);

    CHECK(play.open().error().condition() == errc::connect_failed);
    CHECK(play.server.connections() == 4);
    const auto before = play.clock.now();
    CHECK(play.open().error().condition() == errc::connect_failed);  // at once, and twice more
    CHECK(play.server.connections() == 7);
    CHECK(play.open());
    CHECK(play.clock.now() > before);
}

TEST_CASE("reconnect: a pause that is longer than the deadline is not cut short, and goes on at the next call", "[messaging]") {
    stage play(refused(1));
    const auto before = play.clock.now();

    const auto first = play.open(deadline::at(before + 1ms));
    CHECK(first.error().condition() == errc::timeout);
    CHECK(play.clock.now() - before == 1ms);
    CHECK(play.server.connections() == 2);

    CHECK(play.open());
    CHECK(play.clock.now() - before == play.events.pauses->front());
}

TEST_CASE("reconnect: credentials that are refused are not tried again", "[messaging]") {
    stage play(greeted().accept().expect(words("HELLO 3")).answer("-WRONGPASS no\r\n"));

    CHECK(play.open().error().condition() == errc::wrong_password);
    CHECK(play.server.connections() == 2);
}

TEST_CASE("reconnect: what was noted is forgotten when it has served", "[messaging]") {
    stage play(refused(1));
    REQUIRE(play.open());
    play.again.reset();

    const auto note = play.again.on_error(play.db.context(), hibana::error(errc::connection_lost));

    CHECK_FALSE(note);
    CHECK(play.events.pauses->back() == play.events.pauses->front());
}
