// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/array.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::decoded;
using test::encoded_text;
using test::has_reply;

TEST_CASE("array: elements are accessed by index", "[command]") {
    CHECK(encoded_text(cmd::arset("a", 0, "x", "y")) == "ARSET a 0 x y");
    CHECK(encoded_text(cmd::armset("a", 0, "x", 9, "y")) == "ARMSET a 0 x 9 y");
    CHECK(encoded_text(cmd::arget("a", 0)) == "ARGET a 0");
    CHECK(encoded_text(cmd::armget("a", 0, 9)) == "ARMGET a 0 9");
    CHECK(encoded_text(cmd::argetrange("a", 0, 9)) == "ARGETRANGE a 0 9");
    CHECK(encoded_text(cmd::arscan("a", 0, 9, opt::limit(2))) == "ARSCAN a 0 9 LIMIT 2");
    CHECK(encoded_text(cmd::ardel("a", 0, 9)) == "ARDEL a 0 9");
    CHECK(encoded_text(cmd::ardelrange("a", 0, 9, 20, 30)) == "ARDELRANGE a 0 9 20 30");
    CHECK(encoded_text(cmd::arcount("a")) == "ARCOUNT a");
    CHECK(encoded_text(cmd::arlen("a")) == "ARLEN a");
    CHECK(encoded_text(cmd::arinfo("a")) == "ARINFO a");
    CHECK(encoded_text(cmd::arinfo("a", opt::full)) == "ARINFO a FULL");
    CHECK(has_reply<array<pair<integer, bulk>>>(cmd::arscan("a", 0, 9)));
    CHECK(cmd::arset.arity == -4);
    CHECK(cmd::argrep.arity == -6);
}

TEST_CASE("array: the next index is read and set", "[command]") {
    CHECK(encoded_text(cmd::arinsert("a", "x", "y")) == "ARINSERT a x y");
    CHECK(encoded_text(cmd::arring("a", 100, "x")) == "ARRING a 100 x");
    CHECK(encoded_text(cmd::arnext("a")) == "ARNEXT a");
    CHECK(encoded_text(cmd::arseek("a", 5)) == "ARSEEK a 5");
    CHECK(encoded_text(cmd::arlastitems("a", 3, opt::rev)) == "ARLASTITEMS a 3 REV");
}

TEST_CASE("array: options determine the reply of searches and aggregations", "[command]") {
    CHECK(encoded_text(cmd::argrep("a", "-", "+", opt::glob("x*"), opt::exact("y"), opt::and_, opt::withvalues, opt::nocase, opt::limit(5)))
          == "ARGREP a - + GLOB x* EXACT y AND LIMIT 5 WITHVALUES NOCASE");
    CHECK(has_reply<array<integer>>(cmd::argrep("a", 0, 9, opt::re("x"))));
    CHECK(has_reply<array<pair<integer, bulk>>>(cmd::argrep("a", 0, 9, opt::match("x"), opt::withvalues)));
    CHECK(encoded_text(cmd::arop("a", 0, 9, opt::sum)) == "AROP a 0 9 SUM");
    CHECK(encoded_text(cmd::arop("a", 0, 9, opt::match("x"))) == "AROP a 0 9 MATCH x");
    CHECK(has_reply<nullable<real>>(cmd::arop("a", 0, 9, opt::max)));
    CHECK(has_reply<nullable<integer>>(cmd::arop("a", 0, 9, opt::xor_)));
    CHECK(has_reply<integer>(cmd::arop("a", 0, 9, opt::used)));
}
