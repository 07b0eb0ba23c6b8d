// SPDX-License-Identifier: BSL-1.0
/// \file  Endpoint of a server: host and port, or the path of a Unix socket.
#pragma once
#include <hibana/core/text.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// A host (a name, or a numeric address without brackets) and a port, or the path of a Unix socket.
class endpoint {
public:
    endpoint() = default;
    endpoint(std::string host, std::uint16_t port) : name_(std::move(host)), port_(port) {}

    /// Creates the endpoint of a Unix socket.
    [[nodiscard]] static endpoint local(std::string path) {
        endpoint made;
        made.name_ = std::move(path);
        made.is_local_ = true;
        return made;
    }

    [[nodiscard]] bool is_local() const noexcept { return is_local_; }
    /// Empty for a Unix socket.
    [[nodiscard]] std::string_view host() const noexcept {
        return is_local_ ? std::string_view{} : std::string_view(name_);
    }
    /// Zero for a Unix socket.
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Empty unless it is a Unix socket.
    [[nodiscard]] std::string_view path() const noexcept {
        return is_local_ ? std::string_view(name_) : std::string_view{};
    }

    /// `127.0.0.1:6379`, `[::1]:6379` or `unix:/path`.
    [[nodiscard, gnu::cold, gnu::noinline]] std::string text() const {
        if (is_local_) return detail::concat({"unix:", name_});
        const bool is_bracketed = std::string_view(name_).find(':') != std::string_view::npos;
        return detail::concat({is_bracketed ? "[" : "", name_, is_bracketed ? "]:" : ":", detail::decimal(port_)});
    }

    friend bool operator==(const endpoint&, const endpoint&) = default;
    friend auto operator<=>(const endpoint&, const endpoint&) = default;

private:
    std::string name_;
    std::uint16_t port_ = 0;
    bool is_local_ = false;
};

}  // namespace hibana
