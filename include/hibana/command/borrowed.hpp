// SPDX-License-Identifier: BSL-1.0
/// \file  Reply that views received bytes and keeps them alive.
#pragma once

#include <hibana/protocol/receive_buffer.hpp>

#include <utility>

namespace hibana {

namespace detail {
struct borrowed_access;
}  // namespace detail

/// A reply of views (`std::string_view`, or a type that contains views) together with the received bytes.
///
/// The views are valid while this object or a copy of it exists: independent of later commands and of the connection, on any
/// thread. It retains a whole block of received bytes, at least 64 KiB: copy values that are stored for long. The value of a
/// temporary is not accessible, because its views would dangle.
template <class T>
class borrowed {
public:
    borrowed() = default;
    borrowed(T value, protocol::pin bytes) : value_(std::move(value)), bytes_(std::move(bytes)) {}

    [[nodiscard]] const T& operator*() const& { return value_; }
    [[nodiscard]] const T* operator->() const& { return &value_; }
    const T& operator*() const&& = delete;
    const T* operator->() const&& = delete;

    friend bool operator==(const borrowed& a, const borrowed& b) { return a.value_ == b.value_; }
    friend bool operator==(const borrowed& a, const T& b) { return a.value_ == b; }

private:
    friend detail::borrowed_access;

    T value_{};
    protocol::pin bytes_;
};

namespace detail {

/// Access for the decoder, which reuses `borrowed` objects.
struct borrowed_access {
    template <class T>
    static T& value(borrowed<T>& b) {
        return b.value_;
    }
    template <class T>
    static void set_pin(borrowed<T>& b, const protocol::pin& bytes) {
        b.bytes_ = bytes;
    }
};

}  // namespace detail
}  // namespace hibana
