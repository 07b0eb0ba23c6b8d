// SPDX-License-Identifier: BSL-1.0
#include <hibana/multiplex/operation_queue.hpp>

#include "catch.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace hibana;

namespace {

struct fake_operation {
    std::string request{};
    std::uint32_t replies = 1;
    bool is_read_only = false;
    std::uint64_t sequence = ~std::uint64_t{0};
    bool is_abandoned = false;

    bool only_reads() const noexcept { return is_read_only; }
    void abandon() noexcept { is_abandoned = true; }
};

/// A queue with a log of what it completes: the request, and the condition and fate of the error.
struct logged_queue : detail::operation_queue<fake_operation> {
    std::string log{};

    explicit logged_queue(std::size_t capacity = 100) : operation_queue(capacity) {}

    void start(fake_operation& op, std::uint32_t timeout = 1000) {
        if (!has_room()) {
            protocol::send_buffer request;
            request.append(op.request);
            return push_overflow(op, timeout, std::move(request));
        }
        const auto write = [&op](protocol::send_buffer& output) { output.append(op.request); };
        enqueue(op, timeout, write);
    }
    std::string send() {
        std::size_t count = 0;
        return std::string(next_batch(count));
    }
    void reply() { pop(*front().operation); }
    void note(const fake_operation& op, const error& err) {
        log += op.request;
        log += !err ? " done " : err == errc::cancelled ? " cancelled " : err == errc::timeout ? " timeout " : " lost ";
        if (err) log += err.fate() == fate::not_sent ? "unsent, " : "sent, ";
    }
    void complete_pending() {
        run_completions([this](fake_operation& op, const error& err) { note(op, err); });
    }
    void expire_all() {
        expire(error(errc::timeout), [this](fake_operation& op, bool was_sent) {
            note(op, error(errc::timeout, was_sent ? fate::unknown : fate::not_sent));
            return true;
        });
    }
};

}  // namespace

TEST_CASE("operation_queue: operations that there is no room for are enqueued in order when there is", "[multiplex]") {
    logged_queue queue(2);
    fake_operation a{"A"}, b{"B"}, c{"C"}, d{"D"}, e{"E"};
    for (fake_operation* op : {&a, &b, &c, &d}) queue.start(*op);
    CHECK(queue.waiting() == 4);
    CHECK(queue.send() == "AB");
    CHECK_FALSE(queue.has_room());
    queue.reply();
    CHECK_FALSE(queue.has_room());  // `c` and `d` are before any other
    CHECK(queue.make_room());
    CHECK(queue.send() == "C");
    queue.reply();
    queue.reply();
    queue.start(e);
    CHECK(queue.has_overflow());
    CHECK(queue.make_room());
    CHECK_FALSE(queue.has_overflow());
    CHECK(queue.send() == "DE");
    CHECK_FALSE(queue.make_room());
    queue.reply();
    CHECK(queue.has_room());
    CHECK(queue.waiting() == 1);
}

TEST_CASE("operation_queue: an operation is removed wherever it is", "[multiplex]") {
    logged_queue queue(2);
    fake_operation sent{"A"}, unsent{"B"}, overflowing{"C"}, completing{"D"};
    queue.start(sent);
    queue.send();
    queue.start(unsent);
    queue.start(overflowing);
    queue.complete(completing, error(errc::timeout));
    CHECK(queue.remove(sent) == detail::removal::sent);
    CHECK(queue.remove(unsent) == detail::removal::unsent);
    CHECK(queue.remove(overflowing) == detail::removal::unsent);
    CHECK(queue.remove(completing) == detail::removal::unsent);
    CHECK(queue.remove(completing) == detail::removal::none);
    CHECK(queue.waiting() == 0);
    CHECK(queue.send().empty());
    queue.complete_pending();
    CHECK(queue.log.empty());
    CHECK(queue.awaits_discarded_reply());
    queue.count_discarded_reply();
    CHECK_FALSE(queue.awaits_discarded_reply());
    CHECK(queue.empty());
}

