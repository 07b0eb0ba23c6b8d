// SPDX-License-Identifier: BSL-1.0
/// \file  Keys: cluster slots, key lists and compile-time keys.
#pragma once
#include <hibana/command/grammar/invalid_request.hpp>
#include <hibana/command/grammar/list_arguments.hpp>

namespace hibana {

inline constexpr int slot_count = 16384;

namespace grammar {

inline constexpr auto crc16_table = [] {
    std::array<std::uint16_t, 256> table{};
    for (unsigned byte = 0; byte != 256; ++byte) {
        unsigned code = byte << 8;
        for (int bit = 0; bit != 8; ++bit) code = (code & 0x8000) != 0 ? code << 1 ^ 0x1021 : code << 1;
        table[byte] = static_cast<std::uint16_t>(code);
    }
    return table;
}();

}  // namespace grammar

/// Returns the cluster slot of a key: of its hash tag, the text between the first `{` and the next `}`, if that is not empty.
constexpr int key_slot(std::string_view key) {
    // A loop: string_view::find on a template argument is not a constant expression in g++ 12 with -fsanitize=undefined.
    std::size_t open = 0;
    while (open != key.size() && key[open] != '{') ++open;
    if (open != key.size()) {
        std::size_t close = open + 1;
        while (close != key.size() && key[close] != '}') ++close;
        if (close != key.size() && close != open + 1) key = key.substr(open + 1, close - open - 1);
    }
    unsigned code = 0;
    for (const char letter : key)
        code = (code << 8 ^ grammar::crc16_table[(code >> 8 ^ static_cast<unsigned char>(letter)) & 0xff]) & 0xffff;
    return static_cast<int>(code % slot_count);
}

namespace grammar {

/// Shows the type that is not a key in the diagnostic.
template <class... T>
inline constexpr bool are_keys = (accepts<notation::key, T> && ...);

}  // namespace grammar

/// Marks the end of a list of keys that other arguments follow: `cmd::eval(script, keys("a", "b"), 1)`.
template <class... T>
constexpr auto keys(T&&... key) {
    if constexpr (grammar::are_keys<T...>) {
        return grammar::argument_pack<decltype(grammar::store<notation::key>(std::forward<T>(key)))...>{
            grammar::store<notation::key>(std::forward<T>(key))...};
    } else {
        static_assert(grammar::are_keys<T...>, "hibana: a key must be text: std::string, std::string_view, \"...\" or \"...\"_key");
        return invalid_request();
    }
}

inline namespace literals {

/// A key in the type of the request: encoded, and its slot computed, at compile time.
template <fixed_string Text>
consteval literal<Text> operator""_key() {
    return {};
}

}  // namespace literals
}  // namespace hibana
