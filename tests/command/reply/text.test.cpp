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

using hibana::detail::made_of_pairs;

TEST_CASE("reply_text: a text of pairs becomes what is known of them", "[command]") {
    using std::chrono::seconds;
    CHECK(made_of_pairs<thing>("name=a later=x size=7 age=9", ' ', '=') == thing{"a", 7, seconds(9)});
    CHECK(made_of_pairs<thing>("size=x name= b", ' ', '=') == thing{});
    CHECK(made_of_pairs<thing>("age:3\r\nname:a:b\r\nsize:7\r\n", '\n', ':') == thing{"a:b", 7, seconds(3)});
    CHECK(made_of_pairs<thing>("", ' ', '=') == thing{});
}

TEST_CASE("reply_text: a text is taken piece by piece", "[command]") {
    std::string_view text = "a b\r\nc";
    CHECK(hibana::detail::take_until(text, ' ') == "a");
    CHECK(hibana::detail::take_line(text) == "b");
    CHECK(hibana::detail::take_line(text) == "c");
    CHECK(text.empty());
}
