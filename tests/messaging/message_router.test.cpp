// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/raw_words.hpp"

#include <hibana/core/server_error.hpp>
#include <hibana/messaging/message_router.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace hibana;
using support::bulk;
using support::words;

namespace {

/// A connection that records what is sent.
struct line {
    std::string sent{};
    std::unique_ptr<push_listener> listens{};
    int forgotten = 0, needed = 0, looks = 0;
    std::uint32_t silent_since = 0;
    std::string given_up{};

    push_listener* listener() const { return listens.get(); }
    void set_push_listener(std::unique_ptr<push_listener> one) { listens = std::move(one); }
    void send(std::string_view bytes) { sent += bytes; }
    void discard_in_flight() { ++forgotten; }
    void start_reading() { ++needed; }
    void stop_reading_if_unused() { ++looks; }
    static std::uint32_t ticks() { return 7; }
    void disconnect_if_silent_since(std::uint32_t then, const error& why) { silent_since = then, given_up = why.message(); }

    std::string take() { return std::exchange(sent, {}); }
};
using router = detail::message_router<line>;
using verb = router::verb;
using reply_status = push_listener::reply_status;
using names = std::vector<std::string>;
constexpr auto channel = topic_kind::channel;

struct receiver : detail::subscriber_queue {
    receiver() : subscriber_queue(1'000) {}
    void wake() override {}

    /// All that it was given: names of confirmations with a sign, payloads, errors.
    std::string all() {
        std::string text;
        for (auto whole = take(); !whole.empty(); whole = take()) {
            const pubsub_event one = read_pubsub_event(whole);
            std::string_view payload;
            protocol::cursor at = one.payload;
            if (one.is == pubsub_event::what::subscribed) text.append("+").append(one.name);
            else if (one.is == pubsub_event::what::unsubscribed) text.append("-").append(one.name);
            else if (one.is == pubsub_event::what::refusal) text.append("!").append(one.name.substr(0, one.name.find(' ')));
            else if (one.is == pubsub_event::what::answer) text.append("pong");
            else if (protocol::read_text(at, payload) == protocol::status::done) text.append("=").append(payload);
            text += ' ';
        }
        return text;
    }
};

std::string push(std::string_view text) {
    std::string whole = words(text);
    whole[0] = '>';
    return whole;
}
std::string confirmed(std::string_view word, std::string_view name) {
    return ">3\r\n" + bulk(word) + bulk(name) + ":1\r\n";
}

struct stage {
    line on{};
    router& routes = router::of(on);
    receiver one{}, other{};

    stage() {
        routes.on_connected(3);
        routes.attach(one);
        routes.attach(other);
    }
    ~stage() {
        routes.detach(one);
        routes.detach(other);
    }
    void say(std::string_view word, std::string_view name) { routes.on_push(confirmed(word, name)); }
};

const error no_permission = parse_server_error("NOPERM no");

}  // namespace

TEST_CASE("message_router: a line has one, from the first time on", "[messaging]") {
    line on;
    CHECK(&router::of(on) == &router::of(on));
}

TEST_CASE("message_router: the first subscriber of a topic subscribes, the last one unsubscribes", "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    at.routes.ask(at.other, verb::subscribe, channel, {"a", "b"});
    CHECK(at.on.take() == words("SUBSCRIBE a") + words("PING") + words("SUBSCRIBE b") + words("PING"));
    at.say("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.say("subscribe", "b");
    CHECK(at.other.all().empty());
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "+a ");
    CHECK(at.other.all() == "+a +b ");

    at.routes.ask(at.one, verb::unsubscribe, channel, {"a"});
    CHECK(at.on.take().empty());
    CHECK(at.one.all() == "-a ");
    at.routes.detach(at.other);
    CHECK(at.on.take() == words("UNSUBSCRIBE a b") + words("PING"));
}

TEST_CASE("message_router: each hears what it asked for, from its asking on", "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    at.routes.ask(at.one, verb::subscribe, topic_kind::pattern, {"a*"});
    at.routes.ask(at.other, verb::subscribe, channel, {"a"});
    at.routes.on_push(push("message a 1"));
    at.routes.on_push(push("pmessage a* a 2"));
    at.routes.on_push(push("smessage a 3"));
    at.routes.on_push(push("message b 4"));
    at.routes.on_push(push("invalidate a"));
    at.routes.on_push(push("message"));
    CHECK(at.one.all() == "=1 =2 ");
    CHECK(at.other.all() == "=1 ");
}

TEST_CASE("message_router: answers come in the order of asking, also where the server has not to be asked",
          "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    at.routes.ask(at.other, verb::subscribe, channel, {"a"});
    at.routes.ask_ping(at.other);
    CHECK(at.other.all().empty());
    at.say("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "+a ");
    CHECK(at.other.all() == "+a pong ");

    at.on.take();
    at.routes.ask_ping(at.one);
    at.routes.ask_ping(at.other);
    CHECK(at.on.take() == words("PING"));
    CHECK(at.routes.on_reply(no_permission) == reply_status::complete);  // whatever it says, it is there
    CHECK(at.one.all() + at.other.all() == "pong pong ");
}

TEST_CASE("message_router: a refusal is followed by the reply to the fence; who counted on it is refused too",
          "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a", "b"});
    at.routes.ask(at.other, verb::subscribe, channel, {"c", "b"});
    CHECK(at.on.take() == words("SUBSCRIBE a b") + words("PING") + words("SUBSCRIBE c") + words("PING"));
    CHECK(at.routes.on_reply(no_permission) == reply_status::incomplete);
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.say("subscribe", "c");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "!NOPERM ");
    CHECK(at.other.all() == "!NOPERM ");
    CHECK(at.on.take() == words("UNSUBSCRIBE c") + words("PING"));
    CHECK(at.one.topics().empty());
    CHECK(at.other.topics().empty());

    at.say("unsubscribe", "c");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.routes.on_reply(error()) == reply_status::unexpected);
}

