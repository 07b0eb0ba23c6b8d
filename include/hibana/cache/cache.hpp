// SPDX-License-Identifier: BSL-1.0
/// \file  What a client-side cache must offer, so that the session can keep it true.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>
#include <string_view>

namespace hibana::policy {

template <class Cache> concept says_if_it_needs_pushes = requires {
    { Cache::needs_pushes } -> std::convertible_to<bool>;
};
template <class Cache> concept forgets_a_key = requires(Cache cache, std::string_view key) { cache.invalidate(key); };
template <class Cache> concept forgets_all = requires(Cache cache) { cache.clear(); };

/// A store of replies that the server invalidates by pushes.
///
/// `invalidate(key)` drops what was read from `key`; `clear()` drops all: the server flushed, or the connection that the
/// invalidations came by was lost. Both are called before the next reply is given to a caller.
template <class Cache> concept cache = says_if_it_needs_pushes<Cache> && forgets_a_key<Cache> && forgets_all<Cache>;

}  // namespace hibana::policy
