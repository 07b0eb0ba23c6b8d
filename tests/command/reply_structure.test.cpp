// SPDX-License-Identifier: BSL-1.0
#include "answered.hpp"
#include "catch.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/reply_structure.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::answered;

namespace {

struct node {
    std::string name;
    std::int64_t weight = 1;
    std::vector<std::pair<std::string, std::string>> labels;
    friend bool operator==(const node&, const node&) = default;
};

inline constexpr option<"WEIGHTS"> weights;
inline constexpr option<"LABELS"> labels;
using labels_kind = array<pair<bulk, bulk>>;
inline constexpr descriptor<"NODE", nullable<structure<node>>(bulk), reads> ask;
inline constexpr descriptor<"NODES", listed<node, bulk, with<weights, integer>, with<labels, labels_kind>>(maybe<weights>, maybe<labels>),
                            reads> list;

}  // namespace

template <>
struct hibana::fields<node> {
    template <class Visit>
    static void each(node& of, Visit& visit) {
        visit("name", of.name);
        visit("weight", of.weight);
        visit("labels", of.labels, labels_kind());
    }
};

TEST_CASE("reply_structure: fields are found by their names, in a map and in a flat array", "[command]") {
    const node expected{"a", 7, {{"k", "v"}}};

    CHECK(answered(ask("a"), "*6\r\n+weight\r\n:7\r\n+name\r\n$1\r\na\r\n+labels\r\n*1\r\n*2\r\n$1\r\nk\r\n$1\r\nv\r\n",
                   "%3\r\n+weight\r\n:7\r\n+name\r\n$1\r\na\r\n+labels\r\n%1\r\n$1\r\nk\r\n$1\r\nv\r\n")
          == expected);
    CHECK(answered(ask("a"), "*-1\r\n", "_\r\n") == std::nullopt);
}

TEST_CASE("reply_structure: what is not known is read over, what is missing keeps its value", "[command]") {
    CHECK(test::decoded<structure<node>>("%2\r\n+new\r\n*2\r\n:1\r\n%0\r\n+name\r\n$1\r\na\r\n") == node{"a", 1, {}});
    CHECK(test::decoded<structure<node>>("%0\r\n") == node{});
    CHECK(test::status_of<structure<node>>("*3\r\n+name\r\n$1\r\na\r\n+x\r\n") == protocol::status::mismatch);
    CHECK(test::status_of<structure<node>>("%1\r\n+weight\r\n+heavy\r\n") == protocol::status::mismatch);
    CHECK(test::decoded<structure<node>, std::map<std::string, std::string>>("%1\r\n+name\r\n$1\r\na\r\n")
          == std::map<std::string, std::string>{{"name", "a"}});
}

TEST_CASE("reply_structure: a record is read by the places of its fields", "[command]") {
    CHECK(test::decoded<record<node>>("*2\r\n$1\r\na\r\n:3\r\n") == node{"a", 3, {}});
    CHECK(test::decoded<record<node>>("*4\r\n$1\r\na\r\n:3\r\n*0\r\n*1\r\n:9\r\n") == node{"a", 3, {}});
    CHECK(test::decoded<nullable<record<node>>>("*0\r\n") == std::nullopt);
    CHECK(test::status_of<record<node>>("*0\r\n") == protocol::status::mismatch);
}

TEST_CASE("reply_structure: columns that were asked for stand beside the first one", "[command]") {
    using nodes = std::vector<node>;

    CHECK(answered(list(), "*2\r\n$1\r\na\r\n$1\r\nb\r\n") == std::vector<std::string>{"a", "b"});
    CHECK(answered(list(weights), "*4\r\n$1\r\na\r\n:2\r\n$1\r\nb\r\n:3\r\n", "%2\r\n$1\r\na\r\n:2\r\n$1\r\nb\r\n:3\r\n")
          == nodes{{"a", 2, {}}, {"b", 3, {}}});
    CHECK(answered(list(labels), "*1\r\n*2\r\n$1\r\na\r\n*2\r\n$1\r\nk\r\n$1\r\nv\r\n", "%1\r\n$1\r\na\r\n%1\r\n$1\r\nk\r\n$1\r\nv\r\n")
          == nodes{{"a", 1, {{"k", "v"}}}});
    CHECK(answered(list(labels, weights), "*1\r\n*3\r\n$1\r\na\r\n:2\r\n*0\r\n", "%1\r\n$1\r\na\r\n*2\r\n:2\r\n%0\r\n")
          == nodes{{"a", 2, {}}});
    // A column that the server does not have yet, and one that is not known yet.
    CHECK(answered(list(labels, weights), "*1\r\n*2\r\n$1\r\na\r\n:2\r\n", "%1\r\n$1\r\na\r\n*3\r\n:2\r\n%0\r\n:9\r\n")
          == nodes{{"a", 2, {}}});
}
