// SPDX-License-Identifier: BSL-1.0
/// \file  What a user's struct must say of itself so that it goes into a hash and comes out of one.
#pragma once

namespace hibana {

/// The members of `T` as fields and values; specialised by whoever knows the struct, as hibana/command/structs.hpp does
/// for Boost.Hana.
///
/// A specialisation has `static constexpr std::size_t size` and `static constexpr void each(object, f)`, which calls
/// `f(std::string_view name, member)` for each member of `object` in order; `object` is a `T&` or a `const T&`.
template <class T>
struct members;

/// A type whose members are known.
template <class T>
concept structured = requires { members<T>::size; };

}  // namespace hibana
