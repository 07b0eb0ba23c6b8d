// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/length.hpp>

#include "catch.hpp"

#include <cstring>
#include <memory>
#include <optional>
#include <string>

using namespace hibana::protocol;

namespace {

std::optional<std::uint64_t> length_of(const std::string& bytes) {
    const auto exact = std::make_unique<char[]>(bytes.size());
    std::memcpy(exact.get(), bytes.data(), bytes.size());
    const auto read = detail::read_length(exact.get(), exact.get() + bytes.size());
    if (read.behind == nullptr) return std::nullopt;
    CHECK(read.behind == exact.get() + bytes.find('\n') + 1);
    return read.value;
}

}  // namespace

TEST_CASE("length: digits and the end of the line are read, however many there are", "[protocol]") {
    CHECK(length_of("0\r\n.") == 0);
    CHECK(length_of("9\r\n.") == 9);
    CHECK(length_of("10\r\n") == 10);
    CHECK(length_of("16\r\n....") == 16);
    CHECK(length_of("100\r\n") == 100);
    CHECK(length_of("16777216\r\n..") == 16'777'216);
    CHECK(length_of("0000000000000000012\r\n") == 12);
    CHECK(length_of("9999999999999999999\r\n") == 9'999'999'999'999'999'999U);
}

TEST_CASE("length: a malformed or incomplete length is not read", "[protocol]") {
    for (const char* const bytes : {"\r\n..", "-1\r\n", "?\r\n.", "1x\r\n", "12x\r\n", "1\n..", "1\rX.", "12\rX", "123\r", "123456",
                                    "123\rX", "99999999999999999999\r\n", " 1\r\n"}) {
        CAPTURE(bytes);
        CHECK(length_of(bytes) == std::nullopt);
    }
}
