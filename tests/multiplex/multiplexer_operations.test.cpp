// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/multiplex/multiplexer.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/simulated_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::hello_reply;
using support::words;
using testing::simulated_clock;

namespace {

// A type of the user's that cannot be made of everything, and says so by an exception.
struct picky {
    std::string text;
};

session_settings unnamed() {
    session_settings settings{.command_timeout = 2s, .connect_timeout = 2s};
    settings.library_name.clear();
    return settings;
}
testing::script greeted() { return testing::script().expect(words("HELLO 3")).answer(hello_reply()); }

using text = std::optional<std::string>;

// Runs what is due, and throws what handlers and decoders have thrown; gives how often that was.
int run(asio::io_context& loop) {
    int thrown = 0;
    for (bool is_over = false; !is_over;) {
        try {
            simulated_clock::run(loop);
            is_over = true;
        } catch (const std::invalid_argument&) {
            REQUIRE(++thrown < 10);
        }
    }
    return thrown;
}

}  // namespace

template <> struct hibana::from_reply<picky> {
    static picky from(std::string_view text) {
        if (text == "bad") throw std::invalid_argument("picky");
        return picky{std::string(text)};
    }
};

TEST_CASE("multiplexer: an overflow operation is admitted when earlier ones are given up", "[multiplex]") {
    auto server = testing::script().expect(words("HELLO 3")).delay(150ms).answer(hello_reply()).expect(words("GET c")).answer(bulk("3")).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), unnamed(), simulated_clock{}, return_errors{}, multiplexed{.max_queued_operations = 2}};
    std::string got;
    const auto note = [&](result<text> one) { got += one ? **one : one.error().condition() == errc::timeout ? "late " : one.error().message(); };

    db.within(20ms)(cmd::get("a"), note);
    db.within(20ms)(cmd::get("b"), note);
    db(cmd::get("c"), note);
    simulated_clock::run(loop);

    CHECK(got == "late late 3");
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: an overflow operation is admitted when earlier ones are cancelled", "[multiplex]") {
    auto server = greeted().expect(words("GET a") + words("GET b")).delay(20ms).answer(bulk("1") + bulk("2")).expect(words("GET c")).answer(bulk("3")).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), unnamed(), simulated_clock{}, return_errors{}, multiplexed{.max_queued_operations = 2}};
    asio::cancellation_signal stop;
    std::string got;
    const auto note = [&](result<text> one) { got += one ? **one : "gone "; };

    db(cmd::get("a"), asio::bind_cancellation_slot(stop.slot(), note));
    db(cmd::get("b"), note);
    db(cmd::get("c"), note);
    asio::post(loop, [&] { stop.emit(asio::cancellation_type::terminal); });
    run(loop);

    CHECK(got.find("gone") != std::string::npos);
    CHECK(got.find('3') != std::string::npos);
}

TEST_CASE("multiplexer: each overflow operation has its own timeout, even if its completion removes another", "[multiplex]") {
    auto server = testing::script().expect(words("HELLO 3")).delay(10s).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), unnamed(), simulated_clock{}, return_errors{}, multiplexed{.max_queued_operations = 1}};
    asio::cancellation_signal stop;
    int ended = 0;
    db.within(60ms)(cmd::get("a"), [&](result<text>) { ++ended; });
    db.within(2s)(cmd::get("b"), asio::bind_cancellation_slot(stop.slot(), [&](result<text>) { ++ended; }));
    db.within(20ms)(cmd::get("c"), [&](result<text>) { ++ended, stop.emit(asio::cancellation_type::terminal); });
    db.within(20ms)(cmd::get("d"), [&](result<text>) { ++ended; });
    const auto before = simulated_clock::now();
    simulated_clock::run(loop);
    CHECK(ended == 4);
    CHECK(simulated_clock::now() - before < 100ms);
}

TEST_CASE("multiplexer: an exception of a user decoder leaves the loop, and no reply reaches another call", "[multiplex]") {
    auto server = greeted().expect(words("ECHO bad") + words("INCR n")).answer(bulk("bad") + ":7\r\n")
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET k")).answer(bulk("own")).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), unnamed(), simulated_clock{}, return_errors{}, no_retry{}};
    int ended = 0;
    std::string got;
    db(cmd::echo("bad").as<picky>(), [&](auto one) {
        ++ended;
        CHECK(one.error().condition() == errc::connection_closed);
        CHECK(one.error().fate() == fate::unknown);
    });
    db(cmd::incr("n"), [&](result<std::int64_t> one) { ended += !one; });
    CHECK(run(loop) == 1);
    CHECK(ended == 2);
    db(cmd::get("k"), [&](result<text> one) { got = **one; });
    CHECK(run(loop) == 0);
    CHECK(got == "own");
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: a modified connection is not reused, however early its owner left", "[multiplex]") {
    auto server = greeted().expect(words("SELECT 3")).answer("+OK\r\n")
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET k")).answer(bulk("own")).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), unnamed(), simulated_clock{}, return_errors{}};
    bool is_selected = false;
    db.pin()(cmd::select(3), [&](auto done) { is_selected = static_cast<bool>(done); });
    run(loop);
    CHECK(is_selected);
    std::string got;
    {
        auto pinned = db.pin();
        pinned(cmd::get("k"), [&](result<text> one) { got = **one; });
        run(loop);
    }
    CHECK(got == "own");
    CHECK(server.is_complete());
    CHECK(db.core().exclusive().stats().open == 1);
}
