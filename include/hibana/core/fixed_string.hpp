// SPDX-License-Identifier: BSL-1.0
/// \file  How a text becomes part of a type.
#pragma once

#include <cstddef>
#include <string_view>

namespace hibana {

/// A string literal that can be a template argument: `descriptor<"GET", ...>`.
///
/// The text may hold any byte, zero included; the terminating zero of the literal is no part of `view()`.
template <std::size_t N>
struct fixed_string {
    char text[N]{};

    // Implicit, because a literal is written where a fixed_string is wanted.
    consteval fixed_string(const char (&literal)[N]) noexcept {
        for (std::size_t i = 0; i != N; ++i) {
            text[i] = literal[i];
        }
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return N - 1; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }

    template <std::size_t M>
    [[nodiscard]] friend constexpr bool operator==(const fixed_string& left, const fixed_string<M>& right) noexcept {
        return left.view() == right.view();
    }
};

/// A text as an empty object: its type says it all.
template <fixed_string Text>
struct literal {
    friend constexpr bool operator==(literal, literal) noexcept = default;
};

/// The characters of a `literal`, which live as long as the program.
template <fixed_string Text>
inline constexpr std::string_view literal_text = Text.view();

}  // namespace hibana
