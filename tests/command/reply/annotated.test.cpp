// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/reply/annotated.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decode_reply;

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
inline constexpr descriptor<"NODES",
                            annotated<node, bulk, with<weights, integer>, with<labels, labels_kind>>(maybe<weights>, maybe<labels>), reads>
    list;

}  // namespace

template <>
struct hibana::members<node> {
    static constexpr std::size_t size = 3;
    [[maybe_unused]] static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("weight", it.weight);
        f("labels", it.labels);
    }
};

TEST_CASE("annotated: requested columns become members of the struct", "[command]") {
    using nodes = std::vector<node>;

    CHECK(decode_reply(list(), "*2\r\n$1\r\na\r\n$1\r\nb\r\n") == std::vector<std::string>{"a", "b"});
    CHECK(decode_reply(list(weights), "*4\r\n$1\r\na\r\n:2\r\n$1\r\nb\r\n:3\r\n", "%2\r\n$1\r\na\r\n:2\r\n$1\r\nb\r\n:3\r\n")
          == nodes{{"a", 2, {}}, {"b", 3, {}}});
    CHECK(decode_reply(list(labels), "*1\r\n*2\r\n$1\r\na\r\n*2\r\n$1\r\nk\r\n$1\r\nv\r\n", "%1\r\n$1\r\na\r\n%1\r\n$1\r\nk\r\n$1\r\nv\r\n")
          == nodes{{"a", 1, {{"k", "v"}}}});
    CHECK(decode_reply(list(labels, weights), "*1\r\n*3\r\n$1\r\na\r\n:2\r\n*0\r\n", "%1\r\n$1\r\na\r\n*2\r\n:2\r\n%0\r\n")
          == nodes{{"a", 2, {}}});
    // A column that the server does not send, and an unknown one.
    CHECK(decode_reply(list(labels, weights), "*1\r\n*2\r\n$1\r\na\r\n:2\r\n", "%1\r\n$1\r\na\r\n*3\r\n:2\r\n%0\r\n:9\r\n")
          == nodes{{"a", 2, {}}});
}
