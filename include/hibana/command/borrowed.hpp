// SPDX-License-Identifier: BSL-1.0
/// \file  How does a caller get views of received bytes without a copy, and how long do they stay valid?
#pragma once

#include <hibana/protocol/receive_buffer.hpp>

#include <utility>

namespace hibana {

namespace detail {
struct borrowed_access;
}

/// A reply that consists of views, `std::string_view` itself or what holds some, and the received bytes that they view.
///
/// The views are valid while this object, or a copy of it, lives: after later commands, after the connection went back to its
/// pool, on any thread. It keeps a whole block of received bytes, at least 64 KiB, from being used again: copy what is kept
/// for long. The value cannot be had from a temporary, whose views would dangle.
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

/// For the decoder, which reads into the value of a `borrowed` that is used again.
struct borrowed_access {
    template <class T>
    static T& value(borrowed<T>& b) {
        return b.value_;
    }
    template <class T>
    static void hold(borrowed<T>& b, const protocol::pin& bytes) {
        b.bytes_ = bytes;
    }
};

}  // namespace detail
}  // namespace hibana
