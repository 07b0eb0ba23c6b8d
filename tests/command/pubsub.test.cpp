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

TEST_CASE("pubsub: commands say their arguments in order", "[command]") {
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

TEST_CASE("pubsub: what is published is answered by a number, what is subscribed to by pushes", "[command]") {
    CHECK(has_reply<integer>(cmd::publish("a", "b")));
    CHECK(has_reply<map<bulk, integer>>(cmd::pubsub::numsub("a")));
    STATIC_REQUIRE_FALSE(cmd::publish.facts.pubsub);
    STATIC_REQUIRE_FALSE(cmd::publish.facts.idempotent);
    STATIC_REQUIRE(cmd::pubsub::channels.facts.idempotent);
    STATIC_REQUIRE((cmd::subscribe.facts.pubsub && cmd::psubscribe.facts.pubsub && cmd::ssubscribe.facts.pubsub));
    STATIC_REQUIRE((cmd::unsubscribe.facts.pubsub && cmd::punsubscribe.facts.pubsub && cmd::sunsubscribe.facts.pubsub));
}

TEST_CASE("pubsub: the slot of a shard channel is that of a key, and other channels have none", "[command]") {
    CHECK(slot(cmd::spublish("{user}:1", "x")) == key_slot("user"));
    CHECK(slot(cmd::publish("{user}:1", "x")) == -1);
    CHECK(slot(cmd::ssubscribe("{user}:1", "{user}:2")) == key_slot("user"));
}
