// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/canonical.hpp>

#include <hibana/protocol/element.hpp>
#include <hibana/protocol/value_read.hpp>
#include <hibana/protocol/value_text.hpp>

#include "byte_cases.hpp"
#include "catch.hpp"

#include <string>
#include <string_view>

using namespace hibana;
using namespace hibana::protocol;
using hibana::test::byte_cases;
using hibana::test::verdict;
using hibana::test::repeat;

namespace {

std::string canonical(std::string_view message) {
    receive_buffer out;
    canonicalise(message, out);
    return std::string(out.unread());
}

}  // namespace

TEST_CASE("canonical: a plain message stays as it is, byte for byte", "[protocol]") {
    for (const std::string_view bytes : {"+OK\r\n", "$-1\r\n", "*-1\r\n", "_\r\n", "#t\r\n", ",1.50\r\n", ",-nan\r\n", "(12\r\n", ":-5\r\n",
                                         "$3\r\nfoo\r\n", "=7\r\ntxt:foo\r\n", "!3\r\nERR\r\n", "-ERR\r\n", "$0\r\n\r\n",
                                         "*2\r\n%1\r\n+a\r\n~1\r\n:1\r\n*0\r\n", ">2\r\n+a\r\n+b\r\n"}) {
        CHECK(canonical(bytes) == bytes);
    }
}

TEST_CASE("canonical: attributes go, at any place", "[protocol]") {
    CHECK(canonical("|1\r\n+a\r\n:1\r\n+OK\r\n") == "+OK\r\n");
    CHECK(canonical("|1\r\n+a\r\n*1\r\n*1\r\n$?\r\n;0\r\n+OK\r\n") == "+OK\r\n");
    CHECK(canonical("|1\r\n+a\r\n:1\r\n|1\r\n+b\r\n:2\r\n+OK\r\n") == "+OK\r\n");
    CHECK(canonical("*2\r\n:1\r\n|1\r\n|1\r\n+a\r\n:1\r\n+b\r\n:2\r\n%1\r\n+c\r\n|0\r\n:3\r\n") == "*2\r\n:1\r\n%1\r\n+c\r\n:3\r\n");
}

TEST_CASE("canonical: streamed types get the size they turn out to have", "[protocol]") {
    CHECK(canonical("$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n") == "$0000000000000000005\r\nHello\r\n");
    CHECK(canonical("$?\r\n;0\r\n") == "$0000000000000000000\r\n\r\n");
    CHECK(canonical("*?\r\n:1\r\n%?\r\n+a\r\n:1\r\n.\r\n.\r\n") ==
          "*0000000000000000002\r\n:1\r\n%0000000000000000001\r\n+a\r\n:1\r\n");
}

TEST_CASE("canonical: the value is the same except for attributes, and nothing irregular remains", "[protocol]") {
    for (const auto& known : byte_cases()) {
        if (known.expected != verdict::values) continue;
        CAPTURE(known.name);
        scanner s;
        cursor c{known.bytes.data(), known.bytes.data() + known.bytes.size()};
        while (c.at != c.end) {
            const char* const begin = c.at;
            REQUIRE(s.scan(c) == status::done);
            const std::string_view message(begin, s.size());

            const std::string plain = canonical(message);

            CHECK(to_string(value_of(plain)) == to_string(value_of(message)));
            scanner again;
            cursor p{plain.data(), plain.data() + plain.size()};
            REQUIRE(again.scan(p) == status::done);
            CHECK_FALSE(again.irregular());
            CHECK(again.size() == plain.size());
        }
    }
}

TEST_CASE("canonical: a large message moves the buffer while places in it are remembered", "[protocol]") {
    const std::string text(1000, 'x');
    const std::string message = "*?\r\n" + repeat("$?\r\n;1000\r\n" + text + "\r\n;0\r\n", 300) + ".\r\n";

    const std::string plain = canonical(message);

    CHECK(plain == "*0000000000000000300\r\n" + repeat("$0000000000000001000\r\n" + text + "\r\n", 300));
}
