// SPDX-License-Identifier: BSL-1.0
#include "docs/call_syntax.hpp"

#include "catch.hpp"

using namespace hibana;

namespace {

constexpr std::string_view option_source = R"(
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
inline constexpr option_overloads<form::count, form::count_nx> count;
inline constexpr option<"FIELD", some<pair<field, bulk>>, needs<nx, count>> field;
namespace far {
inline constexpr option<"NX"> nx;
inline constexpr sized_option<"LONG", maybe<opt::place, nx>, one_of<form::count>, one_of<form::count>, one_of<form::count>,
    one_of<form::count>, one_of<form::count>> long_one;
}  // namespace far
}  // namespace hibana::opt
)";

std::vector<std::string> calls_of(std::string_view declaration, test::call_formatter& formatter, test::declarations& known) {
    known.read(option_source);
    known.read("namespace hibana::cmd {\nnamespace form = opt::form;\n" + std::string(declaration) + " a;\n}\n");
    return formatter.calls("cmd::a");
}
std::string format_call(std::string_view parts) {
    test::declarations known;
    test::call_formatter formatter(known);
    const std::vector<std::string> calls =
        calls_of("inline constexpr descriptor<\"A\"," + std::string(parts) + ">", formatter, known);
    REQUIRE(calls.size() == 1);
    return calls.front();
}

}  // namespace

TEST_CASE("call_syntax: arguments have the order of the declaration", "[docs]") {
    CHECK(format_call("ok(), writes") == "cmd::a()");
    CHECK(format_call("ok(key, notation::bulk)") == "cmd::a(key, bulk)");
    CHECK(format_call("array<nullable<bulk>>(some<key>, any<real>)") == "cmd::a(keys(key...), [real]...)");
    CHECK(format_call("ok(optional<bulk>, counted_any<key>)") == "cmd::a([bulk], [key]...)");
    CHECK(format_call("ok(some<triple<key, real, bulk>>)") == "cmd::a(std::tuple(key, real, bulk)...)");
}

TEST_CASE("call_syntax: a fixed word is omitted", "[docs]") {
    CHECK(format_call("ok(word<\"GROUP\">, key, word<\"STREAMS\">, zipped<key, bulk>)") == "cmd::a(key, (key, bulk)...)");
}

TEST_CASE("call_syntax: an option has the name of its overload set", "[docs]") {
    CHECK(format_call("ok(maybe<opt::nx, opt::place>)") == "cmd::a([opt::nx | opt::place(real, real)])");
    CHECK(format_call("ok(one_of<opt::form::count, opt::form::count_nx>, each<opt::nx>)")
          == "cmd::a(opt::count(integer) | opt::count(integer, opt::nx), [opt::nx]...)");
    CHECK(format_call("ok(some_of<opt::place>)") == "cmd::a(opt::place(real, real)...)");
    CHECK(format_call("ok(some_of<opt::nx, opt::far::nx>)") == "cmd::a((opt::nx | opt::far::nx)...)");
}

TEST_CASE("call_syntax: a name is looked up from its scope outwards", "[docs]") {
    CHECK(format_call("ok(maybe<form::count>)") == "cmd::a([opt::count(integer)])");
    CHECK(format_call("ok(maybe<opt::field>, field)") == "cmd::a([opt::field((field, bulk)...)], field)");
}

TEST_CASE("call_syntax: an alias is expanded, except for a kind of argument", "[docs]") {
    test::declarations known;
    test::call_formatter formatter(known);
    const std::vector<std::string> calls = calls_of(
        "using path = bulk;\n"
        "using mode = one_of<opt::nx, opt::far::nx>;\n"
        "template <class Reply, class... Head>\n"
        "using call = Reply(Head..., mode, path);\n"
        "inline constexpr descriptor<\"A\", call<ok, key, path>, call<array<bulk>>, reads>",
        formatter, known);
    CHECK(calls
          == std::vector<std::string>{"cmd::a(key, path, opt::nx | opt::far::nx, path)",
                                      "cmd::a(opt::nx | opt::far::nx, path)"});
    CHECK(formatter.kinds() == std::set<std::string>{"key", "path"});
}

TEST_CASE("call_syntax: a long option becomes a note", "[docs]") {
    test::declarations known;
    test::call_formatter formatter(known);
    const std::vector<std::string> calls =
        calls_of("inline constexpr descriptor<\"A\", ok(maybe<opt::far::long_one>)>", formatter, known);
    CHECK(calls == std::vector<std::string>{"cmd::a([opt::far::long_one(see below)])"});
    CHECK(formatter.notes().long_options
          == std::set<std::string>{
              "opt::far::long_one([opt::place(real, real) | opt::far::nx], opt::count(integer), "
              "opt::count(integer), opt::count(integer), opt::count(integer), opt::count(integer))"});
    CHECK(formatter.notes().long_options.empty());
}

TEST_CASE("call_syntax: an option whose name differs from its word becomes a note", "[docs]") {
    test::declarations known;
    test::call_formatter formatter(known);
    calls_of("inline constexpr descriptor<\"A\", ok(maybe<opt::about, opt::no_one, opt::default_, opt::nx>)>", formatter,
             known);
    CHECK(formatter.notes().renamed == std::map<std::string, std::set<std::string>>{{"opt::about", {"~"}}});
}

TEST_CASE("call_syntax: an unsupported declaration throws", "[docs]") {
    CHECK_THROWS(format_call("ok(maybe<opt::unknown>)"));
    CHECK_THROWS(format_call("ok(unknown<key>)"));
    CHECK_THROWS(format_call("ok(any_of<opt::nx>)"));
    CHECK_THROWS(format_call("ok(some<bulk>, some<bulk>)"));
    CHECK_THROWS(format_call("ok(key key)"));
    CHECK_THROWS(format_call("writes"));
    CHECK_THROWS(format_call("ok(maybe<a>)"));
}
