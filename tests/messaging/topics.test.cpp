// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/topics.hpp>

#include "catch.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace hibana;

TEST_CASE("topics: names and ranges of names keep their order and bytes", "[messaging]") {
    const std::string binary("\0\r\n\xff", 4);
    const std::vector<std::string> more{"b", "c"};

    const topics wanted = channels(binary, more, std::string_view("d"), "e");

    CHECK(wanted.of(topic_kind::channel) == std::vector<std::string>{binary, "b", "c", "d", "e"});
    CHECK(wanted.of(topic_kind::pattern).empty());
    CHECK(wanted.of(topic_kind::shard_channel).empty());
    CHECK(wanted.size() == 5);
}

TEST_CASE("topics: kinds are separate, and topics can be added", "[messaging]") {
    topics all = channels("a");
    all += patterns("a", "b*");
    all += shard_channels(std::set<std::string>{"a"});

    CHECK(all.of(topic_kind::channel) == std::vector<std::string>{"a"});
    CHECK(all.of(topic_kind::pattern) == std::vector<std::string>{"a", "b*"});
    CHECK(all.of(topic_kind::shard_channel) == std::vector<std::string>{"a"});
    CHECK(topics().empty());
    CHECK(channels(std::vector<std::string>()).empty());
}

TEST_CASE("topics: literal_pattern() escapes every special character", "[messaging]") {
    CHECK(literal_pattern("plain") == "plain");
    CHECK(literal_pattern("a*b?c[d]\\e") == "a\\*b\\?c\\[d\\]\\\\e");
    CHECK(literal_pattern(std::string_view("\0*", 2)) == std::string("\0\\*", 3));
}
