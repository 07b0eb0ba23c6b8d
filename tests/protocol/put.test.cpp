// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/protocol/put.hpp>

#include <array>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

using namespace hibana;
using namespace std::string_literals;

namespace {

template <class... Value>
std::string bulk(Value... value) {
    std::array<char, 4096> bytes;
    bytes.fill('#');
    const char* const end = protocol::put_bulk(bytes.data(), value...);
    return {bytes.data(), static_cast<std::size_t>(end - bytes.data())};
}

std::string expected(const std::string& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }

template <class Real>
std::string digits(Real value) {
    std::array<char, protocol::real_digits_bound> bytes;
    return {bytes.data(), static_cast<std::size_t>(protocol::put_real(bytes.data(), value) - bytes.data())};
}

struct constant_bytes {
    char text[80]{};
    std::size_t size = 0;
};
template <class Value>
consteval constant_bytes constant(Value value) {
    constant_bytes bytes;
    bytes.size = static_cast<std::size_t>(protocol::put_bulk(bytes.text, value) - bytes.text);
    return bytes;
}
constexpr std::size_t size_of(double value) {
    char digits[80]{};
    return static_cast<std::size_t>(protocol::put_bulk(digits, value) - digits);
}
template <int Numerator, int Denominator>
concept is_constant = requires { typename std::integral_constant<std::size_t, size_of(1.0 * Numerator / Denominator)>; };
template <constant_bytes Bytes>
constexpr std::string_view view() {
    return {Bytes.text, Bytes.size};
}

}  // namespace

TEST_CASE("put: digits_of is right at every power of ten", "[protocol]") {
    std::uint64_t power = 1;
    for (unsigned digits = 1; digits <= 19; ++digits, power *= 10) {
        CHECK(protocol::digits_of(power) == digits);
        if (digits < 19) CHECK(protocol::digits_of(power * 10 - 1) == digits);
        if (power > 1) CHECK(protocol::digits_of(power - 1) == digits - 1);
    }
    CHECK(protocol::digits_of(0) == 1);
    CHECK(protocol::digits_of(std::numeric_limits<std::uint64_t>::max()) == 20);
}

TEST_CASE("put: a text of any length and of any bytes is one bulk string", "[protocol]") {
    std::mt19937 random(7);
    for (std::size_t size = 0; size != 300; ++size) {
        std::string text(size, '\0');
        for (char& byte : text) byte = static_cast<char>(random());

        CHECK(bulk(std::string_view(text)) == expected(text));
    }
    CHECK(bulk("\r\n$3\r\n\0x"s.c_str(), std::size_t(8)) == expected("\r\n$3\r\n\0x"s));
    const std::string large(2000, 'x');
    CHECK(bulk(std::string_view(large)) == expected(large));
}

TEST_CASE("put: put_bytes writes nothing outside of its range", "[protocol]") {
    const std::string text(100, 'x');
    for (std::size_t size = 0; size != 100; ++size) {
        std::string target(102, '#');

        char* const end = protocol::put_bytes(target.data() + 1, text.data(), size);

        CHECK(end == target.data() + 1 + size);
        CHECK(target == "#" + std::string(size, 'x') + std::string(101 - size, '#'));
    }
}

TEST_CASE("put: an integer is one bulk string up to the limits of its type", "[protocol]") {
    for (const std::int64_t value :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1234567}, std::int64_t{-10}, std::int64_t{-9},
          std::int64_t{0}, std::int64_t{7}, std::int64_t{10}, std::int64_t{99}, std::int64_t{100},
          std::numeric_limits<std::int64_t>::max()}) {
        CHECK(bulk(value) == expected(std::to_string(value)));
        CHECK(bulk(value).size() <= protocol::integer_bound);
    }
    CHECK(bulk(std::numeric_limits<std::uint64_t>::max()) == expected("18446744073709551615"));
    for (std::uint64_t value = 0; value != 20000; ++value) REQUIRE(bulk(value) == expected(std::to_string(value)));
}

