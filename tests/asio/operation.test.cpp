// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/operation.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"
#include "support/failing_memory.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <memory>
#include <new>
#include <optional>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using support::allocations_left;

namespace {

using client_type = async_client<in_memory_transport, testing::seeded_random, return_errors>;
using text = std::optional<std::string>;
using call_type = decltype(std::declval<client_type&>()(cmd::get("")));

// Who calls one client while there is want of memory.
struct stage {
    std::shared_ptr<support::held_server> server = support::echoing_server();
    asio::io_context loop{};
    client_type db{loop, in_memory_transport{.server = server}, support::unnamed()};

    void run() {
        loop.reset();
        loop.run();
    }
    // A call that nothing may happen to.
    void get(const std::string& key, int& right) {
        db(cmd::get(key), [&right, key](result<text> got) { right += got && *got == key ? 1 : 100; });
    }
};

}  // namespace

TEST_CASE("asio_call: want of memory while a call begins is for its caller to know, and is nothing to others", "[asio]") {
    const auto what = GENERATE(as<std::string>(), "handler", "awaited", "refused", "on its own connection", "many replies", "with a slot");
    const bool is_connected = GENERATE(true, false);
    const std::string long_key(100, 'k');
    bool has_finished = false;
    for (long allowed = 0; !has_finished; ++allowed) {
        stage at;
        int before = 0, ended = 0, behind = 0;
        bool has_thrown = false;
        std::optional<asio::cancellation_signal> signal(std::in_place);
        std::unique_ptr<call_type> awaited;
        if (is_connected) {
            at.get("connecting", before);
            at.run();
        }
        if (allowed % 2 == 0) at.get("before", before);  // which has the loop woken, or not
        const auto note = [&ended, &long_key](result<text> got) { ended += got && *got == long_key ? 1 : 100; };
        CAPTURE(what, is_connected, allowed);
        try {
            allocations_left = allowed;
            if (what == "handler") at.db(cmd::get(long_key), note);
            else if (what == "awaited") awaited.reset(new call_type(at.db(cmd::get(long_key))));
            else if (what == "refused") at.db(any_request("SELECT", 1), [&](auto one) { ended += one ? 100 : 1; });
            else if (what == "on its own connection") at.db(cmd::blpop("list", 0s), [&](auto one) { ended += one ? 1 : 100; });
            else if (what == "many replies") at.db(cmd::get(long_key), cmd::get(long_key), [&](auto both) { note(std::get<1>(both)); });
            else at.db(cmd::get(long_key), asio::bind_cancellation_slot(signal->slot(), note));
            has_finished = allocations_left >= 0;
        } catch (const std::bad_alloc&) {
            has_thrown = true;
        }
        allocations_left = -1;
        if (has_thrown) signal->emit(asio::cancellation_type::terminal);  // reaches nobody
        at.get("behind", behind);
        at.run();
        if (awaited) {
            REQUIRE(awaited->await_ready());
            note(awaited->await_resume());
        }
        CHECK(before == int(is_connected) + int(allowed % 2 == 0));
        CHECK(behind == 1);
        CHECK(ended == (has_thrown ? 0 : 1));
        CHECK((has_thrown || has_finished));
        CHECK(at.db.core().exclusive().stats().open == at.db.core().exclusive().stats().idle);
        REQUIRE(allowed < 1000);
    }
}

TEST_CASE("asio_call: a handler that cannot be moved to its call leaves nothing behind", "[asio]") {
    static int moves_left, alive;
    alive = 0;
    struct reluctant {
        reluctant() { ++alive; }
        reluctant(const reluctant&) { ++alive; }
        reluctant(reluctant&&) {
            if (moves_left-- == 0) throw std::bad_alloc();
            ++alive;
        }
        ~reluctant() { --alive; }
        void operator()(result<text>) {}
    };
    bool has_finished = false;
    for (int allowed = 0; !has_finished; ++allowed) {
        stage at;
        try {
            moves_left = allowed;
            at.db(cmd::get("k"), reluctant());
            has_finished = true;
        } catch (const std::bad_alloc&) {
            CHECK(alive == 0);
        }
        moves_left = -1;
        int behind = 0;
        at.get("behind", behind);
        at.run();
        CHECK(behind == 1);
        CHECK(alive == 0);
        REQUIRE(allowed < 20);
    }
}
