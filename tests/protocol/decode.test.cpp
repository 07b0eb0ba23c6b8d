// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/decode.hpp>

#include "byte_cases.hpp"
#include "catch.hpp"

#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

using namespace hibana::protocol;
using hibana::test::byte_cases;
using hibana::test::verdict;

namespace {

/// A copy of exactly its size, so that a byte read too far is seen by the address sanitizer.
class exact {
public:
    explicit exact(std::string_view bytes) : bytes_(std::make_unique<char[]>(bytes.size())), size_(bytes.size()) {
        std::memcpy(bytes_.get(), bytes.data(), bytes.size());
    }
    cursor begin() const { return {bytes_.get(), bytes_.get() + size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

/// What one function makes of some bytes: alone, and with others behind them.
template <class T, class Read>
std::pair<status, T> decoded(Read read, std::string_view bytes) {
    T value{};
    const exact alone(bytes);
    cursor c = alone.begin();
    const status s = read(c, value);
    CHECK((s == status::done) == (c.at != alone.begin().at));
    if (s == status::done) CHECK(c.at == c.end);

    T again{};
    const exact followed(std::string(bytes) + "$3\r\nfoo\r\n:12345678\r\n");
    cursor d = followed.begin();
    const status t = read(d, again);
    if (s == status::done) {
        CHECK(t == status::done);
        CHECK(d.at == followed.begin().at + bytes.size());
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const exact cut(bytes.substr(0, size));
            cursor e = cut.begin();
            CHECK(read(e, again) == status::more);
            CHECK(e.at == cut.begin().at);
        }
    }
    return {s, value};
}

const auto text = [](cursor& c, std::string& s) {
    std::string_view view;
    const status state = read_text(c, view);
    if (state == status::done) s = view;
    return state;
};
const auto integer = [](cursor& c, std::int64_t& n) { return read_integer(c, n); };
const auto natural = [](cursor& c, std::uint64_t& n) { return read_unsigned(c, n); };
const auto real = [](cursor& c, double& d) { return read_real(c, d); };
const auto boolean = [](cursor& c, bool& b) { return read_boolean(c, b); };
const auto ok = [](cursor& c, bool&) { return read_ok(c); };

template <class T>
std::pair<status, T> done(T value) {
    return {status::done, value};
}
template <class T>
std::pair<status, T> not_done(status s) {
    return {s, T{}};
}

}  // namespace

TEST_CASE("decode: a text is any string, or a number as it is spelled", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<std::string>(text, bytes); };
    using s = std::string;

    CHECK(read("$0\r\n\r\n") == done<s>(""));
    CHECK(read("$3\r\nfoo\r\n") == done<s>("foo"));
    CHECK(read("$4\r\n\r\n\r\n\r\n") == done<s>("\r\n\r\n"));
    CHECK(read("$16\r\n0123456789abcdef\r\n") == done<s>("0123456789abcdef"));
    CHECK(read("$100\r\n" + s(100, 'x') + "\r\n") == done(s(100, 'x')));
    CHECK(read("$0000003\r\nfoo\r\n") == done<s>("foo"));
    CHECK(read("+OK\r\n") == done<s>("OK"));
    CHECK(read("=7\r\ntxt:foo\r\n") == done<s>("foo"));
    CHECK(read(":-12\r\n") == done<s>("-12"));
    CHECK(read(",1.50\r\n") == done<s>("1.50"));
    CHECK(read("(123456789012345678901\r\n") == done<s>("123456789012345678901"));
    for (const char* const bytes : {"$-1\r\n", "_\r\n", "*-1\r\n", "#t\r\n", "*1\r\n:1\r\n", "%0\r\n"}) {
        CAPTURE(bytes);
        CHECK(read(bytes) == not_done<s>(status::mismatch));
    }
    CHECK(read("-ERR\r\n") == not_done<s>(status::failed));
    CHECK(read("|1\r\n") == not_done<s>(status::irregular));
    CHECK(read(">1\r\n") == not_done<s>(status::irregular));
    CHECK(read("$?\r\n") == not_done<s>(status::irregular));
}

TEST_CASE("decode: an integer is a number, a boolean or digits in a string", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<std::int64_t>(integer, bytes); };
    using n = std::int64_t;

