// SPDX-License-Identifier: BSL-1.0
/// \file  Result of an invalid call, which suppresses follow-up diagnostics.
#pragma once
#include <hibana/command/grammar/command_info.hpp>

#include <cstdlib>
#include <string_view>
#include <type_traits>

namespace hibana {

/// The result of a call that failed to compile. It is accepted everywhere, so that the compiler reports only the first error; a
/// program that creates one does not compile.
struct invalid_request {
    using reply = invalid_request;
    using is_option = invalid_request;
    static constexpr hibana::command_info info{};
    template <class T>
    constexpr operator T() const {
        std::abort();
    }
    template <class T>
    constexpr invalid_request as() const {
        return {};
    }
    template <class T>
    constexpr invalid_request into(T&) const {
        return {};
    }
};

constexpr int slot(const invalid_request&) { return -1; }
constexpr std::string_view encoded(const invalid_request&) { return {}; }
template <class Buffer>
void encode(const invalid_request&, Buffer&) {}

template <class T>
inline constexpr bool is_invalid_request = std::is_same_v<std::remove_cvref_t<T>, invalid_request>;

}  // namespace hibana
