// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/argument_kinds.hpp>

#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using grammar::hold;
using grammar::takes;

namespace {

struct patience {};
struct count {};

}  // namespace

template <>
struct hibana::argument<patience> {
    static std::chrono::minutes to(patience) { return 2min; }
};
template <>
struct hibana::argument<count> {
    static int to(count) { return 7; }
};

TEST_CASE("argument_kinds: each kind takes what it can write without loss, and nothing else", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(takes<notation::key, std::string&>);
    STATIC_REQUIRE_FALSE(takes<notation::key, int>);
    STATIC_REQUIRE(takes<bulk, const char(&)[3]>);
    STATIC_REQUIRE(takes<bulk, double>);
    STATIC_REQUIRE_FALSE(takes<bulk, bool>);
    STATIC_REQUIRE_FALSE(takes<bulk, char>);
    STATIC_REQUIRE_FALSE(takes<bulk, std::chrono::seconds>);
    STATIC_REQUIRE(takes<hidden, std::string>);
    STATIC_REQUIRE_FALSE(takes<hidden, int>);
    STATIC_REQUIRE(takes<integer, unsigned short>);
    STATIC_REQUIRE_FALSE(takes<integer, double>);
    STATIC_REQUIRE_FALSE(takes<integer, const char*>);
    STATIC_REQUIRE_FALSE(takes<integer, bool>);
    STATIC_REQUIRE(takes<real, int>);
    STATIC_REQUIRE(takes<real, float>);
    STATIC_REQUIRE_FALSE(takes<real, std::string>);
    STATIC_REQUIRE(takes<notation::seconds, std::chrono::hours>);
    STATIC_REQUIRE_FALSE(takes<notation::seconds, std::chrono::milliseconds>);
    STATIC_REQUIRE_FALSE(takes<notation::seconds, int>);
    STATIC_REQUIRE(takes<notation::milliseconds, std::chrono::seconds>);
    STATIC_REQUIRE_FALSE(takes<notation::milliseconds, std::chrono::microseconds>);
    STATIC_REQUIRE_FALSE(takes<notation::milliseconds, std::chrono::duration<double>>);
    STATIC_REQUIRE(takes<unix_seconds, std::chrono::system_clock::time_point>);
    STATIC_REQUIRE_FALSE(takes<unix_seconds, std::chrono::steady_clock::time_point>);
    STATIC_REQUIRE_FALSE(takes<unix_milliseconds, std::chrono::seconds>);
    STATIC_REQUIRE(takes<blocking_seconds, std::chrono::milliseconds>);
    STATIC_REQUIRE_FALSE(takes<blocking_seconds, double>);
}

TEST_CASE("argument_kinds: numbers are held as 64 bits, times in the unit of the wire", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(std::is_same_v<decltype(hold<integer>(short{3})), std::int64_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(hold<integer>(3U)), std::uint64_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(hold<real>(0.5f)), float>);
    STATIC_REQUIRE(hold<notation::seconds>(2min) == 120);
    STATIC_REQUIRE(hold<notation::milliseconds>(2s) == 2000);
    STATIC_REQUIRE(hold<unix_seconds>(std::chrono::sys_time<std::chrono::milliseconds>(1999ms)) == 1);
    STATIC_REQUIRE(hold<unix_seconds>(std::chrono::sys_time<std::chrono::milliseconds>(-1ms)) == -1);
    STATIC_REQUIRE(hold<unix_milliseconds>(std::chrono::sys_seconds(2s)) == 2000);
    STATIC_REQUIRE(hold<blocking_seconds>(1500ms).time() == 1500ms);
}

TEST_CASE("argument_kinds: a customised type goes wherever what it gives goes", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(takes<notation::seconds, patience>);
    STATIC_REQUIRE_FALSE(takes<bulk, patience>);
    STATIC_REQUIRE(takes<integer, count>);
    STATIC_REQUIRE_FALSE(takes<notation::key, count>);
    CHECK(hold<notation::seconds>(patience()) == 120);
    CHECK(hold<integer>(count()) == 7);
}
