// SPDX-License-Identifier: BSL-1.0
#include "docs/spelled_call.hpp"

#include "catch.hpp"

using namespace hibana;

namespace {

constexpr std::string_view words = R"(
#pragma once
namespace hibana::notation {
using field = bulk;  // a comment with { in it
}
namespace hibana::opt {
inline constexpr option<"NX"> nx;
inline constexpr option<"~"> about;
inline constexpr option<"NO-ONE"> no_one;
inline constexpr option<"DEFAULT"> default_;
inline constexpr option<"PLACE", real, real, since<redis<8>>> place;
namespace form {
inline constexpr option<"COUNT", integer> count;
inline constexpr option<"COUNT", integer, one_of<nx>> count_nx;
}  // namespace form
inline constexpr forms<form::count, form::count_nx> count;
inline constexpr option<"FIELD", some<pair<field, bulk>>, needs<nx, count>> field;
namespace far {
inline constexpr option<"NX"> nx;
inline constexpr sized_option<"LONG", maybe<opt::place, nx>, one_of<form::count>, one_of<form::count>, one_of<form::count>,
    one_of<form::count>, one_of<form::count>> long_one;
}  // namespace far
}  // namespace hibana::opt
)";

std::vector<std::string> calls_of(std::string_view declared, test::call_speller& speller, test::declarations& known) {
    known.read(words);
    known.read("namespace hibana::cmd {\nnamespace form = opt::form;\n" + std::string(declared) + " a;\n}\n");
    return speller.calls("cmd::a");
}
std::string make_request(std::string_view parts) {
    test::declarations known;
    test::call_speller speller(known);
    const std::vector<std::string> calls =
        calls_of("inline constexpr descriptor<\"A\"," + std::string(parts) + ">", speller, known);
    REQUIRE(calls.size() == 1);
    return calls.front();
}

}  // namespace

TEST_CASE("spelled_call: arguments are in the order of the declaration", "[docs]") {
    CHECK(make_request("ok(), writes") == "cmd::a()");
    CHECK(make_request("ok(key, notation::bulk)") == "cmd::a(key, bulk)");
    CHECK(make_request("array<nullable<bulk>>(some<key>, any<real>)") == "cmd::a(keys(key...), [real]...)");
    CHECK(make_request("ok(optional<bulk>, counted_any<key>)") == "cmd::a([bulk], [key]...)");
    CHECK(make_request("ok(some<triple<key, real, bulk>>)") == "cmd::a(std::tuple(key, real, bulk)...)");
}

TEST_CASE("spelled_call: a word that is always said is not given", "[docs]") {
    CHECK(make_request("ok(word<\"GROUP\">, key, word<\"STREAMS\">, zipped<key, bulk>)") == "cmd::a(key, (key, bulk)...)");
}

TEST_CASE("spelled_call: options have the names that a call has for them", "[docs]") {
    CHECK(make_request("ok(maybe<opt::nx, opt::place>)") == "cmd::a([opt::nx | opt::place(real, real)])");
    CHECK(make_request("ok(one_of<opt::form::count, opt::form::count_nx>, each<opt::nx>)")
          == "cmd::a(opt::count(integer) | opt::count(integer, opt::nx), [opt::nx]...)");
    CHECK(make_request("ok(some_of<opt::place>)") == "cmd::a(opt::place(real, real)...)");
    CHECK(make_request("ok(some_of<opt::nx, opt::far::nx>)") == "cmd::a((opt::nx | opt::far::nx)...)");
}

TEST_CASE("spelled_call: a name is looked for from where it stands", "[docs]") {
    CHECK(make_request("ok(maybe<form::count>)") == "cmd::a([opt::count(integer)])");
    CHECK(make_request("ok(maybe<opt::field>, field)") == "cmd::a([opt::field((field, bulk)...)], field)");
}

TEST_CASE("spelled_call: an alias is spelled out, except for a kind", "[docs]") {
    test::declarations known;
    test::call_speller speller(known);
    const std::vector<std::string> calls = calls_of(
        "using path = bulk;\n"
        "using way = one_of<opt::nx, opt::far::nx>;\n"
        "template <class Reply, class... Head>\n"
        "using call = Reply(Head..., way, path);\n"
        "inline constexpr descriptor<\"A\", call<ok, key, path>, call<array<bulk>>, reads>",
        speller, known);
    CHECK(calls
          == std::vector<std::string>{"cmd::a(key, path, opt::nx | opt::far::nx, path)",
                                      "cmd::a(opt::nx | opt::far::nx, path)"});
    CHECK(speller.kinds() == std::set<std::string>{"key", "path"});
}

TEST_CASE("spelled_call: a long option is apart", "[docs]") {
    test::declarations known;
    test::call_speller speller(known);
    const std::vector<std::string> calls =
        calls_of("inline constexpr descriptor<\"A\", ok(maybe<opt::far::long_one>)>", speller, known);
    CHECK(calls == std::vector<std::string>{"cmd::a([opt::far::long_one(see below)])"});
    CHECK(speller.notes().apart
          == std::set<std::string>{
              "opt::far::long_one([opt::place(real, real) | opt::far::nx], opt::count(integer), "
              "opt::count(integer), opt::count(integer), opt::count(integer), opt::count(integer))"});
    CHECK(speller.notes().apart.empty());
}

TEST_CASE("spelled_call: an option that is not named by its word is noted", "[docs]") {
    test::declarations known;
    test::call_speller speller(known);
    calls_of("inline constexpr descriptor<\"A\", ok(maybe<opt::about, opt::no_one, opt::default_, opt::nx>)>", speller,
             known);
    CHECK(speller.notes().words == std::map<std::string, std::set<std::string>>{{"opt::about", {"~"}}});
}

TEST_CASE("spelled_call: what is not understood is not left out", "[docs]") {
    CHECK_THROWS(make_request("ok(maybe<opt::unknown>)"));
    CHECK_THROWS(make_request("ok(unknown<key>)"));
    CHECK_THROWS(make_request("ok(any_of<opt::nx>)"));
    CHECK_THROWS(make_request("ok(some<bulk>, some<bulk>)"));
    CHECK_THROWS(make_request("ok(key key)"));
    CHECK_THROWS(make_request("writes"));
    CHECK_THROWS(make_request("ok(maybe<a>)"));
}
