// SPDX-License-Identifier: BSL-1.0
/// \file  A pipeline whose length is known at run time.
#pragma once
#include <hibana/command/encode.hpp>
#include <hibana/command/request.hpp>
#include <hibana/protocol/send_buffer.hpp>
#include <hibana/session/restricted.hpp>

#include <concepts>
#include <cstddef>
#include <string>
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
    /// A batch that begins with this request: `batch gets(cmd::get("a"))`.
    template <class Request>
        requires std::same_as<typename Request::reply, Kind>
    explicit batch(const Request& first) {
        add(first);
    }

    template <class Request>
        requires std::same_as<typename Request::reply, Kind>
    batch& add(const Request& request) {
        static_assert(!Request::facts.stateful && !Request::facts.pubsub,
                      "hibana: this command changes its connection; run it by itself on a connection of your own, by pin()");
        encode(request, bytes_);
        if (size_++ == 0) command_ = request.name();
        if constexpr (detail::is_any_request<Request>) is_refused_ = is_refused_ || detail::is_restricted(request);
        return *this;
    }

    void clear() {
        bytes_.clear();
        size_ = 0;
        command_.clear();
        is_refused_ = false;
    }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

    std::string_view bytes() const noexcept { return bytes_.view(); }
    /// The first command, as errors name it.
    std::string_view command() const noexcept { return command_; }
    /// Whether a request put together at run time is among them that may not be sent over a shared connection.
    bool is_refused() const noexcept { return is_refused_; }

private:
    protocol::send_buffer bytes_;
    std::size_t size_ = 0;
    std::string command_;
    bool is_refused_ = false;
};

template <class Request> batch(const Request&) -> batch<typename Request::reply>;

}  // namespace hibana
