// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/grammar/key.hpp>
#include <hibana/command/string.hpp>

#include <array>
#include <span>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::literals;
using grammar::store_text;
using test::encoded_text;

namespace {

struct path {  // converts to an owned text
    std::string text;
    operator std::string_view() const { return text; }
};

struct user_id {
    int number;
};
struct colour {
    std::string name;
};
struct handle {
    std::string name;
};

template <class Expected, class T>
constexpr bool held_as = std::is_same_v<Expected, decltype(store_text(std::declval<T>()))>;
const std::string constant_rvalue() { return "a text that is long enough to live on the heap"; }

}  // namespace

template <>
struct hibana::argument<user_id> {
    static std::string to(user_id id) { return "user:" + std::to_string(id.number); }
};
template <>
struct hibana::argument<colour> {
    static std::string_view to(const colour& value) { return value.name; }
};
template <>
struct hibana::argument<handle> {
    static const std::string& to(const handle& value) { return value.name; }
};

TEST_CASE("argument: rvalues are moved or copied, lvalues and views are viewed", "[command]") {
    STATIC_REQUIRE(held_as<std::string, std::string>);
    STATIC_REQUIRE(held_as<std::string, const std::string>);
    STATIC_REQUIRE(held_as<std::string, path>);
    STATIC_REQUIRE(held_as<std::string_view, std::string&>);
    STATIC_REQUIRE(held_as<std::string_view, const std::string&>);
    STATIC_REQUIRE(held_as<std::string_view, std::string_view&>);
    STATIC_REQUIRE(held_as<std::string_view, path&>);
    STATIC_REQUIRE(held_as<std::string_view, std::string_view>);
    STATIC_REQUIRE(held_as<std::string_view, const char(&)[5]>);
    STATIC_REQUIRE(held_as<std::string_view, const char*>);
    STATIC_REQUIRE(held_as<literal<"text">, literal<"text">>);
    STATIC_REQUIRE(std::is_same_v<decltype("text"_key), literal<"text">>);
}

TEST_CASE("argument: a stored temporary stays valid, and a viewed argument is read when the request is encoded", "[command]") {
    const std::string large(100, 'x');
    const auto of_temporaries = cmd::set(std::string("key ") + large, constant_rvalue());
    CHECK(encoded_text(of_temporaries) == "SET key " + large + " a text that is long enough to live on the heap");

    std::string value = "before";
    const auto of_lvalues = cmd::set("k", value);
    value.replace(0, 6, "second");
    CHECK(encoded_text(of_lvalues) == "SET k second");
}

TEST_CASE("argument: a moved string is not copied", "[command]") {
    std::string value(100, 'x');
    const char* const before = value.data();

    const auto stored = store_text(std::move(value));

    CHECK(stored.data() == before);
}

TEST_CASE("argument: byte ranges with any content are text", "[command]") {
    const std::vector<char> characters{'a', '\0', '\r', '\n'};
    const std::array<std::byte, 2> bytes{std::byte{'x'}, std::byte{0xff}};
    const std::string nul("a\0b", 3);

    CHECK(store_text(characters) == std::string_view("a\0\r\n", 4));
    CHECK(store_text(std::span(bytes)) == "x\xff");
    STATIC_REQUIRE(std::is_same_v<std::string, decltype(store_text(std::vector<char>()))>);
    STATIC_REQUIRE(std::is_same_v<std::string_view, decltype(store_text(std::span(bytes)))>);
    CHECK(encoded(cmd::set(nul, characters)) == std::string_view("*3\r\n$3\r\nSET\r\n$3\r\na\0b\r\n$4\r\na\0\r\n\r\n", 32));
}

TEST_CASE("argument: a specialisation makes any type an argument", "[command]") {
    const colour red{"red"};
    const handle door{"door"};

    CHECK(encoded_text(cmd::get(user_id{7})) == "GET user:7");
    CHECK(encoded_text(cmd::set("c", red)) == "SET c red");
    CHECK(encoded_text(cmd::set("c", colour{"a colour whose name is too long to be stored in place"}))
          == "SET c a colour whose name is too long to be stored in place");
    CHECK(encoded_text(cmd::set("h", door)) == "SET h door");
    CHECK(encoded_text(cmd::set("h", handle{"a handle whose name is too long to be stored in place"}))
          == "SET h a handle whose name is too long to be stored in place");
    CHECK(encoded_text(cmd::mget(std::vector<user_id>{{1}, {2}})) == "MGET user:1 user:2");
    CHECK(slot(cmd::get(user_id{7})) == key_slot("user:7"));
    CHECK(slot(cmd::mget(std::vector<user_id>{{1}})) == key_slot("user:1"));
}

TEST_CASE("argument: bool and characters are not numbers, and a null pointer is not text", "[command]") {
    STATIC_REQUIRE(grammar::numeric<int>);
    STATIC_REQUIRE(grammar::numeric<unsigned char>);
    STATIC_REQUIRE(grammar::numeric<long double>);
    STATIC_REQUIRE_FALSE(grammar::numeric<bool>);
    STATIC_REQUIRE_FALSE(grammar::numeric<char>);
    STATIC_REQUIRE_FALSE(grammar::numeric<wchar_t>);
    STATIC_REQUIRE_FALSE(grammar::numeric<char8_t>);
    STATIC_REQUIRE_FALSE(grammar::textual<std::nullptr_t>);
    STATIC_REQUIRE_FALSE(grammar::textual<std::vector<int>>);
}
