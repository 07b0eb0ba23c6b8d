// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/event.hpp>

#include <string>
#include <type_traits>
#include <vector>

using namespace hibana;

namespace {

struct connection_log {
    using plays = role::events;
    std::vector<std::string> lines;

    void on(const event::connected& what) { lines.push_back("connected " + std::string{what.endpoint}); }
    void on(const event::disconnected& what) { lines.push_back("disconnected: " + what.error.message()); }
};

struct hears_everything {
    using plays = role::events;
    int received = 0;

    template <class Event>
    void on(const Event&) {
        ++received;
    }
};

}  // namespace

TEST_CASE("no_events: satisfies the events role, is empty, and receives no event", "[core]") {
    STATIC_REQUIRE(policy::events<no_events>);
    STATIC_REQUIRE(std::is_empty_v<no_events>);
    STATIC_REQUIRE_FALSE(listens_to<no_events, event::connected>);
    STATIC_REQUIRE_FALSE(listens_to<no_events, event::command_failed>);
}

TEST_CASE("emit: an event without a listener is not constructed", "[core]") {
    no_events nobody;
    connection_log log;
    int formed = 0;

    emit(nobody, [&] { return ++formed, event::connecting{"db:6379", 1}; });
    emit(log, [&] { return ++formed, event::push{"invalidate"}; });

    CHECK(formed == 0);
    CHECK(log.lines.empty());
}

TEST_CASE("emit: a sink hears the events that it listens to", "[core]") {
    STATIC_REQUIRE(policy::events<connection_log>);
    connection_log log;
    const error lost{errc::connection_lost, fate::unknown};

    emit(log, [] { return event::connected{"db:6379", 3, "valkey", "8.0.1"}; });
    emit(log, [&] { return event::disconnected{"db:6379", lost}; });

    CHECK(log.lines == std::vector<std::string>{"connected db:6379", "disconnected: " + lost.message()});
}

TEST_CASE("emit: a sink with one function for all hears all", "[core]") {
    hears_everything sink;
    const error err{errc::timeout};

    emit(sink, [] { return event::connecting{"db:6379", 2}; });
    emit(sink, [&] { return event::retrying{"GET", 2, duration{5}, err}; });
    emit(sink, [&] { return event::command_failed{"GET", err}; });
    emit(sink, [] { return event::push{"message"}; });

    CHECK(sink.received == 4);
}
