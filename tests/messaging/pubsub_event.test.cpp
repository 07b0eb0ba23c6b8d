// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/pubsub_event.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <string>
#include <string_view>

using namespace hibana;
using support::bulk;
using what = pubsub_event::what;

namespace {

// The same as a push and as an array.
std::string as_sent(char type, std::string_view text) {
    std::string whole = support::words(text);
    whole[0] = type;
    return whole;
}

}  // namespace

TEST_CASE("notice: messages of each kind are read from a push and from an array", "[messaging]") {
    const char type = GENERATE('>', '*');

    const auto plain = as_sent(type, "message news hello");
    CHECK(read_pubsub_event(plain).is == what::message);
    CHECK(read_pubsub_event(plain).topic == topic_kind::channel);
    CHECK(read_pubsub_event(plain).channel == "news");
    CHECK(std::string_view(read_pubsub_event(plain).payload.at).starts_with("$5\r\nhello"));

    const auto by_pattern = as_sent(type, "pmessage n* news hello");
    CHECK(read_pubsub_event(by_pattern).is == what::message);
    CHECK(read_pubsub_event(by_pattern).topic == topic_kind::pattern);
    CHECK(read_pubsub_event(by_pattern).name == "n*");
    CHECK(read_pubsub_event(by_pattern).channel == "news");

    const auto sharded = as_sent(type, "smessage news hello");
    CHECK(read_pubsub_event(sharded).is == what::message);
    CHECK(read_pubsub_event(sharded).topic == topic_kind::shard_channel);
    CHECK(read_pubsub_event(sharded).channel == "news");
}

TEST_CASE("notice: confirmations say what is subscribed to now, and how many there are", "[messaging]") {
    const char type = GENERATE('>', '*');
    const auto confirm = [&](std::string_view word, std::string_view name, int count) {
        return type + std::string("3\r\n") + bulk(word) + bulk(name) + ":" + std::to_string(count) + "\r\n";
    };
    struct row {
        std::string_view word;
        what is;
        topic_kind topic;
    };
    const row rows[] = {{"subscribe", what::subscribed, topic_kind::channel},
                        {"psubscribe", what::subscribed, topic_kind::pattern},
                        {"ssubscribe", what::subscribed, topic_kind::shard_channel},
                        {"unsubscribe", what::unsubscribed, topic_kind::channel},
                        {"punsubscribe", what::unsubscribed, topic_kind::pattern},
                        {"sunsubscribe", what::unsubscribed, topic_kind::shard_channel}};
    for (const row& each : rows) {
        const auto whole = confirm(each.word, "n*", 7);
        const pubsub_event read = read_pubsub_event(whole);
        INFO(each.word);
        CHECK(read.is == each.is);
        CHECK(read.topic == each.topic);
        CHECK(read.name == "n*");
        CHECK(read.count == 7);
    }
}

TEST_CASE("notice: unsubscribing from nothing is confirmed with null for a name", "[messaging]") {
    const std::string whole = GENERATE(">3\r\n$11\r\nunsubscribe\r\n_\r\n:0\r\n", "*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n");

    CHECK(read_pubsub_event(whole).is == what::unsubscribed);
    CHECK(read_pubsub_event(whole).name.empty());
}

TEST_CASE("notice: names and payloads are bytes", "[messaging]") {
    const std::string name("\0\r\n", 3);
    const auto whole = ">3\r\n" + bulk("message") + bulk(name) + bulk(name + name);

    CHECK(read_pubsub_event(whole).channel == name);
}

TEST_CASE("pubsub_event: distinguishes replies, errors and other pushes", "[messaging]") {
    CHECK(read_pubsub_event("+PONG\r\n").is == what::answer);
    CHECK(read_pubsub_event("*2\r\n$4\r\npong\r\n$0\r\n\r\n").is == what::answer);
    CHECK(read_pubsub_event("*0\r\n").is == what::answer);
    CHECK(read_pubsub_event("*-1\r\n").is == what::answer);
    CHECK(read_pubsub_event(":1\r\n").is == what::answer);
    CHECK(read_pubsub_event("-NOPERM no\r\n").is == what::refusal);
    CHECK(read_pubsub_event("-NOPERM no\r\n").name == "NOPERM no");
    CHECK(read_pubsub_event("!9\r\nNOPERM no\r\n").is == what::refusal);
    CHECK(read_pubsub_event(">2\r\n$10\r\ninvalidate\r\n_\r\n").is == what::other);
    CHECK(read_pubsub_event(">1\r\n:1\r\n").is == what::other);
}

TEST_CASE("notice: one that is too short, too long or of other types is malformed, and never read beyond", "[messaging]") {
    const auto whole = GENERATE(as_sent('>', "message"), as_sent('>', "message news"), as_sent('>', "message news a b"),
                                as_sent('>', "pmessage n* news"), as_sent('>', "subscribe news"), as_sent('>', "subscribe news x"),
                                std::string(">3\r\n$7\r\nmessage\r\n*0\r\n$1\r\nx\r\n"),
                                std::string(">3\r\n$9\r\nsubscribe\r\n_\r\n:1\r\n"),
                                std::string(">3\r\n$7\r\nmessage\r\n_\r\n$1\r\nx\r\n"));

    CHECK(read_pubsub_event(whole).is == what::malformed);
}
