// SPDX-License-Identifier: BSL-1.0
/// \file  How does a user's own type come out of a reply?
#pragma once

#include <concepts>
#include <string_view>
#include <utility>

namespace hibana {

/// Makes a type a target of `.as<T>()`:
/// `template <> struct hibana::from_reply<my_id> { static std::optional<my_id> from(std::string_view); };`
///
/// `from` is given the text of a string or number. It gives a `T`, or something that is false where the text is none:
/// an `std::optional<T>` or a `result<T>`. What it gives must not view its parameter.
template <class T>
struct from_reply;

namespace detail {

template <class T>
concept made_from_reply = requires(std::string_view text) { from_reply<T>::from(text); };

/// Whether the text was a `T`; if so it is in `object`.
template <class T>
[[nodiscard]] bool make_from_reply(std::string_view text, T& object) {
    if constexpr (std::same_as<decltype(from_reply<T>::from(text)), T>) {
        object = from_reply<T>::from(text);
        return true;
    } else {
        auto made = from_reply<T>::from(text);
        if (!made) return false;
        object = *std::move(made);
        return true;
    }
}

}  // namespace detail
}  // namespace hibana
