// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/multiplex/submission_queue.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"
#include "support/failing_memory.hpp"
#include "support/raw_words.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <memory>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::hello_reply;
using support::words;

namespace {

testing::script greeted() { return testing::script().expect(words("HELLO 3")).answer(hello_reply()); }

using text = std::optional<std::string>;
using client_type = async_client<in_memory_transport, testing::seeded_random, return_errors, no_retry, any_thread<>>;

// The loop runs when a test calls `run`; operations that were submitted before wait for it.
template <class Performance> struct stage {
    asio::io_context loop{};
    std::unique_ptr<client_type> db;

    explicit stage(Performance& server) : db(std::make_unique<client_type>(loop, server.transport(), unnamed())) {}
    static session_settings unnamed() {
        session_settings settings{.command_timeout = 300ms, .connect_timeout = 20ms};
        settings.library_name.clear();
        return settings;
    }
    void run() {
        loop.reset();
        loop.run();
    }
};

template <class Function> void on_another_thread(Function function) { std::thread(std::move(function)).join(); }

}  // namespace

TEST_CASE("submission_queue: operations of several threads are started in one turn, in order, and sent by one write", "[multiplex][threads]") {
    auto server = greeted()
                      .expect(words("GET a") + words("GET b") + words("INCR n") + words("GET c"))
                      .answer(bulk("1") + bulk("2") + ":3\r\n" + bulk("4"))
                      .serve();
    stage at{server};
    std::string got;
    const auto note = [&](result<text> one) { got += one ? **one : one.error().message(); };
    on_another_thread([&] {
        (*at.db)(cmd::get("a"), note);
        (*at.db)(cmd::get("b"), note);
    });
    on_another_thread([&] { (*at.db)(cmd::incr("n"), [&](result<std::int64_t> one) { got += std::to_string(*one); }); });
    (*at.db)(cmd::get("c"), note);
    CHECK(at.loop.poll_one() == 1);  // one function takes them all
    at.run();
    CHECK(got == "1234");
    CHECK(server.is_complete());
}

TEST_CASE("submission_queue: the arguments of a call need not outlive the function that starts it", "[multiplex][threads]") {
    auto server = greeted().expect(words("GET key")).answer(bulk("1")).serve();
    stage at{server};
    std::string got;
    on_another_thread([&] {
        auto key = std::make_unique<std::string>("key");
        (*at.db)(cmd::get(*key), [&](result<text> one) { got = **one; });
        key->assign("xxx");
    });
    at.run();
    CHECK(got == "1");
}

TEST_CASE("submission_queue: a call that is destroyed before the queue is drained is not sent", "[multiplex][threads]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).serve();
    stage at{server};
    std::string got;
    on_another_thread([&] {
        { const auto never = (*at.db)(cmd::incr("n")); }
        (*at.db)(cmd::get("a"), [&](result<text> one) { got = **one; });
    });
    at.run();
    CHECK(got == "1");
    CHECK(server.is_complete());
}

TEST_CASE("submission_queue: a call that is cancelled before the queue is drained completes as not sent", "[multiplex][threads]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).serve();
    stage at{server};
    asio::cancellation_signal signal;
    std::string got;
    on_another_thread([&] {
        (*at.db)(cmd::incr("n"), asio::bind_cancellation_slot(signal.slot(), [&](result<std::int64_t> one) {
                     got += one.error().condition() == errc::cancelled && one.error().fate() == fate::not_sent ? "cancelled " : "?";
                 }));
        signal.emit(asio::cancellation_type::total);
        CHECK(got.empty());
        (*at.db)(cmd::get("a"), [&](result<text> one) { got += **one; });
    });
    at.run();
    CHECK(got.find("cancelled") != got.npos);
    CHECK(got.find('1') != got.npos);
    signal.emit(asio::cancellation_type::terminal);  // reaches nobody
    at.run();
    CHECK(server.is_complete());
}

TEST_CASE("submission_queue: a refused call, and an empty one, complete in the loop", "[multiplex]") {
    auto server = greeted().serve();
    stage at{server};
    int ended = 0;
    (*at.db)(any_request("SELECT", 1), [&](auto one) { ended += one.error().condition() == errc::refused_command; });
    batch nothing(cmd::get(""));
    nothing.clear();
    (*at.db)(nothing, [&](auto all) { ended += all.empty(); });
    CHECK(ended == 0);
    at.run();
    CHECK(ended == 2);
    CHECK(server.connections() == 0);
}

TEST_CASE("submission_queue: calls that were submitted before the client was destroyed are cancelled in the loop", "[multiplex][threads]") {
    auto server = greeted().serve();
    stage at{server};
    int cancelled = 0;
    on_another_thread([&] {
        for (int number = 0; number != 10; ++number)
            (*at.db)(cmd::incr("n"), [&](auto one) { cancelled += one.error().condition() == errc::cancelled && one.error().fate() == fate::not_sent; });
        at.db.reset();
    });
    CHECK(cancelled == 0);
    at.run();
    CHECK(cancelled == 10);
    CHECK(server.connections() == 0);
}

TEST_CASE("submission_queue: a call may exist longer than its client and its loop", "[multiplex]") {
    auto server = greeted().serve();
    std::optional<stage<decltype(server)>> at(std::in_place, server);
    const auto call = (*at->db)(cmd::ping());
    SECTION("which ended in order") {
        at->db.reset();
        at->run();
        CHECK(call.await_ready());
    }
    SECTION("which never looked at it") { CHECK_FALSE(call.await_ready()); }
    at.reset();
}

