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

/// How a server sends what becomes a struct of this library: `static constexpr reply_form form` in its `members`.
enum class reply_form : unsigned char {
    named,   ///< each field behind its name
    listed,  ///< the fields alone, in the order of the members
    keyed,   ///< named, and several of them are a map from their names
};

/// A type whose members are known.
template <class T>
concept structured = requires { members<T>::size; };

/// A type that a server's reply has the shape of.
template <class T>
concept reply_struct = structured<T> && requires { members<T>::form; };

}  // namespace hibana
