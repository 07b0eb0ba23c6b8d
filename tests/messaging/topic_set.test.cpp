// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/topic_set.hpp>

#include "catch.hpp"

#include <string>
#include <vector>

using namespace hibana;

namespace {

topics three_kinds() {
    topics all = channels("a", "b");
    all += patterns("a");
    all += shard_channels("a");
    return all;
}

}  // namespace

TEST_CASE("topic_set: a name is stored once per kind; add() returns only new topics", "[messaging]") {
    topic_set wanted;

    CHECK(wanted.add(three_kinds()) == three_kinds());
    CHECK(wanted.add(three_kinds()).empty());
    CHECK(wanted.add(channels("b", "c", "c")) == channels("c"));
    CHECK(wanted.size() == 5);
    CHECK(wanted.contains(topic_kind::pattern, "a"));
    CHECK_FALSE(wanted.contains(topic_kind::pattern, "b"));
}

TEST_CASE("topic_set: remove() returns only the topics that were in the set", "[messaging]") {
    topic_set wanted;
    wanted.add(three_kinds());

    CHECK(wanted.remove(channels("b", "x")) == channels("b"));
    CHECK(wanted.remove(patterns("b")).empty());
    CHECK(wanted.remove(topic_kind::shard_channel, "a"));
    CHECK_FALSE(wanted.remove(topic_kind::shard_channel, "a"));
    topics left = channels("a");
    left += patterns("a");
    CHECK(wanted.all() == left);
    CHECK_FALSE(wanted.empty());
    wanted.remove(left);
    CHECK(wanted.empty());
}

TEST_CASE("topic_set: names that differ after a zero byte are distinct", "[messaging]") {
    topic_set wanted;
    wanted.add(channels(std::string("a\0b", 3), std::string("a\0c", 3), std::string("a")));

    CHECK(wanted.size() == 3);
    CHECK(wanted.contains(topic_kind::channel, std::string_view("a\0c", 3)));
    CHECK_FALSE(wanted.contains(topic_kind::channel, std::string_view("a\0", 2)));
}
