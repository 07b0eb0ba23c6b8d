// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/wire_format.hpp>

#include <limits>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using grammar::wire_format;

namespace {

template <class Item>
std::string written(const Item& item) {
    std::string bytes(wire_format<Item>::max_size(item), '#');
    const char* const end = wire_format<Item>::write(bytes.data(), item);
    REQUIRE(end <= bytes.data() + bytes.size());
    return {bytes.data(), static_cast<std::size_t>(end - bytes.data())};
}
std::string seconds(std::chrono::milliseconds time) { return written(grammar::blocking_time<std::chrono::seconds>(time)); }

}  // namespace

TEST_CASE("wire_format: every item is one bulk string of at most max_size bytes", "[command]") {
    CHECK(written(std::string_view()) == "$0\r\n\r\n");
    CHECK(written(std::string(1000, 'x')) == "$1000\r\n" + std::string(1000, 'x') + "\r\n");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "$20\r\n-9223372036854775808\r\n");
    CHECK(written(std::numeric_limits<std::uint64_t>::max()) == "$20\r\n18446744073709551615\r\n");
    CHECK(written(0.5) == "$3\r\n0.5\r\n");
    CHECK(written(0.1f) == "$3\r\n0.1\r\n");
    CHECK(written(-std::numeric_limits<long double>::max()).size() <= protocol::real_bound);
    CHECK(written(grammar::key_item(std::string("k"))) == "$1\r\nk\r\n");
    CHECK(written(literal<"ab">()) == "$2\r\nab\r\n");
    CHECK(written(grammar::known_number<128>()) == "$3\r\n128\r\n");
    CHECK(written(grammar::literal_word<"">()) == "$0\r\n\r\n");
}

TEST_CASE("wire_format: a blocking timeout is encoded in seconds with its exact fraction", "[command]") {
    CHECK(seconds(0s) == "$1\r\n0\r\n");
    CHECK(seconds(2s) == "$1\r\n2\r\n");
    CHECK(seconds(1ms) == "$5\r\n0.001\r\n");
    CHECK(seconds(50ms) == "$4\r\n0.05\r\n");
    CHECK(seconds(1500ms) == "$3\r\n1.5\r\n");
    CHECK(seconds(123456ms) == "$7\r\n123.456\r\n");
    CHECK(seconds(-500ms) == "$4\r\n-0.5\r\n");
    CHECK(seconds(std::chrono::milliseconds::min()) == "$21\r\n-9223372036854775.808\r\n");
    CHECK(seconds(std::chrono::milliseconds::max()) == "$20\r\n9223372036854775.807\r\n");
    CHECK(written(grammar::blocking_time<std::chrono::milliseconds>(1500ms)) == "$4\r\n1500\r\n");
}

TEST_CASE("wire_format: each word of a name is a bulk string", "[command]") {
    STATIC_REQUIRE(grammar::words_in("CLIENT NO-EVICT") == 2);
    STATIC_REQUIRE(grammar::words_in("GET") == 1);
    constexpr const auto& text = grammar::words_text<"CLIENT KILL">;
    CHECK(std::string_view(text.data(), text.size()) == "$6\r\nCLIENT\r\n$4\r\nKILL\r\n");
}

TEST_CASE("wire_format: items that contain keys are detected", "[command]") {
    STATIC_REQUIRE(grammar::holds_keys<grammar::key_item<std::string_view>>);
    STATIC_REQUIRE(grammar::holds_keys<grammar::key_item<literal<"k">>>);
    STATIC_REQUIRE_FALSE(grammar::holds_keys<std::string_view>);
    STATIC_REQUIRE(grammar::constant<grammar::key_item<literal<"k">>>);
    STATIC_REQUIRE_FALSE(grammar::constant<grammar::key_item<std::string_view>>);
}
