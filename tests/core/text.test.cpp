// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/text.hpp>

#include <climits>
#include <string>
#include <string_view>

using namespace hibana;

namespace {

std::string printable(std::string_view text, std::size_t room) {
    std::string line(room, '?');
    line.resize(static_cast<std::size_t>(detail::put_printable(line.data(), text, room) - line.data()));
    return line;
}

}  // namespace

TEST_CASE("joined: the parts follow one another, empty ones among them", "[core]") {
    CHECK(detail::concat({"one", "", " and ", "two"}) == "one and two");
    CHECK(detail::concat({}).empty());
}

TEST_CASE("decimal: writes every number as it is written", "[core]") {
    CHECK(std::string_view(detail::decimal(0)) == "0");
    CHECK(std::string_view(detail::decimal(6379)) == "6379");
    CHECK(std::string_view(detail::decimal(ULLONG_MAX)) == std::to_string(ULLONG_MAX));
}

TEST_CASE("put_printable: characters that are not printable are escaped", "[core]") {
    CHECK(printable("a\\b\n\r\t\x1b\x7f\xe2", 64) == R"(a\\b\n\r\t\x1b\x7f\xe2)");
}

TEST_CASE("put_printable: truncated text ends with three dots, and no escape is cut", "[core]") {
    CHECK(printable("abcdef", 6) == "abcdef");
    CHECK(printable("abcdefg", 6) == "abc...");
    CHECK(printable("ab\x1b\x1b", 8) == "ab...");
    CHECK(printable("abc", 2) == "..");
    CHECK(printable("abc", 0).empty());
}
