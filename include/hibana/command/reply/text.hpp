// SPDX-License-Identifier: BSL-1.0
/// \file  How does a text of names and values, as CLIENT INFO and INFO are, become a struct?
#pragma once

#include <hibana/command/members.hpp>
#include <hibana/command/reply/scalar.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace hibana::detail {

/// Takes a piece off the front of a text: up to the delimiter, which goes as well, or all there is.
[[nodiscard]] inline std::string_view take_until(std::string_view& text, char delimiter) {
    const std::size_t at = text.find(delimiter);
    const std::string_view piece = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return piece;
}

/// Takes a line off the front of a text, without what ends it.
[[nodiscard]] inline std::string_view take_line(std::string_view& text) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// One member of a struct that is read from a text.
struct text_reader {
    std::string_view name;
    void* member = nullptr;
    void (*read)(std::string_view, void* member) = nullptr;
};

/// What is no value of the member's type leaves it alone.
template <class T>
void read_text_member(std::string_view text, void* member) {
    T& object = *static_cast<T*>(member);
    if constexpr (text_target<T>) {
        assign_text(text, object);
    } else if constexpr (is_duration_target<T>) {
        typename T::rep count{};
        if (parse(text, count)) object = T(count);
    } else {
        T made{};
        if (parse(text, made)) object = made;
    }
}

/// Reads `name=value` one after the other, each into the member that its name says; what has no member is passed over.
inline void read_pairs(std::string_view text, char between, char equals, const text_reader* table, std::size_t size) {
    std::size_t next = 0;
    while (!text.empty()) {
        std::string_view value = between == '\n' ? take_line(text) : take_until(text, between);
        if (value.find(equals) == value.npos) continue;
        const std::string_view name = take_until(value, equals);
        for (std::size_t tried = 0; tried != size; ++tried) {
            const text_reader& reader = table[next];
            next = next + 1 == size ? 0 : next + 1;
            if (reader.name != name) continue;
            reader.read(value, reader.member);
            break;
        }
    }
}

/// A struct made of `name=value` pairs.
template <class T>
T made_of_pairs(std::string_view text, char between, char equals) {
    T object;
    std::array<text_reader, members<T>::size> table;
    std::size_t count = 0;
    members<T>::each(object, [&]<class M>(std::string_view name, M& member) {
        table[count++] = {name, &member, &read_text_member<M>};
    });
    read_pairs(text, between, equals, table.data(), table.size());
    return object;
}

/// Reads a number that all of a text is; leaves it alone otherwise.
template <class T>
void read_number(std::string_view text, T& number) {
    T made{};
    if (parse(text, made)) number = made;
}

}  // namespace hibana::detail
