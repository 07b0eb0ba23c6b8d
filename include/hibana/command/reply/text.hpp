// SPDX-License-Identifier: BSL-1.0
/// \file  Texts of names and values, such as CLIENT INFO and INFO, as structs.
#pragma once

#include <hibana/command/members.hpp>
#include <hibana/command/reply/scalar.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace hibana::detail {

/// Removes the text up to the delimiter, and the delimiter, from the front; the whole text if there is no delimiter.
[[nodiscard]] inline std::string_view consume_until(std::string_view& text, char delimiter) {
    const std::size_t at = text.find(delimiter);
    const std::string_view piece = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return piece;
}

/// Removes a line from the front of a text and returns it without its line end.
[[nodiscard]] inline std::string_view consume_line(std::string_view& text) {
    std::string_view line = consume_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// A member of a struct that is parsed from text.
struct text_reader {
    std::string_view name;
    void* member = nullptr;
    void (*read)(std::string_view, void* member) = nullptr;
};

/// Parses a member; text that is not a value of its type does not change it.
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

/// Reads `name=value` pairs into the members with their names; unknown names are skipped.
inline void read_pairs(std::string_view text, char between, char equals, const text_reader* table, std::size_t size) {
    std::size_t next = 0;
    while (!text.empty()) {
        std::string_view value = between == '\n' ? consume_line(text) : consume_until(text, between);
        if (value.find(equals) == value.npos) continue;
        const std::string_view name = consume_until(value, equals);
        for (std::size_t or_error = 0; or_error != size; ++or_error) {
            const text_reader& reader = table[next];
            next = next + 1 == size ? 0 : next + 1;
            if (reader.name != name) continue;
            reader.read(value, reader.member);
            break;
        }
    }
}

/// Parses a struct from `name=value` pairs.
template <class T>
T parse_pairs(std::string_view text, char between, char equals) {
    T object;
    std::array<text_reader, members<T>::size> table;
    std::size_t count = 0;
    members<T>::each(object, [&]<class M>(std::string_view name, M& member) { table[count++] = {name, &member, &read_text_member<M>}; });
    read_pairs(text, between, equals, table.data(), table.size());
    return object;
}

/// Parses the whole text as a number; does not change `number` if that fails.
template <class T>
void read_number(std::string_view text, T& number) {
    T made{};
    if (parse(text, made)) number = made;
}

}  // namespace hibana::detail
