// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/set_socket_options.hpp>

#include "catch.hpp"

#include <chrono>
#include <cstdint>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

class tcp_socket {
public:
    tcp_socket() = default;
    tcp_socket(const tcp_socket&) = delete;
    tcp_socket& operator=(const tcp_socket&) = delete;
    ~tcp_socket() { ::close(descriptor_); }

    int descriptor() const { return descriptor_; }
    int option(int level, int name) const {
        int value = -1;
        socklen_t size = sizeof value;
        ::getsockopt(descriptor_, level, name, &value, &size);
        return value;
    }

private:
    int descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
};

}  // namespace

TEST_CASE("set_socket_options: sets all options", "[execution]") {
    const tcp_socket socket;

    REQUIRE_FALSE(detail::set_socket_options(socket.descriptor(), {.keepalive_idle = 7s,
                                                                   .keepalive_interval = 2s,
                                                                   .keepalive_count = 4,
                                                                   .user_timeout = 9s}));

    CHECK(socket.option(IPPROTO_TCP, TCP_NODELAY) == 1);
    CHECK(socket.option(SOL_SOCKET, SO_KEEPALIVE) == 1);
    CHECK(socket.option(IPPROTO_TCP, TCP_KEEPIDLE) == 7);
    CHECK(socket.option(IPPROTO_TCP, TCP_KEEPINTVL) == 2);
    CHECK(socket.option(IPPROTO_TCP, TCP_KEEPCNT) == 4);
    CHECK(socket.option(IPPROTO_TCP, TCP_USER_TIMEOUT) == 9'000);
}

TEST_CASE("set_socket_options: does not change options that are turned off", "[execution]") {
    const tcp_socket socket;

    REQUIRE_FALSE(detail::set_socket_options(socket.descriptor(), {.no_delay = false, .keepalive = false, .user_timeout = 0ms}));

    CHECK(socket.option(IPPROTO_TCP, TCP_NODELAY) == 0);
    CHECK(socket.option(SOL_SOCKET, SO_KEEPALIVE) == 0);
    CHECK(socket.option(IPPROTO_TCP, TCP_USER_TIMEOUT) == 0);
}

TEST_CASE("set_socket_options: the error names the first rejected option and has its cause", "[execution]") {
    const tcp_socket socket;

    const error too_large = detail::set_socket_options(socket.descriptor(), {.keepalive_idle = 10'000'000'000s});
    CHECK(too_large == errc::invalid_argument);
    CHECK(too_large.text() == "the system rejects the socket option keepalive_idle");
    CHECK(too_large.cause() == std::errc::invalid_argument);

    const error no_socket = detail::set_socket_options(-1, {});
    CHECK(no_socket.text() == "the system rejects the socket option no_delay");
    CHECK(no_socket.cause() == std::errc::bad_file_descriptor);
}

TEST_CASE("is_connected_to_itself: compares the local address of the socket with the address of the peer", "[execution]") {
    const tcp_socket socket;
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket.descriptor(), reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0);
    socklen_t size = sizeof any;
    REQUIRE(::getsockname(socket.descriptor(), reinterpret_cast<sockaddr*>(&any), &size) == 0);
    socket_address peer(reinterpret_cast<const sockaddr*>(&any), size);

    CHECK(detail::is_connected_to_itself(socket.descriptor(), peer));
    peer.set_port(static_cast<std::uint16_t>(peer.port() ^ 1));
    CHECK_FALSE(detail::is_connected_to_itself(socket.descriptor(), peer));
    CHECK_FALSE(detail::is_connected_to_itself(-1, peer));
}
