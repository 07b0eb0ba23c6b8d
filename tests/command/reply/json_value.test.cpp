// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/json.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <vector>

using namespace hibana;
using test::encoded_text;

namespace {

// Stands for a JSON library.
struct point {
    int x = 0;
    int y = 0;
    friend bool operator==(const point&, const point&) = default;
};

struct label {
    std::string text;
};

}  // namespace

template <>
struct hibana::json_value<point> {
    static std::string to(const point& p) { return "{\"x\":" + std::to_string(p.x) + ",\"y\":" + std::to_string(p.y) + "}"; }
    static std::optional<point> from(std::string_view text) {
        point p;
        const auto number = [&text](std::string_view name, int& value) {
            const auto at = text.find(name);
            if (at == text.npos) return false;
            return std::from_chars(text.data() + at + name.size(), text.data() + text.size(), value).ec == std::errc();
        };
        if (!number("\"x\":", p.x) || !number("\"y\":", p.y)) return std::nullopt;
        return p;
    }
};
template <>
struct hibana::json_value<std::vector<point>> {
    static std::vector<point> from(std::string_view text) { return {*json_value<point>::from(text)}; }
};
template <>
struct hibana::json_value<label> {
    static std::string_view to(const label& l) { return l.text; }
};

TEST_CASE("json_value: a type with to() is encoded as JSON text", "[command]") {
    const point p{1, 2};

    CHECK(encoded_text(cmd::json::set("k", "$", p)) == "JSON.SET k $ {\"x\":1,\"y\":2}");
    CHECK(encoded_text(cmd::json::arrappend("k", "$", p, point{3, 4})) == "JSON.ARRAPPEND k $ {\"x\":1,\"y\":2} {\"x\":3,\"y\":4}");
    CHECK(encoded_text(cmd::json::mset(std::tuple("k", "$", p))) == "JSON.MSET k $ {\"x\":1,\"y\":2}");
    CHECK(encoded_text(cmd::json::set("k", "$", label{"[\"a label that is longer than what a string holds in place\"]"}))
          == "JSON.SET k $ [\"a label that is longer than what a string holds in place\"]");
}

TEST_CASE("json_value: a type with from() is parsed from JSON text", "[command]") {
    using namespace notation;
    using kind = nullable<json>;

    CHECK(std::is_same_v<reply_type<decltype(cmd::json::get("k").as<point>())>, point>);
    CHECK(test::decoded<kind, point>("$13\r\n{\"x\":1,\"y\":2}\r\n") == point{1, 2});
    CHECK(test::status_of<kind, point>("$2\r\n{}\r\n") == protocol::status::mismatch);
    CHECK(test::decoded<nullable<json>, std::optional<point>>("$-1\r\n") == std::nullopt);
    CHECK(test::decoded<nullable<json>, std::optional<point>>("$13\r\n{\"x\":1,\"y\":2}\r\n") == point{1, 2});
    CHECK(test::decoded<nullable<json>, std::vector<point>>("$15\r\n[{\"x\":1,\"y\":2}]\r\n") == std::vector<point>{{1, 2}});
    CHECK(test::decoded<array<nullable<json>>, std::vector<std::optional<point>>>("*2\r\n$13\r\n{\"x\":1,\"y\":2}\r\n_\r\n")
          == std::vector<std::optional<point>>{point{1, 2}, std::nullopt});
}

TEST_CASE("json_value: numbers need no specialisation, and a list of one number converts to a number", "[command]") {
    using namespace notation;
    using kind = nullable<json>;
    using numbers = std::vector<int>;

    CHECK(test::decoded<kind, int>("$2\r\n42\r\n") == 42);
    CHECK(test::decoded<kind, int>("$4\r\n[42]\r\n") == 42);
    CHECK(test::decoded<kind, double>("$5\r\n[1.5]\r\n") == 1.5);
    CHECK(test::decoded<kind, std::optional<int>>("$4\r\n[42]\r\n") == 42);
    CHECK(test::decoded<kind, std::optional<int>>("_\r\n") == std::nullopt);
    CHECK(test::decoded<kind, numbers>("$5\r\n[1,2]\r\n") == numbers{1, 2});
    CHECK(test::decoded<kind, numbers>("$2\r\n[]\r\n").empty());
    CHECK(test::decoded<kind, std::vector<std::optional<double>>>("$11\r\n[1.5, null]\r\n")
          == std::vector<std::optional<double>>{1.5, std::nullopt});
    CHECK(test::decoded<array<kind>, std::vector<numbers>>("*2\r\n$3\r\n[1]\r\n$5\r\n[2,3]\r\n") == std::vector<numbers>{{1}, {2, 3}});
    for (const char* const invalid : {"$5\r\n[1,2]\r\n", "$2\r\n[]\r\n", "$4\r\ntrue\r\n", "$3\r\n1.5\r\n", "$2\r\n[1\r\n"})
        CHECK(test::status_of<kind, int>(invalid) == protocol::status::mismatch);
}

TEST_CASE("json_value: json_string quotes and escapes text", "[command]") {
    using namespace std::string_view_literals;
    CHECK(json_string("plain") == "\"plain\"");
    CHECK(json_string("a\"b\\c\n\x1f\0"sv) == "\"a\\\"b\\\\c\\u000a\\u001f\\u0000\"");
    CHECK(json_string("\xc3\xa9") == "\"\xc3\xa9\"");
}
