// SPDX-License-Identifier: BSL-1.0
#include <hibana/testing/script.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/testing/manual_clock.hpp>

#include "catch.hpp"

#include <chrono>
#include <set>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::testing::manual_clock;
using hibana::testing::scripted_server;
using hibana::testing::injected_failure;
using hibana::testing::script;
using execution_type = basic_blocking<manual_clock>;

namespace {

/// A client of lines: sends one, reads one.
struct line_client {
    manual_clock clock;
    execution_type execution{clock};
    in_memory_transport transport;
    in_memory_stream<execution_type> stream{};
    duration timeout = 5s;

    explicit line_client(const scripted_server& server) : transport(server.transport()) {}

    result<void> connect() {
        auto opened = transport.open(execution, transport.endpoint(), deadline::after(timeout, clock.now())).get();
        if (!opened) return opened.error();
        stream = std::move(*opened);
        return {};
    }
    result<std::string> ask(std::string_view question) {
        auto until = deadline::after(timeout, clock.now());
        if (auto sent = stream.write(question, until).get(); !sent) return sent.error();
        std::string line;
        while (!line.ends_with('\n')) {
            char into[64];
            auto size = stream.read_some(into, until).get();
            if (!size) return size.error();
            line.append(into, *size);
        }
        return line;
    }
    /// Connects and asks, once more if need be.
    result<std::string> ask_twice(std::string_view question) {
        for (int attempt = 0;; ++attempt) {
            auto connected = connect();
            auto answer = connected ? ask(question) : result<std::string>(connected.error());
            if (answer || attempt == 1) return answer;
            stream.close();
        }
    }
};

}  // namespace

TEST_CASE("script: a client that keeps to it completes it", "[testing]") {
    const auto server = script().expect("ping\n").answer("pong\n").expect("quit\n").answer("bye\n").close().serve();
    line_client client(server);

    REQUIRE(client.connect());
    CHECK(client.ask("ping\n") == std::string("pong\n"));
    CHECK_FALSE(server.is_complete());
    CHECK(client.ask("quit\n") == std::string("bye\n"));
    const auto after = client.ask("");

    CHECK(after.error() == errc::connection_lost);
    CHECK(after.error().text() == "the server closed the connection");
    CHECK(server.is_complete());
    CHECK(server.connections() == 1);
    client.stream.close();
    CHECK(server.open_connections() == 0);
}

TEST_CASE("script: bytes sent at once may be expected in pieces, and vice versa", "[testing]") {
    const auto pipelined = script().expect("a\n").answer("1\n").expect("b\n").answer("2\n").serve();
    line_client one(pipelined);
    REQUIRE(one.connect());
    auto until = deadline::never();
    REQUIRE(one.stream.write("a\nb\n", until).get());
    CHECK(one.ask("") == std::string("1\n"));
    CHECK(one.ask("") == std::string("2\n"));
    CHECK(pipelined.is_complete());

    const auto whole = script().expect("a\nb\n").answer("1\n").serve();
    line_client other(whole);
    REQUIRE(other.connect());
    REQUIRE(other.stream.write("a\n", until).get());
    CHECK(other.ask("b\n") == std::string("1\n"));
    CHECK(whole.is_complete());
}

TEST_CASE("script: a mismatch is reported for a client that deviates", "[testing]") {
    SECTION("other bytes") {
        const auto server = script().expect("ping\n").answer("pong\n").serve();
        line_client client(server);
        REQUIRE(client.connect());
        CHECK(client.ask("pong\n").error() == errc::connection_lost);
        CHECK_FALSE(server.is_complete());
        CHECK(server.mismatch() == "step 0: expected \"ping\\n\", the client sent \"pong\\n\"");
    }
    SECTION("more bytes") {
        const auto server = script().expect("ping\n").answer("pong\n").serve();
        line_client client(server);
        REQUIRE(client.connect());
        CHECK(client.ask("ping\nping\n"));
        client.stream.close();
        CHECK_FALSE(server.is_complete());
        CHECK(server.mismatch() == "step 2: the client sent more than was expected: \"ping\\n\"");
    }
    SECTION("one more connection") {
        const auto server = script().expect("ping\n").answer("pong\n").serve();
        line_client client(server);
        REQUIRE(client.connect());
        CHECK_FALSE(client.connect());
        CHECK(server.mismatch() == "step 0: the client connected again");
    }
    SECTION("an answer that is not read") {
        const auto server = script().expect("ping\n").answer("pong\n").serve();
        line_client client(server);
        REQUIRE(client.connect());
        auto until = deadline::never();
        REQUIRE(client.stream.write("ping\n", until).get());
        CHECK_FALSE(server.is_complete());
        CHECK(server.mismatch().empty());
    }
}

