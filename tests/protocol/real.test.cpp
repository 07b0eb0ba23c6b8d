// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/real.hpp>

#include "catch.hpp"

#include <bit>
#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <string>

using namespace hibana::protocol;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::optional<double> whole(const std::string& text) {
    const auto exact = std::make_unique<char[]>(text.size());
    std::memcpy(exact.get(), text.data(), text.size());
    double number = 0;
    if (!read_whole_real(exact.get(), exact.get() + text.size(), number)) return std::nullopt;
    return number;
}

std::optional<double> before_line_end(const std::string& text) {
    const std::string line = text + "\r\n,1234567.1234567\r\n";
    const auto read = read_real(line.data(), line.data() + line.size());
    if (read.behind != line.data() + text.size()) return std::nullopt;
    return read.value;
}

bool same(std::optional<double> a, double b) {
    return a && std::bit_cast<std::uint64_t>(*a) == std::bit_cast<std::uint64_t>(b);
}

std::string spelled(double number, std::chars_format format, int precision) {
    char text[512];
    return {text, std::to_chars(text, text + sizeof text, number, format, precision).ptr};
}

}  // namespace

TEST_CASE("real: short numbers are read to the bit as std::from_chars reads them", "[protocol]") {
    std::mt19937_64 random(20'240'601);
    std::size_t err = 0;
    for (int n = 0; n < 100'000; ++n) {
        const int before = static_cast<int>(random() % 9);
        const int behind = static_cast<int>(random() % 10);
        std::string text = random() % 2 == 0 ? "-" : "";
        for (int d = 0; d <= before; ++d) text += static_cast<char>('0' + random() % 10);
        if (behind != 0) text += '.';
        for (int d = 0; d < behind; ++d) text += static_cast<char>('0' + random() % 10);
        double expected = 0;
        std::from_chars(text.data(), text.data() + text.size(), expected);

        err += !same(whole(text), expected) || !same(before_line_end(text), expected);
    }
    CHECK(err == 0);
}

TEST_CASE("real: every double is restored from its shortest form, and from seventeen digits", "[protocol]") {
    std::mt19937_64 random(7);
    std::size_t err = 0;
    for (int n = 0; n < 50'000; ++n) {
        const double number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        char text[64];
        const std::string shortest(text, std::to_chars(text, text + sizeof text, number).ptr);

        err += !same(whole(shortest), number) || !same(before_line_end(shortest), number);
        err += !same(before_line_end(spelled(number, std::chars_format::scientific, 16)), number);
    }
    CHECK(err == 0);
}

TEST_CASE("real: zero keeps its sign, and the words are known", "[protocol]") {
    for (const auto read : {whole, before_line_end}) {
        CHECK(same(read("0"), 0.0));
        CHECK(same(read("-0"), -0.0));
        CHECK(same(read("-0.00"), -0.0));
        CHECK(same(read("+1.5"), 1.5));
        CHECK(read("inf") == infinity);
        CHECK(read("+inf") == infinity);
        CHECK(read("-inf") == -infinity);
        for (const char* const nan : {"nan", "-nan", "+nan", "nan()", "-nan(ind)"}) {
            CAPTURE(nan);
            CHECK(std::isnan(read(nan).value()));
        }
    }
}

TEST_CASE("real: values out of range round to infinity or zero", "[protocol]") {
    for (const auto read : {whole, before_line_end}) {
        CHECK(same(read("1e400"), infinity));
        CHECK(same(read("-1e400"), -infinity));
        CHECK(same(read("1e-400"), 0.0));
        CHECK(same(read("-1e-400"), -0.0));
        CHECK(same(read("1e99999999999999999999"), infinity));
        CHECK(same(read("1e-99999999999999999999"), 0.0));
        CHECK(same(read("1" + std::string(400, '0')), infinity));
        CHECK(same(read("0." + std::string(400, '0') + "1"), 0.0));
        CHECK(same(read("0." + std::string(400, '0') + "1e401"), 1.0));
        CHECK(same(read("1" + std::string(400, '0') + "e-400"), 1.0));
    }
}

TEST_CASE("real: other text is rejected", "[protocol]") {
    for (const auto read : {whole, before_line_end}) {
        for (const char* const text : {"", "-", "+", ".5", "-.5", "5.", "5.e3", "5e", "5e+", "1,5", "0x1p3", "infinity", "INF", "NaN",
                                       "in", "nan(", "nan(\r\n)", "nan(-)", " 1", "1 ", "--1", "+-1", "1.2.3", "1e2e3", "12345678."}) {
            CAPTURE(text);
            CHECK(read(text) == std::nullopt);
        }
    }
}

TEST_CASE("real: the locale does not matter", "[protocol]") {
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    for (const char* const name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"}) std::setlocale(LC_NUMERIC, name);

    CHECK(whole("1.5") == 1.5);
    CHECK(whole("1,5") == std::nullopt);
    CHECK(whole("1234567890.12345678901") == 1234567890.12345678901);

    std::setlocale(LC_NUMERIC, before.c_str());
}
