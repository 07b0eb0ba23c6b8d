// SPDX-License-Identifier: BSL-1.0
/// \file  No client-side cache: every read asks the server.
#pragma once
#include <hibana/core/role.hpp>

#include <string_view>

namespace hibana {

/// Plays `role::cache` by keeping nothing. Empty, and leaves no instruction behind.
struct no_cache {
    using plays = role::cache;
    static constexpr bool needs_pushes = false;
    static constexpr void invalidate(std::string_view) noexcept {}
    static constexpr void clear() noexcept {}
};

}  // namespace hibana
