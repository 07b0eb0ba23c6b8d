// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/value_read.hpp>

#include <hibana/protocol/value_text.hpp>

#include "support/allocated_bytes.hpp"
#include "byte_cases.hpp"
#include "catch.hpp"

#include <string>
#include <string_view>

using namespace hibana;
using namespace hibana::protocol;
using hibana::test::byte_cases;
using hibana::test::repeat;
using hibana::test::verdict;

namespace {

status read(std::string_view bytes, value& v, bool scanned = false) {
    cursor c{bytes.data(), bytes.data() + bytes.size(), scanned};
    const status s = read_value(c, v);
    CHECK((s == status::done) == (c.at != bytes.data()));
    return s;
}

}  // namespace

TEST_CASE("value_read: every type is read as itself", "[protocol]") {
    const auto kind_of = [](std::string_view bytes) { return value_of(bytes).type(); };
    using kind = value::kind;

    CHECK(kind_of("_\r\n") == kind::null);
    CHECK(kind_of("$-1\r\n") == kind::null);
    CHECK(kind_of("*-1\r\n") == kind::null);
    CHECK(kind_of("#t\r\n") == kind::boolean);
    CHECK(kind_of(":1\r\n") == kind::integer);
    CHECK(kind_of(",1\r\n") == kind::real);
    CHECK(kind_of("(1\r\n") == kind::big_number);
    CHECK(kind_of("+a\r\n") == kind::simple);
    CHECK(kind_of("$1\r\na\r\n") == kind::bulk);
    CHECK(kind_of("$?\r\n;1\r\na\r\n;0\r\n") == kind::bulk);
    CHECK(kind_of("=5\r\ntxt:a\r\n") == kind::verbatim);
    CHECK(kind_of("-a\r\n") == kind::error);
    CHECK(kind_of("!1\r\na\r\n") == kind::error);
    CHECK(kind_of("*0\r\n") == kind::array);
    CHECK(kind_of("~0\r\n") == kind::set);
    CHECK(kind_of("%0\r\n") == kind::map);
    CHECK(kind_of(">1\r\n+a\r\n") == kind::push);
}

TEST_CASE("value_read: attributes stay with the element that they belong to", "[protocol]") {
    const value v = value_of("|1\r\n+a\r\n:1\r\n|1\r\n+b\r\n*1\r\n:2\r\n*2\r\n:3\r\n|1\r\n+c\r\n:4\r\n$1\r\nx\r\n");

    REQUIRE(v.type() == value::kind::array);
    REQUIRE(v.elements().size() == 2);
    REQUIRE(v.attributes().size() == 4);
    CHECK(v.attributes()[0].text() == "a");
    CHECK(v.attributes()[1].integer() == 1);
    CHECK(v.attributes()[2].text() == "b");
    CHECK(v.attributes()[3].elements()[0].integer() == 2);
    CHECK(v.elements()[0].attributes().empty());
    CHECK(v.elements()[1].text() == "x");
    CHECK(v.elements()[1].attributes()[1].integer() == 4);
    CHECK(v != value_of("*2\r\n:3\r\n$1\r\nx\r\n"));
}

TEST_CASE("value_read: as a typed target it reads a reply, and leaves pushes and errors to others", "[protocol]") {
    value v;

    CHECK(read("*1\r\n-ERR\r\n+next\r\n", v) == status::done);
    CHECK(to_string(v) == "[error \"ERR\"]");
    CHECK(read("|1\r\n+a\r\n:1\r\n+OK\r\n", v) == status::done);
    CHECK(v.text() == "OK");
    CHECK(read("-ERR\r\n", v) == status::failed);
    CHECK(read("|1\r\n+a\r\n:1\r\n-ERR\r\n", v) == status::failed);
    CHECK(read(">1\r\n+a\r\n", v) == status::irregular);
    CHECK(read("|1\r\n+a\r\n:1\r\n>1\r\n+a\r\n", v) == status::irregular);
    CHECK(read("*2\r\n:1\r\n", v) == status::more);
    CHECK(read("x", v) == status::broken);
    CHECK(v.text() == "OK");
}

TEST_CASE("value_read: a reply beyond the default limits is irregular unless it was scanned", "[protocol]") {
    const std::string deep = repeat("*1\r\n", 200) + ":1\r\n";
    value v;

    CHECK(read(deep, v) == status::irregular);
    CHECK(read(deep, v, true) == status::done);
    CHECK(read("$536870913\r\n", v) == status::irregular);
}

TEST_CASE("value_read: it leaves room for the aggregates that it may stand in", "[protocol]") {
    value v;

    CHECK(read(repeat("*1\r\n", 64) + ":1\r\n", v) == status::done);
    CHECK(read(repeat("*1\r\n", 65) + ":1\r\n", v) == status::irregular);
    CHECK(read(repeat("*1\r\n", 65) + ":1\r\n", v, true) == status::done);
}

TEST_CASE("value_read: every byte case that is refused is refused here too", "[protocol]") {
    for (const auto& known : byte_cases()) {
        if (known.version == 2 && known.name.find("in_resp2") != std::string_view::npos) continue;
        CAPTURE(known.name);
        cursor c{known.bytes.data(), known.bytes.data() + known.bytes.size()};
        value v;
        status s = status::done;
        while (c.at != c.end && s == status::done) s = read_value(c, v);

        if (known.expected == verdict::more) CHECK((s == status::more || s == status::irregular));
        if (known.expected == verdict::protocol_error) CHECK((s == status::broken || s == status::irregular));
        if (known.expected == verdict::limit_error) CHECK(s == status::irregular);
    }
}

TEST_CASE("value_read: memory grows with the bytes that are here, not with what headers announce", "[protocol]") {
    for (const std::string& hostile :
         {repeat("*16000000\r\n", 100), repeat("*16777216\r\n", 127), std::string("%8388608\r\n"), "*16777216\r\n" + repeat("*16777216\r\n_\r\n", 60),
          repeat("|8388608\r\n", 100), repeat("~16777216\r\n*0\r\n", 60), repeat("*500\r\n", 60) + repeat("_\r\n", 500),
          "$536870912\r\n" + std::string(1000, 'x'), "$?\r\n;536870912\r\n" + std::string(1000, 'x')}) {
        value v;
        cursor c{hostile.data(), hostile.data() + hostile.size()};

        const hibana::test::allocated_bytes allocated;
        const status s = read_value(c, v);

        CHECK((s == status::more || s == status::irregular));
        CHECK(allocated.most() < 64 * hostile.size());
    }
}
