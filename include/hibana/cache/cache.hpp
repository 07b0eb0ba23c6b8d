// SPDX-License-Identifier: BSL-1.0
/// \file  Cache role: client-side storage of replies, invalidated by the server.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>
#include <string_view>

namespace hibana::policy {

template <class Cache> concept has_needs_pushes = requires {
    { Cache::needs_pushes } -> std::convertible_to<bool>;
};
template <class Cache> concept can_invalidate = requires(Cache cache, std::string_view key) { cache.invalidate(key); };
template <class Cache> concept can_clear = requires(Cache cache) { cache.clear(); };

/// A store of replies that the server invalidates by pushes.
///
/// `invalidate(key)` removes the replies that depend on `key`; `clear()` removes all, after a flush or the loss of the connection that
/// receives the invalidations. Both are called before the next reply is returned to a caller.
template <class Cache> concept cache = has_needs_pushes<Cache> && can_invalidate<Cache> && can_clear<Cache>;

}  // namespace hibana::policy
