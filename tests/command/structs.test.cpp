// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/structs.hpp>

#include "catch.hpp"
#include "command/decoded.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shop {

struct account {
    std::string name;
    int age = 0;
    std::optional<double> balance;
    friend bool operator==(const account&, const account&) = default;
};

struct glimpse {
    std::string_view name;
    int age = 0;
    friend bool operator==(const glimpse&, const glimpse&) = default;
};

struct defined {
    BOOST_HANA_DEFINE_STRUCT(defined, (std::string, name), (int, age));
};

}  // namespace shop

BOOST_HANA_ADAPT_STRUCT(shop::account, name, age, balance);
BOOST_HANA_ADAPT_STRUCT(shop::glimpse, name, age);

using namespace hibana;
using hibana::test::decoded;
using notation::array;
using notation::bulk;
using fields = notation::map<bulk, bulk>;

TEST_CASE("structs: the members of an adapted struct are visited in order with their names", "[command]") {
    shop::account ann{"ann", 31, 2.5};
    std::string names;

    members<shop::account>::each(ann, [&](std::string_view name, auto&) { names += std::string(name) + ' '; });

    CHECK(names == "name age balance ");
    STATIC_REQUIRE(members<shop::account>::size == 3);
    STATIC_REQUIRE(members<shop::defined>::size == 2);
    STATIC_REQUIRE(structured<shop::account>);
    STATIC_REQUIRE_FALSE(structured<std::string>);
}

TEST_CASE("structs: members are accessible as mutable and const", "[command]") {
    shop::account ann{"ann", 31, 2.5};
    const shop::account& constant = ann;
    std::size_t visited = 0;

    members<shop::account>::each(ann, []<class T>(std::string_view, T& member) { member = T(); });
    members<shop::account>::each(constant, [&](std::string_view, const auto&) { ++visited; });

    CHECK(ann == shop::account());
    CHECK(visited == 3);
}

TEST_CASE("structs: a hash is decoded into a struct over RESP2 and RESP3", "[command]") {
    const std::string body = "$3\r\nage\r\n$2\r\n31\r\n$4\r\nname\r\n$3\r\nann\r\n";

    CHECK(decoded<fields, shop::account>("%2\r\n" + body) == shop::account{"ann", 31, std::nullopt});
    CHECK(decoded<fields, shop::account>("*4\r\n" + body) == shop::account{"ann", 31, std::nullopt});
    CHECK(decoded<array<fields>, std::vector<shop::account>>("*2\r\n%2\r\n" + body + "*4\r\n" + body).size() == 2);
    CHECK(decoded<array<notation::nullable<bulk>>, shop::account>("*3\r\n$3\r\nann\r\n$2\r\n31\r\n_\r\n")
          == shop::account{"ann", 31, std::nullopt});
}

TEST_CASE("structs: a struct with views is borrowed", "[command]") {
    STATIC_REQUIRE(std::is_same_v<reply_of<notation::as_type<shop::glimpse, fields>>::type, borrowed<shop::glimpse>>);
    STATIC_REQUIRE(std::is_same_v<reply_of<notation::as_type<shop::account, fields>>::type, shop::account>);
}
