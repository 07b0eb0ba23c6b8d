// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/value_text.hpp>

#include "catch.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using hibana::value;
using kind = value::kind;

TEST_CASE("value_text: scalars are written as they would be read", "[protocol]") {
    CHECK(to_string(value()) == "null");
    CHECK(to_string(value(true)) == "true");
    CHECK(to_string(value(std::numeric_limits<std::int64_t>::min())) == "-9223372036854775808");
    CHECK(to_string(value(0.1)) == "0.1");
    CHECK(to_string(value(-std::numeric_limits<double>::infinity())) == "-inf");
    CHECK(to_string(value(kind::bulk, "a")) == "\"a\"");
    CHECK(to_string(value(kind::verbatim, "txt:a")) == "\"a\"");
    CHECK(to_string(value(kind::big_number, "123")) == "123");
    CHECK(to_string(value(kind::error, "ERR no")) == "error \"ERR no\"");
}

TEST_CASE("value_text: nothing that a terminal obeys is written", "[protocol]") {
    std::string every;
    for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);

    const std::string text = to_string(value(kind::simple, every));

    for (const char c : text) CHECK((c >= 0x20 && c < 0x7f));
    CHECK(to_string(value(kind::bulk, "\x1b[31m\r\n\t\"\\")) == R"("\x1b[31m\r\n\t\"\\")");
}

TEST_CASE("value_text: aggregates are written in one line", "[protocol]") {
    const value list(kind::array, {value(std::int64_t(1)), value(kind::array, std::vector<value>())});
    const value map(kind::map, {value(kind::bulk, "a"), list, value(), value(false)});

    CHECK(to_string(list) == "[1, []]");
    CHECK(to_string(map) == "{\"a\": [1, []], null: false}");
}

TEST_CASE("value_text: what is too long or too deep is cut", "[protocol]") {
    value deep;
    for (int n = 0; n < 100'000; ++n) {
        std::vector<value> one;
        one.push_back(std::move(deep));
        deep = value(kind::array, std::move(one));
    }

    CHECK(to_string(deep).size() < 5000);
    CHECK(to_string(value(kind::array, std::vector<value>(1000)), 20) == "[null, null, null, null...");
}
