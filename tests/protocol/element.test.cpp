// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/element.hpp>

#include "byte_cases.hpp"
#include "catch.hpp"

#include <string>
#include <string_view>

using namespace hibana::protocol;

namespace {

cursor over(std::string_view bytes) {
    return {bytes.data(), bytes.data() + bytes.size()};
}

}  // namespace

TEST_CASE("element: the first byte determines the kind", "[protocol]") {
    CHECK(classify(over("")) == message::none);
    CHECK(classify(over("-ERR")) == message::error);
    CHECK(classify(over("!3")) == message::error);
    CHECK(classify(over(">2")) == message::push);
    CHECK(classify(over("|1")) == message::attribute);
    CHECK(classify(over("+OK")) == message::reply);
    CHECK(classify(over("*1")) == message::reply);
}

TEST_CASE("element: an array with errors in it is taken apart element by element", "[protocol]") {
    const std::string_view exec = "*4\r\n+OK\r\n-WRONGTYPE no\r\n*1\r\n-ERR\r\n!6\r\nERR\r\nx\r\n:1\r\n";
    cursor c = over(exec);
    std::size_t count = 0;
    std::string_view line;

    REQUIRE(read_array_header(c, count) == status::done);
    CHECK(count == 4);
    REQUIRE(skip(c) == status::done);
    REQUIRE(read_error(c, line) == status::done);
    CHECK(line == "WRONGTYPE no");
    REQUIRE(skip(c) == status::done);
    REQUIRE(read_error(c, line) == status::done);
    CHECK(line == "ERR\r\nx");
    CHECK(std::string_view(c.at, static_cast<std::size_t>(c.end - c.at)) == ":1\r\n");
    CHECK(read_error(c, line) == status::mismatch);
}

TEST_CASE("element: the header of an array is no other thing", "[protocol]") {
    const auto header = [](std::string_view bytes) {
        cursor c = over(bytes);
        std::size_t count = 0;
        const status s = read_array_header(c, count);
        CHECK((s == status::done) == (c.at != bytes.data()));
        return s;
    };

    CHECK(header("*1\r\n:1\r\n") == status::done);
    CHECK(header("~1\r\n:1\r\n") == status::done);
    CHECK(header("*0\r\n") == status::done);
    CHECK(header("%1\r\n:1\r\n:1\r\n") == status::mismatch);
    CHECK(header("*-1\r\n") == status::mismatch);
    CHECK(header("-EXECABORT\r\n") == status::failed);
    CHECK(header("*1") == status::more);
    CHECK(header("|1\r\n") == status::irregular);
}

TEST_CASE("element: skip passes one reply of any plain type", "[protocol]") {
    for (const std::string_view reply :
         {"+OK\r\n", "-ERR\r\n", ":1\r\n", "$3\r\nfoo\r\n", "$-1\r\n", "_\r\n", "#t\r\n", ",1\r\n", "(1\r\n", "=4\r\ntxt:\r\n", "!1\r\na\r\n",
          "*0\r\n", "*-1\r\n", "*2\r\n*1\r\n:1\r\n%1\r\n+a\r\n~2\r\n:1\r\n$1\r\nx\r\n"}) {
        CAPTURE(reply);
        const std::string bytes = std::string(reply) + "+next\r\n";
        cursor c = over(bytes);

        CHECK(skip(c) == status::done);
        CHECK(static_cast<std::size_t>(c.at - bytes.data()) == reply.size());
        for (std::size_t size = 0; size < reply.size(); ++size) {
            c = over(reply.substr(0, size));
            CHECK(skip(c) == status::more);
            CHECK(c.at == reply.data());
        }
    }
}

TEST_CASE("element: skip does not recurse", "[protocol]") {
    const std::string deep = hibana::test::repeat("*1\r\n", 1'000'000) + ":1\r\n";
    cursor c = over(deep);

    CHECK(skip(c) == status::done);
    CHECK(c.at == c.end);
}

TEST_CASE("element: a description names types and shows no value", "[protocol]") {
    CHECK(describe("+OK\r\n") == "a simple string");
    CHECK(describe(":5\r\n") == "an integer");
    CHECK(describe("_\r\n") == "null");
    CHECK(describe("$-1\r\n") == "null");
    CHECK(describe("$6\r\nsecret\r\n") == "a bulk string of 6 bytes");
    CHECK(describe("=7\r\ntxt:abc\r\n") == "a verbatim string of 3 bytes");
    CHECK(describe("*0\r\n") == "an array of 0 elements");
    CHECK(describe("*1\r\n$1\r\nx\r\n") == "an array of 1 element (a bulk string of 1 byte)");
    CHECK(describe("%1\r\n+a\r\n*1\r\n:1\r\n") == "a map of 1 pair (a simple string, an array of 1 element)");
    CHECK(describe("~5\r\n:1\r\n,1\r\n#t\r\n(1\r\n:1\r\n") == "a set of 5 elements (an integer, a double, a boolean, a big number, ...)");
    CHECK(describe("*2\r\n:1\r\n-ERR \x1b[1m\r\n") == "an array of 2 elements (an integer, the error \"ERR ?[1m\")");
    CHECK(describe("*2\r\n:1\r\n") == "an array of 2 elements (an integer, ...)");
    CHECK(describe("") == "nothing that can be read");
}
