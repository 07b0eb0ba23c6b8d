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
struct connection {
    std::string sent{};
    std::unique_ptr<push_listener> owned_listener{};
    int discards = 0, starts = 0, stops = 0;
    std::uint32_t silent_since = 0;
    std::string disconnect_reason{};

    push_listener* listener() const { return owned_listener.get(); }
    void set_push_listener(std::unique_ptr<push_listener> one) { owned_listener = std::move(one); }
    void send(std::string_view bytes) { sent += bytes; }
    void discard_in_flight() { ++discards; }
    void start_reading() { ++starts; }
    void stop_reading_if_unused() { ++stops; }
    static std::uint32_t ticks() { return 7; }
    void disconnect_if_silent_since(std::uint32_t then, const error& err) { silent_since = then, disconnect_reason = err.message(); }

    std::string take_sent() { return std::exchange(sent, {}); }
};
using router = detail::message_router<connection>;
using command = detail::subscriber_command;
using reply_status = push_listener::reply_status;
using names = std::vector<std::string>;
constexpr auto channel = topic_kind::channel;

struct receiver : detail::subscriber_queue {
    receiver() : subscriber_queue(1'000) {}
    void wake() override {}

    /// The contents of the queue: names of confirmations with a sign, payloads, errors.
    std::string all() {
        std::string text;
        for (auto whole = pop(); !whole.empty(); whole = pop()) {
            const pubsub_event one = read_pubsub_event(whole);
            std::string_view payload;
            protocol::cursor at = one.payload;
            if (one.kind == pubsub_event_kind::subscribed) text.append("+").append(one.name);
            else if (one.kind == pubsub_event_kind::unsubscribed) text.append("-").append(one.name);
            else if (one.kind == pubsub_event_kind::error) text.append("!").append(one.name.substr(0, one.name.find(' ')));
            else if (one.kind == pubsub_event_kind::reply) text.append("pong");
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

struct fixture {
    connection transport{};
    router& routes = router::of(transport);
    receiver one{}, other{};

    fixture() {
        routes.on_connected(3);
        routes.attach(one);
        routes.attach(other);
    }
    ~fixture() {
        routes.detach(one);
        routes.detach(other);
    }
    void confirm(std::string_view word, std::string_view name) { routes.on_push(confirmed(word, name)); }
};

const error no_permission = parse_server_error("NOPERM no");

}  // namespace

TEST_CASE("message_router: a connection has one router", "[messaging]") {
    connection transport;
    CHECK(&router::of(transport) == &router::of(transport));
}

TEST_CASE("message_router: the first subscriber of a topic subscribes, the last one unsubscribes", "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    at.routes.request(at.other, command::subscribe, channel, {"a", "b"});
    CHECK(at.transport.take_sent() == words("SUBSCRIBE a") + words("PING") + words("SUBSCRIBE b") + words("PING"));
    at.confirm("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.confirm("subscribe", "b");
    CHECK(at.other.all().empty());
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "+a ");
    CHECK(at.other.all() == "+a +b ");

    at.routes.request(at.one, command::unsubscribe, channel, {"a"});
    CHECK(at.transport.take_sent().empty());
    CHECK(at.one.all() == "-a ");
    at.routes.detach(at.other);
    CHECK(at.transport.take_sent() == words("UNSUBSCRIBE a b") + words("PING"));
}

TEST_CASE("message_router: a subscriber receives the messages of its topics after its request", "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    at.routes.request(at.one, command::subscribe, topic_kind::pattern, {"a*"});
    at.routes.request(at.other, command::subscribe, channel, {"a"});
    at.routes.on_push(push("message a 1"));
    at.routes.on_push(push("pmessage a* a 2"));
    at.routes.on_push(push("smessage a 3"));
    at.routes.on_push(push("message b 4"));
    at.routes.on_push(push("invalidate a"));
    at.routes.on_push(push("message"));
    CHECK(at.one.all() == "=1 =2 ");
    CHECK(at.other.all() == "=1 ");
}

TEST_CASE("message_router: replies are delivered in the order of the requests, also if nothing is sent",
          "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    at.routes.request(at.other, command::subscribe, channel, {"a"});
    at.routes.request_ping(at.other);
    CHECK(at.other.all().empty());
    at.confirm("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "+a ");
    CHECK(at.other.all() == "+a pong ");

    at.transport.take_sent();
    at.routes.request_ping(at.one);
    at.routes.request_ping(at.other);
    CHECK(at.transport.take_sent() == words("PING"));
    CHECK(at.routes.on_reply(no_permission) == reply_status::complete);  // any reply shows that the server responds
    CHECK(at.one.all() + at.other.all() == "pong pong ");
}

TEST_CASE("message_router: a refused topic is refused to later subscribers as well; the reply to PING completes it",
          "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a", "b"});
    at.routes.request(at.other, command::subscribe, channel, {"c", "b"});
    CHECK(at.transport.take_sent() == words("SUBSCRIBE a b") + words("PING") + words("SUBSCRIBE c") + words("PING"));
    CHECK(at.routes.on_reply(no_permission) == reply_status::incomplete);
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.confirm("subscribe", "c");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "!NOPERM ");
    CHECK(at.other.all() == "!NOPERM ");
    CHECK(at.transport.take_sent() == words("UNSUBSCRIBE c") + words("PING"));
    CHECK(at.one.topics().empty());
    CHECK(at.other.topics().empty());

    at.confirm("unsubscribe", "c");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.routes.on_reply(error()) == reply_status::unexpected);
}