TEST_CASE("submission_queue: a cancellation signal may be emitted when the client and the loop are gone", "[multiplex]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).serve();
    asio::cancellation_signal signal;
    std::optional<stage<decltype(server)>> at(std::in_place, server);
    unsigned ended = 0;
    (*at->db)(cmd::get("a"), asio::bind_cancellation_slot(signal.slot(), [&ended](result<text>) { ++ended; }));
    at->run();
    at->db.reset();
    at->run();
    at.reset();

    signal.emit(asio::cancellation_type::terminal);

    CHECK(ended == 1);
}

TEST_CASE("submission_queue: a client of one executor has none", "[multiplex]") {
    using one_executor_client = async_client<in_memory_transport>;
    static_assert(std::is_same_v<one_executor_client::calls_type, detail::async_call_operators_for<one_executor_client::core_type>>);
    static_assert(!detail::is_cross_thread<one_executor_client::calls_type>);
    static_assert(detail::is_cross_thread<client_type::calls_type>);
    CHECK(sizeof(one_executor_client) == sizeof(void*));
}

namespace {

// A client whose memory runs out.
struct shortage {
    std::shared_ptr<support::held_server> server = support::echoing_server();
    asio::io_context loop{};
    std::unique_ptr<client_type> db =
        std::make_unique<client_type>(loop, in_memory_transport{.server = server}, testing::seeded_random(), support::unnamed());
    int before = 0, ended = 0, behind = 0;

    void run() {
        loop.reset();
        loop.run();
    }
    void get(const std::string& key, int& right) {
        (*db)(cmd::get(key), [&right, key](result<text> got) { right += got && *got == key ? 1 : 100; });
    }
};
using operation_type = decltype(std::declval<client_type&>()(cmd::get("")));

}  // namespace

TEST_CASE("submission_queue: if a call cannot be submitted for lack of memory it throws, and other calls are not affected", "[multiplex]") {
    const auto what = GENERATE(as<std::string>(), "handler", "awaited", "refused", "on its own connection", "with a slot");
    const bool is_connected = GENERATE(true, false);
    const std::string long_key(100, 'k');
    bool has_finished = false;
    for (long allowed = 0; !has_finished; ++allowed) {
        shortage at;
        bool has_thrown = false;
        asio::cancellation_signal signal;
        std::unique_ptr<operation_type> awaited;
        if (is_connected) {
            at.get("connecting", at.before);
            at.run();
        }
        if (allowed % 2 == 0) at.get("before", at.before);  // which has the loop woken, or not
        const auto note = [&at, &long_key](result<text> got) { at.ended += got && *got == long_key ? 1 : 100; };
        CAPTURE(what, is_connected, allowed);
        try {
            support::allocations_left = allowed;
            if (what == "handler") (*at.db)(cmd::get(long_key), note);
            else if (what == "awaited") awaited.reset(new operation_type((*at.db)(cmd::get(long_key))));
            else if (what == "refused") (*at.db)(any_request("SELECT", 1), [&](auto one) { at.ended += one ? 100 : 1; });
            else if (what == "on its own connection") (*at.db)(cmd::blpop("list", 0s), [&](auto one) { at.ended += one ? 1 : 100; });
            else (*at.db)(cmd::get(long_key), asio::bind_cancellation_slot(signal.slot(), note));
            has_finished = support::allocations_left >= 0;
        } catch (const std::bad_alloc&) {
            has_thrown = true;
        }
        support::allocations_left = -1;
        if (has_thrown) signal.emit(asio::cancellation_type::terminal);  // reaches nobody
        at.get("behind", at.behind);
        at.run();
        if (awaited) {
            REQUIRE(awaited->await_ready());
            note(awaited->await_resume());
        }
        CHECK(at.before == int(is_connected) + int(allowed % 2 == 0));
        CHECK(at.behind == 1);
        CHECK(at.ended == (has_thrown ? 0 : 1));
        CHECK((has_thrown || has_finished));
        REQUIRE(allowed < 1000);
    }
}

TEST_CASE("submission_queue: if memory runs out while the queue is drained one call fails, and no other", "[multiplex]") {
    for (long allowed = 0;; ++allowed) {
        shortage at;
        at.get("connecting", at.before);
        at.run();
        int failed = 0;
        for (int number = 0; number != 3; ++number)
            (*at.db)(cmd::blpop("list", 0s), [&](auto got) {
                if (got) ++at.ended;
                else failed += got.error().condition() == errc::limit_exceeded && got.error().fate() == fate::not_sent ? 1 : 100;
            });
        at.get("behind", at.behind);
        CAPTURE(allowed);
        at.loop.reset();
        support::allocations_left = allowed;
        at.loop.poll_one();
        const bool has_finished = support::allocations_left >= 0;
        support::allocations_left = -1;
        at.run();
        failed += at.behind == 100;
        CHECK(at.ended + at.behind % 100 + failed == 4);
        CHECK(failed <= (has_finished ? 0 : 1));
        if (has_finished) break;
        REQUIRE(allowed < 1000);
    }
}

TEST_CASE("submission_queue: a call and a client can be destroyed without memory", "[multiplex]") {
    const bool is_taken = GENERATE(true, false);
    for (long allowed = 0; allowed != 4; ++allowed) {
        shortage at;
        CAPTURE(is_taken, allowed);
        at.server->answer = nullptr;
        std::unique_ptr<operation_type> given_up(new operation_type((*at.db)(cmd::get("a"))));
        if (is_taken)
            while (!at.server->has_received(words("GET a"))) at.loop.run_one();
        support::allocations_left = allowed;
        given_up.reset();
        support::allocations_left = -1;
        at.get("cancelled", at.ended);
        support::allocations_left = allowed;
        at.db.reset();
        support::allocations_left = -1;
        at.run();
        CHECK(at.ended == 100);
    }
}
