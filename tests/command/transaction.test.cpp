// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/transaction.hpp>

using namespace hibana;
using test::said;

TEST_CASE("transaction: the commands of a transaction, which belong to their connection", "[command]") {
    CHECK(said(cmd::multi()) == "MULTI");
    CHECK(said(cmd::exec()) == "EXEC");
    CHECK(said(cmd::discard()) == "DISCARD");
    CHECK(said(cmd::watch("a", "b")) == "WATCH a b");
    CHECK(said(cmd::unwatch()) == "UNWATCH");
    STATIC_REQUIRE(cmd::multi.facts.no_multi);
    STATIC_REQUIRE(cmd::watch.facts.no_multi);
    STATIC_REQUIRE(cmd::multi.facts.stateful);
    STATIC_REQUIRE(cmd::exec.facts.stateful);
    STATIC_REQUIRE(cmd::discard.facts.stateful);
    STATIC_REQUIRE(cmd::watch.facts.stateful);
    STATIC_REQUIRE(cmd::unwatch.facts.stateful);
    STATIC_REQUIRE_FALSE(cmd::exec.facts.idempotent);
}