TEST_CASE("operation_queue: a cancelled operation completes later, with its fate", "[multiplex]") {
    logged_queue queue(2);
    fake_operation sent{"A"}, unsent{"B"}, overflowing{"C"};
    queue.start(sent);
    queue.send();
    queue.start(unsent);
    queue.start(overflowing);
    CHECK(queue.cancel(sent, false) == detail::removal::sent);
    CHECK(queue.cancel(unsent, false) == detail::removal::unsent);
    CHECK(queue.cancel(overflowing, false) == detail::removal::unsent);
    CHECK(queue.cancel(overflowing, false) == detail::removal::none);  // it is about to complete
    CHECK(queue.log.empty());
    CHECK(queue.has_completions());
    queue.complete_pending();
    CHECK(queue.log == "A cancelled sent, B cancelled unsent, C cancelled unsent, ");
    CHECK(queue.cancel(sent, false) == detail::removal::none);
}

TEST_CASE("operation_queue: a total cancellation does not affect a request that was sent and may write", "[multiplex]") {
    logged_queue queue;
    fake_operation write{"W"}, read{.request = "R", .is_read_only = true}, unsent{"U"};
    queue.start(write);
    queue.start(read);
    queue.send();
    queue.start(unsent);
    CHECK(queue.cancel(write, true) == detail::removal::none);
    CHECK(queue.cancel(read, true) == detail::removal::sent);
    CHECK(queue.cancel(unsent, true) == detail::removal::unsent);
    queue.complete_pending();
    CHECK(queue.log == "R cancelled sent, U cancelled unsent, ");
    CHECK(queue.front().operation == &write);
}

TEST_CASE("operation_queue: a completion may remove and add others", "[multiplex]") {
    logged_queue queue;
    fake_operation a{"A"}, b{"B"}, c{"C"};
    queue.complete(a, error());
    queue.complete(b, error());
    queue.run_completions([&](fake_operation& op, const error& err) {
        queue.note(op, err);
        CHECK(op.sequence == logged_queue::not_queued);
        if (&op != &a) return;
        queue.remove(b);
        queue.complete(c, error());
    });
    CHECK(queue.log == "A done C done ");
    CHECK(queue.empty());
}

TEST_CASE("operation_queue: an operation expires after its timeout, and up to one tick more", "[multiplex]") {
    logged_queue queue(2);
    fake_operation a{"A"}, b{"B"}, c{"C"};
    CHECK_FALSE(queue.has_deadline());
    queue.start(a, 5);
    CHECK(queue.has_deadline());
    queue.send();
    queue.start(b, 3);
    queue.start(c, 4);
    queue.advance(3);
    CHECK_FALSE(queue.is_deadline_reached());
    queue.advance(1);
    CHECK(queue.is_deadline_reached());
    queue.expire_all();
    CHECK(queue.log == "B timeout unsent, ");
    queue.advance(1);
    CHECK(queue.is_deadline_reached());
    queue.expire_all();
    CHECK(queue.log == "B timeout unsent, ");
    queue.complete_pending();  // operations of the overflow complete later
    CHECK(queue.log == "B timeout unsent, C timeout unsent, ");
    queue.advance(1);
    queue.expire_all();
    CHECK(queue.log.ends_with("A timeout sent, "));
    CHECK_FALSE(queue.has_deadline());
}

TEST_CASE("operation_queue: an operation without a timeout does not expire", "[multiplex]") {
    logged_queue queue;
    fake_operation a{"A"};
    queue.start(a, logged_queue::never);
    CHECK_FALSE(queue.has_deadline());
    for (int turn = 0; turn != 3; ++turn) {
        queue.advance(logged_queue::never / 2 - 1);
        if (queue.is_deadline_reached()) queue.expire_all();
        if (turn == 0) CHECK(queue.log.empty());
    }
}

TEST_CASE("operation_queue: an expired operation may remove another that has expired", "[multiplex]") {
    logged_queue queue;
    fake_operation a{"A"}, b{"B"}, c{"C"};
    for (fake_operation* op : {&a, &b, &c}) queue.start(*op, 1);
    queue.advance(10);
    queue.expire(error(errc::timeout), [&](fake_operation& op, bool) {
        queue.log += op.request;
        if (&op == &a) queue.remove(b);
        return true;
    });
    CHECK(queue.log == "AC");
}

TEST_CASE("operation_queue: after a disconnect operations are kept or fail with their fate", "[multiplex]") {
    logged_queue queue;
    fake_operation write{"W"}, read{.request = "R", .is_read_only = true}, other{"O"}, unsent{"U"};
    for (fake_operation* op : {&write, &read, &other}) queue.start(*op);
    queue.send();
    queue.start(unsent);
    queue.requeue_after_disconnect([](const fake_operation& op, bool) { return op.only_reads(); },
                                   [&](fake_operation& op, bool was_sent) {
                                       queue.note(op, error(errc::connection_lost, was_sent ? fate::unknown : fate::not_sent));
                                       if (&op == &write) CHECK(queue.cancel(other, false) == detail::removal::sent);
                                       return true;
                                   });
    CHECK(queue.log == "W lost sent, U lost unsent, ");
    queue.complete_pending();
    CHECK(queue.log.ends_with("O cancelled sent, "));
    CHECK(queue.send() == "R");
    CHECK(queue.waiting() == 1);
}

