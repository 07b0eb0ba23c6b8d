// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/transaction.hpp>

using namespace hibana;
using test::encoded_text;

TEST_CASE("transaction: commands are encoded and stateful", "[command]") {
    CHECK(encoded_text(cmd::multi()) == "MULTI");
    CHECK(encoded_text(cmd::exec()) == "EXEC");
    CHECK(encoded_text(cmd::discard()) == "DISCARD");
    CHECK(encoded_text(cmd::watch("a", "b")) == "WATCH a b");
    CHECK(encoded_text(cmd::unwatch()) == "UNWATCH");
    STATIC_REQUIRE(cmd::multi.info.no_multi);
    STATIC_REQUIRE(cmd::watch.info.no_multi);
    STATIC_REQUIRE(cmd::multi.info.stateful);
    STATIC_REQUIRE(cmd::exec.info.stateful);
    STATIC_REQUIRE(cmd::discard.info.stateful);
    STATIC_REQUIRE(cmd::watch.info.stateful);
    STATIC_REQUIRE(cmd::unwatch.info.stateful);
    STATIC_REQUIRE_FALSE(cmd::exec.info.idempotent);
}
