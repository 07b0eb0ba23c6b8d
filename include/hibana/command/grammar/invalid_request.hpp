// SPDX-License-Identifier: BSL-1.0
/// \file  What stands for the request of a wrong call, so that one sentence is all that is said of it.
#pragma once
#include <hibana/command/grammar/command_info.hpp>

#include <cstdlib>
#include <string_view>
#include <type_traits>

namespace hibana {

/// What a call that was refused gives. It fits everywhere, so that nothing else is said; no program that makes one
/// compiles.
struct refused {
    using reply = refused;
    using is_option = refused;
    static constexpr hibana::facts facts{};
    template <class T>
    constexpr operator T() const {
        std::abort();
    }
    template <class T>
    constexpr refused as() const {
        return {};
    }
    template <class T>
    constexpr refused into(T&) const {
        return {};
    }
};

constexpr int slot(const refused&) { return -1; }
constexpr std::string_view encoded(const refused&) { return {}; }
template <class Buffer>
void encode(const refused&, Buffer&) {}

template <class T>
inline constexpr bool is_refused = std::is_same_v<std::remove_cvref_t<T>, refused>;

}  // namespace hibana
