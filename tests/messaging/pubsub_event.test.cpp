// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/pubsub_event.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <string>
#include <string_view>

using namespace hibana;
using support::bulk;
using kind = pubsub_event_kind;

namespace {

// The same elements as a push and as an array.
std::string as_sent(char type, std::string_view text) {
    std::string whole = support::words(text);
    whole[0] = type;
    return whole;
}

}  // namespace

TEST_CASE("pubsub_event: messages of each kind are read from a push and from an array", "[messaging]") {
    const char type = GENERATE('>', '*');

    const auto plain = as_sent(type, "message news hello");
    CHECK(read_pubsub_event(plain).kind == kind::message);
    CHECK(read_pubsub_event(plain).topic == topic_kind::channel);
    CHECK(read_pubsub_event(plain).channel == "news");
    CHECK(std::string_view(read_pubsub_event(plain).payload.at).starts_with("$5\r\nhello"));

    const auto by_pattern = as_sent(type, "pmessage n* news hello");
    CHECK(read_pubsub_event(by_pattern).kind == kind::message);
    CHECK(read_pubsub_event(by_pattern).topic == topic_kind::pattern);
    CHECK(read_pubsub_event(by_pattern).name == "n*");
    CHECK(read_pubsub_event(by_pattern).channel == "news");

    const auto sharded = as_sent(type, "smessage news hello");
    CHECK(read_pubsub_event(sharded).kind == kind::message);
    CHECK(read_pubsub_event(sharded).topic == topic_kind::shard_channel);
    CHECK(read_pubsub_event(sharded).channel == "news");
}

TEST_CASE("pubsub_event: confirmations contain the topic and the number of topics", "[messaging]") {
    const char type = GENERATE('>', '*');
    const auto confirm = [&](std::string_view word, std::string_view name, int count) {
        return type + std::string("3\r\n") + bulk(word) + bulk(name) + ":" + std::to_string(count) + "\r\n";
    };
    struct row {
        std::string_view word;
        pubsub_event_kind kind;
        topic_kind topic;
    };
    const row rows[] = {{"subscribe", kind::subscribed, topic_kind::channel},
                        {"psubscribe", kind::subscribed, topic_kind::pattern},
                        {"ssubscribe", kind::subscribed, topic_kind::shard_channel},
                        {"unsubscribe", kind::unsubscribed, topic_kind::channel},
                        {"punsubscribe", kind::unsubscribed, topic_kind::pattern},
                        {"sunsubscribe", kind::unsubscribed, topic_kind::shard_channel}};
    for (const row& each : rows) {
        const auto whole = confirm(each.word, "n*", 7);
        const pubsub_event read = read_pubsub_event(whole);
        INFO(each.word);
        CHECK(read.kind == each.kind);
        CHECK(read.topic == each.topic);
        CHECK(read.name == "n*");
        CHECK(read.count == 7);
    }
}

TEST_CASE("pubsub_event: unsubscribing without topics is confirmed with a null name", "[messaging]") {
    const std::string whole = GENERATE(">3\r\n$11\r\nunsubscribe\r\n_\r\n:0\r\n", "*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n");

    CHECK(read_pubsub_event(whole).kind == kind::unsubscribed);
    CHECK(read_pubsub_event(whole).name.empty());
}

TEST_CASE("pubsub_event: names and payloads may contain any bytes", "[messaging]") {
    const std::string name("\0\r\n", 3);
    const auto whole = ">3\r\n" + bulk("message") + bulk(name) + bulk(name + name);

    CHECK(read_pubsub_event(whole).channel == name);
}

TEST_CASE("pubsub_event: distinguishes replies, errors and other pushes", "[messaging]") {
    CHECK(read_pubsub_event("+PONG\r\n").kind == kind::reply);
    CHECK(read_pubsub_event("*2\r\n$4\r\npong\r\n$0\r\n\r\n").kind == kind::reply);
    CHECK(read_pubsub_event("*0\r\n").kind == kind::reply);
    CHECK(read_pubsub_event("*-1\r\n").kind == kind::reply);
    CHECK(read_pubsub_event(":1\r\n").kind == kind::reply);
    CHECK(read_pubsub_event("-NOPERM no\r\n").kind == kind::error);
    CHECK(read_pubsub_event("-NOPERM no\r\n").name == "NOPERM no");
    CHECK(read_pubsub_event("!9\r\nNOPERM no\r\n").kind == kind::error);
    CHECK(read_pubsub_event(">2\r\n$10\r\ninvalidate\r\n_\r\n").kind == kind::other);
    CHECK(read_pubsub_event(">1\r\n:1\r\n").kind == kind::other);
}

TEST_CASE("pubsub_event: an element of wrong length or type is malformed, and nothing is read beyond its end", "[messaging]") {
    const auto whole = GENERATE(as_sent('>', "message"), as_sent('>', "message news"), as_sent('>', "message news a b"),
                                as_sent('>', "pmessage n* news"), as_sent('>', "subscribe news"), as_sent('>', "subscribe news x"),
                                std::string(">3\r\n$7\r\nmessage\r\n*0\r\n$1\r\nx\r\n"),
                                std::string(">3\r\n$9\r\nsubscribe\r\n_\r\n:1\r\n"),
                                std::string(">3\r\n$7\r\nmessage\r\n_\r\n$1\r\nx\r\n"));

    CHECK(read_pubsub_event(whole).kind == kind::malformed);
}
