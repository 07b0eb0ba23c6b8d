// SPDX-License-Identifier: BSL-1.0
/// \file  List of socket addresses, in the order in which they are tried.
#pragma once
#include <hibana/transport/socket_address.hpp>

#include <cstddef>
#include <initializer_list>

namespace hibana {

/// A fixed-capacity list of addresses. If a name has more addresses, the first ones are used.
class address_list {
public:
    static constexpr std::size_t capacity = 16;

    address_list() noexcept = default;
    address_list(std::initializer_list<socket_address> addresses) noexcept {
        for (const socket_address& each : addresses) add(each);
    }

    /// Appends an address; has no effect if the list is full.
    void add(const socket_address& address) noexcept {
        if (size_ != capacity) addresses_[size_++] = address;
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const socket_address& operator[](std::size_t index) const noexcept { return addresses_[index]; }
    [[nodiscard]] const socket_address& front() const noexcept { return addresses_[0]; }
    [[nodiscard]] const socket_address* begin() const noexcept { return addresses_; }
    [[nodiscard]] const socket_address* end() const noexcept { return addresses_ + size_; }

private:
    socket_address addresses_[capacity];
    std::size_t size_ = 0;
};

}  // namespace hibana
