// SPDX-License-Identifier: BSL-1.0
/// \file  String literals as template arguments.
#pragma once

#include <cstddef>
#include <string_view>

namespace hibana {

/// Character storage of a `fixed_string`.
template <std::size_t N>
struct fixed_characters {
    char text[N];
};

/// A string literal that can be a template argument: `descriptor<"GET", ...>`.
///
/// The text may contain any byte, including zero. `view()` excludes the terminating zero of the literal.
template <std::size_t N>
struct fixed_string : fixed_characters<N> {

    // Implicit, so that a literal converts to a template argument.
    consteval fixed_string(const char (&literal)[N]) noexcept
#if defined(__GNUC__) && !defined(__clang__)
        // At once; the loop costs a compiler far more, and there are hundreds of names.
        : fixed_characters<N>(__builtin_bit_cast(fixed_characters<N>, literal)) {
    }
#else
        : fixed_characters<N>() {
        for (std::size_t i = 0; i != N; ++i) this->text[i] = literal[i];
    }
#endif

    [[nodiscard]] static constexpr std::size_t size() noexcept { return N - 1; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {this->text, N - 1}; }

    template <std::size_t M>
    [[nodiscard]] friend constexpr bool operator==(const fixed_string& left, const fixed_string<M>& right) noexcept {
        return left.view() == right.view();
    }
};

/// A text encoded in an empty type.
template <fixed_string Text>
struct literal {
    friend constexpr bool operator==(literal, literal) noexcept = default;
};

/// The characters of a `literal`, which live as long as the program.
template <fixed_string Text>
inline constexpr std::string_view literal_text = Text.view();

}  // namespace hibana
