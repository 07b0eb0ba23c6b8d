// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/in_memory_transport.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/transport/transport.hpp>

#include "catch.hpp"

#include <chrono>
#include <memory>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::testing::manual_clock;
using execution_type = basic_blocking<manual_clock>;

static_assert(policy::transport<in_memory_transport>);
static_assert(byte_stream<in_memory_stream<execution_type>>);

namespace {

/// Echoes every byte after a delay.
class echo : public in_memory_server {
public:
    duration takes{};
    int open = 0;

    result<std::unique_ptr<in_memory_connection>> accept(const endpoint&, time_point) override {
        return std::unique_ptr<in_memory_connection>(new connection(*this));
    }

private:
    class connection : public in_memory_connection {
    public:
        explicit connection(echo& server) : server_(server) { ++server_.open; }
        ~connection() override { --server_.open; }
        result<void> receive(std::string_view bytes, time_point now) override {
            kept_ += bytes;
            ready_ = now + server_.takes;
            return {};
        }
        result<std::size_t> send(std::span<char> into, time_point now) override {
            if (now < sends_at()) return std::size_t(0);
            const std::size_t size = std::min(into.size(), kept_.size());
            kept_.copy(into.data(), size);
            kept_.erase(0, size);
            return size;
        }
        time_point sends_at() override { return kept_.empty() ? time_point::max() : ready_; }

    private:
        echo& server_;
        std::string kept_;
        time_point ready_{};
    };
};

struct conversation {
    manual_clock clock;
    execution_type execution{clock};
    std::shared_ptr<echo> server = std::make_shared<echo>();
    in_memory_stream<execution_type> stream = open();

    in_memory_stream<execution_type> open() {
        const in_memory_transport transport{server};
        return std::move(*transport.open(execution, transport.endpoint(), deadline::never()).get());
    }
};

}  // namespace

TEST_CASE("in_memory_transport: sends bytes to the server and back", "[transport]") {
    conversation talk;
    auto until = deadline::never();
    char into[16];

    REQUIRE(talk.stream.write("ping", until).get());
    CHECK(talk.stream.is_readable());
    const auto received = talk.stream.read_some(into, until).get();

    REQUIRE(received);
    CHECK(std::string_view(into, *received) == "ping");
    CHECK_FALSE(talk.stream.is_readable());
}

TEST_CASE("in_memory_transport: waiting for the server moves the clock", "[transport]") {
    conversation talk;
    talk.server->takes = 3s;
    const auto before = talk.clock.now();
    char into[16];

    auto until = deadline::after(5s, before);
    REQUIRE(talk.stream.write("a", until).get());
    CHECK_FALSE(talk.stream.is_readable());
    CHECK(talk.stream.read_some(into, until).get());
    CHECK(talk.clock.now() == before + 3s);

    until = deadline::after(1s, talk.clock.now());
    REQUIRE(talk.stream.write("b", until).get());
    const auto late = talk.stream.read_some(into, until).get();
    REQUIRE_FALSE(late);
    CHECK(late.error() == errc::timeout);
    CHECK(late.error().fate() == fate::unknown);
    CHECK(talk.clock.now() == until.time());
}

TEST_CASE("in_memory_transport: a read from a server that never sends ends with an error", "[transport]") {
    conversation talk;
    auto until = deadline::never();
    char into[16];

    const auto received = talk.stream.read_some(into, until).get();

    REQUIRE_FALSE(received);
    CHECK(received.error() == errc::connection_lost);
}

TEST_CASE("in_memory_transport: closing notifies the server, and later operations fail", "[transport]") {
    conversation talk;
    auto until = deadline::never();
    char into[16];
    CHECK(talk.server->open == 1);

    talk.stream.close();

    CHECK(talk.server->open == 0);
    CHECK_FALSE(talk.stream.is_open());
    CHECK(talk.stream.write("x", until).get().error() == errc::connection_closed);
    CHECK(talk.stream.read_some(into, until).get().error() == errc::connection_closed);
    talk.stream.close_after_fork();
}

TEST_CASE("in_memory_transport: a missing server is an error", "[transport]") {
    execution_type execution;
    const in_memory_transport transport;

    const auto stream = transport.open(execution, transport.endpoint(), deadline::never()).get();

    REQUIRE_FALSE(stream);
    CHECK(stream.error().message() == "in-memory:6379: the transport has no server");
}
