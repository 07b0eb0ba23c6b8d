// SPDX-License-Identifier: BSL-1.0
/// \file  How is a reply taken apart element by element, errors among them, as EXEC's has to be?
#pragma once

#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/unexpected.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace hibana::protocol {

/// What kind of message or element begins at the cursor.
enum class message : unsigned char { none, reply, error, push, attribute };

/// What begins at the cursor, by its first byte.
[[nodiscard]] inline message classify(const cursor& c) {
    if (c.at == c.end) return message::none;
    switch (*c.at) {
    case '-':
    case '!': return message::error;
    case '>': return message::push;
    case '|': return message::attribute;
    default: return message::reply;
    }
}

/// Reads an error reply, which stands here, and gives its line.
[[gnu::cold, gnu::noinline]] inline status read_error(cursor& c, std::string_view& line) {
    const outcome<token> read = read_unexpected(c.at, c.end, c.scanned);
    if (read.state == status::done) return status::mismatch;
    if (read.state != status::failed) return read.state;
    line = read.value.text;
    c.at = read.behind;
    return status::done;
}

/// Reads the header of an array or set; its elements follow.
inline status read_array_header(cursor& c, std::size_t& count) {
    aggregate header;
    cursor d = c;
    if (const status s = read_aggregate(d, header); s != status::done) return s;
    if (header.is_map) return status::mismatch;
    count = header.count;
    c.at = d.at;
    return status::done;
}

/// Reads over one reply or element, whatever it is, errors too.
inline status skip(cursor& c) {
    cursor d = c;
    for (std::size_t left = 1; left != 0; --left) {
        std::string_view text;
        if (d.at != d.end && *d.at == '$' && read_text(d, text) == status::done) continue;
        const outcome<token> read = read_unexpected(d.at, d.end, d.scanned);
        if (read.state != status::done && read.state != status::failed) return read.state;
        d.at = read.behind;
        left += read.value.count;
    }
    c.at = d.at;
    return status::done;
}

namespace detail {

inline void append_description(std::string& text, const token& t) {
    const auto sized = [&](std::string_view what, std::size_t count, std::string_view unit) {
        text += what;
        text += " of ";
        text += std::to_string(count);
        text += count == 1 ? unit.substr(0, unit.size() - 1) : unit;
    };
    if (t.null) {
        text += "null";
        return;
    }
    switch (t.type) {
    case '+': text += "a simple string"; break;
    case '-':
    case '!':
        text += "the error \"";
        for (const char c : t.text.substr(0, 128)) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
        text += '"';
        break;
    case ':': text += "an integer"; break;
    case ',': text += "a double"; break;
    case '(': text += "a big number"; break;
    case '#': text += "a boolean"; break;
    case '$': sized("a bulk string", t.text.size(), " bytes"); break;
    case '=': sized("a verbatim string", t.text.size() - 4, " bytes"); break;
    case '*': sized("an array", t.count, " elements"); break;
    case '~': sized("a set", t.count, " elements"); break;
    case '>': sized("a push", t.count, " elements"); break;
    case '%': sized("a map", t.count / 2, " pairs"); break;
    default: text += "something unknown"; break;
    }
}

}  // namespace detail

/// Says what a plain reply is, by its type and those of its first elements. No value is shown: it may be a secret.
[[gnu::cold, gnu::noinline]] inline std::string describe(std::string_view reply) {
    tokenizer tokens(limits::none());
    cursor c{reply.data(), reply.data() + reply.size()};
    token t;
    std::string text;
    if (tokens.read(c, t) != status::done) return "nothing that can be read";
    detail::append_description(text, t);
    constexpr std::size_t shown = 4;
    for (std::size_t n = 0; n < t.count && n < shown; ++n) {
        text += n == 0 ? " (" : ", ";
        token element;
        cursor d = c;
        if (tokens.read(d, element) != status::done || skip(c) != status::done) return text + "...)";
        detail::append_description(text, element);
    }
    if (t.count > shown) text += ", ...";
    if (t.count != 0) text += ')';
    return text;
}

}  // namespace hibana::protocol
