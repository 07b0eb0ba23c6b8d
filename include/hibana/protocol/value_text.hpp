// SPDX-License-Identifier: BSL-1.0
/// \file  Human-readable text of a `value`.
#pragma once

#include <hibana/protocol/value.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hibana {

namespace protocol::detail {

inline void append_quoted(std::string& text, std::string_view bytes) {
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    text += '"';
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
        case '"': text += "\\\""; break;
        case '\\': text += "\\\\"; break;
        case '\n': text += "\\n"; break;
        case '\r': text += "\\r"; break;
        case '\t': text += "\\t"; break;
        default:
            if (byte >= 0x20 && byte < 0x7f) {
                text += c;
            } else {
                text += "\\x";
                text += hexadecimal[byte >> 4];
                text += hexadecimal[byte & 15];
            }
        }
    }
    text += '"';
}

inline void append_scalar(std::string& text, const value& v) {
    char digits[32];
    switch (v.type()) {
    case value::kind::null: text += "null"; break;
    case value::kind::boolean: text += *v.boolean() ? "true" : "false"; break;
    case value::kind::integer: text.append(digits, std::to_chars(digits, digits + sizeof digits, *v.integer()).ptr); break;
    case value::kind::real: text.append(digits, std::to_chars(digits, digits + sizeof digits, *v.real()).ptr); break;
    case value::kind::big_number: text += v.text(); break;
    case value::kind::error: text += "error "; append_quoted(text, v.text()); break;
    default: append_quoted(text, v.text()); break;
    }
}

}  // namespace protocol::detail

/// Writes the value as one line: `["a", 1, {"k": null}]`; control characters are escaped, attributes left out.
///
/// It shows what the server holds: keep it from logs where that is secret. No more than about `most` bytes are written.
[[nodiscard]] inline std::string to_string(const value& v, std::size_t most = 4096) {
    struct place {
        std::span<const value> elements;
        std::size_t next;
        bool is_map;
    };
    std::string text;
    std::vector<place> open;
    const auto begin = [&](const value& what) {
        if (!what.is_aggregate()) {
            protocol::detail::append_scalar(text, what);
            return;
        }
        const bool is_map = what.type() == value::kind::map;
        text += is_map ? '{' : '[';
        open.push_back({what.elements(), 0, is_map});
    };
    begin(v);
    while (!open.empty()) {
        if (text.size() > most) return text += "...";
        place& p = open.back();
        if (p.next == p.elements.size()) {
            text += p.is_map ? '}' : ']';
            open.pop_back();
            continue;
        }
        if (p.next != 0) text += p.is_map && p.next % 2 != 0 ? ": " : ", ";
        begin(p.elements[p.next++]);
    }
    return text;
}

}  // namespace hibana