TEST_CASE("message_router: an error behind the confirmations is that of the fence, and a fence before them is nonsense",
          "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    at.say("subscribe", "a");
    CHECK(at.routes.on_reply(no_permission) == reply_status::complete);
    CHECK(at.one.all() == "+a ");

    at.routes.ask(at.one, verb::subscribe, channel, {"b", "c"});
    at.say("subscribe", "b");
    CHECK(at.routes.on_reply(error()) == reply_status::unexpected);
}

TEST_CASE(
    "message_router: who leaves while an answer is due is not touched any more, and the answers of others are in step",
    "[messaging]") {
    stage at;
    {
        receiver short_lived;
        at.routes.attach(short_lived);
        at.routes.ask(short_lived, verb::subscribe, channel, {"a"});
        at.routes.add_waiter(short_lived);
        at.routes.ask(at.one, verb::subscribe, channel, {"a"});
        at.routes.ask(short_lived, verb::subscribe, topic_kind::shard_channel, {"s"});
        at.routes.detach(short_lived);
    }
    CHECK_FALSE(at.routes.is_awaited());
    CHECK(at.on.take()
          == words("SUBSCRIBE a") + words("PING") + words("SSUBSCRIBE s") + words("PING") + words("SUNSUBSCRIBE s")
                 + words("PING"));
    at.say("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "+a ");
    CHECK(at.routes.on_reply(no_permission) == reply_status::incomplete);
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.say("sunsubscribe", "s");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
}

TEST_CASE("message_router: a topic asked for again behind a refusal is asked of the server again", "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    at.routes.ask(at.one, verb::unsubscribe, channel, {"a"});
    at.routes.ask(at.other, verb::subscribe, channel, {"a"});
    CHECK(at.on.take()
          == words("SUBSCRIBE a") + words("PING") + words("UNSUBSCRIBE a") + words("PING") + words("SUBSCRIBE a")
                 + words("PING"));
    CHECK(at.routes.on_reply(no_permission) == reply_status::incomplete);
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.say("unsubscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.say("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "!NOPERM -a ");
    CHECK(at.other.all() == "+a ");
    at.routes.on_push(push("message a 1"));
    CHECK(at.other.all() == "=1 ");
}

TEST_CASE("message_router: a loss cuts all, and what was asked for is forgotten; a new connection begins with nothing",
          "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    at.routes.on_push(push("message a 1"));
    at.routes.on_disconnected();
    CHECK(at.on.forgotten == 1);
    CHECK(at.one.is_cut());
    CHECK(at.other.is_cut());
    CHECK(at.one.all() == "=1 ");
    CHECK_FALSE(at.routes.is_up());

    at.on.take();
    at.routes.ask(at.one, verb::subscribe, channel, {"b"});
    CHECK(at.on.take().empty());
    at.routes.on_connected(3);
    at.routes.attach(at.one);
    at.one.begin();
    at.routes.ask(at.one, verb::subscribe, channel, {"a"});
    CHECK(at.on.take() == words("SUBSCRIBE a") + words("PING"));
}

TEST_CASE("message_router: a subscription that the server ends closes its subscribers", "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, topic_kind::shard_channel, {"s"});
    at.say("ssubscribe", "s");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.say("sunsubscribe", "s");
    CHECK(at.one.is_cut());
    CHECK_FALSE(at.other.is_cut());
    CHECK(at.one.topics().empty());
}

TEST_CASE("message_router: one that begins anew wants no others than it says", "[messaging]") {
    stage at;
    at.routes.ask(at.one, verb::subscribe, channel, {"a", "b", "c"});
    at.routes.ask(at.other, verb::subscribe, channel, {"b"});
    at.on.take();
    topic_set wanted;
    wanted.add(channel, "c");
    at.routes.keep_only(at.one, wanted);
    CHECK(at.on.take() == words("UNSUBSCRIBE a") + words("PING"));
    CHECK(at.one.topics().size() == 1);
}

TEST_CASE("message_router: it has waiters while a subscriber waits; a failure to connect is reported to each once",
          "[messaging]") {
    stage at;
    at.routes.on_disconnected();
    at.routes.add_waiter(at.one);
    CHECK(at.on.needed == 1);
    CHECK(at.routes.is_awaited());
    at.routes.stop_reading_if_unused();
    CHECK(at.on.looks == 0);
    at.routes.on_connect_failed(error(errc::connect_failed));
    CHECK_FALSE(at.routes.is_awaited());
    CHECK(at.routes.failures() == 1);
    CHECK(at.routes.trouble().condition() == errc::connect_failed);
    at.routes.stop_reading_if_unused();
    CHECK(at.on.looks == 1);

    at.routes.has_taken();
    CHECK_FALSE(at.routes.may_stop_reading());
    CHECK(at.routes.may_stop_reading());
    at.routes.on_closed();
    CHECK(at.routes.has_ended());
}

TEST_CASE("message_router: who is not answered gives up a connection that was silent since the first question",
          "[messaging]") {
    stage at;
    at.routes.on_timeout(error(errc::timeout));
    CHECK(at.on.given_up.empty());
    at.routes.ask_ping(at.one);
    at.routes.on_timeout(error(errc::timeout));
    CHECK(at.on.silent_since == 7);
    CHECK_FALSE(at.on.given_up.empty());
}
