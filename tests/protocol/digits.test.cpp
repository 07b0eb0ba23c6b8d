// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/digits.hpp>

#include "catch.hpp"

#include <string>

using namespace hibana::protocol;

TEST_CASE("digits: the leading digits of eight bytes are parsed", "[protocol]") {
    std::string number;
    std::uint32_t value = 0;
    for (unsigned count = 0; count <= 8; ++count) {
        const std::string bytes = (number + "\r\n.......").substr(0, 8);

        const digits read = eight_digits(bytes.data());

        CHECK(read.count == count);
        CHECK(read.value == value);
        number += static_cast<char>('1' + count);
        value = value * 10 + count + 1;
    }
}

TEST_CASE("digits: no other byte is taken for a digit, at any place", "[protocol]") {
    std::size_t err = 0;
    for (unsigned place = 0; place < 8; ++place) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            const auto c = static_cast<char>(byte);
            for (const char fill : {'0', '9'}) {
                std::string bytes(8, fill);
                bytes[place] = c;
                const bool digit = c >= '0' && c <= '9';
                err += eight_digits(bytes.data()).count != (digit ? 8U : place);
                err += is_digit(c) != digit;
            }
        }
    }
    CHECK(err == 0);
}

TEST_CASE("digits: more digits are read one by one, nineteen at most", "[protocol]") {
    const auto read = [](const std::string& s, unsigned count) { return read_more_digits(s.data(), s.data() + s.size(), 12, count); };
    const std::string short_number = "345\r\n";

    const auto more = read_more_digits(short_number.data(), short_number.data() + short_number.size(), 12, 2);

    CHECK(more.value == 12345);
    CHECK(more.behind == short_number.data() + 3);
    CHECK(read(std::string(17, '0'), 2).behind != nullptr);
    CHECK(read(std::string(18, '0'), 2).behind == nullptr);
    CHECK(read("", 2).value == 12);
}
