// SPDX-License-Identifier: BSL-1.0
#include <hibana/multiplex/operation.hpp>

#include "catch.hpp"

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using detail::feed_result;

namespace {

struct fake_multiplexer {
    int replies = 0;
};

// An operation that records what its functions are called with.
struct recording : detail::operation<fake_multiplexer> {
    static feed_result feed(operation& self, fake_multiplexer& multiplexer, bool is_partial) {
        static_cast<recording&>(self).log += is_partial ? "partial " : "feed ";
        for (; self.replies != 0 && multiplexer.replies != 0; --self.replies) --multiplexer.replies;
        return self.replies == 0 ? feed_result::done : feed_result::need_more;
    }
    static void fail(operation& self, fake_multiplexer&, error err) {
        static_cast<recording&>(self).log += "failed ";
        static_cast<recording&>(self).failure = std::move(err);
    }
    static void abandon(operation& self) noexcept { static_cast<recording&>(self).log += "abandoned "; }
    static constexpr vtable_type reading{&feed, &fail, &abandon, "GET", true, true, true};
    static constexpr vtable_type writing{&feed, &fail, &abandon, "INCR", false, false, true};

    std::string log{};
    error failure{};

    explicit recording(const vtable_type& functions, std::uint32_t count = 1) : operation(functions, count) {}
    void abandon_through_base() { static_cast<operation&>(*this).abandon(); }
};

}  // namespace

TEST_CASE("operation: is queued only while it has a sequence number", "[multiplex]") {
    recording one(recording::reading);
    CHECK_FALSE(one.is_queued());
    one.sequence = 0;  // the number of the first operation of a queue
    CHECK(one.is_queued());
    one.sequence = recording::not_queued;
    CHECK_FALSE(one.is_queued());
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<recording>);
}

TEST_CASE("operation: reports whether its command only reads", "[multiplex]") {
    CHECK(recording(recording::reading).only_reads());
    CHECK_FALSE(recording(recording::writing).only_reads());
    CHECK(recording(recording::writing).vtable->command == "INCR");
}

TEST_CASE("operation: counts down its replies and starts without failures", "[multiplex]") {
    recording one(recording::reading, 3);
    fake_multiplexer multiplexer{.replies = 2};
    CHECK(one.replies == 3);
    CHECK(one.attempts.failures() == 0);
    CHECK(one.vtable->feed(one, multiplexer, false) == feed_result::need_more);
    CHECK(one.replies == 1);
    multiplexer.replies = 1;
    CHECK(one.vtable->feed(one, multiplexer, true) == feed_result::done);
    CHECK(one.log == "feed partial ");
}

TEST_CASE("operation: fails and is abandoned by the functions of its type", "[multiplex]") {
    recording one(recording::writing);
    fake_multiplexer multiplexer;
    one.vtable->fail(one, multiplexer, error(errc::timeout));
    CHECK(one.failure == errc::timeout);
    one.abandon_through_base();
    CHECK(one.log == "failed abandoned ");
}

TEST_CASE("operation_options: a default operation has the default timeout and may be sent on the shared connection", "[multiplex]") {
    const detail::operation_options options;
    CHECK_FALSE(options.refusal);
    CHECK(options.timeout == detail::default_timeout);
    CHECK(options.block_time == 0ms);
    CHECK_FALSE(options.blocks);
    CHECK_FALSE(options.depends_on_watch);
}
