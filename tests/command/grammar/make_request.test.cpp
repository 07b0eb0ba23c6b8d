// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

#include <string>
#include <vector>

using namespace hibana;
using test::encoded_text;
using test::has_reply;

namespace test_commands {
using namespace hibana::notation;

inline constexpr descriptor<"TWO", ok(key), integer(key, integer), bulk(key, maybe<opt::nx>, one_of<opt::len>)> two;
inline constexpr descriptor<"KINDS", ok(integer), bulk(bulk)> by_type;
inline constexpr descriptor<"TAIL", ok(some<key>, optional<integer>, word<"END">)> tail;
inline constexpr descriptor<"ZIP", ok(word<"STREAMS">, zipped<key, stream_id>)> zip;
inline constexpr descriptor<"PARAMS", ok(counted_words<pair<bulk, bulk>>)> params;
inline constexpr descriptor<"SIDE", ok(any_of<opt::nx, opt::gt, opt::len>, each<opt::match, opt::rev>)> side;

}  // namespace test_commands

TEST_CASE("make_request: the first signature that matches the arguments and options is used", "[command]") {
    using namespace hibana::notation;
    CHECK(has_reply<ok>(test_commands::two("k")));
    CHECK(has_reply<integer>(test_commands::two("k", 1)));
    CHECK(has_reply<bulk>(test_commands::two("k", opt::len)));
    CHECK(encoded_text(test_commands::two("k", opt::len, opt::nx)) == "TWO k NX LEN");
    CHECK(has_reply<ok>(test_commands::by_type(1)));
    CHECK(has_reply<bulk>(test_commands::by_type("x")));
}

TEST_CASE("make_request: every kind of step is encoded", "[command]") {
    CHECK(encoded_text(test_commands::tail("a")) == "TAIL a END");
    CHECK(encoded_text(test_commands::zip("s", "0", "t", 5)) == "ZIP STREAMS s t 0 5");
    CHECK(encoded_text(test_commands::zip(std::vector<std::pair<std::string, std::string>>{{"s", "0"}, {"t", "$"}}))
          == "ZIP STREAMS s t 0 $");
    CHECK(slot(test_commands::zip("{a}s", "0", "{a}t", "b")) == key_slot("a"));
    CHECK(encoded_text(test_commands::params("p", 1, "q", 2)) == "PARAMS 4 p 1 q 2");
    CHECK(encoded_text(test_commands::params(std::vector<std::pair<std::string, int>>{{"p", 1}}, "q", 2)) == "PARAMS 4 p 1 q 2");
    CHECK(encoded_text(test_commands::side(opt::len, opt::gt, opt::nx)) == "SIDE NX GT LEN");
    CHECK(encoded_text(test_commands::side(opt::rev, opt::match("a"), opt::rev, opt::match("b"))) == "SIDE REV MATCH a REV MATCH b");
}
