// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/pubsub.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;
using test::has_reply;

TEST_CASE("pubsub: commands encode their arguments in order", "[command]") {
    const std::vector<std::string> names{"a", "b"};

    CHECK(encoded_text(cmd::publish("news", "hello")) == "PUBLISH news hello");
    CHECK(encoded_text(cmd::publish("news", 7)) == "PUBLISH news 7");
    CHECK(encoded_text(cmd::spublish("news", "hello")) == "SPUBLISH news hello");
    CHECK(encoded_text(cmd::pubsub::channels()) == "PUBSUB CHANNELS");
    CHECK(encoded_text(cmd::pubsub::channels("n*")) == "PUBSUB CHANNELS n*");
    CHECK(encoded_text(cmd::pubsub::help()) == "PUBSUB HELP");
    CHECK(encoded_text(cmd::pubsub::numpat()) == "PUBSUB NUMPAT");
    CHECK(encoded_text(cmd::pubsub::numsub()) == "PUBSUB NUMSUB");
    CHECK(encoded_text(cmd::pubsub::numsub("a", "b")) == "PUBSUB NUMSUB a b");
    CHECK(encoded_text(cmd::pubsub::shardchannels("n*")) == "PUBSUB SHARDCHANNELS n*");
    CHECK(encoded_text(cmd::pubsub::shardnumsub(names)) == "PUBSUB SHARDNUMSUB a b");
    CHECK(encoded_text(cmd::subscribe(names)) == "SUBSCRIBE a b");
    CHECK(encoded_text(cmd::psubscribe("n*")) == "PSUBSCRIBE n*");
    CHECK(encoded_text(cmd::ssubscribe("a", "b")) == "SSUBSCRIBE a b");
    CHECK(encoded_text(cmd::unsubscribe()) == "UNSUBSCRIBE");
    CHECK(encoded_text(cmd::punsubscribe("n*", "m*")) == "PUNSUBSCRIBE n* m*");
    CHECK(encoded_text(cmd::sunsubscribe(names)) == "SUNSUBSCRIBE a b");
}

TEST_CASE("pubsub: PUBLISH has a number as its reply, SUBSCRIBE has no regular reply", "[command]") {
    CHECK(has_reply<integer>(cmd::publish("a", "b")));
    CHECK(has_reply<map<bulk, integer>>(cmd::pubsub::numsub("a")));
    STATIC_REQUIRE_FALSE(cmd::publish.info.pubsub);
    STATIC_REQUIRE_FALSE(cmd::publish.info.idempotent);
    STATIC_REQUIRE(cmd::pubsub::channels.info.idempotent);
    STATIC_REQUIRE((cmd::subscribe.info.pubsub && cmd::psubscribe.info.pubsub && cmd::ssubscribe.info.pubsub));
    STATIC_REQUIRE((cmd::unsubscribe.info.pubsub && cmd::punsubscribe.info.pubsub && cmd::sunsubscribe.info.pubsub));
}

TEST_CASE("pubsub: shard channels have a slot, other channels do not", "[command]") {
    CHECK(slot(cmd::spublish("{user}:1", "x")) == key_slot("user"));
    CHECK(slot(cmd::publish("{user}:1", "x")) == -1);
    CHECK(slot(cmd::ssubscribe("{user}:1", "{user}:2")) == key_slot("user"));
}
