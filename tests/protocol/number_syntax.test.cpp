// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/protocol/integer.hpp>
#include <hibana/protocol/number_syntax.hpp>
#include <hibana/protocol/real.hpp>

#include <cstdint>
#include <string>
#include <string_view>

using namespace hibana::protocol;

namespace {

const std::string_view spellings[] = {
    "0", "1", "-1", "+1", "007", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551616", "99999999999999999999", "0000000000000000001", "00000000000000000001", "", "-", "+", "--1", "+-1", "1-", "1 ",
    " 1", "1.5", "-1.5", "+1.5", "1.", ".5", "1.e5", "1e5", "1E5", "1e+5", "1e-5", "1e", "1e+", "1.5e3", "1e5.5", "1e999", "1e-999", "inf", "-inf",
    "+inf", "nan", "-nan", "nan(", "nan()", "nan(0x7f_Q)", "nan(1)x", "nan(-)", "infinity", "in", "na", "Inf", "NAN", "0x10", "1,5", "t", "1e5e5", "-.5",
    "3492890328409238509324850943850943825024385",
};

}  // namespace

TEST_CASE("number_syntax: a text is an integer exactly if it can be read as one", "[protocol]") {
    for (const std::string_view text : spellings) {
        CAPTURE(text);
        std::int64_t number = 0;

        CHECK(is_integer(text) == read_whole_integer(text.data(), text.data() + text.size(), number));
    }
}

TEST_CASE("number_syntax: a text is a double exactly if it can be read as one", "[protocol]") {
    for (const std::string_view text : spellings) {
        CAPTURE(text);
        double number = 0;

        CHECK(is_real(text) == read_whole_real(text.data(), text.data() + text.size(), number));
    }
}

TEST_CASE("number_syntax: a big number is an optional sign and digits", "[protocol]") {
    CHECK(is_big_number("3492890328409238509324850943850943825024385"));
    CHECK(is_big_number("-1"));
    CHECK(is_big_number("+1"));
    for (const std::string_view err : {"", "-", "1-", "--1", "1.5", "1e5", "0x1"}) CHECK_FALSE(is_big_number(err));
}
