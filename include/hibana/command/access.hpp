// SPDX-License-Identifier: BSL-1.0
/// \file  Access role: full_access and read_only_access.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

namespace policy {
template <class Access>
concept access = requires {
    { Access::allows_writes } -> std::convertible_to<bool>;
};
}  // namespace policy

/// Plays `role::access`: every command compiles.
struct full_access {
    using plays = role::access;
    static constexpr bool allows_writes = true;
};

/// Plays `role::access`: a command that writes does not compile.
struct read_only_access {
    using plays = role::access;
    static constexpr bool allows_writes = false;
};

}  // namespace hibana
