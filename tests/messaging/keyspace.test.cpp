// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/keyspace.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <string>
#include <vector>

using namespace hibana;
using support::bulk;

namespace {

auto read(const std::string& channel, const std::string& payload) {
    const std::string whole = ">4\r\n" + bulk("pmessage") + bulk("*") + bulk(channel) + bulk(payload);
    return keyspace_reader::read(read_pubsub_event(whole), [] {});
}

}  // namespace

TEST_CASE("keyspace: keys, patterns and events map to channels", "[messaging]") {
    const std::string binary("\0*]", 3);

    CHECK(on_key("user:1") == channels("__keyspace@0__:user:1"));
    CHECK(on_key(binary, 3) == channels("__keyspace@3__:" + binary));
    CHECK(on_key(binary, any_database) == patterns(std::string("__keyspace@*__:\0\\*\\]", 20)));
    CHECK(on_keys("user:*") == patterns("__keyspace@0__:user:*"));
    CHECK(on_keys("user:*", any_database) == patterns("__keyspace@*__:user:*"));
    CHECK(on_event("expired", 7) == channels("__keyevent@7__:expired"));
    CHECK(on_event("expired", any_database) == patterns("__keyevent@*__:expired"));
    CHECK(on_events("*") == patterns("__keyevent@0__:*"));
}

TEST_CASE("keyspace: both kinds of channels yield the same event", "[messaging]") {
    const std::string binary("a__:b\0\r\n", 8);
    const keyspace_event happened(12, "set", binary);

    CHECK(*read("__keyspace@12__:" + binary, "set") == happened);
    CHECK(*read("__keyevent@12__:set", binary) == happened);
    CHECK_FALSE(happened.is_gap());
    CHECK(keyspace_reader::gap().is_gap());
}

TEST_CASE("keyspace: a message of another channel is an error", "[messaging]") {
    const std::string channel = GENERATE("news", "__keyspace@__:k", "__keyspace@x__:k", "__keyspace@0_:k", "__keyspace@99999999999__:k", "__keyevent@0");

    const auto outcome = read(channel, "set");

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::type_mismatch);
}

TEST_CASE("keyspace: topics determine the required classes", "[messaging]") {
    CHECK(classes_of(on_keys("*")) == keyspace_classes("K"));
    CHECK(classes_of(on_event("expired")) == keyspace_classes("Ex"));
    topics both = on_event("evicted", any_database);
    both += on_key("k");
    both += on_events("*");
    both += on_event("own.event");
    both += channels("news");
    CHECK(classes_of(both) == keyspace_classes("KEe"));
}
