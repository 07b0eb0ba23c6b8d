// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using protocol::status;
using test::decoded;
using test::status_of;

namespace {

struct place {
    std::string city{};
    std::int64_t visits = 0;
    friend bool operator==(const place&, const place&) = default;
};
struct thing {
    std::string name{};
    std::int64_t size = 0;
    friend bool operator==(const thing&, const thing&) = default;
};
struct person {
    std::string name{};
    std::optional<std::int64_t> age{};
    double height = 0;
    std::chrono::milliseconds idle{};
    std::vector<std::string> friends{};
    std::vector<std::pair<std::string, std::string>> notes{};
    std::vector<place> places{};
    std::optional<place> home{};
    std::vector<std::pair<std::string, std::int64_t>> scores{};
    friend bool operator==(const person&, const person&) = default;
};

}  // namespace

template <>
struct hibana::members<place> {
    static constexpr std::size_t size = 2;
    static constexpr std::size_t least = 1;
    [[maybe_unused]] static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("city", it.city);
        f("visits", it.visits);
    }
};
template <>
struct hibana::members<thing> {
    static constexpr std::size_t size = 2;
    [[maybe_unused]] static constexpr auto form = reply_form::keyed;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("size", it.size);
    }
};
template <>
struct hibana::members<person> {
    static constexpr std::size_t size = 9;
    [[maybe_unused]] static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("age", it.age);
        f("height", it.height);
        f("idle-ms", it.idle);
        f("friends", it.friends);
        f("notes", it.notes);
        f("places", it.places);
        f("home", it.home);
        f("score.*", it.scores);
    }
};

namespace {

const person ann{"ann",
                 41,
                 1.5,
                 std::chrono::milliseconds(250),
                 {"bob"},
                 {{"a", "1"}},
                 {{"Oslo", 2}, {"Bonn", 0}},
                 place{"Rome", 9},
                 {{"x", 1}, {"y", 2}}};

}  // namespace

TEST_CASE("struct: named fields are assigned to members over RESP2 and RESP3", "[command]") {
    CHECK(decoded<named<person>>("%10\r\n+name\r\n$3\r\nann\r\n+age\r\n:41\r\n+height\r\n,1.5\r\n+idle-ms\r\n:250\r\n+"
                                 "friends\r\n~1\r\n$3\r\nbob\r\n"
                                 "+notes\r\n%1\r\n+a\r\n+1\r\n+places\r\n*2\r\n*2\r\n+Oslo\r\n:2\r\n*1\r\n+Bonn\r\n"
                                 "+home\r\n*3\r\n+Rome\r\n:9\r\n+unknown\r\n+score.x\r\n:1\r\n+score.y\r\n:2\r\n")
          == ann);
    CHECK(decoded<named<person>>("*20\r\n$7\r\nscore.x\r\n:1\r\n$7\r\nscore.y\r\n:2\r\n$4\r\nhome\r\n*2\r\n$"
                                 "4\r\nRome\r\n:9\r\n$6\r\nplaces\r\n*2\r\n"
                                 "*2\r\n$4\r\nOslo\r\n:2\r\n*1\r\n$4\r\nBonn\r\n$5\r\nnotes\r\n*2\r\n$1\r\na\r\n$"
                                 "1\r\n1\r\n$7\r\nfriends\r\n*1\r\n"
                                 "$3\r\nbob\r\n$7\r\nidle-ms\r\n:250\r\n$6\r\nheight\r\n$3\r\n1.5\r\n$3\r\nage\r\n:"
                                 "41\r\n$4\r\nname\r\n$3\r\nann\r\n")
          == ann);
}

TEST_CASE("struct: unknown fields are skipped, and missing ones have default values", "[command]") {
    CHECK(decoded<named<person>>("%0\r\n") == person{});
    CHECK(decoded<named<person>>("*0\r\n") == person{});
    CHECK(decoded<named<person>>("%2\r\n+later\r\n*2\r\n:1\r\n%1\r\n+a\r\n_\r\n+name\r\n$3\r\nann\r\n") == person{.name = "ann"});
    CHECK(decoded<named<person>>("%3\r\n+age\r\n_\r\n+name\r\n_\r\n+home\r\n*-1\r\n") == person{});
}

TEST_CASE("struct: a reused object is reset", "[command]") {
    person object = ann;
    const std::string bytes = "%1\r\n+name\r\n+bob\r\n";
    protocol::cursor at{bytes.data(), bytes.data() + bytes.size()};
    REQUIRE(reply_of<into_object<person, named<person>>>::read(
                at, *std::make_unique<reply_of<into_object<person, named<person>>>::storage>(&object))
            == status::done);
    CHECK(object == person{.name = "bob"});
}

TEST_CASE("struct: listed fields are assigned in order, and additional ones are skipped", "[command]") {
    CHECK(decoded<listed<place>>("*2\r\n+Oslo\r\n:2\r\n") == place{"Oslo", 2});
    CHECK(decoded<listed<place>>("*4\r\n+Oslo\r\n:2\r\n*1\r\n:1\r\n_\r\n") == place{"Oslo", 2});
    CHECK(decoded<listed<place>>("*1\r\n+Oslo\r\n") == place{"Oslo", 0});
    CHECK(status_of<listed<place>>("*0\r\n") == status::mismatch);
    CHECK(status_of<listed<place>>("+Oslo\r\n") == status::mismatch);
    CHECK(decoded<array<listed<place>>>("*1\r\n*1\r\n+Oslo\r\n") == std::vector{place{"Oslo", 0}});
    CHECK(decoded<nullable<listed<place>>>("*-1\r\n") == std::nullopt);
}

TEST_CASE("struct: a field of another type is a mismatch", "[command]") {
    CHECK(status_of<named<person>>("%1\r\n+age\r\n+old\r\n") == status::mismatch);
    CHECK(status_of<named<person>>("%1\r\n+places\r\n:1\r\n") == status::mismatch);
    CHECK(status_of<named<person>>("*3\r\n+name\r\n+ann\r\n+age\r\n") == status::mismatch);
    CHECK(status_of<named<person>>(":1\r\n") == status::mismatch);
}

TEST_CASE("struct: the reply can be converted to another type", "[command]") {
    using numbers = std::map<std::string, std::int64_t>;
    CHECK(decoded<named<person>, numbers>("%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n") == numbers{{"a", 1}, {"b", 2}});
    CHECK(decoded<listed<place>, std::tuple<std::string, int>>("*2\r\n+Oslo\r\n:2\r\n") == std::tuple(std::string("Oslo"), 2));
}

TEST_CASE("struct: a map from names to fields is a list of structs with a name", "[command]") {
    const std::vector<thing> expected{{"a", 1}, {"b", 0}};
    CHECK(decoded<named_list<thing>>("%2\r\n+a\r\n%1\r\n+size\r\n:1\r\n+b\r\n%0\r\n") == expected);
    CHECK(decoded<named_list<thing>>("*4\r\n$1\r\na\r\n*2\r\n$4\r\nsize\r\n:1\r\n$1\r\nb\r\n*0\r\n") == expected);
    CHECK(decoded<named_list<thing>>("%0\r\n").empty());
    CHECK(status_of<named_list<thing>>("*1\r\n+a\r\n") == status::mismatch);
}
