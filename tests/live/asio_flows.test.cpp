// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/condition_variable.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/auth/password_auth.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/composition.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/execution/execution.hpp>
#include <hibana/pool/single_connection.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/transport/tls_transport.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <optional>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

static_assert(execution<asio_execution<>>);
static_assert(execution<asio_execution<asio::any_io_executor>>);

struct door {
    using connections = single_connection;
    [[maybe_unused]] static constexpr bool is_concurrent = true;
};

// Connects if necessary, sends a request and reads the reply; retries once after a disconnect.
template <class Connection>
flow_task<result<void>> ask(Connection& server, std::string_view bytes, detail::reply_reader into, deadline until) {
    for (unsigned attempt = 1;; ++attempt) {
        error err;
        if (!server.is_open()) {
            auto established = co_await detail::establish(server, attempt, until);
            if (!established) err = std::move(established).error();
        }
        if (!err) {
            auto written = co_await server.write(bytes, 1, until);
            if (!written) err = server.close_with(std::move(written).error());
        }
        while (!err) {
            const auto found = server.try_parse_reply(into, err);
            if (found == Connection::parse_result::reply) co_return result<void>(std::move(err));
            if (found == Connection::parse_result::error) {
                err = server.close_with(std::move(err));
            } else {
                auto some = co_await server.read(until);
                err = server.on_read(std::move(some));
            }
        }
        if (err != errc::connection_lost || attempt == 3) co_return std::move(err);
    }
}

// One connection on an event loop, and the flows that every client is made of.
template <class... Policy> struct conversation {
    using composition_type = detail::composition<door, Policy...>;
    using context_type = client_context<asio_execution<>, composition_type>;

    asio::io_context loop{1};
    context_type policies;
    server_node<context_type> to{policies};
    connection<context_type> server{to};
    detail::task_handle running{};

    explicit conversation(Policy... policy)
        : policies(detail::policy_arguments<Policy...>(std::move(policy)...), asio_execution<>(loop.get_executor())) {}

    template <class Request> auto run(const Request& request, deadline until = deadline::never()) {
        using reply = reply_of<typename Request::reply>;
        static_assert(reply::direct);
        typename reply::type value{};
        protocol::send_buffer bytes;
        encode(request, bytes);
        const auto into = detail::reader_for<typename Request::reply>(value);
        std::optional<result<void>> outcome;
        detail::start_flow(running, ask(server, bytes.view(), into, until), [&](result<void> all) { outcome = std::move(all); });
        loop.restart();
        loop.run();
        REQUIRE(outcome);
        CHECK_FALSE(running.is_running());
        return *outcome ? result<typename reply::type>(std::move(value)) : result<typename reply::type>(outcome->error());
    }
};
template <class... Policy> conversation(Policy...) -> conversation<Policy...>;

template <class Conversation> void check(Conversation& server) {
    CHECK(server.run(cmd::set("k", "v")).value() == ok_reply());
    CHECK(server.run(cmd::get("k")).value() == "v");
    const std::string large(3'000'000, 'x');
    CHECK(server.run(cmd::set("large", large)).value() == ok_reply());
    CHECK(server.run(cmd::get("large")).value() == large);
    CHECK(server.run(cmd::incr("k")).error().condition() == errc::server_error);
    CHECK(server.run(cmd::get("k")).value() == "v");
    CHECK(server.server.epoch() == 1);
}

}  // namespace

TEST_CASE("asio_execution: the flows of the library run over a Unix socket", "[live]") {
    const test::server process;
    conversation server{live::at(process)};
    check(server);
}

TEST_CASE("asio_execution: the flows of the library run over TCP, by address and by name", "[live]") {
    const test::server process({.tcp = true});
    conversation by_address{live::at_port(process)};
    check(by_address);
    conversation by_name{tcp_transport{.host = "localhost", .port = process.port()}, resp2_parser{}};
    check(by_name);
}

TEST_CASE("asio_execution: the flows of the library run over TLS", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue({});
    const test::server process({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}, .password = "open sesame"});
    conversation server{tls_transport{.host = "localhost", .port = process.tls_port(), .ca_data = authority.certificate()},
                        password_auth{.password = "open sesame"}};
    check(server);

    conversation distrustful{tls_transport{.host = "localhost", .port = process.tls_port()}, password_auth{.password = "open sesame"}};
    CHECK(distrustful.run(cmd::ping()).error().condition() == errc::tls_failed);
}

TEST_CASE("asio_execution: a lost connection is replaced, and the deadline is kept", "[live]") {
    test::server process;
    conversation server{live::at(process)};
    CHECK(server.run(cmd::set("k", "v")).value() == ok_reply());
    process.restart();
    CHECK(server.run(cmd::get("k")).value() == std::nullopt);
    CHECK(server.server.epoch() == 2);

    process.suspend();
    const auto before = std::chrono::steady_clock::now();
    const auto late = server.run(cmd::get("k"), deadline::at(before + 50ms));
    process.resume();
    CHECK(late.error().condition() == errc::timeout);
    CHECK(late.error().fate() == fate::unknown);
    CHECK(std::chrono::steady_clock::now() - before >= 50ms);
    CHECK(server.run(cmd::get("k")).value() == std::nullopt);
}

TEST_CASE("asio_execution: an unknown host name and a closed port are errors", "[live]") {
    conversation nowhere{tcp_transport{.host = "no-such-host.invalid", .port = 1}};
    CHECK(nowhere.run(cmd::ping(), deadline::at(std::chrono::steady_clock::now() + 200ms)).error().fate() == fate::not_sent);
    conversation refused{tcp_transport{.host = "127.0.0.1", .port = 1}};
    CHECK(refused.run(cmd::ping(), deadline::at(std::chrono::steady_clock::now() + 60s)).error().condition() == errc::connect_failed);
}

TEST_CASE("asio_execution: a cancelled flow completes with an error at every suspension point", "[live]") {
    test::server process;
    conversation server{live::at(process)};
    REQUIRE(server.run(cmd::set("k", "v")));
    process.suspend();
    asio::post(server.loop, [&] { server.running.cancel(); });  // the call has begun when the loop runs
    CHECK(server.run(cmd::get("k")).error().condition() == errc::cancelled);
    process.resume();
}

TEST_CASE("asio_execution: destroying the loop destroys its flows", "[live]") {
    test::server process;
    const auto alive = std::make_shared<int>(0);
    detail::task_handle running;
    {
        asio::io_context loop;
        asio_execution<> execution(loop.get_executor());
        const auto sleep = [](asio_execution<> where, std::shared_ptr<int> held) -> flow_task<result<void>> {
            auto slept = co_await where.sleep_until(where.now() + 1h);
            static_cast<void>(held);
            co_return slept;
        };
        detail::start_flow(running, sleep(execution, alive), [](result<void>) { FAIL("nothing ends it"); });
        loop.poll();
        CHECK(running.is_running());
        CHECK(alive.use_count() == 2);
    }
    CHECK_FALSE(running.is_running());
    CHECK(alive.use_count() == 1);
}
