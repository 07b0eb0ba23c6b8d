// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/token.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace hibana::protocol;

namespace {

struct taken {
    status state = status::more;
    token what;
    std::size_t size = 0;
    std::size_t missing = 0;
    fault err = fault::none;
};

taken take(std::string_view bytes, const limits& within = {}, bool resp3 = true) {
    tokenizer tokens(within, resp3);
    cursor c{bytes.data(), bytes.data() + bytes.size()};
    taken t;
    t.state = tokens.read(c, t.what);
    t.size = static_cast<std::size_t>(c.at - bytes.data());
    t.missing = tokens.missing();
    t.err = tokens.err();
    return t;
}

}  // namespace

TEST_CASE("token: the header of an aggregate counts elements, of which a pair is two", "[protocol]") {
    CHECK(take("*3\r\n").what.count == 3);
    CHECK(take("~3\r\n").what.count == 3);
    CHECK(take(">3\r\n").what.count == 3);
    CHECK(take("%3\r\n").what.count == 6);
    CHECK(take("|3\r\n").what.count == 6);
    CHECK(take("*-1\r\n").what.null);
    CHECK(take("*?\r\n").what.streamed);
    for (const char* const bytes : {"*3\r\n", "~3\r\n", ">3\r\n", "%3\r\n", "|3\r\n"}) CHECK(take(bytes).what.is_aggregate());
    CHECK_FALSE(take("+3\r\n").what.is_aggregate());
}

TEST_CASE("token: scalars have their text and their number", "[protocol]") {
    CHECK(take("$3\r\nfoo\r\n").what.text == "foo");
    CHECK(take("=7\r\ntxt:abc\r\n").what.text == "txt:abc");
    CHECK(take("!3\r\nERR\r\n").what.text == "ERR");
    CHECK(take(":-12\r\n").what.text == "-12");
    CHECK(take("#t\r\n").what.text == "t");
    CHECK(take("#f\r\n").what.text == "f");
    CHECK(take(",1.5\r\n").what.text == "1.5");
    CHECK(take("(123456789012345678901234567890\r\n").what.text == "123456789012345678901234567890");
    CHECK(take("_\r\n").what.null);
    CHECK(take("$-1\r\n").what.null);
}

TEST_CASE("token: reading consumes exactly its bytes, and none until it is complete", "[protocol]") {
    const std::string_view bytes = "$3\r\nfoo\r\n+OK\r\n";

    CHECK(take(bytes).size == 9);
    for (std::size_t size = 0; size < 9; ++size) {
        CHECK(take(bytes.substr(0, size)).state == status::more);
        CHECK(take(bytes.substr(0, size)).size == 0);
    }
}

TEST_CASE("token: the number of missing bytes is never too large", "[protocol]") {
    CHECK(take("$100\r\n").missing == 101);
    CHECK(take("$100\r\nabc").missing == 98);
    CHECK(take("$3\r\nfoo\r").missing == 1);
    CHECK(take("=100\r\nt").missing == 3);
    CHECK(take("=100\r\ntxt:").missing == 97);
    CHECK(take("+a").missing == 1);
    CHECK(take("+a\r").missing == 1);
    CHECK(take("").missing == 1);
}

TEST_CASE("token: a line that is cut is searched once", "[protocol]") {
    tokenizer tokens(limits{.line = 1000});
    std::string bytes = "+";
    token t;
    for (int n = 0; n < 1000; ++n) {
        bytes += 'a';
        cursor c{bytes.data(), bytes.data() + bytes.size()};
        REQUIRE(tokens.read(c, t) == status::more);
        // What was searched is not looked at again: a fault put there goes unnoticed.
        bytes[1] = '\n';
    }

    bytes += "\r\n";
    cursor c{bytes.data(), bytes.data() + bytes.size()};

    CHECK(tokens.read(c, t) == status::done);
    CHECK(t.text.size() == 1000);
}

TEST_CASE("token: each fault has its name", "[protocol]") {
    CHECK(take("x").err == fault::unknown_type);
    CHECK(take("#t\r\n", {}, false).err == fault::unknown_type);
    CHECK(take("+a\nb\r\n").err == fault::bare_line_feed);
    CHECK(take("+a\rb\r\n").err == fault::bad_line_end);
    CHECK(take("$x\r\n").err == fault::bad_length);
    CHECK(take("*-3\r\n").err == fault::bad_length);
    CHECK(take("$3\r\nfooXX").err == fault::bad_terminator);
    CHECK(take(":x\r\n").err == fault::bad_integer);
    CHECK(take(",x\r\n").err == fault::bad_real);
    CHECK(take("(x\r\n").err == fault::bad_big_number);
    CHECK(take("#x\r\n").err == fault::bad_boolean);
    CHECK(take("_x\r\n").err == fault::bad_null);
    CHECK(take("=5\r\ntxt-a\r\n").err == fault::bad_verbatim);
    CHECK(take(">0\r\n").err == fault::empty_push);
    CHECK(take(".x\r\n").err == fault::misplaced_end);
    CHECK(take("+aaa\r\n", {.line = 2}).err == fault::line_too_long);
    CHECK(take("$3\r\n", {.bulk = 2}).err == fault::bulk_too_long);
    CHECK(take("%2\r\n", {.elements = 3}).err == fault::too_many_elements);
    CHECK(take("%2\r\n", {.elements = 3}).state == status::over_limit);
    CHECK(take("x").state == status::broken);
}

TEST_CASE("token: a bulk string over the limit is refused even when it is all there", "[protocol]") {
    CHECK(take("$3\r\nfoo\r\n", {.bulk = 2}).err == fault::bulk_too_long);
    CHECK(take("$3\r\nfoo\r\n", {.bulk = 3}).state == status::done);
}
