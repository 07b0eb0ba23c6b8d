// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/integer.hpp>

#include "catch.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

using namespace hibana::protocol;

namespace {

/// Reads from a copy of exactly this size, so that a byte too far is seen by the address sanitizer.
std::optional<std::int64_t> whole(const std::string& text) {
    const auto exact = std::make_unique<char[]>(text.size());
    std::memcpy(exact.get(), text.data(), text.size());
    std::int64_t number = 0;
    if (!read_whole_integer(exact.get(), exact.get() + text.size(), number)) return std::nullopt;
    return number;
}

std::optional<std::int64_t> before_line_end(const std::string& text) {
    const std::string line = text + "\r\n$3\r\n123\r\n:12345678\r\n";
    const auto read = read_integer(line.data(), line.data() + line.size());
    if (read.behind != line.data() + text.size()) return std::nullopt;
    return read.value;
}

}  // namespace

TEST_CASE("integer: all lengths and both signs are read, at the end of the bytes and before others", "[protocol]") {
    std::string digits;
    std::int64_t value = 0;
    for (int count = 1; count <= 18; ++count) {
        digits += static_cast<char>('0' + count % 10);
        value = value * 10 + count % 10;

        CHECK(whole(digits) == value);
        CHECK(whole("+" + digits) == value);
        CHECK(whole("-" + digits) == -value);
        CHECK(before_line_end(digits) == value);
        CHECK(before_line_end("-" + digits) == -value);
        CHECK(whole(std::string(19U - static_cast<unsigned>(count), '0') + digits) == value);
    }
}

TEST_CASE("integer: the bounds fit and larger values do not", "[protocol]") {
    using limit = std::numeric_limits<std::int64_t>;
    for (const auto read : {whole, before_line_end}) {
        CHECK(read("9223372036854775807") == limit::max());
        CHECK(read("-9223372036854775808") == limit::min());
        CHECK(read("9223372036854775808") == std::nullopt);
        CHECK(read("-9223372036854775809") == std::nullopt);
        CHECK(read("10000000000000000000") == std::nullopt);
        CHECK(read("00000000000000000001") == std::nullopt);
    }
}

TEST_CASE("integer: other text is rejected", "[protocol]") {
    for (const auto read : {whole, before_line_end}) {
        for (const char* const text : {"", "-", "+", "--1", "+-1", " 1", "1 ", "1x", "x1", "0x1", "1.0", "1e3"}) {
            CAPTURE(text);
            CHECK(read(text) == std::nullopt);
        }
    }
}

TEST_CASE("integer: an unsigned one may need all 64 bits", "[protocol]") {
    const auto read = [](const std::string& text) -> std::optional<std::uint64_t> {
        std::uint64_t number = 0;
        if (!read_whole_unsigned(text.data(), text.data() + text.size(), number)) return std::nullopt;
        return number;
    };

    CHECK(read("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK(read("18446744073709551616") == std::nullopt);
    CHECK(read("-1") == std::nullopt);
    CHECK(read("") == std::nullopt);
}
