// SPDX-License-Identifier: BSL-1.0
/// \file  A pipeline whose length is known at run time.
#pragma once
#include <hibana/command/encode.hpp>
#include <hibana/command/request.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace hibana {

/// Requests with one kind of reply, sent by one write: `db(batch)` gives a vector with the reply of each.
///
/// A request is encoded when it is added, so that what it views need not live longer. A batch can be run again, and keeps
/// its memory when it is cleared.
template <class Kind> class batch {
public:
    using kind = Kind;

    batch() = default;
    /// An empty batch for requests such as `like`, which is only looked at for its type.
    template <class Request>
        requires std::same_as<typename Request::reply, Kind>
    static batch like(const Request&) {
        return batch();
    }

    template <class Request>
        requires std::same_as<typename Request::reply, Kind>
    batch& add(const Request& request) {
        static_assert(!Request::facts.stateful,
                      "hibana: this command changes its connection; run it on a connection of your own, by pin()");
        encode(request, bytes_);
        if (size_++ == 0) command_ = Request::name();
        return *this;
    }

    void clear() {
        bytes_.clear();
        size_ = 0;
        command_ = {};
    }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

    std::string_view bytes() const noexcept { return bytes_.view(); }
    /// The first command, as errors name it.
    std::string_view command() const noexcept { return command_; }

private:
    protocol::send_buffer bytes_;
    std::size_t size_ = 0;
    std::string_view command_;
};

/// An empty batch for requests to which this command gives its plain reply: `batch_of<cmd::get>`.
template <const auto& Command, class... Argument>
using batch_of = batch<typename decltype(Command(std::declval<Argument>()...))::reply>;

namespace detail {
template <class Type> inline constexpr bool is_batch = false;
template <class Kind> inline constexpr bool is_batch<batch<Kind>> = true;
}  // namespace detail

}  // namespace hibana
