// SPDX-License-Identifier: BSL-1.0
#include <hibana/multiplex/submitted_operation.hpp>

#include "catch.hpp"

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

using namespace hibana;
using namespace hibana::detail;
using namespace std::chrono_literals;

namespace {

// A connection on which so many whole replies have arrived.
struct replies {
    enum class parse_result { need_more, reply, error };
    int arrived = 0;
    bool is_broken = false;

    parse_result try_parse_reply(reply_reader, error& err) {
        if (is_broken) return err = error(errc::protocol_error), parse_result::error;
        if (arrived == 0) return parse_result::need_more;
        --arrived;
        return parse_result::reply;
    }
};

// A response of some replies, which are read into what belongs to the caller.
struct reading_into {
    int* place;
    std::atomic<bool>* is_reading = nullptr;
    std::atomic<bool>* may_end = nullptr;

    explicit reading_into(int& into) : place(&into) {}
    template <class Connection> feed_result consume(Connection& from, bool, std::uint32_t& left, error& broken) {
        if (is_reading) {
            *is_reading = true;
            while (!*may_end) std::this_thread::yield();
        }
        for (; left != 0; --left) {
            const auto found = from.try_parse_reply(discard_reply(), broken);
            if (found != Connection::parse_result::reply) return found == Connection::parse_result::need_more ? feed_result::need_more : feed_result::error;
            ++*place;
        }
        return feed_result::done;
    }
    static const error* server_error() {
        static const error err(errc::cancelled);
        return &err;
    }
    void fail(const error&) { *place = -1; }
};

struct line {
    int cancelled = 0, totally = 0, left = 0;
    void cancel(operation<line>&, bool how) { ++(how ? totally : cancelled); }
    void leave(operation<line>&) noexcept { ++left; }
};
struct call : operation<line>, submitted_operation<line>, control_block<line> {
    static constexpr kind nothing{nullptr, nullptr, nullptr, {}, false, false, true};
    bool* is_gone;
    explicit call(bool& gone)
        : operation<line>(nothing, 1), submitted_operation<line>(*this, operation_options()),
          control_block<line>(*this, [](control_block<line>& self) noexcept { delete static_cast<call*>(&self); }), is_gone(&gone) {}
    ~call() { *is_gone = true; }
};

}  // namespace

TEST_CASE("abandonable: what is given up is read to its end and nothing of the caller is touched", "[session]") {
    int place = 0;
    abandonable<reading_into> response(place);
    replies connection{.arrived = 1};
    std::uint32_t left = 3;
    error broken;
    CHECK(response.consume(connection, false, left, broken) == feed_result::need_more);
    CHECK(place == 1);
    CHECK(left == 2);
    CHECK(response.server_error() != nullptr);

    response.give_up();
    connection.arrived = 1;
    CHECK(response.consume(connection, false, left, broken) == feed_result::need_more);
    CHECK(left == 1);
    connection.is_broken = true;
    CHECK(response.consume(connection, false, left, broken) == feed_result::error);
    CHECK(broken == errc::protocol_error);
    connection = {.arrived = 1};
    CHECK(response.consume(connection, false, left, broken) == feed_result::done);
    CHECK(response.server_error() == nullptr);
    response.fail(error(errc::timeout));
    CHECK(place == 1);
}

TEST_CASE("abandonable: an error is told to who still waits", "[session]") {
    int place = 0;
    abandonable<reading_into> response(place);
    response.fail(error(errc::timeout));
    CHECK(place == -1);
}

TEST_CASE("abandonable: who gives up waits while a reply is read into what is his", "[session][threads]") {
    int place = 0;
    std::atomic<bool> is_reading{false}, may_end{false}, is_given_up{false};
    abandonable<reading_into> response(place);
    response.is_reading = &is_reading;
    response.may_end = &may_end;
    replies connection{.arrived = 1};
    std::thread reader([&] {
        std::uint32_t left = 1;
        error broken;
        response.consume(connection, false, left, broken);
    });
    while (!is_reading) std::this_thread::yield();
    std::thread caller([&] {
        response.give_up();
        place = 100;
        is_given_up = true;
    });
    for (int turn = 0; turn != 100; ++turn) std::this_thread::yield();
    CHECK_FALSE(is_given_up);
    may_end = true;
    reader.join();
    caller.join();
    CHECK(place == 100);
}

TEST_CASE("control_block: reaches a call until it has ended, and stays as long as somebody holds it", "[session]") {
    bool is_gone = false;
    line connection;
    auto* const made = new call(is_gone);
    control_block_ptr<line> first(made), second(first);
    first->cancel(true);
    CHECK(connection.totally == 0);  // it is nowhere yet
    made->carrier = &connection;
    first->cancel(true);
    second->cancel(false);
    CHECK(connection.totally == 1);
    CHECK(connection.cancelled == 1);
    made->ended();
    second->cancel(true);
    second->leave();
    CHECK(connection.totally == 1);
    CHECK(connection.left == 0);
    first = control_block_ptr<line>();
    CHECK_FALSE(is_gone);
    second = control_block_ptr<line>();
    CHECK(is_gone);
}

TEST_CASE("control_block: a call that leaves is not held by the executor any more", "[session]") {
    bool is_gone = false;
    line connection;
    auto* const made = new call(is_gone);
    made->carrier = &connection;
    made->hold();  // the executor
    {
        const control_block_ptr<line> caller(made);
        caller->leave();
        caller->leave();
        CHECK(connection.left == 1);
        CHECK_FALSE(is_gone);
    }
    CHECK(is_gone);
}
