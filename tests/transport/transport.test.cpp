// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/transport.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/testing/laws/transport.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>
#include <hibana/transport/tcp_transport.hpp>
#include <hibana/transport/tls_transport.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"
#include "support/law_check.hpp"
#include "transport/tls_server.hpp"

#include <memory>
#include <string>
#include <thread>

using namespace hibana;

namespace {

struct complete {
    using plays = role::transport;
    template <class Execution> using stream = typename Execution::socket;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = false;
    hibana::endpoint endpoint() const;
    template <class Execution>
    auto open(Execution&, const hibana::endpoint&, deadline) const -> task_of<Execution, result<stream<Execution>>>;
};
struct without_open {
    using plays = role::transport;
    template <class Execution> using stream = typename Execution::socket;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = false;
    hibana::endpoint endpoint() const;
};
struct without_place : complete {
    void endpoint() const;
};
struct of_another_role : complete {
    using plays = role::clock;
};
struct silent_about_secrecy {
    using plays = role::transport;
    template <class Execution> using stream = typename Execution::socket;
    static constexpr bool is_encrypted = false;
    hibana::endpoint endpoint() const;
    template <class Execution>
    auto open(Execution&, const hibana::endpoint&, deadline) const -> task_of<Execution, result<stream<Execution>>>;
};

/// A thread that echoes every byte of one connection.
class echo {
public:
    explicit echo(test::listener& at)
        : thread_([&at] {
              const auto client = at.accept();
              char bytes[4096];
              for (ssize_t size; (size = ::recv(*client, bytes, sizeof bytes, 0)) > 0;)
                  client.send_all({bytes, static_cast<std::size_t>(size)});
          }) {}
    ~echo() { thread_.join(); }

private:
    std::thread thread_;
};

class echo_in_memory : public in_memory_server {
public:
    result<std::unique_ptr<in_memory_connection>> accept(const endpoint&, time_point) override {
        return std::unique_ptr<in_memory_connection>(new connection);
    }

private:
    class connection : public in_memory_connection {
    public:
        result<void> receive(std::string_view bytes, time_point) override { return kept_ += bytes, result<void>(); }
        result<std::size_t> send(std::span<char> into, time_point) override {
            const std::size_t size = kept_.copy(into.data(), into.size());
            kept_.erase(0, size);
            return size;
        }
        time_point sends_at() override { return kept_.empty() ? time_point::max() : time_point::min(); }

    private:
        std::string kept_;
    };
};

}  // namespace

TEST_CASE("transport: the role requires all of its members", "[transport]") {
    STATIC_REQUIRE(policy::transport<complete>);
    STATIC_REQUIRE_FALSE(policy::transport<without_open>);
    STATIC_REQUIRE_FALSE(policy::transport<without_place>);
    STATIC_REQUIRE_FALSE(policy::transport<silent_about_secrecy>);
    STATIC_REQUIRE_FALSE(silent_about_secrecy::is_encrypted);
    STATIC_REQUIRE_FALSE(policy::transport<of_another_role>);
    STATIC_REQUIRE_FALSE(policy::transport<int>);
}

TEST_CASE("transport: tcp_transport satisfies the laws", "[transport]") {
    test::listener at;
    const echo server(at);
    testing::transport_laws(blocking(), tcp_transport{.host = "127.0.0.1", .port = at.port()}, test::law);
}

TEST_CASE("transport: unix_transport satisfies the laws", "[transport]") {
    test::listener at(test::fresh_path());
    const echo server(at);
    testing::transport_laws(blocking(), unix_transport{.path = std::string(at.endpoint().path())}, test::law);
}

TEST_CASE("transport: tls_transport satisfies the laws", "[transport]") {
    const test::forged certificate({}, &test::authority());
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    test::tls_server server({.certificate = &certificate, .lowest = version, .highest = version});
    const tls_transport transport{
        .host = "127.0.0.1", .port = server.endpoint().port(), .ca_data = test::authority().certificate_text()};
    testing::transport_laws(blocking(), transport, test::law);
}

TEST_CASE("transport: in_memory_transport satisfies the laws", "[transport]") {
    testing::transport_laws(basic_blocking<testing::manual_clock>(), in_memory_transport{std::make_shared<echo_in_memory>()}, test::law);
}
