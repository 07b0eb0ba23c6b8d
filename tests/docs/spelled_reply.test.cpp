// SPDX-License-Identifier: BSL-1.0
#include "docs/spelled_reply.hpp"

#include "catch.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/grammar/option.hpp>

using namespace hibana;

namespace {

using test::replies_of_signature;
using spelled_options = std::vector<std::vector<test::call_speller::spelled_option>>;

constexpr option<"ONE"> one;
constexpr option<"TWO"> two;
constexpr descriptor<"A", notation::ok(notation::key, notation::maybe<one>, notation::each<two>),
                     notation::when<two, notation::nullable<notation::bulk>>, notation::when<one, notation::applied>, notation::writes>
    decided;
constexpr descriptor<
    "A", notation::array<notation::row<notation::bulk, notation::with<two, notation::real>, notation::with<one, notation::integer>>>(
             notation::maybe<one>, notation::maybe<two>)>
    columns;
constexpr descriptor<"A", notation::ok(notation::one_of<one>), notation::when<one, notation::applied>> always_changed;

constexpr int column = replies_of_signature::column;

std::string spelled(const std::vector<replies_of_signature>& replies, const spelled_options& options) {
    return test::reply_speller(replies, options).spelled();
}

}  // namespace

TEST_CASE("spelled_reply: an option is named where it changes the reply", "[docs]") {
    CHECK(spelled({{"ok_reply", {}, "ok_reply"}}, {{}}) == "`ok_reply`");
    CHECK(spelled({{"ok_reply", {{column, "ok_reply"}, {2, "bool"}}, "ok_reply"}}, {{{"nx", "nx"}, {"ex", "ex(seconds)"}}})
          == "`ok_reply`; with `ex`: `bool`");
}

TEST_CASE("spelled_reply: the option that decides is before the others", "[docs]") {
    CHECK(spelled({{"ok_reply", {{3, "bool"}, {4, "bool"}, {2, "text"}}, "ok_reply"}}, {{{"a", "a"}, {"b", "b"}, {"c", "c"}}})
          == "`ok_reply`; with `c`: `text`; with `a`, `b`: `bool`");
    CHECK(spelled({{"ok_reply", {{2, "bool"}, {3, "text"}, {4, "bool"}}, "ok_reply"}}, {{{"a", "a"}, {"b", "b"}, {"c", "c"}}})
          == "`ok_reply`; with `a`: `bool`; with `b`: `text`; with `c`: `bool`");
}

TEST_CASE("spelled_reply: columns are spelled together as well", "[docs]") {
    const spelled_options of_two{{{"a", "a"}, {"b", "b"}}};
    CHECK(spelled({{"none", {{column, "one"}, {column, "other"}}, "both"}}, of_two)
          == "`none`; with `a`: `one`; with `b`: `other`; with `a`, `b` together: `both`");
    const replies_of_signature of_both{"none", {{column, "one"}, {column, "other"}}, "both"};
    CHECK(spelled({of_both, of_both}, {of_two[0], of_two[0]}) == spelled({of_both}, of_two));
    CHECK(spelled({{"none", {{column, "one"}, {column, "one"}}, "one"}}, of_two) == "`none`; with `a`, `b`: `one`");
    CHECK_THROWS(spelled({{"none", {{column, "one"}, {column, "other"}}, ""}}, of_two));
}

TEST_CASE("spelled_reply: several signatures are one line", "[docs]") {
    CHECK(
        spelled({{"ok_reply", {}, "ok_reply"}, {"text", {{2, "bool"}}, "text"}, {"ok_reply", {{2, "bool"}}, "ok_reply"}}, {{}, {{"a", "a"}}, {{"a", "a"}}})
        == "`ok_reply` or `text`; with `a`: `bool`");
}

TEST_CASE("spelled_reply: an option of one name is told apart by its call", "[docs]") {
    CHECK(spelled({{"ok_reply", {{column, "ok_reply"}, {2, "bool"}}, "ok_reply"}}, {{{"a", "a(key)"}, {"a", "a(key, key)"}}})
          == "`ok_reply`; with `a(key, key)`: `bool`");
    CHECK(spelled({{"ok_reply", {{2, "bool"}, {3, "bool"}}, "ok_reply"}}, {{{"a", "a"}, {"a", "a(key)"}}}) == "`ok_reply`; with `a`: `bool`");
    CHECK_THROWS(spelled({{"ok_reply", {{column, "ok_reply"}}, "ok_reply"}, {"text", {{2, "bool"}}, "text"}}, {{{"a", "a"}}, {{"a", "a"}}}));
}

TEST_CASE("spelled_reply: replies are those of the declaration", "[docs]") {
    const std::vector<replies_of_signature> of_when = test::replies_of<std::remove_const_t<decltype(decided)>>();
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

TEST_CASE("spelled_reply: a reply that no call has is not spelled", "[docs]") {
    CHECK_THROWS(test::replies_of<decltype(always_changed)>());
}