TEST_CASE("script: a delay is time on the clock of the test", "[testing]") {
    const auto server = script().expect("ping\n").delay(3s).answer("pong\n").serve();
    line_client client(server);
    REQUIRE(client.connect());

    SECTION("in time") {
        const auto before = client.clock.now();
        CHECK(client.ask("ping\n") == std::string("pong\n"));
        CHECK(client.clock.now() == before + 3s);
    }
    SECTION("too late by a millisecond") {
        client.timeout = 2'999ms;
        const auto before = client.clock.now();
        CHECK(client.ask("ping\n").error() == errc::timeout);
        CHECK(client.clock.now() == before + client.timeout);
        client.clock.advance(1ms);
        CHECK(client.stream.is_readable());
    }
}

TEST_CASE("script: a connection can break, be refused and be made again", "[testing]") {
    const auto server =
        script().expect("a\n").reset().refuse().accept().expect("b\n").answer("2\n").max_read_size(1).serve();
    line_client client(server);

    REQUIRE(client.connect());
    CHECK(client.ask("a\n").error() == errc::connection_lost);
    client.stream.close();
    CHECK(client.connect().error() == errc::connect_failed);
    REQUIRE(client.connect());
    CHECK(client.ask("b\n") == std::string("2\n"));

    CHECK(server.is_complete());
    CHECK(server.connections() == 3);
}

TEST_CASE("script: every connect, write and read is made to fail in every way", "[testing]") {
    const auto conversation = script().expect("ping\n").answer("pong\n").expect("time\n").answer("noon\n");
    std::set<std::string> failures;
    int performances = 0;

    conversation.for_each_failure([&](scripted_server& server) {
        ++performances;
        line_client client(server);
        auto answer = client.connect() ? client.ask("ping\n") : error(errc::connect_failed);
        if (answer) answer = client.ask("time\n");

        CHECK(server.mismatch().empty());
        if (server.failure()) {
            INFO(server.failure()->text());
            CHECK(server.has_failed());
            CHECK_FALSE(answer);
            failures.insert(server.failure()->text());
        } else {
            CHECK(answer == std::string("noon\n"));
            CHECK(server.is_complete());
        }
    });

    // two ways to fail for the connection, three for each write, four for each read
    CHECK(performances == 1 + 2 + 2 * 3 + 2 * 4);
    CHECK(failures.size() == 16);
    CHECK(failures.count("operation 2 (a read): half of the bytes, then the server closed the connection") == 1);
}

TEST_CASE("script: each failure has the error and the fate of a real network", "[testing]") {
    using way = injected_failure::failure_kind;
    const auto conversation = script().expect("ping\n").answer("pong\n");
    const auto fails = [&](std::size_t operation, way how) {
        const auto server = conversation.serve(injected_failure{operation, how});
        line_client client(server);
        const auto before = client.clock.now();
        auto connected = client.connect();
        auto answer = connected ? client.ask("ping\n") : result<std::string>(connected.error());
        CHECK_FALSE(answer);
        const bool is_late = client.clock.now() == before + client.timeout;
        CHECK(is_late == (answer.error() == errc::timeout));
        return std::pair(answer.error().condition(), answer.error().fate());
    };

    CHECK(fails(0, way::refused) == std::pair(errc::connect_failed, fate::not_sent));
    CHECK(fails(0, way::connect_timeout) == std::pair(errc::timeout, fate::not_sent));
    CHECK(fails(1, way::write_lost) == std::pair(errc::connection_lost, fate::not_sent));
    CHECK(fails(1, way::write_lost_midway) == std::pair(errc::connection_lost, fate::unknown));
    CHECK(fails(1, way::write_timeout) == std::pair(errc::timeout, fate::not_sent));
    CHECK(fails(2, way::ended) == std::pair(errc::connection_lost, fate::unknown));
    CHECK(fails(2, way::ended_midway) == std::pair(errc::connection_lost, fate::unknown));
    CHECK(fails(2, way::reset) == std::pair(errc::connection_lost, fate::unknown));
    CHECK(fails(2, way::silent) == std::pair(errc::timeout, fate::unknown));
}

TEST_CASE("script: a client that reconnects after the failure gets the connection replayed", "[testing]") {
    script().expect("ping\n").answer("pong\n").for_each_failure([&](scripted_server& server) {
        INFO((server.failure() ? server.failure()->text() : "as written"));
        line_client client(server);
        CHECK(client.ask_twice("ping\n") == std::string("pong\n"));
        CHECK(server.is_complete());
        CHECK(server.connections() == (server.failure() ? 2u : 1u));
    });
}
