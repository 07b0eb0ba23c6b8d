// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/blocking_exchange.hpp>
#include <hibana/command/list.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"
#include "support/failing_memory.hpp"

#include <new>
#include <stdexcept>
#include <string>

using support::allocations_left;
using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::multi;
namespace cmd = hibana::cmd;

namespace {

// A user's type whose constructor throws for some values.
struct picky {
    std::string text;
};

struct broken_sink : std::runtime_error {
    broken_sink() : std::runtime_error("the sink is broken") {}
};

// Throws at the first of the events that it is broken for.
template <class Event> struct sink_that_throws_at {
    using plays = hibana::role::events;
    bool broken = true;
    void on(const Event&) {
        if (std::exchange(broken, false)) throw broken_sink();
    }
};

struct auth_that_throws {
    using plays = hibana::role::auth;
    static constexpr bool needs_encryption = false;
    mutable bool broken = true;
    std::optional<hibana::credentials> credentials() const {
        if (std::exchange(broken, false)) throw std::runtime_error("the vault is closed");
        return hibana::credentials("ann", "secret");
    }
};

// A server that echoes over any number of connections and replies with a delay: a reply that is not read arrives later, and would be taken
// for the reply of another request.
class echo_server final : public hibana::in_memory_server {
    class connection final : public hibana::in_memory_connection {
    public:
        hibana::result<void> receive(std::string_view bytes, hibana::time_point now) override {
            unread_.append(bytes);
            const std::size_t before = answers_.size();
            while (answer_one()) {}
            if (answers_.size() != before) at_ = now + 1ms;
            return {};
        }
        hibana::result<std::size_t> send(std::span<char> into, hibana::time_point now) override {
            if (now < sends_at()) return std::size_t(0);
            const std::size_t size = answers_.copy(into.data(), into.size());
            answers_.erase(0, size);
            return size;
        }
        hibana::time_point sends_at() override { return answers_.empty() ? hibana::time_point::max() : at_; }

    private:
        // The reply is the words of the request; HELLO, MULTI and EXEC have their usual replies.
        bool answer_one() {
            std::size_t at = unread_.find("\r\n");
            if (at == std::string::npos) return false;
            const int count = std::stoi(unread_.substr(1, at - 1));
            std::string first, last;
            at += 2;
            for (int word = 0; word != count; ++word) {
                const std::size_t line = unread_.find("\r\n", at);
                if (line == std::string::npos) return false;
                const auto size = static_cast<std::size_t>(std::stoi(unread_.substr(at + 1, line - at - 1)));
                if (unread_.size() < line + 2 + size + 2) return false;
                last = unread_.substr(line + 2, size);
                if (word == 0) first = last;
                at = line + 2 + size + 2;
            }
            unread_.erase(0, at);
            if (first == "HELLO") answers_ += hello_reply();
            else if (first == "MULTI") is_queueing_ = true, answers_ += "+OK\r\n";
            else if (first == "EXEC") is_queueing_ = false, answers_ += '*' + std::to_string(std::exchange(count_, 0)) + "\r\n" + std::exchange(queued_, "");
            else if (is_queueing_) ++count_, queued_ += bulk(last), answers_ += "+QUEUED\r\n";
            else answers_ += bulk(last);
            return true;
        }

        std::string unread_, answers_, queued_;
        hibana::time_point at_{};
        bool is_queueing_ = false;
        int count_ = 0;
    };

public:
    int connections = 0;
    hibana::result<std::unique_ptr<hibana::in_memory_connection>> accept(const hibana::endpoint&, hibana::time_point) override {
        ++connections;
        return std::unique_ptr<hibana::in_memory_connection>(new connection());
    }
};

template <class Client> void check_own_answers(Client& db, const std::string& tag) {
    CHECK(db(cmd::echo("after " + tag)).value() == "after " + tag);
    auto [one, two] = db(cmd::echo(tag), cmd::echo("two"));
    CHECK(one.value() == tag);
    CHECK(two.value() == "two");
}

}  // namespace

