// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/transaction.hpp>

using namespace hibana;
using test::encoded_text;

TEST_CASE("transaction: the commands of a transaction, which belong to their connection", "[command]") {
    CHECK(encoded_text(cmd::multi()) == "MULTI");
    CHECK(encoded_text(cmd::exec()) == "EXEC");
    CHECK(encoded_text(cmd::discard()) == "DISCARD");
    CHECK(encoded_text(cmd::watch("a", "b")) == "WATCH a b");
    CHECK(encoded_text(cmd::unwatch()) == "UNWATCH");
    STATIC_REQUIRE(cmd::multi.facts.no_multi);
    STATIC_REQUIRE(cmd::watch.facts.no_multi);
    STATIC_REQUIRE(cmd::multi.facts.stateful);
    STATIC_REQUIRE(cmd::exec.facts.stateful);
    STATIC_REQUIRE(cmd::discard.facts.stateful);
    STATIC_REQUIRE(cmd::watch.facts.stateful);
    STATIC_REQUIRE(cmd::unwatch.facts.stateful);
    STATIC_REQUIRE_FALSE(cmd::exec.facts.idempotent);
}
