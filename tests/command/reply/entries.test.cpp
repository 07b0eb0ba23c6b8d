// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <hibana/command/reply/entries.hpp>

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::test::decoded;
using hibana::test::read_into;
using hibana::test::status_of;
using notation::array;
using notation::bulk;
using notation::integer;
using notation::nullable;
using notation::real;
using protocol::status;

namespace {

struct account {
    std::string name = "nobody";
    int age = 0;
    std::optional<double> balance;
    friend bool operator==(const account&, const account&) = default;
};

using scores = array<notation::pair<bulk, real>>;
using fields = notation::map<bulk, bulk>;
using stream_entries = array<notation::pair<bulk, nullable<fields>>>;

using pairs = std::vector<std::pair<std::string, std::string>>;
using ranking = std::vector<std::pair<std::string, double>>;

constexpr std::string_view as_map = "%2\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n";
constexpr std::string_view as_flat_array = "*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n";
constexpr std::string_view as_nested_array = "*2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n";

}  // namespace

template <>
struct hibana::members<account> {
    static constexpr std::size_t size = 3;
    static constexpr void each(auto& a, auto f) {
        f("name", a.name);
        f("age", a.age);
        f("balance", a.balance);
    }
};

TEST_CASE("entries: a map, a flat array and an array of arrays give the same result", "[command]") {
    for (const std::string_view bytes : {as_map, as_flat_array, as_nested_array}) {
        CHECK(decoded<fields>(bytes) == pairs{{"a", "1"}, {"b", "2"}});
        CHECK(decoded<array<notation::pair<bulk, bulk>>>(bytes) == pairs{{"a", "1"}, {"b", "2"}});
        CHECK(decoded<fields, std::map<std::string, int>>(bytes) == std::map<std::string, int>{{"a", 1}, {"b", 2}});
        CHECK(decoded<fields, std::unordered_map<std::string, std::string>>(bytes).at("b") == "2");
        CHECK(decoded<fields, std::multimap<std::string, std::string>>(bytes).size() == 2);
        CHECK(decoded<fields, std::list<std::pair<std::string, int>>>(bytes).back().second == 2);
        CHECK(decoded<fields, std::vector<std::tuple<std::string, int>>>(bytes).back() == std::tuple("b", 2));
        CHECK(decoded<fields, std::vector<std::array<std::string, 2>>>(bytes).back() == std::array<std::string, 2>{"b", "2"});
        CHECK(decoded<fields, std::vector<std::string>>(bytes) == std::vector<std::string>{"a", "1", "b", "2"});
    }
    for (const char* const empty : {"%0\r\n", "*0\r\n"}) CHECK(decoded<fields>(empty).empty());
}

TEST_CASE("entries: scores are strings in RESP2 and doubles in RESP3", "[command]") {
    const ranking expected{{"ann", 1.5}, {"bob", 2}};

    CHECK(decoded<scores>("*4\r\n$3\r\nann\r\n$3\r\n1.5\r\n$3\r\nbob\r\n$1\r\n2\r\n") == expected);
    CHECK(decoded<scores>("*2\r\n*2\r\n$3\r\nann\r\n,1.5\r\n*2\r\n$3\r\nbob\r\n,2\r\n") == expected);
    CHECK(decoded<scores>("*2\r\n*2\r\n$3\r\nann\r\n$3\r\n1.5\r\n*2\r\n$3\r\nbob\r\n:2\r\n") == expected);
    CHECK(decoded<scores>("%2\r\n$3\r\nann\r\n,1.5\r\n$3\r\nbob\r\n,2\r\n") == expected);
    CHECK(decoded<scores>("*2\r\n$3\r\nann\r\n,1.5\r\n") == ranking{{"ann", 1.5}});
    CHECK(decoded<scores, std::map<std::string, double>>("*2\r\n$3\r\nann\r\n,1.5\r\n").at("ann") == 1.5);
}

