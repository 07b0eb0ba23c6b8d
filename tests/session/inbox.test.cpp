// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/session/asio_any_thread.hpp>
#include <hibana/session/inbox.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/words.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <memory>
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

// The loop runs when a test says so; what threads do before is waiting for it then.
template <class Performance> struct stage {
    asio::io_context loop{};
    std::unique_ptr<client_type> db;

    explicit stage(Performance& server) : db(std::make_unique<client_type>(loop, server.transport(), unnamed())) {}
    static session_settings unnamed() {
        session_settings settings{.timeout = 300ms, .connect_timeout = 20ms};
        settings.library_name.clear();
        return settings;
    }
    void run() {
        loop.restart();
        loop.run();
    }
};

template <class Function> void on_another_thread(Function function) { std::thread(std::move(function)).join(); }

}  // namespace

TEST_CASE("inbox: what threads leave in it is taken in one turn, in its order, and is one write", "[session][threads]") {
    auto server = greeted()
                      .expect(words("GET a") + words("GET b") + words("INCR n") + words("GET c"))
                      .answer(bulk("1") + bulk("2") + ":3\r\n" + bulk("4"))
                      .perform();
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

TEST_CASE("inbox: the arguments of a call need not outlive it", "[session][threads]") {
    auto server = greeted().expect(words("GET key")).answer(bulk("1")).perform();
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

TEST_CASE("inbox: a call that is given up before it was taken is not sent", "[session][threads]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).perform();
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

TEST_CASE("inbox: a call is cancelled before it was taken, and says that it was not sent", "[session][threads]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).perform();
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

TEST_CASE("inbox: what is refused, and what asks for nothing, ends in the loop", "[session]") {
    auto server = greeted().perform();
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

TEST_CASE("inbox: what was left in it before the end of the client ends with it, once, in the loop", "[session][threads]") {
    auto server = greeted().perform();
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

TEST_CASE("inbox: a call outlives its client and its loop", "[session]") {
    auto server = greeted().perform();
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

TEST_CASE("inbox: what cancelled a call may be used when the client and the loop are gone", "[session]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).perform();
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

TEST_CASE("inbox: a client of one executor has none", "[session]") {
    using one_executor_client = async_client<in_memory_transport>;
    static_assert(std::is_same_v<one_executor_client::calls_type, detail::asynchronous_calls<one_executor_client::core_type>>);
    static_assert(!detail::hands_calls_over<one_executor_client::calls_type>);
    static_assert(detail::hands_calls_over<client_type::calls_type>);
    CHECK(sizeof(one_executor_client) == sizeof(void*));
}
