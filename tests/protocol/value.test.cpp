// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/value.hpp>

#include "catch.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using hibana::value;
using kind = value::kind;

namespace {

value bulk(std::string text) {
    return {kind::bulk, std::move(text)};
}
value array(std::vector<value> elements) {
    return {kind::array, std::move(elements)};
}

/// An array in an array in an array, so many levels deep, with something beside the way down.
value nested(std::size_t depth) {
    value v = array({});
    for (std::size_t n = 0; n < depth; ++n) {
        std::vector<value> elements;
        if (n % 3 == 0) elements.push_back(bulk("before, and too long for the small string"));
        if (n % 5 == 0) elements.push_back(array({value(std::int64_t(1)), array({bulk("x")})}));
        elements.push_back(std::move(v));
        if (n % 2 == 0) elements.push_back(array({bulk("behind")}));
        v = array(std::move(elements));
    }
    return v;
}

}  // namespace

TEST_CASE("value: it has a type, and no content of other types", "[protocol]") {
    const value null;
    const value truth(true);
    const value number(std::int64_t(-7));
    const value real(1.5);
    const value text = bulk("abc");
    const value list = array({value(), text});

    CHECK(null.is_null());
    CHECK(truth.boolean() == true);
    CHECK(number.integer() == -7);
    CHECK(real.real() == 1.5);
    CHECK(text.text() == "abc");
    CHECK(list.elements().size() == 2);
    CHECK(list.is_aggregate());

    CHECK_FALSE(null.boolean());
    CHECK_FALSE(truth.integer());
    CHECK_FALSE(number.real());
    CHECK_FALSE(real.integer());
    CHECK_FALSE(list.integer());
    CHECK(number.text().empty());
    CHECK(text.elements().empty());
    CHECK(list.text().empty());
    CHECK_FALSE(text.is_error());
    CHECK(value(kind::error, "ERR").is_error());
}

TEST_CASE("value: a verbatim string is its text, and its format apart", "[protocol]") {
    const value v(kind::verbatim, "mkd:# title");

    CHECK(v.text() == "# title");
    CHECK(v.format() == "mkd");
    CHECK(bulk("mkd:x").format().empty());
}

TEST_CASE("value: a key is found in a map and in a flat array of pairs", "[protocol]") {
    const std::vector<value> flat{bulk("a"), value(std::int64_t(1)), value(std::int64_t(7)), bulk("b"), bulk("b"), value(true)};
    for (const kind k : {kind::map, kind::array}) {
        const value v(k, flat);
        CHECK(v.find("a")->integer() == 1);
        CHECK(v.find("b")->boolean() == true);
        CHECK(v.find("c") == nullptr);
    }
    CHECK(value().find("a") == nullptr);
    CHECK(array({bulk("a")}).find("a") == nullptr);
}

TEST_CASE("value: equal are the same replies, doubles by their bits", "[protocol]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();

    CHECK(value(nan) == value(nan));
    CHECK(value(0.0) != value(-0.0));
    CHECK(value(1.0) != value(std::int64_t(1)));
    CHECK(value() == value());
    CHECK(value(true) != value(false));
    CHECK(bulk("a") == bulk("a"));
    CHECK(bulk("a") != value(kind::simple, "a"));
    CHECK(array({}) != value(kind::set, std::vector<value>()));
    CHECK(array({bulk("a"), array({bulk("b")})}) == array({bulk("a"), array({bulk("b")})}));
    CHECK(array({bulk("a"), array({bulk("b")})}) != array({bulk("a"), array({bulk("c")})}));
    CHECK(array({bulk("a")}) != array({bulk("a"), value()}));
}

TEST_CASE("value: copies are deep, and a moved-from value can be assigned", "[protocol]") {
    value original = array({bulk("a string that does not fit a small one"), array({value(std::int64_t(1))})});
    const value copy = original;
    value moved = std::move(original);

    CHECK(copy == moved);
    original = bulk("again");
    CHECK(original.text() == "again");
    moved = copy;
    CHECK(copy == moved);
    value& self = moved;
    moved = self;
    CHECK(copy == moved);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<value>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<value>);
}

TEST_CASE("value: it may be assigned a part of itself", "[protocol]") {
    value v = array({array({bulk("inner")}), bulk("other")});

    v = v.elements()[0];
    CHECK(v == array({bulk("inner")}));

    v = value(v.elements()[0]);
    CHECK(v == bulk("inner"));
}

TEST_CASE("value: a million levels are copied, compared and destroyed without recursion", "[protocol]") {
    constexpr std::size_t depth = 1'000'000;
    value deep = nested(depth);
    {
        const value copy = deep;
        CHECK(copy == deep);
    }
    const value moved = std::move(deep);
    CHECK(moved.is_aggregate());
}

TEST_CASE("value: no shape is destroyed twice or not at all", "[protocol]") {
    // What is wrong here is seen by the address sanitizer.
    for (std::size_t depth = 0; depth < 200; ++depth) {
        value v = nested(depth);
        CHECK(v == value(v));
    }
    value wide = array({});
    for (int level = 0; level < 12; ++level) wide = array({wide, value(std::int64_t(1)), wide});
    CHECK(wide.elements().size() == 3);
}
