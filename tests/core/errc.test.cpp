// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/errc.hpp>

#include <set>
#include <string>

using namespace hibana;

namespace {

constexpr int last_on_this_side = static_cast<int>(errc::circuit_open);
constexpr int first_of_the_server = static_cast<int>(errc::server_error);
constexpr int last_of_the_server = static_cast<int>(errc::no_master_link);

}  // namespace

TEST_CASE("errc: is an error code of the category hibana", "[core]") {
    const std::error_code code = errc::timeout;

    CHECK(code);
    CHECK(code == errc::timeout);
    CHECK(code != errc::cancelled);
    CHECK(std::string{code.category().name()} == "hibana");
    CHECK(code.message() == "timed out");
    CHECK(&code.category() == &error_category());
}

TEST_CASE("errc: none is no error", "[core]") {
    CHECK_FALSE(make_error_code(errc::none));
    STATIC_REQUIRE(errc{} == errc::none);
}

TEST_CASE("errc: each value has a distinct description, and no other number has one", "[core]") {
    std::set<std::string> seen;
    for (int value = 0; value <= last_of_the_server; ++value) {
        if (value == last_on_this_side + 1) {
            value = first_of_the_server;
        }
        const std::string text = make_error_code(static_cast<errc>(value)).message();
        INFO(value << ": " << text);
        CHECK(text != "unknown error");
        CHECK(seen.insert(text).second);
    }
    CHECK(describe(static_cast<errc>(last_on_this_side + 1)) == "unknown error");
    CHECK(describe(static_cast<errc>(last_of_the_server + 1)) == "unknown error");
    CHECK(describe(static_cast<errc>(-1)) == "unknown error");
}

TEST_CASE("errc: a condition that the standard has compares equal to the standard one", "[core]") {
    CHECK(make_error_code(errc::timeout) == std::errc::timed_out);
    CHECK(make_error_code(errc::cancelled) == std::errc::operation_canceled);
    CHECK(make_error_code(errc::connection_lost) == std::errc::connection_reset);
    CHECK(make_error_code(errc::invalid_argument) == std::errc::invalid_argument);
    CHECK(make_error_code(errc::moved) != std::errc::timed_out);
}

TEST_CASE("errc: errors of the server differ from those of the client", "[core]") {
    STATIC_REQUIRE(is_server_error(errc::server_error));
    STATIC_REQUIRE(is_server_error(errc::moved));
    STATIC_REQUIRE(is_server_error(errc::transaction_aborted));
    STATIC_REQUIRE_FALSE(is_server_error(errc::none));
    STATIC_REQUIRE_FALSE(is_server_error(errc::timeout));
    STATIC_REQUIRE_FALSE(is_server_error(errc::circuit_open));
}

TEST_CASE("errc: authentication errors differ from others", "[core]") {
    STATIC_REQUIRE(is_authentication_error(errc::no_auth));
    STATIC_REQUIRE(is_authentication_error(errc::wrong_password));
    STATIC_REQUIRE(is_authentication_error(errc::credentials_failed));
    STATIC_REQUIRE_FALSE(is_authentication_error(errc::no_permission));
    STATIC_REQUIRE_FALSE(is_authentication_error(errc::connect_failed));
}
