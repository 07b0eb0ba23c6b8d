// SPDX-License-Identifier: BSL-1.0
/// \file  No client-side cache.
#pragma once
#include <hibana/core/role.hpp>

#include <string_view>

namespace hibana {

/// Plays `role::cache` without storing anything. An empty class; its calls compile to nothing.
struct no_cache {
    using plays = role::cache;
    static constexpr bool needs_pushes = false;
    static constexpr void invalidate(std::string_view) noexcept {}
    static constexpr void clear() noexcept {}
};

}  // namespace hibana
