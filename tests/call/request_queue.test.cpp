// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/request_queue.hpp>

#include "catch.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct operation {
    std::uint64_t sequence = ~std::uint64_t{0};
    std::uint32_t replies = 1;
    std::string request{};
    bool is_idempotent = false;
};

using queue_type = hibana::detail::request_queue<operation>;

void enqueue(queue_type& queue, operation& op) { queue.enqueue(op, 7, op.request); }
std::string send(queue_type& queue) {
    std::size_t replies = 0;
    return std::string(queue.next_batch(replies));
}
bool is_idempotent_or_unsent(const operation& op, bool was_sent) { return op.is_idempotent || !was_sent; }

}  // namespace

TEST_CASE("request_queue: requests are sent once, in order, and answered from the front", "[call]") {
    queue_type queue;
    operation a{.request = "A"}, b{.replies = 3, .request = "B"}, c{.request = "C"};
    enqueue(queue, a);
    enqueue(queue, b);
    CHECK(queue.unsent_bytes() == 2);
    std::size_t replies = 0;
    CHECK(queue.next_batch(replies) == "AB");
    CHECK(replies == 4);
    CHECK_FALSE(queue.has_unsent());
    enqueue(queue, c);
    CHECK(queue.was_sent(b));
    CHECK_FALSE(queue.was_sent(c));
    CHECK(queue.front().operation == &a);
    queue.pop(a);
    CHECK(a.sequence == queue_type::not_queued);
    CHECK(send(queue) == "C");
    CHECK(queue.front().operation == &b);
    queue.pop(b);
    CHECK(queue.front().operation == &c);
    queue.pop(c);
    CHECK(queue.empty());
    CHECK(send(queue).empty());
}

TEST_CASE("request_queue: an operation keeps its deadline", "[call]") {
    queue_type queue;
    operation a{.request = "A"};
    queue.enqueue(a, 42, a.request);
    CHECK(queue.front().deadline_tick == 42);
    send(queue);
    CHECK(queue.front().deadline_tick == 42);
}

TEST_CASE("request_queue: a request whose encoding throws leaves no bytes", "[call]") {
    queue_type queue;
    operation a{.request = "A"}, b;
    enqueue(queue, a);
    const auto write = [](hibana::protocol::send_buffer& output) {
        output.append("part");
        throw std::invalid_argument("the rest");
    };
    CHECK_THROWS_AS(queue.enqueue(b, 7, write), std::invalid_argument);
    CHECK(b.sequence == queue_type::not_queued);
    CHECK(queue.size() == 1);
    CHECK(send(queue) == "A");
}

TEST_CASE("request_queue: removing an operation that was not sent removes its bytes", "[call]") {
    queue_type queue;
    operation a{.request = "A"}, b{.request = "BB"}, c{.request = "C"};
    enqueue(queue, a);
    enqueue(queue, b);
    enqueue(queue, c);
    queue.remove(b);
    CHECK(b.sequence == queue_type::not_queued);
    CHECK(queue.operation_count() == 2);
    queue.compact_unsent();
    CHECK(queue.unsent_bytes() == 2);
    CHECK(send(queue) == "AC");
    CHECK(queue.size() == 2);
    CHECK(queue.at(c.sequence).operation == &c);
}

TEST_CASE("request_queue: removing an operation that was sent leaves a tombstone for its replies", "[call]") {
    queue_type queue;
    operation a{.replies = 3, .request = "A"}, b{.request = "B"};
    enqueue(queue, a);
    enqueue(queue, b);
    send(queue);
    a.replies = 2;  // one has arrived
    queue.remove(a);
    CHECK(queue.front().operation == nullptr);
    CHECK(queue.front().replies == 2);
    CHECK(queue.size() == 2);
    CHECK(queue.operation_count() == 1);
    queue.count_discarded_reply();
    CHECK(queue.front().operation == nullptr);
    queue.count_discarded_reply();
    CHECK(queue.front().operation == &b);
    CHECK(queue.operation_count() == 1);
}

