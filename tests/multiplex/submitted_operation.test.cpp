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

// A connection on which complete replies have arrived.
struct fake_connection {
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

// A response that counts its replies in a variable of the caller.
struct counting_response {
    int* count;
    std::atomic<bool>* is_reading = nullptr;
    std::atomic<bool>* may_end = nullptr;

    explicit counting_response(int& counter) : count(&counter) {}
    template <class Connection> feed_result consume(Connection& from, bool, std::uint32_t& left, error& broken) {
        if (is_reading) {
            *is_reading = true;
            while (!*may_end) std::this_thread::yield();
        }
        for (; left != 0; --left) {
            const auto found = from.try_parse_reply(discard_reply(), broken);
            if (found != Connection::parse_result::reply) return found == Connection::parse_result::need_more ? feed_result::need_more : feed_result::error;
            ++*count;
        }
        return feed_result::done;
    }
    static const error* server_error() {
        static const error err(errc::cancelled);
        return &err;
    }
    void fail(const error&) { *count = -1; }
};

struct fake_multiplexer {
    int cancelled = 0, cancelled_totally = 0, removed = 0;
    void cancel(operation<fake_multiplexer>&, bool is_total) { ++(is_total ? cancelled_totally : cancelled); }
    void remove(operation<fake_multiplexer>&) noexcept { ++removed; }
};
struct call : operation<fake_multiplexer>, submitted_operation<fake_multiplexer>, control_block<fake_multiplexer> {
    static constexpr vtable_type nothing{nullptr, nullptr, nullptr, {}, false, false, true};
    bool* is_destroyed;
    explicit call(bool& destroyed)
        : operation<fake_multiplexer>(nothing, 1), submitted_operation<fake_multiplexer>(*this, operation_options()),
          control_block<fake_multiplexer>(*this, [](control_block<fake_multiplexer>& self) noexcept { delete static_cast<call*>(&self); }), is_destroyed(&destroyed) {}
    ~call() { *is_destroyed = true; }
};

}  // namespace

TEST_CASE("detachable: after the caller has detached itself replies are discarded and nothing of the caller is accessed", "[multiplex]") {
    int count = 0;
    detachable<counting_response> response(count);
    fake_connection connection{.arrived = 1};
    std::uint32_t left = 3;
    error broken;
    CHECK(response.consume(connection, false, left, broken) == feed_result::need_more);
    CHECK(count == 1);
    CHECK(left == 2);
    CHECK(response.server_error() != nullptr);

    response.detach();
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
    CHECK(count == 1);
}

TEST_CASE("detachable: an error is delivered to a caller that is attached", "[multiplex]") {
    int count = 0;
    detachable<counting_response> response(count);
    response.fail(error(errc::timeout));
    CHECK(count == -1);
}

TEST_CASE("detachable: detaching waits while a reply is read into memory of the caller", "[multiplex][threads]") {
    int count = 0;
    std::atomic<bool> is_reading{false}, may_end{false}, is_detached{false};
    detachable<counting_response> response(count);
    response.is_reading = &is_reading;
    response.may_end = &may_end;
    fake_connection connection{.arrived = 1};
    std::thread reader([&] {
        std::uint32_t left = 1;
        error broken;
        response.consume(connection, false, left, broken);
    });
    while (!is_reading) std::this_thread::yield();
    std::thread caller([&] {
        response.detach();
        count = 100;
        is_detached = true;
    });
    for (int turn = 0; turn != 100; ++turn) std::this_thread::yield();
    CHECK_FALSE(is_detached);
    may_end = true;
    reader.join();
    caller.join();
    CHECK(count == 100);
}

TEST_CASE("control_block: it refers to a call until that has completed, and exists while there is a reference to it", "[multiplex]") {
    bool is_destroyed = false;
    fake_multiplexer multiplexer;
    auto* const made = new call(is_destroyed);
    control_block_ptr<fake_multiplexer> first(made), second(first);
    first->cancel(true);
    CHECK(multiplexer.cancelled_totally == 0);  // it has no multiplexer yet
    made->multiplexer = &multiplexer;
    first->cancel(true);
    second->cancel(false);
    CHECK(multiplexer.cancelled_totally == 1);
    CHECK(multiplexer.cancelled == 1);
    made->on_complete();
    second->cancel(true);
    second->remove();
    CHECK(multiplexer.cancelled_totally == 1);
    CHECK(multiplexer.removed == 0);
    first = control_block_ptr<fake_multiplexer>();
    CHECK_FALSE(is_destroyed);
    second = control_block_ptr<fake_multiplexer>();
    CHECK(is_destroyed);
}

TEST_CASE("control_block: removing a call releases the reference of the executor", "[multiplex]") {
    bool is_destroyed = false;
    fake_multiplexer multiplexer;
    auto* const made = new call(is_destroyed);
    made->multiplexer = &multiplexer;
    made->add_ref();  // the executor
    {
        const control_block_ptr<fake_multiplexer> caller(made);
        caller->remove();
        caller->remove();
        CHECK(multiplexer.removed == 1);
        CHECK_FALSE(is_destroyed);
    }
    CHECK(is_destroyed);
}
