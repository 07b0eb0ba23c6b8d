// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/request_queue.hpp>

#include "catch.hpp"

#include <cstdint>
#include <algorithm>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct caller {
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};
    std::uint64_t ticket = nowhere;
    std::uint32_t replies = 1;
    std::string says{};
    bool may_repeat = false;
};

using line_type = hibana::detail::request_queue<caller>;

void join(line_type& line, caller& one) {
    line.output().append(one.says);
    line.join(one, 7);
}
std::string send(line_type& line) {
    std::size_t replies = 0;
    return std::string(line.send_all(replies));
}

}  // namespace

TEST_CASE("request_queue: what joins is sent once, in order, and answered from the front", "[session]") {
    line_type line;
    caller a{.says = "A"}, b{.replies = 3, .says = "B"}, c{.says = "C"};
    join(line, a);
    join(line, b);
    std::size_t replies = 0;
    CHECK(line.send_all(replies) == "AB");
    CHECK(replies == 4);
    CHECK_FALSE(line.has_unsent());
    join(line, c);
    CHECK(line.front().who == &a);
    line.pop();
    CHECK(send(line) == "C");
    CHECK(line.front().who == &b);
    line.pop();
    CHECK(line.front().who == &c);
    line.pop();
    CHECK(line.empty());
    CHECK(send(line).empty());
}

TEST_CASE("request_queue: who leaves before it was sent takes its bytes along", "[session]") {
    line_type line;
    caller a{.says = "A"}, b{.says = "BB"}, c{.says = "C"};
    join(line, a);
    join(line, b);
    join(line, c);
    line.leave(b.ticket);
    CHECK(b.ticket == caller::nowhere);
    CHECK(send(line) == "AC");
    CHECK(line.size() == 2);
    CHECK(line.at(c.ticket).who == &c);
}

TEST_CASE("request_queue: who leaves after it was sent leaves a stone that counts its replies", "[session]") {
    line_type line;
    caller a{.replies = 2, .says = "A"}, b{.says = "B"};
    join(line, a);
    join(line, b);
    send(line);
    a.replies = 1;  // one has come
    line.leave(a.ticket);
    CHECK(line.front().who == nullptr);
    CHECK(line.front().due == 1);
    CHECK(line.size() == 2);
    CHECK(line.operations() == 1);
    line.pop_tombstone();
    CHECK(line.front().who == &b);
    CHECK(line.operations() == 1);
}

TEST_CASE("request_queue: after a loss the ones that may are sent again, and the others are first", "[session]") {
    line_type line;
    caller a{.says = "A"}, b{.says = "BB", .may_repeat = true}, c{.says = "C"}, d{.says = "DD", .may_repeat = true}, e{.says = "E"};
    join(line, a);
    join(line, b);
    send(line);
    join(line, c);
    join(line, d);
    send(line);
    join(line, e);
    line.pop();  // a has its reply
    line.requeue_after_disconnect([](const caller& one, bool was_sent) { return one.may_repeat || !was_sent; });
    CHECK(line.front().who == &c);
    CHECK(line.front().due == 1);  // it had been sent
    line.pop();
    CHECK(line.begin() == line.sent());
    CHECK(send(line) == "BBDDE");
    CHECK(line.front().who == &b);
}

TEST_CASE("request_queue: the first is sent again behind the others", "[session]") {
    line_type line;
    caller a{.says = "A"}, b{.says = "B"}, c{.says = "C"};
    join(line, a);
    join(line, b);
    send(line);
    line.pop();
    join(line, c);
    line.join_again();
    CHECK(send(line) == "CB");
    CHECK(line.front().who == &c);
}

TEST_CASE("request_queue: whatever happens in whatever order, it agrees with a plain list", "[session]") {
    std::mt19937 chance(20);
    line_type line;
    std::deque<caller> callers;
    struct known {
        caller* who;
        std::string bytes;
    };
    std::deque<known> sent, unsent;
    const auto check_send = [&] {
        std::string expected;
        std::erase_if(unsent, [](const known& one) { return !one.who; });
        for (auto& one : unsent) expected += one.bytes;
        REQUIRE(send(line) == expected);
        for (auto& one : unsent) sent.push_back(one);
        unsent.clear();
    };
    for (int step = 0; step != 60'000; ++step) {
        switch (chance() % 8) {
        case 0:
        case 1:
        case 2: {
            callers.push_back({.says = std::string(1 + chance() % 9, static_cast<char>('a' + chance() % 26)), .may_repeat = chance() % 2 == 0});
            join(line, callers.back());
            unsent.push_back({&callers.back(), callers.back().says});
            break;
        }
        case 3: check_send(); break;
        case 4:
        case 5:
            for (std::size_t count = chance() % 4; count != 0 && !sent.empty(); --count) {
                REQUIRE(line.begin() != line.sent());
                REQUIRE(line.front().who == sent.front().who);
                if (sent.front().who) sent.front().who->ticket = caller::nowhere, line.pop();
                else line.pop_tombstone();
                sent.pop_front();
            }
            break;
        case 6: {
            auto& from = chance() % 2 ? sent : unsent;
            if (from.empty()) break;
            auto& one = from[chance() % from.size()];
            if (!one.who) break;
            REQUIRE(line.at(one.who->ticket).who == one.who);
            line.leave(one.who->ticket);
            one.who = nullptr;
            break;
        }
        case 7: {
            if (chance() % 20 != 0) break;
            line.requeue_after_disconnect([](const caller& one, bool was_sent) { return one.may_repeat || !was_sent; });
            std::deque<known> again;
            std::vector<caller*> ended;
            std::erase_if(sent, [](const known& one) { return !one.who; });
            std::erase_if(unsent, [](const known& one) { return !one.who; });
            for (auto& one : sent) one.who->may_repeat ? again.push_back(one) : ended.push_back(one.who);
            for (auto& one : unsent) again.push_back(one);
            for (caller* one : ended) {
                REQUIRE(line.begin() != line.sent());
                REQUIRE(line.front().who == one);
                line.pop();
            }
            REQUIRE(line.begin() == line.sent());
            sent.clear();
            unsent = again;
            break;
        }
        }
        REQUIRE(line.has_unsent() == !unsent.empty());
        const auto waits = [](const known& one) { return one.who != nullptr; };
        REQUIRE(line.operations() == static_cast<std::size_t>(std::count_if(sent.begin(), sent.end(), waits)
                                                              + std::count_if(unsent.begin(), unsent.end(), waits)));
    }
}