    CHECK(read(":0\r\n") == done<n>(0));
    CHECK(read(":-1\r\n") == done<n>(-1));
    CHECK(read(":+1\r\n") == done<n>(1));
    CHECK(read(":12345678\r\n") == done<n>(12345678));
    CHECK(read(":1234567890123456\r\n") == done<n>(1234567890123456));
    CHECK(read(":9223372036854775807\r\n") == done(std::numeric_limits<n>::max()));
    CHECK(read(":-9223372036854775808\r\n") == done(std::numeric_limits<n>::min()));
    CHECK(read("#t\r\n") == done<n>(1));
    CHECK(read("$3\r\n-12\r\n") == done<n>(-12));
    CHECK(read("+12\r\n") == done<n>(12));
    CHECK(read("(12\r\n") == done<n>(12));
    CHECK(read("(9223372036854775808\r\n") == not_done<n>(status::mismatch));
    CHECK(read("$3\r\nfoo\r\n") == not_done<n>(status::mismatch));
    CHECK(read("$0\r\n\r\n") == not_done<n>(status::mismatch));
    CHECK(read(",1\r\n") == not_done<n>(status::mismatch));
    CHECK(read("_\r\n") == not_done<n>(status::mismatch));
    CHECK(read(":9223372036854775808\r\n") == not_done<n>(status::broken));
    CHECK(read(":5x\r\n") == not_done<n>(status::broken));
}

TEST_CASE("decode: an unsigned integer takes all 64 bits and no sign", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<std::uint64_t>(natural, bytes); };
    using n = std::uint64_t;

    CHECK(read(":17\r\n") == done<n>(17));
    CHECK(read("$20\r\n18446744073709551615\r\n") == done(std::numeric_limits<n>::max()));
    CHECK(read("(18446744073709551615\r\n") == done(std::numeric_limits<n>::max()));
    CHECK(read("#t\r\n") == done<n>(1));
    CHECK(read(":-1\r\n") == not_done<n>(status::mismatch));
    CHECK(read("$2\r\n-1\r\n") == not_done<n>(status::mismatch));
}

TEST_CASE("decode: a double is one of RESP3, or its RESP2 equivalent", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<double>(real, bytes); };
    using d = double;

    CHECK(read(",1.5\r\n") == done<d>(1.5));
    CHECK(read(",-0.25\r\n") == done<d>(-0.25));
    CHECK(read(",0.10000000000000001\r\n") == done<d>(0.1));
    CHECK(read(",1e3\r\n") == done<d>(1000));
    CHECK(read(",inf\r\n") == done(std::numeric_limits<d>::infinity()));
    CHECK(read("$3\r\n1.5\r\n") == done<d>(1.5));
    CHECK(read("$4\r\n-inf\r\n") == done(-std::numeric_limits<d>::infinity()));
    CHECK(read("$19\r\n0.10000000000000001\r\n") == done<d>(0.1));
    CHECK(read("+1.5\r\n") == done<d>(1.5));
    CHECK(read(":3\r\n") == done<d>(3));
    CHECK(read("(10\r\n") == done<d>(10));
    CHECK(read("$2\r\n1.\r\n") == not_done<d>(status::mismatch));
    CHECK(read("$3\r\nfoo\r\n") == not_done<d>(status::mismatch));
    CHECK(read("$1\r\n1X\r\n") == not_done<d>(status::broken));
    CHECK(read(",.5\r\n") == not_done<d>(status::broken));
    CHECK(read("#t\r\n") == not_done<d>(status::mismatch));
}

TEST_CASE("decode: the number in a bulk string has exactly the declared length", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<double>(real, bytes); };

    CHECK(read("$1\r\n12\r\n") == not_done<double>(status::broken));
    CHECK(read("$6\r\n1.5\r\n2\r\n") == not_done<double>(status::mismatch));
}

TEST_CASE("decode: a boolean is read from a boolean or a number", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<bool>(boolean, bytes); };

    CHECK(read("#t\r\n") == done(true));
    CHECK(read("#f\r\n") == done(false));
    CHECK(read(":1\r\n") == done(true));
    CHECK(read(":0\r\n") == done(false));
    CHECK(read(":2\r\n") == done(true));
    CHECK(read("$1\r\n1\r\n") == done(true));
    CHECK(read("$1\r\n0\r\n") == done(false));
    CHECK(read("$1\r\n2\r\n") == not_done<bool>(status::mismatch));
    CHECK(read("#x\r\n") == not_done<bool>(status::broken));
    CHECK(read("_\r\n") == not_done<bool>(status::mismatch));
}

