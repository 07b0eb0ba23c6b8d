// SPDX-License-Identifier: BSL-1.0
/// \file  Listening socket for tests, on a free local port or at a path.
#pragma once
#include <hibana/transport/endpoint.hpp>

#include <arpa/inet.h>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace hibana::test {

/// An owned descriptor.
class descriptor {
public:
    explicit descriptor(int number = -1) noexcept : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept { return std::swap(number_, other.number_), *this; }
    ~descriptor() { close(); }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }
    /// Closes with a reset.
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(number_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }
    int operator*() const { return number_; }
    void send_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Receives this number of bytes, or fewer at the end of the stream.
    std::string receive(std::size_t size) const {
        std::string bytes(size, '\0');
        std::size_t filled = 0;
        while (filled < size) {
            const auto received = ::recv(number_, bytes.data() + filled, size - filled, 0);
            if (received <= 0) break;
            filled += static_cast<std::size_t>(received);
        }
        bytes.resize(filled);
        return bytes;
    }

private:
    int number_;
};

class listener {
public:
    explicit listener(int backlog = 16, const char* address = "127.0.0.1") : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        ::inet_pton(AF_INET, address, &any.sin_addr);
        socklen_t size = sizeof any;
        check(::bind(*socket_, reinterpret_cast<sockaddr*>(&any), sizeof any));
        check(::listen(*socket_, backlog));
        check(::getsockname(*socket_, reinterpret_cast<sockaddr*>(&any), &size));
        endpoint_ = hibana::endpoint(address, ntohs(any.sin_port));
    }
    explicit listener(const std::string& path, int backlog = 16) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::memcpy(at.sun_path, path.data(), path.size());
        check(::bind(*socket_, reinterpret_cast<sockaddr*>(&at), sizeof at));
        check(::listen(*socket_, backlog));
        endpoint_ = hibana::endpoint::local(path);
    }
    ~listener() {
        if (endpoint_.is_local()) ::unlink(std::string(endpoint_.path()).c_str());
    }
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    const hibana::endpoint& endpoint() const { return endpoint_; }
    std::uint16_t port() const { return endpoint_.port(); }
    int number() const { return *socket_; }
    void close() { socket_.close(); }

    /// Accepts the next connection; returns an invalid descriptor if there is none within ten seconds.
    descriptor accept() const {
        pollfd poller{*socket_, POLLIN, 0};
        if (::poll(&poller, 1, 10'000) != 1) return descriptor();
        return descriptor(::accept4(*socket_, nullptr, nullptr, SOCK_CLOEXEC));
    }

private:
    static void check(int status) {
        if (status != 0) throw std::runtime_error("listener: " + std::string(std::strerror(errno)));
    }
    descriptor socket_;
    hibana::endpoint endpoint_;
};

/// A unique path for a Unix socket.
inline std::string fresh_path() {
    static int number = 0;
    return "/tmp/hibana-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".sock";
}

}  // namespace hibana::test
