// SPDX-License-Identifier: BSL-1.0
/// \file  What waits in the line of a multiplexer: a call, seen from the connection.
#pragma once
#include <hibana/connection/feed_result.hpp>
#include <hibana/core/error.hpp>

#include <cstdint>
#include <string_view>

namespace hibana::detail {

/// One call that waits. It belongs to its caller; it may be gone when one of these functions returns.
template <class Multiplexer> struct operation {
    struct kind {
        /// Reads its replies; `partial`: a part of the first has been looked at before.
        feed_result (*feed)(operation& self, Multiplexer& from, bool partial);
        /// It ends with this error. It is in no line any more.
        void (*fail)(operation& self, Multiplexer& from, error err);
        /// It will never end, since the event loop is gone.
        void (*drop)(operation& self) noexcept;
        std::string_view command;
        bool is_idempotent;  ///< it may be sent again though it may have been executed
        bool only_reads;
        bool is_single;  ///< one request: one that was sent can be sent again
    };
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

    constexpr explicit operation(const kind& what, std::uint32_t count) noexcept : does(&what), replies(count) {}
    operation(const operation&) = delete;
    operation& operator=(const operation&) = delete;

    const kind* does;
    std::uint64_t ticket = nowhere;  ///< kept by whoever it waits with
    std::uint32_t replies;  ///< that are still to come
    std::uint32_t failures = 0;

protected:
    ~operation() = default;
};

}  // namespace hibana::detail