TEST_CASE("decode: accepts all spellings of OK, and not QUEUED", "[protocol]") {
    const auto read = [](std::string_view bytes) { return decoded<bool>(ok, bytes).first; };

    CHECK(read("+OK\r\n") == status::done);
    CHECK(read("$2\r\nOK\r\n") == status::done);
    CHECK(read("+OK Already connected to specified master\r\n") == status::done);
    CHECK(read("+QUEUED\r\n") == status::mismatch);
    CHECK(read("+OKAY\r\n") == status::mismatch);
    CHECK(read("_\r\n") == status::mismatch);
    CHECK(read("-ERR\r\n") == status::failed);
}

TEST_CASE("decode: null is read if it is complete, and nothing else is", "[protocol]") {
    const auto is_null = [](std::string_view bytes) {
        const exact alone(bytes);
        cursor c = alone.begin();
        const bool null = read_null(c);
        CHECK(c.at == (null ? c.end : alone.begin().at));
        return null;
    };

    CHECK(is_null("_\r\n"));
    CHECK(is_null("$-1\r\n"));
    CHECK(is_null("*-1\r\n"));
    for (const char* const bytes : {"", "_", "_\r", "_x\n", "$-1\r", "$-2\r\n", ":-1\r\n", ",-1\r\n", "(-1\r\n", "=-1\r\n", "$0\r\n\r\n"}) {
        CAPTURE(bytes);
        CHECK_FALSE(is_null(bytes));
    }
}

TEST_CASE("decode: the header of an aggregate is read if enough bytes for its elements are received", "[protocol]") {
    const auto header = [](std::string_view bytes) {
        const exact alone(bytes);
        cursor c = alone.begin();
        aggregate h;
        const status s = read_aggregate(c, h);
        CHECK((s == status::done) == (c.at != alone.begin().at));
        return s == status::done ? std::optional(h.count) : std::nullopt;
    };

    CHECK(header("*0\r\n") == 0);
    CHECK(header("%0\r\n") == 0);
    CHECK(header("~0\r\n:1\r\n") == 0);
    CHECK(header("*2\r\n_\r\n_\r\n") == 2);
    CHECK(header("%1\r\n_\r\n_\r\n") == 1);
    CHECK(header("*10\r\n" + hibana::test::repeat("_\r\n", 10)) == 10);
    CHECK(header("*100\r\n" + hibana::test::repeat("_\r\n", 100)) == 100);
    CHECK(header("*100\r\n" + hibana::test::repeat("_\r\n", 99)) == std::nullopt);
    CHECK(header("%2\r\n_\r\n_\r\n_\r\n") == std::nullopt);
    CHECK(header("*9999999999999999999\r\n") == std::nullopt);
    CHECK(header("*-1\r\n") == std::nullopt);
}

TEST_CASE("decode: no byte case is read as another type or beyond its end", "[protocol]") {
    for (const auto& known : byte_cases()) {
        // The decoder knows RESP3, whichever was asked for.
        if (known.bytes.size() > 2000 || (known.version == 2 && known.name.find("resp2") != std::string_view::npos)) continue;
        CAPTURE(known.name);
        const exact alone(known.bytes);
        const auto sound = [&](auto read, auto value) {
            cursor c = alone.begin();
            const status s = read(c, value);
            CHECK((s == status::done) == (c.at != alone.begin().at));
            const bool refused = known.expected == verdict::protocol_error || known.expected == verdict::limit_error;
            // The first element of a stream that is broken further on may be sound.
            if (refused && c.at == c.end) CHECK(s != status::done);
            if (known.expected == verdict::more) CHECK((s == status::more || s == status::irregular || s == status::mismatch));
            if (known.expected == verdict::values) CHECK((s != status::broken && s != status::more));
        };

        sound(text, std::string());
        sound(integer, std::int64_t());
        sound(natural, std::uint64_t());
        sound(real, double());
        sound(boolean, bool());
        sound(ok, bool());
        sound([](cursor& c, aggregate& h) { return read_aggregate(c, h); }, aggregate());
    }
}
