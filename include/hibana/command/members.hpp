// SPDX-License-Identifier: BSL-1.0
/// \file  Customisation point: the members of a struct as fields of a hash.
#pragma once

namespace hibana {

/// The members of `T` as fields and values; specialise it for your struct. hibana/command/structs.hpp does so for structs
/// adapted by Boost.Hana.
///
/// A specialisation has `static constexpr std::size_t size` and `static constexpr void each(object, f)`, which calls
/// `f(std::string_view name, member)` for each member of `object` in order; `object` is a `T&` or a `const T&`.
template <class T>
struct members;

/// The form in which a server sends a struct of this library: `static constexpr reply_form form` in its `members`.
enum class reply_form : unsigned char {
    named,   ///< each value preceded by its name
    listed,  ///< values only, in the order of the members
    keyed,   ///< named; a list of them is a map from their names
};

/// A type with a specialisation of `members`.
template <class T>
concept structured = requires { members<T>::size; };

/// A struct of this library for a reply.
template <class T>
concept reply_struct = structured<T> && requires { members<T>::form; };

}  // namespace hibana
