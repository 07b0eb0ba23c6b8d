// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/posted_continuation.hpp>

#include <hibana/asio/config.hpp>

#include "catch.hpp"

#include <utility>

using hibana::detail::posted_continuation;
namespace asio = hibana::asio;

namespace {

struct counter {
    int called = 0;
    int dropped = 0;
    static void on_done(void* argument, bool notified) {
        counter& self = *static_cast<counter*>(argument);
        ++(notified ? self.called : self.dropped);
    }
};

}  // namespace

TEST_CASE("posted_continuation: a posted continuation is called once, from the event loop", "[asio]") {
    counter count;
    asio::io_context loop;
    asio::post(loop, posted_continuation(&count, &counter::on_done));
    CHECK(count.called == 0);
    loop.run();
    CHECK(count.called == 1);
    CHECK(count.dropped == 0);
}

TEST_CASE("posted_continuation: destroying the event loop before it runs drops a continuation once", "[asio]") {
    counter count;
    {
        asio::io_context loop;
        asio::post(loop, posted_continuation(&count, &counter::on_done));
        CHECK(count.dropped == 0);
    }
    CHECK(count.called == 0);
    CHECK(count.dropped == 1);
}

TEST_CASE("posted_continuation: a moved-from continuation does nothing", "[asio]") {
    counter count;
    {
        posted_continuation first(&count, &counter::on_done);
        posted_continuation second(std::move(first));
        second();
    }
    CHECK(count.called == 1);
    CHECK(count.dropped == 0);
}
