// SPDX-License-Identifier: BSL-1.0
/// \file  Customisation point: user-defined types from the text of a reply.
#pragma once

#include <concepts>
#include <string_view>
#include <utility>

namespace hibana {

/// Makes a type a target of `.as<T>()`:
/// `template <> struct hibana::from_reply<my_id> { static std::optional<my_id> from(std::string_view); };`
///
/// `from` receives the text of a string or number. It returns a `T`, or an `std::optional<T>` or `result<T>` without a value if
/// the text is invalid. The result must not view the parameter.
template <class T>
struct from_reply;

namespace detail {

template <class T>
concept made_from_reply = requires(std::string_view text) { from_reply<T>::from(text); };

/// Converts the text into `object`; returns false if the text is invalid.
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