TEST_CASE("entries: the reply of XREAD is the same over both protocols", "[command]") {
    using streams = nullable<notation::map<bulk, stream_entries>>;
    const std::string entries = "*2\r\n*2\r\n$3\r\n1-1\r\n*4\r\n$1\r\nf\r\n$1\r\nv\r\n$1\r\ng\r\n$1\r\nw\r\n*2\r\n$3\r\n1-2\r\n";

    const auto resp2 = decoded<streams>("*1\r\n*2\r\n$1\r\ns\r\n" + entries + "*-1\r\n");
    const auto resp3 = decoded<streams>("%1\r\n$1\r\ns\r\n" + entries + "_\r\n");

    REQUIRE(resp2.has_value());
    CHECK(resp2 == resp3);
    CHECK(resp2->at(0).first == "s");
    CHECK(resp2->at(0).second.at(0).first == "1-1");
    CHECK(resp2->at(0).second.at(0).second == pairs{{"f", "v"}, {"g", "w"}});
    CHECK(resp2->at(0).second.at(1).second == std::nullopt);
    CHECK(decoded<streams>("*-1\r\n") == std::nullopt);
    CHECK(decoded<streams>("_\r\n") == std::nullopt);

    using declared_as_pairs = nullable<array<notation::pair<bulk, stream_entries>>>;
    CHECK(decoded<declared_as_pairs>("%1\r\n$1\r\ns\r\n" + entries + "_\r\n") == resp2);
    using by_name = std::map<std::string, std::vector<std::pair<std::string, std::optional<std::map<std::string, std::string>>>>>;
    CHECK(decoded<streams, by_name>("%1\r\n$1\r\ns\r\n" + entries + "_\r\n").at("s").at(0).second->at("g") == "w");
}

TEST_CASE("entries: pairs with array keys are always nested", "[command]") {
    using odd = array<notation::pair<array<integer>, bulk>>;

    const auto read = decoded<odd>("*2\r\n*2\r\n*2\r\n:1\r\n:2\r\n$1\r\na\r\n*2\r\n*0\r\n$1\r\nb\r\n");

    CHECK(read.at(0).first == std::vector<std::int64_t>{1, 2});
    CHECK(read.at(1).second == "b");
}

TEST_CASE("entries: values are assigned to the members with their names", "[command]") {
    const account ann{"ann", 31, 2.5};
    const std::string body =
        "$4\r\nname\r\n$3\r\nann\r\n$7\r\nunknown\r\n$1\r\nx\r\n$3\r\nage\r\n$2\r\n31\r\n$7\r\nbalance\r\n$3\r\n2."
        "5\r\n";

    CHECK(decoded<fields, account>("%4\r\n" + body) == ann);
    CHECK(decoded<fields, account>("*8\r\n" + body) == ann);
    CHECK(decoded<fields, account>("%0\r\n") == account());
    CHECK(decoded<notation::map<bulk, notation::anything>, account>("%2\r\n+age\r\n:31\r\n+name\r\n+ann\r\n")
          == account{"ann", 31, std::nullopt});
    CHECK(decoded<fields, account>("%1\r\n$5\r\nother\r\n*2\r\n:1\r\n*1\r\n_\r\n") == account());
    CHECK(decoded<fields, account>("%1\r\n$7\r\nbalance\r\n_\r\n") == account());
    CHECK(status_of<fields, account>("%1\r\n$3\r\nage\r\n$3\r\nold\r\n") == status::mismatch);
    CHECK(status_of<fields, account>("%1\r\n$3\r\nage\r\n_\r\n") == status::mismatch);
}

TEST_CASE("entries: members that are missing in the reply keep their values", "[command]") {
    account known{"ann", 31, 2.5};
    const std::string_view bytes = "%1\r\n$3\r\nage\r\n$2\r\n32\r\n";

    REQUIRE(read_into<fields>(known, bytes, bytes.size()) == status::done);

    CHECK(known == account{"ann", 32, 2.5});
}

TEST_CASE("entries: a reply that is not a list of pairs is a mismatch", "[command]") {
    CHECK(status_of<fields>("*3\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n") == status::mismatch);
    CHECK(status_of<fields>("*1\r\n*3\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n") == status::mismatch);
    CHECK(status_of<fields>("*2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n:1\r\n") == status::mismatch);
    CHECK(status_of<fields>("_\r\n") == status::mismatch);
    CHECK(status_of<fields>("$1\r\na\r\n") == status::mismatch);
    CHECK(status_of<scores>("*2\r\n$1\r\na\r\n$1\r\nb\r\n") == status::mismatch);
    CHECK(status_of<fields>("*2\r\n$1\r\na\r\n-ERR\r\n") == status::failed);
    CHECK(status_of<fields>("*2\r\n|1\r\n+a\r\n:1\r\n$1\r\na\r\n$1\r\n1\r\n") == status::irregular);
}

TEST_CASE("entries: a reused list of pairs keeps the memory of its strings", "[command]") {
    pairs reused{{std::string(50, 'x'), std::string(50, 'y')}, {"p", "q"}, {"r", "s"}};
    const char* const memory = reused[0].second.data();

    REQUIRE(read_into<fields>(reused, as_map, as_map.size()) == status::done);

    CHECK(reused == pairs{{"a", "1"}, {"b", "2"}});
    CHECK(reused[0].second.data() == memory);
}

TEST_CASE("entries: a map keeps the first of two equal keys", "[command]") {
    const auto read = decoded<fields, std::map<std::string, int>>("*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n");

    CHECK(read == std::map<std::string, int>{{"a", 1}});
}
