// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/config.hpp>

#include "catch.hpp"

#include <type_traits>

using namespace hibana;

TEST_CASE("asio: the alias names one Asio, and asio_error_code is the error code of its handlers", "[asio]") {
    asio::io_context loop;
    asio::steady_timer timer(loop, asio::steady_timer::time_point::max());
    detail::asio_error_code failure;
    timer.async_wait([&](auto code) {
        STATIC_REQUIRE(std::is_same_v<decltype(code), detail::asio_error_code>);
        failure = code;
    });
    timer.cancel();
    CHECK(loop.run() == 1);
    CHECK(failure == asio::error::operation_aborted);
}