template <> struct hibana::from_reply<picky> {
    static picky from(std::string_view text) {
        if (text == "bad") throw std::invalid_argument("picky");
        return picky{std::string(text)};
    }
};

TEST_CASE("blocking_exchange: a failed allocation at any point of a call leaves no reply to the next call", "[call]") {
    const auto call = GENERATE(0, 1, 2, 3);
    const std::string text(40, 'x');
    bool has_finished = false;
    for (long allowed = 0; !has_finished; ++allowed) {
        const auto server = std::make_shared<echo_server>();
        hibana::batch<decltype(cmd::echo(""))::reply> all;
        for (int n = 0; n != 3; ++n) all.add(cmd::echo(text));
        client<> db{hibana::in_memory_transport{server}, unnamed()};
        CAPTURE(call, allowed);
        try {
            allocations_left = allowed;
            if (call == 0) static_cast<void>(db(cmd::echo(text)));
            else if (call == 1) static_cast<void>(db(cmd::echo(text), cmd::echo(text), cmd::echo(text)));
            else if (call == 2) static_cast<void>(db(multi(cmd::echo(text), cmd::echo(text))));
            else static_cast<void>(db(all));
            has_finished = allocations_left >= 0;
        } catch (const std::bad_alloc&) {
        }
        allocations_left = -1;
        check_own_answers(db, "want");
        REQUIRE(allowed < 1000);
    }
}

TEST_CASE("blocking_exchange: a user's decoder that throws leaves no reply to the next call", "[call]") {
    const auto server = std::make_shared<echo_server>();
    client<> db{hibana::in_memory_transport{server}, unnamed()};

    CHECK(db(cmd::echo("good").as<picky>()).value().text == "good");
    CHECK_THROWS_AS(db(cmd::echo("bad").as<picky>()), std::invalid_argument);
    check_own_answers(db, "one");
    CHECK_THROWS_AS(db(cmd::echo("x"), cmd::echo("bad").as<picky>(), cmd::echo("y"), cmd::echo("z")), std::invalid_argument);
    check_own_answers(db, "many");
    CHECK_THROWS_AS(db(multi(cmd::echo("bad").as<picky>(), cmd::echo("y"))), std::invalid_argument);
    check_own_answers(db, "transaction");
}

TEMPLATE_TEST_CASE("blocking_exchange: an event sink that throws leaves no reply to the next call", "[call]", hibana::event::connecting,
                   hibana::event::connected, hibana::event::disconnected, hibana::event::retrying, hibana::event::command_failed,
                   hibana::event::push) {
    const std::string push = ">1\r\n" + bulk("noise");
    auto server = greeted().expect(words("GET a")).answer(push).delay(1ms).answer(bulk("1")).expect(words("GET b")).close()
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET c")).answer(bulk("3")).serve();
    // the results depend on where the sink throws; that no call gets the reply of another does not
    client<hibana::no_retry, sink_that_throws_at<TestType>> db{server.transport(), unnamed()};
    const auto ask = [&](const char* key, const std::string& own) {
        try {
            const auto value = db(cmd::get(key));
            return !value || *value == own;
        } catch (const broken_sink&) {
            return true;
        }
    };

    CHECK(ask("a", "1"));
    CHECK(ask("b", "2"));
    CHECK(ask("c", "3"));
}

TEST_CASE("blocking_exchange: a connection is not used before its handshake completes, even after exceptions", "[call]") {
    auto server = script().expect("").accept().expect(words("HELLO 3 AUTH ann secret") + words("SELECT 3")).answer(hello_reply() + "+OK\r\n")
                      .expect(words("GET k")).answer(bulk("v")).serve();
    client<auth_that_throws> db{server.transport(), unnamed({.database = 3})};

    CHECK_THROWS_WITH(db(cmd::get("k")), "the vault is closed");
    CHECK(server.open_connections() == 0);
    CHECK(db(cmd::get("k")).value() == "v");
    CHECK(server.mismatch() == "");
}
