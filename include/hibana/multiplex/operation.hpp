// SPDX-License-Identifier: BSL-1.0
/// \file  Operation of a multiplexer: the queue node of one call.
#pragma once
#include <hibana/call/effective_timeout.hpp>
#include <hibana/connection/feed_result.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/error.hpp>
#include <hibana/retry/retry_state.hpp>

#include <cstdint>
#include <string_view>

namespace hibana::detail {

/// What is known of an operation before it is enqueued.
struct operation_options {
    error refusal{};                          ///< why it is not sent, if set
    std::chrono::milliseconds timeout = default_timeout;
    std::chrono::milliseconds block_time{
        0};  ///< how long the server may block in addition to the default timeout; `no_timeout`: without limit
    bool blocks = false;                      ///< it may block in the server, and needs an exclusive connection
    bool depends_on_watch = false;            ///< it is a transaction, and keys are watched

    operation_options() = default;
};

/// One call that waits. It belongs to its caller, and may be destroyed when `feed`, `fail` or `abandon` returns.
template <class Multiplexer> struct operation {
    struct vtable_type {
        /// Reads its replies; `is_partial`: a part of the first has been scanned before.
        feed_result (*feed)(operation& self, Multiplexer& multiplexer, bool is_partial);
        /// Completes it with this error. It is in no queue any more.
        void (*fail)(operation& self, Multiplexer& multiplexer, error err);
        /// The event loop is gone: it will never complete.
        void (*abandon)(operation& self) noexcept;
        std::string_view command;
        bool is_idempotent;  ///< it may be executed twice
        bool only_reads;
        bool is_single;      ///< it is one request, which can be sent again after it was sent
    };
    static constexpr std::uint64_t not_queued = ~std::uint64_t{0};

    constexpr explicit operation(const vtable_type& functions, std::uint32_t reply_count) noexcept
        : vtable(&functions), replies(reply_count) {}
    operation(const operation&) = delete;
    operation& operator=(const operation&) = delete;

    bool is_queued() const noexcept { return sequence != not_queued; }
    bool only_reads() const noexcept { return vtable->only_reads; }
    void abandon() noexcept { vtable->abandon(*this); }

    const vtable_type* vtable;
    std::uint64_t sequence = not_queued;  ///< set by the queue that it is in
    std::uint32_t replies;                ///< that are still to come
    retry_counter attempts{};

protected:
    ~operation() = default;
};

}  // namespace hibana::detail
