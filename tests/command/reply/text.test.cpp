// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/reply/text.hpp>
#include <hibana/core/chrono.hpp>

#include <cstdint>

namespace {

struct thing {
    std::string name{};
    std::int64_t size = 0;
    std::chrono::seconds age{};
    friend bool operator==(const thing&, const thing&) = default;
};

}  // namespace

template <>
struct hibana::members<thing> {
    static constexpr std::size_t size = 3;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("size", it.size);
        f("age", it.age);
    }
};

using hibana::detail::parse_pairs;

TEST_CASE("text: known names of a text of pairs are assigned to members", "[command]") {
    using std::chrono::seconds;
    CHECK(parse_pairs<thing>("name=a later=x size=7 age=9", ' ', '=') == thing{"a", 7, seconds(9)});
    CHECK(parse_pairs<thing>("size=x name= b", ' ', '=') == thing{});
    CHECK(parse_pairs<thing>("age:3\r\nname:a:b\r\nsize:7\r\n", '\n', ':') == thing{"a:b", 7, seconds(3)});
    CHECK(parse_pairs<thing>("", ' ', '=') == thing{});
}

TEST_CASE("text: consume_until and consume_line remove text from the front", "[command]") {
    std::string_view text = "a b\r\nc";
    CHECK(hibana::detail::consume_until(text, ' ') == "a");
    CHECK(hibana::detail::consume_line(text) == "b");
    CHECK(hibana::detail::consume_line(text) == "c");
    CHECK(text.empty());
}
