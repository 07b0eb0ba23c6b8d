// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/raw_words.hpp"

#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/multiplex/push_commands.hpp>
#include <hibana/protocol/push.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/testing/simulated_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::hello_reply;
using support::words;
using testing::simulated_clock;

namespace {

testing::script greeted() { return testing::script().expect(words("HELLO 3")).answer(hello_reply()); }
const std::string pushed = ">2\r\n+hello\r\n+there\r\n";

/// Records its notifications, and takes the first reply without an error for the last one.
struct recording_listener final : push_listener {
    std::string& log;
    bool waits = false;
    bool accepts_replies = true;

    explicit recording_listener(std::string& where)    : log(where) {}
    bool is_awaited() const noexcept override { return waits; }
    bool may_stop_reading() noexcept override { return true; }
    void on_connected(unsigned version) override { log += "up" + std::to_string(version) + ' '; }
    void on_connect_failed(const error&) override { log += "no ", waits = false; }
    void on_disconnected() override { log += "lost ", forget(); }
    void on_closed() override { log += "end "; }
    void on_push(std::string_view push) override { log.append(protocol::push(push).kind()) += ' '; }
    reply_status on_reply(error refusal) override {
        log += refusal ? "! " : ". ";
        return !accepts_replies ? reply_status::unexpected : refusal ? reply_status::incomplete : reply_status::complete;
    }
    void (*discard_in_flight)(void*) = nullptr;
    void* commands = nullptr;
    void forget() const { discard_in_flight(commands); }
};

struct stage {
    std::string log{};
    asio::io_context loop{};
    async_client<in_memory_transport, simulated_clock, testing::seeded_random, return_errors, constant_backoff> db;
    using commands_type = std::remove_reference_t<decltype(db.push_commands())>;
    recording_listener* listener;

    explicit stage(testing::scripted_server& server, multiplexed recipe = {})
        : db(loop, server.transport(), constant_backoff{.wait = 1ms}, unnamed(), recipe) {
        auto one = std::make_unique<recording_listener>(log);
        listener = one.get();
        listener->commands = &commands();
        listener->discard_in_flight = [](void* which) { static_cast<commands_type*>(which)->discard_in_flight(); };
        commands().set_push_listener(std::move(one));
    }
    static session_settings unnamed() {
        session_settings settings{.command_timeout = 100ms, .connect_timeout = 20ms};
        settings.library_name.clear();
        return settings;
    }
    commands_type& commands() { return db.push_commands(); }
    void get(std::string_view key) {
        db(cmd::get(key),
           [this](result<std::optional<std::string>> one) { log += one ? **one + ' ' : one.error().message() + ' '; });
    }
    void run() { simulated_clock::run(loop); }
};

}  // namespace

TEST_CASE("push_commands: a command is sent in order with other requests, and has as many replies as the listener says",
          "[multiplex]") {
    for (const std::size_t pieces : {1000u, 3u, 1u}) {
        auto same = greeted()
                        .expect(words("GET a") + "ask" + words("GET b") + "ask" + words("GET c"))
                        .answer(bulk("1") + pushed + "+OK\r\n" + bulk("2") + "-ERR no\r\n-ERR again\r\n+OK\r\n" + pushed
                                + bulk("3"))
                        .max_read_size(pieces)
                        .serve();
        stage at{same};
        at.get("a");
        at.commands().send("ask");
        at.get("b");
        at.commands().send("ask");
        at.get("c");
        at.run();
        CHECK(at.log == "up3 1 hello . 2 ! ! . hello 3 ");
        CHECK(same.is_complete());
    }
}

TEST_CASE("push_commands: commands do not wait for room in the queue, and keep their order", "[multiplex]") {
    auto server = greeted()
                      .expect(words("GET a") + "first" + "second")
                      .answer(bulk("1") + "+OK\r\n-ERR no\r\n+OK\r\n")
                      .expect(words("GET b"))
                      .answer(bulk("2"))
                      .serve();
    stage at{server, multiplexed{.max_queued_operations = 1}};
    at.get("a");
    at.commands().send("first");
    at.get("b");
    at.commands().send("second");
    at.run();
    CHECK(at.log == "up3 1 . ! . 2 ");
    CHECK(server.is_complete());
}

TEST_CASE("push_commands: the connection is opened, read and opened again while the listener waits for a push",
          "[multiplex]") {
    auto server = greeted()
                      .delay(1ms)
                      .answer(pushed)
                      .close()
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(hello_reply())
                      .answer(pushed)
                      .delay(1h)
                      .answer(pushed)
                      .serve();
    stage at{server};
    at.listener->waits = true;
    at.commands().start_reading();
    detail::asio_timer<asio::io_context::executor_type, simulated_clock> timer(at.loop, 30ms);
    timer.async_wait([&](auto) {
        at.listener->waits = false;
        at.commands().stop_reading_if_unused();
    });
    at.run();
    CHECK(at.log == "up3 hello lost up3 hello ");
    CHECK(server.open_connections() == 1);  // resting is not closing
}

TEST_CASE("push_commands: the listener is notified of attempts that fail, and may stop waiting then", "[multiplex]") {
    auto server = testing::script().serve(testing::injected_failure{0, testing::injected_failure::failure_kind::refused});
    stage at{server};
    at.listener->waits = true;
    at.commands().start_reading();
    at.run();
    CHECK(at.log == "no ");
}

TEST_CASE("push_commands: commands are not sent again over another connection, but calls are", "[multiplex]") {
    auto server = greeted()
                      .expect("ask" + words("GET a"))
                      .close()
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(hello_reply())
                      .expect(words("GET a"))
                      .answer(bulk("1"))
                      .serve();
    stage at{server};
    at.commands().send("ask");
    at.get("a");
    at.run();
    CHECK(at.log == "up3 lost up3 1 ");
    CHECK(server.is_complete());
}

TEST_CASE("push_commands: a reply that the listener does not expect ends the connection, and calls get no wrong reply",
          "[multiplex]") {
    auto server = greeted().expect("ask" + words("INCR n")).answer("+OK\r\n:1\r\n").serve();
    stage at{server};
    at.listener->accepts_replies = false;
    at.commands().send("ask");
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) { CHECK(one.error().condition() == errc::protocol_error); });
    at.run();
    CHECK(at.log == "up3 . lost ");
}

TEST_CASE("push_commands: a command without a reply ends the connection", "[multiplex]") {
    auto server = greeted().expect("ask").delay(1h).answer("+OK\r\n").serve();
    stage at{server};
    at.commands().send("ask");
    at.run();
    CHECK(at.log == "up3 lost ");
    CHECK(server.open_connections() == 0);
}

TEST_CASE("push_commands: the listener of a client that is destroyed is notified, with a command in flight", "[multiplex]") {
    auto server = greeted().expect("ask").delay(1h).answer("+OK\r\n").serve();
    {
        auto at = std::make_unique<stage>(server);
        at->listener->waits = true;
        at->commands().send("ask");
        simulated_clock::run_for(at->loop, 20ms);
        auto kept = at->commands().shared_from_this();
        at->db.core().shut_down();
        at->run();
        CHECK(at->log == "up3 end lost ");
        at->commands().send("more");
        at->commands().start_reading();
        at->commands().stop_reading_if_unused();
        at->run();
    }
    CHECK(server.open_connections() == 0);
}
