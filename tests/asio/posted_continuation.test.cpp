// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/posted_continuation.hpp>

#include <hibana/asio/config.hpp>

#include "catch.hpp"

#include <utility>

using hibana::detail::posted_continuation;
namespace asio = hibana::asio;

namespace {

struct reported {
    int called = 0;
    int dropped = 0;
    static void act(void* of, bool notified) { ++(notified ? static_cast<reported*>(of)->called : static_cast<reported*>(of)->dropped); }
};

}  // namespace

TEST_CASE("posted_continuation: what is posted is called once, from the loop", "[session]") {
    reported one;
    asio::io_context loop;
    asio::post(loop, posted_continuation(&one, &reported::act));
    CHECK(one.called == 0);
    loop.run();
    CHECK(one.called == 1);
    CHECK(one.dropped == 0);
}

TEST_CASE("posted_continuation: what a loop never comes to is dropped with it, once", "[session]") {
    reported one;
    {
        asio::io_context loop;
        asio::post(loop, posted_continuation(&one, &reported::act));
        CHECK(one.dropped == 0);
    }
    CHECK(one.called == 0);
    CHECK(one.dropped == 1);
}

TEST_CASE("posted_continuation: what was moved from does nothing", "[session]") {
    reported one;
    {
        posted_continuation first(&one, &reported::act);
        posted_continuation second(std::move(first));
        second();
    }
    CHECK(one.called == 1);
    CHECK(one.dropped == 0);
}