TEST_CASE("message_router: an error after the confirmations belongs to PING; a reply before them is unexpected",
          "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    at.confirm("subscribe", "a");
    CHECK(at.routes.on_reply(no_permission) == reply_status::complete);
    CHECK(at.one.all() == "+a ");

    at.routes.request(at.one, command::subscribe, channel, {"b", "c"});
    at.confirm("subscribe", "b");
    CHECK(at.routes.on_reply(error()) == reply_status::unexpected);
}

TEST_CASE(
    "message_router: a subscriber detached before its reply is not accessed, and other replies stay in order",
    "[messaging]") {
    fixture at;
    {
        receiver short_lived;
        at.routes.attach(short_lived);
        at.routes.request(short_lived, command::subscribe, channel, {"a"});
        at.routes.add_waiter(short_lived);
        at.routes.request(at.one, command::subscribe, channel, {"a"});
        at.routes.request(short_lived, command::subscribe, topic_kind::shard_channel, {"s"});
        at.routes.detach(short_lived);
    }
    CHECK_FALSE(at.routes.is_awaited());
    CHECK(at.transport.take_sent()
          == words("SUBSCRIBE a") + words("PING") + words("SSUBSCRIBE s") + words("PING") + words("SUNSUBSCRIBE s")
                 + words("PING"));
    at.confirm("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "+a ");
    CHECK(at.routes.on_reply(no_permission) == reply_status::incomplete);
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.confirm("sunsubscribe", "s");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
}

TEST_CASE("message_router: a topic requested again after a refused command is sent to the server again", "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    at.routes.request(at.one, command::unsubscribe, channel, {"a"});
    at.routes.request(at.other, command::subscribe, channel, {"a"});
    CHECK(at.transport.take_sent()
          == words("SUBSCRIBE a") + words("PING") + words("UNSUBSCRIBE a") + words("PING") + words("SUBSCRIBE a")
                 + words("PING"));
    CHECK(at.routes.on_reply(no_permission) == reply_status::incomplete);
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.confirm("unsubscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.confirm("subscribe", "a");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    CHECK(at.one.all() == "!NOPERM -a ");
    CHECK(at.other.all() == "+a ");
    at.routes.on_push(push("message a 1"));
    CHECK(at.other.all() == "=1 ");
}

TEST_CASE("message_router: a connection loss closes all queues and discards pending commands",
          "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    at.routes.on_push(push("message a 1"));
    at.routes.on_disconnected();
    CHECK(at.transport.discards == 1);
    CHECK(at.one.is_closed());
    CHECK(at.other.is_closed());
    CHECK(at.one.all() == "=1 ");
    CHECK_FALSE(at.routes.is_up());

    at.transport.take_sent();
    at.routes.request(at.one, command::subscribe, channel, {"b"});
    CHECK(at.transport.take_sent().empty());
    at.routes.on_connected(3);
    at.routes.attach(at.one);
    at.one.reset();
    at.routes.request(at.one, command::subscribe, channel, {"a"});
    CHECK(at.transport.take_sent() == words("SUBSCRIBE a") + words("PING"));
}

TEST_CASE("message_router: a subscription that the server ends closes its subscribers", "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, topic_kind::shard_channel, {"s"});
    at.confirm("ssubscribe", "s");
    CHECK(at.routes.on_reply(error()) == reply_status::complete);
    at.confirm("sunsubscribe", "s");
    CHECK(at.one.is_closed());
    CHECK_FALSE(at.other.is_closed());
    CHECK(at.one.topics().empty());
}

TEST_CASE("message_router: unsubscribe_except() keeps only the given topics", "[messaging]") {
    fixture at;
    at.routes.request(at.one, command::subscribe, channel, {"a", "b", "c"});
    at.routes.request(at.other, command::subscribe, channel, {"b"});
    at.transport.take_sent();
    topic_set wanted;
    wanted.add(channel, "c");
    at.routes.unsubscribe_except(at.one, wanted);
    CHECK(at.transport.take_sent() == words("UNSUBSCRIBE a") + words("PING"));
    CHECK(at.one.topics().size() == 1);
}

TEST_CASE("message_router: a failure to connect resumes each waiting subscriber once",
          "[messaging]") {
    fixture at;
    at.routes.on_disconnected();
    at.routes.add_waiter(at.one);
    CHECK(at.transport.starts == 1);
    CHECK(at.routes.is_awaited());
    at.routes.stop_reading_if_unused();
    CHECK(at.transport.stops == 0);
    at.routes.on_connect_failed(error(errc::connect_failed));
    CHECK_FALSE(at.routes.is_awaited());
    CHECK(at.routes.failures() == 1);
    CHECK(at.routes.last_error().condition() == errc::connect_failed);
    at.routes.stop_reading_if_unused();
    CHECK(at.transport.stops == 1);

    at.routes.mark_read();
    CHECK_FALSE(at.routes.may_stop_reading());
    CHECK(at.routes.may_stop_reading());
    at.routes.on_closed();
    CHECK(at.routes.is_closed());
}

TEST_CASE("message_router: a timeout disconnects a connection that has been silent since the first request",
          "[messaging]") {
    fixture at;
    at.routes.on_timeout(error(errc::timeout));
    CHECK(at.transport.disconnect_reason.empty());
    at.routes.request_ping(at.one);
    at.routes.on_timeout(error(errc::timeout));
    CHECK(at.transport.silent_since == 7);
    CHECK_FALSE(at.transport.disconnect_reason.empty());
}
