// SPDX-License-Identifier: BSL-1.0
/// \file  The system calls alone: prepared bytes out, so many bytes back. No client of one connection can do less.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bench {

[[noreturn]] inline void fail(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

/// A connected Unix socket and nothing else.
class bare_connection {
public:
    explicit bare_connection(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) fail("bare: the socket's path is too long");
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            fail("bare: cannot connect");
    }
    bare_connection(const bare_connection&) = delete;
    bare_connection& operator=(const bare_connection&) = delete;
    ~bare_connection() { ::close(descriptor_); }

    /// `bytes` out; gives back what came, once `expected` bytes have.
    std::string_view round_trip(std::string_view bytes, std::size_t expected) {
        return exchange<false>(bytes, expected);
    }

    /// The same with a `poll` before each read, as a client with a deadline has to.
    std::string_view round_trip_with_poll(std::string_view bytes, std::size_t expected) {
        return exchange<true>(bytes, expected);
    }

private:
    static constexpr std::size_t capacity = 65536;

    template <bool Poll>
    std::string_view exchange(std::string_view bytes, std::size_t expected) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) fail("bare: send failed");
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        std::size_t last = 0;
        for (std::size_t received = 0; received < expected; received += last) {
            if constexpr (Poll) {
                pollfd one{descriptor_, POLLIN, 0};
                if (::poll(&one, 1, 5000) != 1) fail("bare: poll failed");
            }
            const ssize_t got = ::recv(descriptor_, buffer_.get(), capacity, 0);
            if (got <= 0) fail("bare: recv failed");
            last = static_cast<std::size_t>(got);
        }
        return {buffer_.get(), last};
    }

    int descriptor_;
    std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(capacity);
};

}  // namespace bench
