// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/hash.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/string.hpp>

#include <forward_list>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

using namespace hibana;
using test::encoded_text;

namespace {

struct account {
    std::string name;
    int age = 0;
    double balance = 0;
};

}  // namespace

template <>
struct hibana::members<account> {
    static constexpr std::size_t size = 3;
    template <class Object, class Visit>
    static constexpr void each(Object&& object, Visit&& visit) {
        visit(std::string_view("name"), object.name);
        visit(std::string_view("age"), object.age);
        visit(std::string_view("balance"), object.balance);
    }
};

TEST_CASE("list_arguments: any range of arguments is a list", "[command]") {
    const std::list<std::string> list{"a", "b"};
    const std::forward_list<std::string_view> forward{"a", "b"};
    const std::vector<const char*> pointers{"a", "b"};
    const std::string two[] = {"a", "b"};

    CHECK(encoded_text(cmd::mget(list)) == "MGET a b");
    CHECK(encoded_text(cmd::mget(forward)) == "MGET a b");
    CHECK(encoded_text(cmd::mget(pointers)) == "MGET a b");
    CHECK(encoded_text(cmd::mget(std::span(two))) == "MGET a b");
    CHECK(encoded_text(cmd::mget(two)) == "MGET a b");
    CHECK(encoded_text(cmd::sintercard(two)) == "SINTERCARD 2 a b");
    CHECK(encoded_text(cmd::sintercard(forward)) == "SINTERCARD 2 a b");
    CHECK(encoded_text(cmd::mget("x", std::vector<std::string>{}, "y")) == "MGET x y");
}

TEST_CASE("list_arguments: any range of pairs is a list of pairs", "[command]") {
    const std::unordered_map<std::string, int> one{{"a", 1}};
    const std::vector<std::pair<std::string_view, std::string>> list{{"a", "1"}, {"b", "2"}};

    CHECK(encoded_text(cmd::mset(one)) == "MSET a 1");
    CHECK(encoded_text(cmd::mset(list)) == "MSET a 1 b 2");
    CHECK(encoded_text(cmd::mset(std::pair<std::string, std::string>("a", "1"))) == "MSET a 1");
}

TEST_CASE("list_arguments: a struct is encoded as its fields and values", "[command]") {
    const account ann{"ann", 31, 2.5};

    CHECK(encoded_text(cmd::hset("user:1", ann)) == "HSET user:1 name ann age 31 balance 2.5");
    CHECK(encoded_text(cmd::hset("user:1", account{"bob", 7, 0.5}, "extra", 1)) == "HSET user:1 name bob age 7 balance 0.5 extra 1");
    CHECK(encoded_text(cmd::hsetex("user:1", ann)) == "HSETEX user:1 FIELDS 3 name ann age 31 balance 2.5");
}

TEST_CASE("list_arguments: an rvalue range is stored, an lvalue range is read when the request is encoded", "[command]") {
    std::vector<std::string> names{"a"};
    const auto viewed = cmd::sintercard(names);
    const auto owned = cmd::sintercard(std::vector<std::string>{"long enough to live on the heap, surely", "b"}, "c");

    names = {"x", "y", "z"};

    CHECK(encoded_text(viewed) == "SINTERCARD 3 x y z");
    CHECK(encoded_text(owned) == "SINTERCARD 3 long enough to live on the heap, surely b c");
    const auto copy = owned;
    CHECK(copy == owned);
}

TEST_CASE("list_arguments: keys in ranges and pairs are visited", "[command]") {
    std::vector<std::string> names{"{u}1", "{u}2"};
    const std::map<std::string, int> values{{"{u}1", 1}, {"other", 2}};

    CHECK(slot(cmd::mget(names)) == key_slot("u"));
    CHECK(slot(cmd::mset(values)) == -2);
    CHECK(slot(cmd::sintercard(std::move(names))) == key_slot("u"));
    CHECK(slot(cmd::hset("{u}", values)) == key_slot("u"));
}

TEST_CASE("list_arguments: the number of words is a constant if the types determine it", "[command]") {
    using grammar::varying;
    STATIC_REQUIRE(grammar::wire_format<grammar::argument_pack<std::int64_t, std::int64_t>>::width == 2);
    STATIC_REQUIRE(
        grammar::wire_format<grammar::struct_argument<notation::some<notation::pair<notation::bulk, notation::bulk>>, account, true>>::width
        == 6);
    STATIC_REQUIRE(grammar::wire_format<grammar::range_argument<notation::some<notation::bulk>, std::vector<int>, true>>::width == varying);
}