TEST_CASE("operation_queue: everything that waits completes with one error, and what was sent is of unknown fate", "[multiplex]") {
    logged_queue queue(2);
    fake_operation sent{"A"}, unsent{"B"}, overflowing{"C"}, completing{"D"};
    queue.complete(completing, error(errc::timeout));
    queue.start(sent);
    queue.send();
    queue.start(unsent);
    queue.start(overflowing);
    queue.complete_all(error(errc::cancelled));
    CHECK(queue.waiting() == 0);
    queue.complete_pending();
    CHECK(queue.log == "D timeout unsent, A cancelled sent, B cancelled unsent, C cancelled unsent, ");
}

TEST_CASE("operation_queue: operations that are left when it is destroyed are abandoned", "[multiplex]") {
    fake_operation sent{"A"}, unsent{"B"}, overflowing{"C"}, completing{"D"}, removed{"E"};
    {
        logged_queue queue(3);
        queue.start(sent);
        queue.start(removed);
        queue.send();
        queue.remove(removed);
        queue.start(unsent);
        queue.start(overflowing);
        queue.complete(completing, error());
    }
    for (const fake_operation* op : {&sent, &unsent, &overflowing, &completing}) {
        CHECK(op->is_abandoned);
        CHECK(op->sequence == logged_queue::not_queued);
    }
    CHECK_FALSE(removed.is_abandoned);
}

TEST_CASE("operation_queue: a delayed operation is sent again when its delay has passed, after those that others have enqueued", "[multiplex]") {
    logged_queue queue;
    fake_operation a{.request = "A"}, b{.request = "B"}, c{.request = "C"};
    queue.start(a);
    queue.start(b);
    queue.send();
    REQUIRE(queue.delay_front(3));
    CHECK(queue.waiting() == 2);
    CHECK(queue.front().operation == &b);
    queue.reply();
    queue.start(c);
    CHECK(queue.send() == "C");

    queue.advance(3);
    CHECK_FALSE(queue.is_deadline_reached());
    queue.advance(1);
    CHECK(queue.is_deadline_reached());
    queue.expire_all();
    CHECK(queue.send() == "A");
    CHECK(queue.log.empty());
    queue.reply();
    queue.reply();
    CHECK(queue.empty());
}

TEST_CASE("operation_queue: an operation is not delayed beyond its deadline", "[multiplex]") {
    logged_queue queue;
    fake_operation a{.request = "A"};
    queue.start(a, 10);
    queue.send();
    CHECK_FALSE(queue.delay_front(10));
    CHECK(queue.front().operation == &a);
    CHECK(queue.delay_front(9));

    queue.advance(100);  // a busy loop comes late
    queue.expire_all();
    queue.complete_pending();
    CHECK(queue.log == "A timeout unsent, ");
    CHECK(queue.empty());
}

TEST_CASE("operation_queue: a delayed operation can be removed, cancelled, completed and abandoned", "[multiplex]") {
    logged_queue queue;
    fake_operation a{.request = "A"}, b{.request = "B"}, c{.request = "C"}, d{.request = "D"};
    for (fake_operation* each : {&a, &b, &c, &d}) queue.start(*each);
    queue.send();
    for (int n = 0; n != 4; ++n) REQUIRE(queue.delay_front(3));

    CHECK(queue.remove(a) == detail::removal::unsent);
    CHECK(queue.cancel(b, true) == detail::removal::unsent);
    queue.complete_pending();
    CHECK(queue.log == "B cancelled unsent, ");
    CHECK(queue.waiting() == 2);
    queue.remove(c);
    queue.abandon_all();
    CHECK(d.is_abandoned);
    CHECK_FALSE(a.is_abandoned);
    CHECK(queue.empty());

    fake_operation e{.request = "E"};
    queue.start(e);
    queue.send();
    REQUIRE(queue.delay_front(3));
    queue.complete_all(error(errc::cancelled));
    queue.complete_pending();
    CHECK(queue.log == "B cancelled unsent, E cancelled unsent, ");
}
