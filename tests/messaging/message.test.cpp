// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/message.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <optional>
#include <string>
#include <string_view>

using namespace hibana;
using support::bulk;

namespace user {
struct celsius {
    int degrees = 0;
};
}  // namespace user
template <> struct hibana::from_reply<user::celsius> {
    static std::optional<user::celsius> from(std::string_view text) {
        if (!text.ends_with("C")) return std::nullopt;
        return user::celsius{std::stoi(std::string(text))};
    }
};

namespace {

template <class Type> auto read(const std::string& whole) {
    return message_reader<Type>::read(read_pubsub_event(whole), [] { return protocol::pin(); });
}

std::string published(std::string_view channel, std::string_view payload) {
    return ">3\r\n" + bulk("message") + bulk(channel) + bulk(payload);
}

}  // namespace

TEST_CASE("message: has a kind, a channel, a pattern and a payload", "[messaging]") {
    CHECK(*read<std::string>(published("news", "hello")) == basic_message<>(message_kind::message, "news", "", "hello"));
    CHECK(*read<std::string>(">4\r\n" + bulk("pmessage") + bulk("n*") + bulk("news") + bulk("hello")) ==
          basic_message<>(message_kind::pattern_message, "news", "n*", "hello"));
    CHECK(*read<std::string>(">3\r\n" + bulk("smessage") + bulk("news") + bulk("hello")) ==
          basic_message<>(message_kind::shard_message, "news", "", "hello"));
    CHECK(basic_message<>().is_gap());
    CHECK(message_reader<>::gap().is_gap());
    CHECK_FALSE(read<std::string>(published("news", "hello"))->is_gap());
}

TEST_CASE("message: the payload converts to the same types as a reply", "[messaging]") {
    CHECK(read<int>(published("n", "42"))->payload == 42);
    CHECK(read<double>(published("n", "1.5"))->payload == 1.5);
    CHECK(read<std::optional<std::string>>(published("n", "x"))->payload == "x");
    CHECK(read<user::celsius>(published("n", "21C"))->payload.degrees == 21);
    const std::string whole = published("n", "viewed");
    const auto viewed = read<std::string_view>(whole);
    CHECK(*viewed->payload == std::string_view("viewed"));
}

TEST_CASE("message: a payload of another type is an error that contains the channel but not the payload", "[messaging]") {
    const auto outcome = read<int>(published("num\nbers", "secret"));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::type_mismatch);
    CHECK(outcome.error().message().find("\"num\\nbers\"") != std::string::npos);
    CHECK(outcome.error().message().find("a bulk string of 6 bytes") != std::string::npos);
    CHECK(outcome.error().message().find("secret") == std::string::npos);
    CHECK_FALSE(read<user::celsius>(published("n", "21F")));
}

TEST_CASE("message: a payload that is not text is an error", "[messaging]") {
    CHECK_FALSE(read<std::string>("*3\r\n" + bulk("message") + bulk("__redis__:invalidate") + "*1\r\n" + bulk("k")));
    CHECK_FALSE(read<std::string>("*3\r\n" + bulk("message") + bulk("__redis__:invalidate") + "$-1\r\n"));
}
