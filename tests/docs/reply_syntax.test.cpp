// SPDX-License-Identifier: BSL-1.0
#include "docs/reply_syntax.hpp"

#include "catch.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/grammar/option.hpp>

using namespace hibana;

namespace {

using test::replies_of_signature;
using option_calls = std::vector<std::vector<test::call_formatter::option_call>>;

constexpr option<"ONE"> one;
constexpr option<"TWO"> two;
constexpr descriptor<"A", notation::ok(notation::key, notation::maybe<one>, notation::each<two>),
                     notation::when<two, notation::nullable<notation::bulk>>, notation::when<one, notation::applied>, notation::writes>
    with_rules;
constexpr descriptor<
    "A", notation::array<notation::row<notation::bulk, notation::with<two, notation::real>, notation::with<one, notation::integer>>>(
             notation::maybe<one>, notation::maybe<two>)>
    columns;
constexpr descriptor<"A", notation::ok(notation::one_of<one>), notation::when<one, notation::applied>> always_changed;

constexpr int column = replies_of_signature::column;

std::string format_reply(const std::vector<replies_of_signature>& replies, const option_calls& options) {
    return test::reply_formatter(replies, options).text();
}

}  // namespace

TEST_CASE("reply_syntax: an option is listed if it changes the reply type", "[docs]") {
    CHECK(format_reply({{"done", {}, "done"}}, {{}}) == "`done`");
    CHECK(format_reply({{"done", {{column, "done"}, {2, "bool"}}, "done"}}, {{{"nx", "nx"}, {"ex", "ex(seconds)"}}})
          == "`done`; with `ex`: `bool`");
}

TEST_CASE("reply_syntax: options are listed in order of precedence", "[docs]") {
    CHECK(format_reply({{"done", {{3, "bool"}, {4, "bool"}, {2, "text"}}, "done"}}, {{{"a", "a"}, {"b", "b"}, {"c", "c"}}})
          == "`done`; with `c`: `text`; with `a`, `b`: `bool`");
    CHECK(format_reply({{"done", {{2, "bool"}, {3, "text"}, {4, "bool"}}, "done"}}, {{{"a", "a"}, {"b", "b"}, {"c", "c"}}})
          == "`done`; with `a`: `bool`; with `b`: `text`; with `c`: `bool`");
}

TEST_CASE("reply_syntax: the type with all columns follows the columns", "[docs]") {
    const option_calls of_two{{{"a", "a"}, {"b", "b"}}};
    CHECK(format_reply({{"none", {{column, "one"}, {column, "other"}}, "both"}}, of_two)
          == "`none`; with `a`: `one`; with `b`: `other`; with `a`, `b` together: `both`");
    const replies_of_signature of_both{"none", {{column, "one"}, {column, "other"}}, "both"};
    CHECK(format_reply({of_both, of_both}, {of_two[0], of_two[0]}) == format_reply({of_both}, of_two));
    CHECK(format_reply({{"none", {{column, "one"}, {column, "one"}}, "one"}}, of_two) == "`none`; with `a`, `b`: `one`");
    CHECK_THROWS(format_reply({{"none", {{column, "one"}, {column, "other"}}, ""}}, of_two));
}

TEST_CASE("reply_syntax: the replies of several signatures are merged", "[docs]") {
    CHECK(
        format_reply({{"done", {}, "done"}, {"text", {{2, "bool"}}, "text"}, {"done", {{2, "bool"}}, "done"}}, {{}, {{"a", "a"}}, {{"a", "a"}}})
        == "`done` or `text`; with `a`: `bool`");
}

TEST_CASE("reply_syntax: options with the same name are distinguished by their calls", "[docs]") {
    CHECK(format_reply({{"done", {{column, "done"}, {2, "bool"}}, "done"}}, {{{"a", "a(key)"}, {"a", "a(key, key)"}}})
          == "`done`; with `a(key, key)`: `bool`");
    CHECK(format_reply({{"done", {{2, "bool"}, {3, "bool"}}, "done"}}, {{{"a", "a"}, {"a", "a(key)"}}}) == "`done`; with `a`: `bool`");
    CHECK_THROWS(format_reply({{"done", {{column, "done"}}, "done"}, {"text", {{2, "bool"}}, "text"}}, {{{"a", "a"}}, {{"a", "a"}}}));
}

TEST_CASE("reply_syntax: reply types come from the declaration", "[docs]") {
    const std::vector<replies_of_signature> of_when = test::replies_of<std::remove_const_t<decltype(with_rules)>>();
    REQUIRE(of_when.size() == 1);
    REQUIRE(of_when[0].options.size() == 2);
    CHECK(of_when[0].plain == "ok_reply");
    CHECK(of_when[0].options[0].reply == "bool");
    CHECK(of_when[0].options[1].reply == "std::optional<std::string>");
    CHECK(of_when[0].options[1].rule < of_when[0].options[0].rule);

    const std::vector<replies_of_signature> of_columns = test::replies_of<decltype(columns)>();
    REQUIRE(of_columns.at(0).options.size() == 2);
    CHECK(of_columns[0].plain == "std::vector<std::string>");
    CHECK(of_columns[0].options[0].reply == "std::vector<std::tuple<std::string, std::int64_t>>");
    CHECK(of_columns[0].options[0].rule == column);
    CHECK(of_columns[0].with_all_columns == "std::vector<std::tuple<std::string, double, std::int64_t>>");
}

TEST_CASE("reply_syntax: a reply type that no call has throws", "[docs]") {
    CHECK_THROWS(test::replies_of<decltype(always_changed)>());
}
