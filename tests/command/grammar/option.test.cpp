// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using test::encoded_text;

namespace test_options {
using namespace hibana::notation;

inline constexpr option<"="> exactly;
inline constexpr option<"~"> about;
inline constexpr option<"LIMIT", integer> limit;
inline constexpr option<"MAXLEN", maybe<exactly, about>, integer, maybe<limit>, needs<limit, about>, since<redis<5>>> maxlen;
inline constexpr option<"m"> m;
inline constexpr option<"km", since<redis<6>>> km;
inline constexpr option<"BYRADIUS", real, one_of<m, km>> byradius;
inline constexpr option<"RETURN", counted<bulk>> return_;
inline constexpr option<"TWO WORDS", bulk> two_words;
inline constexpr descriptor<"TRIM",
                            ok(key, maybe<maxlen>, maybe<byradius>, maybe<return_>, maybe<opt::keys>, maybe<two_words>,
                               maybe<opt::form::get>, each<opt::form::get_pattern>),
                            since<redis<2>>>
    trim;

}  // namespace test_options

using namespace test_options;

TEST_CASE("option: options have the same syntax as commands", "[command]") {
    CHECK(encoded_text(trim("k", maxlen(5))) == "TRIM k MAXLEN 5");
    CHECK(encoded_text(trim("k", maxlen(about, 1000, limit(50)))) == "TRIM k MAXLEN ~ 1000 LIMIT 50");
    CHECK(encoded_text(trim("k", byradius(2.5, km))) == "TRIM k BYRADIUS 2.5 km");
    CHECK(encoded_text(trim("k", return_("x", "y"))) == "TRIM k RETURN 2 x y");
    CHECK(encoded_text(trim("k", two_words("x"))) == "TRIM k TWO WORDS x");
    const std::vector<std::string> names{"a", "b"};
    CHECK(encoded_text(trim("k", return_(names), opt::keys(names))) == "TRIM k RETURN 2 a b KEYS a b");
}

TEST_CASE("option: the same name can be a flag or have arguments", "[command]") {
    CHECK(encoded_text(trim("k", opt::get)) == "TRIM k GET");
    CHECK(encoded_text(trim("k", opt::get("a"), opt::get("b"))) == "TRIM k GET a GET b");
}

TEST_CASE("option: keys in options are visited", "[command]") {
    CHECK(slot(trim("{a}1", opt::keys("{a}2", "{a}3"))) == key_slot("a"));
    CHECK(slot(trim("{a}1", opt::keys("b"))) == -2);
}

TEST_CASE("option: arguments are owned or viewed as in a command", "[command]") {
    const auto made = [] { return trim("k", two_words(std::string("a text that is long enough to live on the heap"))); };
    CHECK(encoded_text(made()) == "TRIM k TWO WORDS a text that is long enough to live on the heap");
    const auto stored = two_words(std::string("stored in a variable, and used twice for it"));
    CHECK(encoded_text(trim("k", stored)) == "TRIM k TWO WORDS stored in a variable, and used twice for it");
    CHECK(encoded_text(trim("k", stored)) == encoded_text(trim("k", stored)));
}

TEST_CASE("option: an option with constant arguments is constant", "[command]") {
    STATIC_REQUIRE(is_constant_request<decltype(trim("k"_key, opt::keys("a"_key, "b"_key)))>);
    STATIC_REQUIRE(encoded(trim("k"_key, opt::keys("a"_key))) == "*4\r\n$4\r\nTRIM\r\n$1\r\nk\r\n$4\r\nKEYS\r\n$1\r\na\r\n");
    STATIC_REQUIRE(slot(trim("k"_key, opt::keys("foo"_key))) == -2);
}

TEST_CASE("option: the version of an option raises the version of the request", "[command]") {
    STATIC_REQUIRE(decltype(trim("k"))::info.redis == server_version{2, 0, 0});
    STATIC_REQUIRE(decltype(trim("k", maxlen(5)))::info.redis == server_version{5, 0, 0});
    STATIC_REQUIRE(decltype(trim("k", byradius(1, km)))::info.redis == server_version{6, 0, 0});
    STATIC_REQUIRE(decltype(trim("k", byradius(1, m)))::info.redis == server_version{2, 0, 0});
}

TEST_CASE("option: options are compared by their arguments", "[command]") {
    CHECK(opt::ex(60s) == opt::ex(1min));
    CHECK_FALSE(opt::ex(60s) == opt::ex(61s));
    CHECK(opt::nx == opt::nx);
}
