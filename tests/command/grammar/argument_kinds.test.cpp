// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/argument_kinds.hpp>

#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using grammar::accepts;
using grammar::store;

namespace {

struct timeout {};
struct count {};

}  // namespace

template <>
struct hibana::argument<timeout> {
    static std::chrono::minutes to(timeout) { return 2min; }
};
template <>
struct hibana::argument<count> {
    static int to(count) { return 7; }
};

TEST_CASE("argument_kinds: each kind accepts exactly the types that it can encode without loss", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(accepts<notation::key, std::string&>);
    STATIC_REQUIRE_FALSE(accepts<notation::key, int>);
    STATIC_REQUIRE(accepts<bulk, const char(&)[3]>);
    STATIC_REQUIRE(accepts<bulk, double>);
    STATIC_REQUIRE_FALSE(accepts<bulk, bool>);
    STATIC_REQUIRE_FALSE(accepts<bulk, char>);
    STATIC_REQUIRE_FALSE(accepts<bulk, std::chrono::seconds>);
    STATIC_REQUIRE(accepts<hidden, std::string>);
    STATIC_REQUIRE_FALSE(accepts<hidden, int>);
    STATIC_REQUIRE(accepts<integer, unsigned short>);
    STATIC_REQUIRE_FALSE(accepts<integer, double>);
    STATIC_REQUIRE_FALSE(accepts<integer, const char*>);
    STATIC_REQUIRE_FALSE(accepts<integer, bool>);
    STATIC_REQUIRE(accepts<real, int>);
    STATIC_REQUIRE(accepts<real, float>);
    STATIC_REQUIRE_FALSE(accepts<real, std::string>);
    STATIC_REQUIRE(accepts<notation::seconds, std::chrono::hours>);
    STATIC_REQUIRE_FALSE(accepts<notation::seconds, std::chrono::milliseconds>);
    STATIC_REQUIRE_FALSE(accepts<notation::seconds, int>);
    STATIC_REQUIRE(accepts<notation::milliseconds, std::chrono::seconds>);
    STATIC_REQUIRE_FALSE(accepts<notation::milliseconds, std::chrono::microseconds>);
    STATIC_REQUIRE_FALSE(accepts<notation::milliseconds, std::chrono::duration<double>>);
    STATIC_REQUIRE(accepts<unix_seconds, std::chrono::system_clock::time_point>);
    STATIC_REQUIRE_FALSE(accepts<unix_seconds, std::chrono::steady_clock::time_point>);
    STATIC_REQUIRE_FALSE(accepts<unix_milliseconds, std::chrono::seconds>);
    STATIC_REQUIRE(accepts<blocking_seconds, std::chrono::milliseconds>);
    STATIC_REQUIRE_FALSE(accepts<blocking_seconds, double>);
}

TEST_CASE("argument_kinds: numbers are stored with 64 bits, times in the unit of the wire", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(std::is_same_v<decltype(store<integer>(short{3})), std::int64_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(store<integer>(3U)), std::uint64_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(store<real>(0.5f)), float>);
    STATIC_REQUIRE(store<notation::seconds>(2min) == 120);
    STATIC_REQUIRE(store<notation::milliseconds>(2s) == 2000);
    STATIC_REQUIRE(store<unix_seconds>(std::chrono::sys_time<std::chrono::milliseconds>(1999ms)) == 1);
    STATIC_REQUIRE(store<unix_seconds>(std::chrono::sys_time<std::chrono::milliseconds>(-1ms)) == -1);
    STATIC_REQUIRE(store<unix_milliseconds>(std::chrono::sys_seconds(2s)) == 2000);
    STATIC_REQUIRE(store<blocking_seconds>(1500ms).time() == 1500ms);
}

TEST_CASE("argument_kinds: a customised type is accepted where the type it converts to is accepted", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(accepts<notation::seconds, timeout>);
    STATIC_REQUIRE_FALSE(accepts<bulk, timeout>);
    STATIC_REQUIRE(accepts<integer, count>);
    STATIC_REQUIRE_FALSE(accepts<notation::key, count>);
    CHECK(store<notation::seconds>(timeout()) == 120);
    CHECK(store<integer>(count()) == 7);
}
