// SPDX-License-Identifier: BSL-1.0
/// \file  Socket address of the operating system.
#pragma once
#include <hibana/core/text.hpp>
#include <hibana/transport/endpoint.hpp>

#include <arpa/inet.h>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>

namespace hibana {

/// A socket address of any family: IPv4, IPv6 or Unix. Trivially copyable.
class socket_address {
public:
    socket_address() noexcept : storage_{} {}
    socket_address(const sockaddr* address, socklen_t size) noexcept : storage_{} {
        size_ = size <= sizeof storage_ ? size : static_cast<socklen_t>(sizeof storage_);
        std::memcpy(&storage_, address, size_);
    }

    /// Parses a numeric address; empty if `host` is a name that must be looked up.
    [[nodiscard, gnu::cold, gnu::noinline]] static std::optional<socket_address> numeric(std::string_view host,
                                                                                         std::uint16_t port) noexcept {
        char text[INET6_ADDRSTRLEN];
        if (host.empty() || host.size() >= sizeof text) return std::nullopt;
        std::memcpy(text, host.data(), host.size());
        text[host.size()] = '\0';
        if (std::strlen(text) != host.size()) return std::nullopt;
        socket_address made;
        if (::inet_pton(AF_INET, text, &made.storage_.v4.sin_addr) == 1) {
            made.storage_.v4.sin_family = AF_INET;
            made.size_ = sizeof(sockaddr_in);
        } else if (::inet_pton(AF_INET6, text, &made.storage_.v6.sin6_addr) == 1) {
            made.storage_.v6.sin6_family = AF_INET6;
            made.size_ = sizeof(sockaddr_in6);
        } else {
            return std::nullopt;
        }
        made.set_port(port);
        return made;
    }

    /// Maximum length of the path of a Unix socket.
    static constexpr std::size_t max_path_length = sizeof(sockaddr_un::sun_path) - 1;

    /// The address of a Unix socket; empty if the path is empty, too long, or contains a zero byte.
    [[nodiscard, gnu::cold, gnu::noinline]] static std::optional<socket_address> local(std::string_view path) noexcept {
        if (path.empty() || path.size() > max_path_length || path.find('\0') != std::string_view::npos)
            return std::nullopt;
        socket_address made;
        made.storage_.local.sun_family = AF_UNIX;
        std::memcpy(made.storage_.local.sun_path, path.data(), path.size());
        made.size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
        return made;
    }

    [[nodiscard]] int family() const noexcept { return storage_.any.sa_family; }
    [[nodiscard]] const sockaddr* data() const noexcept { return &storage_.any; }
    [[nodiscard]] socklen_t size() const noexcept { return size_; }

    void set_port(std::uint16_t port) noexcept {
        if (family() == AF_INET) storage_.v4.sin_port = htons(port);
        if (family() == AF_INET6) storage_.v6.sin6_port = htons(port);
    }
    /// Zero for a Unix socket.
    [[nodiscard]] std::uint16_t port() const noexcept {
        if (family() == AF_INET) return ntohs(storage_.v4.sin_port);
        if (family() == AF_INET6) return ntohs(storage_.v6.sin6_port);
        return 0;
    }

    /// The address as a numeric endpoint.
    [[nodiscard, gnu::cold, gnu::noinline]] hibana::endpoint endpoint() const {
        if (family() == AF_UNIX) return hibana::endpoint::local(detail::concat({storage_.local.sun_path}));
        char text[INET6_ADDRSTRLEN] = "";
        if (family() == AF_INET) ::inet_ntop(AF_INET, &storage_.v4.sin_addr, text, sizeof text);
        if (family() == AF_INET6) ::inet_ntop(AF_INET6, &storage_.v6.sin6_addr, text, sizeof text);
        return hibana::endpoint(detail::concat({text}), port());
    }

    friend bool operator==(const socket_address& left, const socket_address& right) noexcept {
        return left.size_ == right.size_ && std::memcmp(&left.storage_, &right.storage_, left.size_) == 0;
    }

private:
    union {
        sockaddr_un local;  // the largest member is first, so that all bytes are zero-initialized
        sockaddr any;
        sockaddr_in v4;
        sockaddr_in6 v6;
    } storage_;
    socklen_t size_ = 0;
};

}  // namespace hibana