TEST_CASE("put: a real number is written with the fewest digits that read back", "[protocol]") {
    CHECK(digits(0.0) == "0");
    CHECK(digits(-0.0) == "-0");
    CHECK(digits(1.0) == "1");
    CHECK(digits(-1.5) == "-1.5");
    CHECK(digits(0.1) == "0.1");
    CHECK(digits(0.1f) == "0.1");
    CHECK(digits(0.30000000000000004) == "0.30000000000000004");
    CHECK(digits(100000.0) == "100000");
    CHECK(digits(1e16) == "10000000000000000");
    CHECK(digits(1e17) == "1e+17");
    CHECK(digits(1e22) == "1e+22");
    CHECK(digits(0.00001) == "0.00001");
    CHECK(digits(0.000001) == "1e-06");
    CHECK(digits(std::numeric_limits<double>::infinity()) == "inf");
    CHECK(digits(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(digits(std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(digits(16777217.0L) == "16777217");
    CHECK(digits(0.1L) == "0.1");
    CHECK(bulk(2.5) == "$3\r\n2.5\r\n");
}

TEST_CASE("put: every real number reads back as itself and fits its bound", "[protocol]") {
    std::mt19937_64 random(11);
    const auto agrees = [](double value) {
        const std::string text = digits(value);
        return std::strtod(text.c_str(), nullptr) == value && text.size() < protocol::real_digits_bound;
    };
    for (int i = 0; i != 200000; ++i) {
        const std::uint64_t bits = random();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (value != value) continue;
        REQUIRE(agrees(value));
    }
    for (int i = 0; i != 20000; ++i) REQUIRE(agrees(static_cast<double>(random() % 2'000'000) / 1000.0));
    CHECK(agrees(std::numeric_limits<double>::denorm_min()));
    CHECK(agrees(std::numeric_limits<double>::max()));
    CHECK(agrees(-std::numeric_limits<double>::min()));
}

TEST_CASE("put: constants are written as the same bytes as at run time", "[protocol]") {
    STATIC_REQUIRE(view<constant(std::string_view("hello"))>() == "$5\r\nhello\r\n");
    STATIC_REQUIRE(view<constant(std::int64_t{-42})>() == "$3\r\n-42\r\n");
    STATIC_REQUIRE(view<constant(2.5)>() == "$3\r\n2.5\r\n");
    STATIC_REQUIRE(view<constant(-0.0)>() == "$2\r\n-0\r\n");
    STATIC_REQUIRE(view<constant(0.1)>() == "$3\r\n0.1\r\n");
    STATIC_REQUIRE(view<constant(0.1f)>() == "$3\r\n0.1\r\n");
    STATIC_REQUIRE(view<constant(100.005)>() == "$7\r\n100.005\r\n");
    STATIC_REQUIRE(view<constant(0.00001)>() == "$7\r\n0.00001\r\n");
    STATIC_REQUIRE(view<constant(1e15)>() == "$16\r\n1000000000000000\r\n");
    STATIC_REQUIRE(view<constant(std::numeric_limits<double>::infinity())>() == "$3\r\ninf\r\n");
    STATIC_REQUIRE(view<constant(123456.789)>() == "$10\r\n123456.789\r\n");
    CHECK(digits(100.005) == "100.005");
    CHECK(digits(123456.789) == "123456.789");
    CHECK(digits(0.00001) == "0.00001");
}

TEST_CASE("put: a real number of many digits is no constant, rather than another number than at run time", "[protocol]") {
    STATIC_REQUIRE(is_constant<1, 8>);
    STATIC_REQUIRE(is_constant<-2, 5>);
    STATIC_REQUIRE_FALSE(is_constant<1, 3>);
    STATIC_REQUIRE_FALSE(is_constant<1, 1000000>);
}
