// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/reader.hpp>

#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/protocol/resp3_parser.hpp>
#include <hibana/protocol/value_text.hpp>

#include "byte_cases.hpp"
#include "catch.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace hibana;
using hibana::test::byte_case;
using hibana::test::byte_cases;
using hibana::test::verdict;
using protocol::reader;

struct seen {
    verdict end = verdict::values;
    std::vector<value> values;

    friend bool operator==(const seen&, const seen&) = default;
};

/// Takes what there is to take; false once the stream is broken.
template <class Parser>
bool drain(reader<Parser>& r, seen& s) {
    for (;;) {
        auto next = r.next();
        if (!next) {
            s.end = next.error().condition() == errc::limit_exceeded ? verdict::limit_error : verdict::protocol_error;
            return false;
        }
        if (!*next) return true;
        s.values.push_back(std::move(**next));
    }
}

template <class Parser>
seen read_pieces(const std::vector<std::string_view>& pieces) {
    reader<Parser> r;
    seen s;
    for (const std::string_view piece : pieces) {
        r.feed(piece);
        if (!drain(r, s)) return s;
    }
    s.end = r.pending() ? verdict::more : verdict::values;
    return s;
}

seen read_pieces(int version, const std::vector<std::string_view>& pieces) {
    return version == 2 ? read_pieces<resp2_parser>(pieces) : read_pieces<resp3_parser>(pieces);
}

std::vector<std::string_view> bytes_of(std::string_view all) {
    std::vector<std::string_view> pieces;
    for (std::size_t n = 0; n < all.size(); ++n) pieces.push_back(all.substr(n, 1));
    return pieces;
}

std::string shown(const std::vector<value>& values) {
    std::string text;
    for (const value& v : values) text += (text.empty() ? "" : " ") + to_string(v, 100'000);
    return text;
}

}  // namespace

TEST_CASE("reader: each byte case has the required status, received whole and byte by byte", "[protocol]") {
    for (const byte_case& c : byte_cases()) {
        CAPTURE(c.name);

        const seen whole = read_pieces(c.version, {c.bytes});
        const seen bytewise = read_pieces(c.version, bytes_of(c.bytes));

        CHECK(whole.end == c.expected);
        CHECK(bytewise == whole);
        if (c.expected == verdict::values) CHECK(shown(whole.values) == c.shown);
    }
}

TEST_CASE("reader: every split of a stream gives the same values and the same end", "[protocol]") {
    for (const byte_case& c : byte_cases()) {
        CAPTURE(c.name);
        const seen whole = read_pieces(c.version, {c.bytes});
        const std::string_view bytes = c.bytes;
        const std::size_t step = bytes.size() > 2000 ? 997 : 1;

        std::size_t different = 0;
        for (std::size_t cut = 0; cut <= bytes.size(); cut += step) {
            different += read_pieces(c.version, {bytes.substr(0, cut), bytes.substr(cut)}) != whole;
        }

        CHECK(different == 0);
    }
}

TEST_CASE("reader: every strict prefix of a valid stream needs more bytes, or is a shorter valid stream", "[protocol]") {
    for (const byte_case& c : byte_cases()) {
        if (c.expected != verdict::values) continue;
        CAPTURE(c.name);
        const seen whole = read_pieces(c.version, {c.bytes});
        const std::string_view bytes = c.bytes;
        const std::size_t step = bytes.size() > 2000 ? 997 : 1;

        std::size_t err = 0;
        for (std::size_t size = 1; size < bytes.size(); size += step) {
            const seen part = read_pieces(c.version, {bytes.substr(0, size)});
            const bool is_shorter = part.values.size() < whole.values.size() &&
                                    std::equal(part.values.begin(), part.values.end(), whole.values.begin());
            err += !is_shorter || (part.end != verdict::more && part.end != verdict::values);
        }

        CHECK(err == 0);
    }
}

TEST_CASE("reader: RESP3 reads whatever RESP2 reads", "[protocol]") {
    for (const byte_case& c : byte_cases()) {
        if (c.version != 2 || c.expected != verdict::values) continue;
        CAPTURE(c.name);

        CHECK(read_pieces(3, {c.bytes}) == read_pieces(2, {c.bytes}));
    }
}

TEST_CASE("reader: a broken stream stays broken", "[protocol]") {
    reader<resp3_parser> r;
    r.feed("+OK\r\n$x\r\n");
    REQUIRE(r.next());

    const auto first = r.next();
    r.feed("+OK\r\n");
    const auto second = r.next();

    CHECK(first.error() == second.error());
    CHECK(first.error().condition() == errc::protocol_error);
    CHECK(std::string(first.error().text()) == "at byte 0 of the message: a length is no number");
}

TEST_CASE("reader: the error includes its position in the message", "[protocol]") {
    reader<resp3_parser> r;
    r.feed("+OK\r\n*2\r\n:1\r\n#x\r\n");
    REQUIRE(r.next());

    const auto broken = r.next();

    CHECK(std::string(broken.error().text()) == "at byte 8 of the message: a boolean is neither t nor f");
}

TEST_CASE("reader: the limits given are enforced", "[protocol]") {
    const auto ends = [](protocol::limits within, std::string_view bytes) {
        reader<resp3_parser> r(within);
        seen s;
        r.feed(bytes);
        drain(r, s);
        return s.end;
    };

    CHECK(ends({.depth = 1}, "*1\r\n:1\r\n") == verdict::values);
    CHECK(ends({.depth = 1}, "*1\r\n*0\r\n") == verdict::limit_error);
    CHECK(ends({.depth = 1000}, hibana::test::repeat("*1\r\n", 1000) + ":1\r\n") == verdict::values);
    CHECK(ends({.elements = 2}, "%1\r\n:1\r\n:1\r\n") == verdict::values);
    CHECK(ends({.elements = 1}, "%1\r\n:1\r\n:1\r\n") == verdict::limit_error);
    CHECK(ends({.elements = 1}, "*?\r\n:1\r\n:1\r\n.\r\n") == verdict::limit_error);
    CHECK(ends({.elements = 4}, "|2\r\n:1\r\n:1\r\n:1\r\n:1\r\n|1\r\n:1\r\n:1\r\n:1\r\n") == verdict::limit_error);
    CHECK(ends({.bulk = 3}, "$3\r\nfoo\r\n") == verdict::values);
    CHECK(ends({.bulk = 2}, "$3\r\nfoo\r\n") == verdict::limit_error);
    CHECK(ends({.bulk = 2}, "*2\r\n$2\r\nfo\r\n$3\r\nfoo\r\n") == verdict::limit_error);
    CHECK(ends({.bulk = 3}, "$?\r\n;2\r\nfo\r\n;2\r\no!\r\n;0\r\n") == verdict::limit_error);
    CHECK(ends({.line = 1}, "+a\r\n") == verdict::values);
    CHECK(ends({.line = 1}, "+ab\r\n") == verdict::limit_error);
    CHECK(ends({~std::size_t{0}, ~std::size_t{0}, ~std::size_t{0}, ~std::size_t{0}}, "$18446744073709551615\r\n") == verdict::limit_error);
}

TEST_CASE("reader: pending is true for a truncated stream and false for one that ends with a message", "[protocol]") {
    reader<resp2_parser> r;
    CHECK_FALSE(r.pending());

    r.feed("+OK\r\n$3\r\nfo");
    REQUIRE(*r.next());
    REQUIRE_FALSE(*r.next());
    CHECK(r.pending());

    r.feed("o\r\n");
    REQUIRE(*r.next());
    REQUIRE_FALSE(*r.next());
    CHECK_FALSE(r.pending());
}
