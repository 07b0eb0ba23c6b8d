// SPDX-License-Identifier: BSL-1.0
/// \file  The addresses that a name has, in the order to try them.
#pragma once
#include <hibana/transport/socket_address.hpp>

#include <cstddef>
#include <initializer_list>

namespace hibana {

/// A few addresses, by value. A name with more addresses than these is tried at the first of them.
class address_list {
public:
    static constexpr std::size_t most = 16;

    address_list() noexcept = default;
    address_list(std::initializer_list<socket_address> addresses) noexcept {
        for (const socket_address& each : addresses) add(each);
    }

    /// Adds an address behind the others, or drops it where there is no room.
    void add(const socket_address& address) noexcept {
        if (size_ != most) addresses_[size_++] = address;
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const socket_address& operator[](std::size_t index) const noexcept { return addresses_[index]; }
    [[nodiscard]] const socket_address& front() const noexcept { return addresses_[0]; }
    [[nodiscard]] const socket_address* begin() const noexcept { return addresses_; }
    [[nodiscard]] const socket_address* end() const noexcept { return addresses_ + size_; }

private:
    socket_address addresses_[most];
    std::size_t size_ = 0;
};

}  // namespace hibana
