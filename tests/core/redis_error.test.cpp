// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/redis_error.hpp>

#include <exception>
#include <string>
#include <tuple>
#include <type_traits>

using namespace hibana;

TEST_CASE("redis_error: has the message of its error", "[core]") {
    const error err = error{errc::connect_failed, fate::not_sent}.with_command("GET").with_endpoint("db:6379");
    const redis_error thrown{err};

    CHECK(std::string{thrown.what()} == err.message());
    CHECK(thrown.code() == errc::connect_failed);
    CHECK(thrown.fate() == fate::not_sent);
    CHECK(thrown.error().endpoint() == "db:6379");
}

TEST_CASE("redis_error: is a std::exception", "[core]") {
    CHECK_THROWS_AS(throw_error(error{errc::timeout, fate::unknown}), std::exception);
}

TEST_CASE("redis_error: has the attachment of its error, by type", "[core]") {
    error err{errc::timeout, fate::unknown};
    err.attach(std::tuple{1, std::string{"two"}});
    const redis_error thrown{err};
    REQUIRE(thrown.results<std::tuple<int, std::string>>() != nullptr);
    CHECK(std::get<1>(*thrown.results<std::tuple<int, std::string>>()) == "two");
    CHECK(thrown.results<std::tuple<int>>() == nullptr);
}

TEST_CASE("redis_error: a copy does not throw and has the same message", "[core]") {
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<redis_error>);
    STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<redis_error>);
    const redis_error thrown{error{errc::timeout, fate::unknown, "late"}};
    const redis_error copy = thrown;
    CHECK(copy.what() == std::string{thrown.what()});
    CHECK(copy.error() == thrown.error());
}