TEST_CASE("request_queue: after a disconnect some operations are sent again, and the others are first", "[call]") {
    queue_type queue;
    operation a{.request = "A"}, b{.request = "BB", .is_idempotent = true}, c{.request = "C"},
        d{.request = "DD", .is_idempotent = true}, e{.request = "E"};
    enqueue(queue, a);
    enqueue(queue, b);
    send(queue);
    enqueue(queue, c);
    enqueue(queue, d);
    send(queue);
    enqueue(queue, e);
    queue.pop(a);  // it has its reply
    SECTION("and what was not sent is kept") {
        const auto end_of_sent = queue.requeue_after_disconnect(is_idempotent_or_unsent);
        CHECK(queue.front().operation == &c);
        CHECK(c.sequence < end_of_sent);
        queue.pop(c);
        CHECK(queue.begin() == queue.sent());
        CHECK(send(queue) == "BBDDE");
        CHECK(queue.front().operation == &b);
    }
    SECTION("and of those that are not kept it is known whether they were sent") {
        const auto end_of_sent = queue.requeue_after_disconnect([](const operation&, bool) { return false; });
        for (operation* const failed : {&b, &c, &d, &e}) {
            CHECK(queue.front().operation == failed);
            CHECK((queue.begin() < end_of_sent) == (failed != &e));
            queue.pop(*failed);
        }
        CHECK(queue.empty());
    }
}

TEST_CASE("request_queue: the request of an operation is kept until its replies have arrived, sent or not", "[call]") {
    queue_type queue;
    operation a{.request = "A"}, b{.request = "BB"}, c{.request = "C"}, d{.request = "D"};
    enqueue(queue, a);
    enqueue(queue, b);
    CHECK(queue.request_of(b) == "BB");
    send(queue);
    queue.pop(a);
    enqueue(queue, c);
    send(queue);
    enqueue(queue, d);
    CHECK(queue.request_of(b) == "BB");
    CHECK(queue.request_of(c) == "C");
    CHECK(queue.request_of(d) == "D");
}

TEST_CASE("request_queue: the state equals that of a plain list after any sequence of calls", "[call]") {
    std::mt19937 chance(20);
    queue_type queue;
    std::deque<operation> operations;
    struct expected_entry {
        operation* op;
        std::string bytes;
    };
    std::deque<expected_entry> sent, unsent;
    const auto check_send = [&] {
        std::string expected;
        std::erase_if(unsent, [](const expected_entry& one) { return !one.op; });
        for (auto& one : unsent) expected += one.bytes;
        REQUIRE(send(queue) == expected);
        for (auto& one : unsent) sent.push_back(one);
        unsent.clear();
    };
    for (int step = 0; step != 60'000; ++step) {
        switch (chance() % 8) {
        case 0:
        case 1:
        case 2: {
            operations.push_back({.request = std::string(1 + chance() % 9, static_cast<char>('a' + chance() % 26)), .is_idempotent = chance() % 2 == 0});
            enqueue(queue, operations.back());
            unsent.push_back({&operations.back(), operations.back().request});
            break;
        }
        case 3: check_send(); break;
        case 4:
        case 5:
            for (std::size_t count = chance() % 4; count != 0 && !sent.empty(); --count) {
                REQUIRE(queue.begin() != queue.sent());
                REQUIRE(queue.front().operation == sent.front().op);
                if (sent.front().op) queue.pop(*sent.front().op);
                else queue.pop_tombstone();
                sent.pop_front();
            }
            break;
        case 6: {
            auto& from = chance() % 2 ? sent : unsent;
            if (from.empty()) break;
            auto& one = from[chance() % from.size()];
            if (!one.op) break;
            REQUIRE(queue.at(one.op->sequence).operation == one.op);
            queue.remove(*one.op);
            one.op = nullptr;
            break;
        }
        case 7: {
            if (chance() % 20 != 0) break;
            queue.requeue_after_disconnect(is_idempotent_or_unsent);
            std::deque<expected_entry> again;
            std::vector<operation*> failed;
            std::erase_if(sent, [](const expected_entry& one) { return !one.op; });
            std::erase_if(unsent, [](const expected_entry& one) { return !one.op; });
            for (auto& one : sent) one.op->is_idempotent ? again.push_back(one) : failed.push_back(one.op);
            for (auto& one : unsent) again.push_back(one);
            for (operation* op : failed) {
                REQUIRE(queue.begin() != queue.sent());
                REQUIRE(queue.front().operation == op);
                queue.pop(*op);
            }
            REQUIRE(queue.begin() == queue.sent());
            sent.clear();
            unsent = again;
            break;
        }
        }
        REQUIRE(queue.has_unsent() == !unsent.empty());
        const auto is_operation = [](const expected_entry& one) { return one.op != nullptr; };
        REQUIRE(queue.operation_count() == static_cast<std::size_t>(std::count_if(sent.begin(), sent.end(), is_operation)
                                                              + std::count_if(unsent.begin(), unsent.end(), is_operation)));
    }
}
