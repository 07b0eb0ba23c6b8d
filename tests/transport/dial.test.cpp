// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/dial.hpp>

#include <hibana/execution/blocking_task.hpp>
#include <hibana/execution/ready.hpp>
#include <hibana/testing/manual_clock.hpp>

#include "catch.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

struct attempt {
    std::string address;
    duration timeout;
};

/// An execution in which the test defines the result of each connection attempt.
struct network {
    template <class T> using task = blocking_task<T>;
    struct socket {
        std::string address;
    };

    testing::manual_clock clock;
    result<address_list> addresses = address_list();
    duration lookup_takes{};
    std::vector<result<socket>> outcomes{};
    std::vector<attempt> attempts{};
    std::string looked_up{};

    time_point now() const { return clock.now(); }

    ready<result<address_list>> resolve(std::string_view host, std::uint16_t, deadline) {
        looked_up = host;
        clock.advance(lookup_takes);
        return addresses;
    }
    ready<result<socket>> connect(const socket_address& address, const socket_options&, deadline until) {
        attempts.push_back({address.endpoint().text(), until.is_never() ? duration::max() : until.time() - clock.now()});
        auto outcome = outcomes.at(attempts.size() - 1);
        if (!outcome && outcome.error() == errc::timeout) clock.advance(until.time() - clock.now());
        return outcome;
    }
};

error refused() {
    return error(errc::connect_failed).with_cause(std::make_error_code(std::errc::connection_refused));
}

const endpoint there("redis.example", 6379);

address_list three_addresses() {
    return {*socket_address::numeric("192.0.2.1", 6379), *socket_address::numeric("2001:db8::2", 6379),
            *socket_address::numeric("192.0.2.3", 6379)};
}

}  // namespace

TEST_CASE("dial: uses the first address that accepts the connection", "[transport]") {
    network net;
    net.addresses = three_addresses();
    net.outcomes = {refused(), network::socket{"second"}};

    const auto dialled = detail::dial(net, there, {}, deadline::never()).get();

    REQUIRE(dialled);
    CHECK(dialled->address == "second");
    REQUIRE(net.attempts.size() == 2);
    CHECK(net.attempts[0].address == "192.0.2.1:6379");
    CHECK(net.attempts[1].address == "[2001:db8::2]:6379");
    CHECK(net.looked_up == "redis.example");
}

TEST_CASE("dial: the error lists all failed addresses and the endpoint", "[transport]") {
    network net;
    net.addresses = three_addresses();
    net.outcomes = {refused(), error(errc::timeout), refused()};

    const auto dialled = detail::dial(net, there, {}, deadline::after(3s, net.now())).get();

    REQUIRE_FALSE(dialled);
    CHECK(dialled.error() == errc::connect_failed);
    CHECK(dialled.error().fate() == fate::not_sent);
    CHECK(dialled.error().endpoint() == "redis.example:6379");
    CHECK(dialled.error().cause() == std::errc::connection_refused);
    CHECK(dialled.error().text() == "tried 192.0.2.1 (Connection refused), 2001:db8::2 (timed out), 192.0.2.3 (Connection refused)");
}

TEST_CASE("dial: the error of a single address is returned unchanged", "[transport]") {
    network net;
    net.addresses = address_list{*socket_address::numeric("192.0.2.1", 6379)};
    net.outcomes = {refused()};

    const auto dialled = detail::dial(net, there, {}, deadline::never()).get();

    REQUIRE_FALSE(dialled);
    CHECK(dialled.error().message() == "redis.example:6379: cannot connect: Connection refused");
}

TEST_CASE("dial: an address that drops packets leaves time for the others", "[transport]") {
    network net;
    net.addresses = three_addresses();
    net.lookup_takes = 1s;
    net.outcomes = {error(errc::timeout), error(errc::timeout), error(errc::timeout)};
    const auto until = deadline::after(10s, net.now());

    const auto dialled = detail::dial(net, there, {}, until).get();

    REQUIRE_FALSE(dialled);
    CHECK(dialled.error() == errc::timeout);
    REQUIRE(net.attempts.size() == 3);
    CHECK(net.attempts[0].timeout == 3s);
    CHECK(net.attempts[1].timeout == 3s);
    CHECK(net.attempts[2].timeout == 3s);
    CHECK(net.now() == until.time());
}

TEST_CASE("dial: after cancellation no other address is tried", "[transport]") {
    network net;
    net.addresses = three_addresses();
    net.outcomes = {error(errc::cancelled)};

    const auto dialled = detail::dial(net, there, {}, deadline::never()).get();

    REQUIRE_FALSE(dialled);
    CHECK(dialled.error() == errc::cancelled);
    CHECK(net.attempts.size() == 1);
}

TEST_CASE("dial: a failed lookup names the endpoint", "[transport]") {
    network net;
    net.addresses = error(errc::resolve_failed);

    const auto dialled = detail::dial(net, there, {}, deadline::never()).get();

    REQUIRE_FALSE(dialled);
    CHECK(dialled.error().message() == "redis.example:6379: the server name could not be resolved");
    CHECK(net.attempts.empty());

    net.addresses = address_list();
    CHECK(detail::dial(net, there, {}, deadline::never()).get().error() == errc::resolve_failed);
}

TEST_CASE("dial: a path needs no lookup", "[transport]") {
    network net;
    net.outcomes = {network::socket{"local"}};

    const auto dialled = detail::dial(net, endpoint::local("/run/redis.sock"), {}, deadline::never()).get();

    REQUIRE(dialled);
    CHECK(net.attempts[0].address == "unix:/run/redis.sock");
    CHECK(net.looked_up.empty());

    const std::string too_long = "/" + std::string(200, 'x');
    const auto refused_path = detail::dial(net, endpoint::local(too_long), {}, deadline::never()).get();
    REQUIRE_FALSE(refused_path);
    CHECK(refused_path.error() == errc::invalid_argument);
    CHECK(refused_path.error().endpoint() == "unix:" + too_long);
    CHECK(refused_path.error().text() == "the path of a Unix socket must have 1 to 107 characters and no zero byte");
}
