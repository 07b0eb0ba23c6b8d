// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/push.hpp>

#include <hibana/protocol/value_read.hpp>
#include <hibana/protocol/value_text.hpp>

#include "byte_cases.hpp"
#include "catch.hpp"

#include <cstdint>
#include <string>
#include <string_view>

using namespace hibana;
using namespace hibana::protocol;

TEST_CASE("push: it has a kind, followed by elements", "[protocol]") {
    const push p(">3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$2\r\nhi\r\n");

    CHECK(p.kind() == "message");
    CHECK(p.count() == 2);
    CHECK(p.text(0) == "ch");
    CHECK(p.text(1) == "hi");
    CHECK(p.text(2).empty());
}

TEST_CASE("push: elements of any type are read one by one", "[protocol]") {
    const push p(">4\r\n+invalidate\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n_\r\n:3\r\n");
    cursor c = p.elements();
    std::size_t keys = 0;
    std::string_view key;
    std::int64_t number = 0;

    REQUIRE(read_array_header(c, keys) == status::done);
    CHECK(keys == 2);
    REQUIRE(read_text(c, key) == status::done);
    CHECK(key == "a");
    REQUIRE(skip(c) == status::done);
    CHECK(read_null(c));
    CHECK(read_integer(c, number) == status::done);
    CHECK(number == 3);
    CHECK(p.text(0).empty());
    CHECK(p.text(1).empty());
    CHECK(p.text(2) == "3");
}

TEST_CASE("push: an incomplete message or one of another type has no kind", "[protocol]") {
    for (const std::string_view bytes : {"", "+OK\r\n", "*1\r\n$1\r\na\r\n", ">1\r\n_\r\n", ">1\r\n*1\r\n+a\r\n", ">2\r\n%0\r\n:1\r\n", ">1\r\n"}) {
        CAPTURE(bytes);
        const push p(bytes);
        CHECK(p.kind().empty());
        CHECK(p.count() == 0);
        CHECK(p.text(0).empty());
    }
    CHECK(push().kind().empty());
}

TEST_CASE("push: an unknown kind is a kind", "[protocol]") {
    CHECK(push(">1\r\n+maintenance\r\n").kind() == "maintenance");
    CHECK(push(">1\r\n+maintenance\r\n").count() == 0);
}
