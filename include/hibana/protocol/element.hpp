// SPDX-License-Identifier: BSL-1.0
/// \file  Element-wise reading of a reply, including its errors.
#pragma once

#include <hibana/core/text.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/lenient_decode.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace hibana::protocol {

/// The kind of the message or element at the cursor.
enum class message : unsigned char { none, reply, error, push, attribute };

/// The kind of what is at the cursor, by its first byte.
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

/// Reads the error reply at the cursor and returns its line.
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

/// Skips one reply or element of any kind, including errors.
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

/// The maximum size of a description: of one token, and of all tokens.
inline constexpr std::size_t most_described = 160;

/// Writes the description of a token and returns its end.
[[gnu::cold, gnu::noinline]] inline char* put_description(char* to, const token& t) {
    using hibana::detail::append_all;
    static constexpr std::string_view types = "+:,(#$=*~>%";
    static constexpr char names[] =
        "a simple string\0an integer\0a double\0a big number\0a boolean\0"
        "a bulk string\0a verbatim string\0an array\0a set\0a push\0a map\0";
    static_assert(hibana::detail::count_texts(names) == types.size());
    if (t.null) return append_all(to, {"null"});
    if (t.type == '-' || t.type == '!') {
        to = append_all(to, {"the error \""});
        for (const char c : hibana::detail::substr_noexcept(t.text, 0, 128)) {
            *to++ = static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
        }
        return append_all(to, {"\""});
    }
    const std::size_t type = types.find(t.type);
    if (type == std::string_view::npos) return append_all(to, {"something unknown"});
    to = append_all(to, {hibana::detail::string_table_at(names, static_cast<unsigned>(type))});
    const bool is_bytes = t.type == '$' || t.type == '=';
    if (!is_bytes && !t.is_aggregate()) return to;
    std::size_t count = t.is_aggregate() ? t.count : t.text.size();
    if (t.type == '=') count -= 4;
    if (t.type == '%') count /= 2;
    const std::string_view unit = is_bytes ? " bytes" : t.type == '%' ? " pairs" : " elements";
    return append_all(to, {" of ", hibana::detail::decimal(count), hibana::detail::substr_noexcept(unit, 0, unit.size() - (count == 1))});
}

}  // namespace detail

/// Describes a plain reply by its type and those of its first elements. Values are omitted: they may be secret.
[[gnu::cold, gnu::noinline]] inline std::string describe(std::string_view reply) {
    using hibana::detail::append_all;
    constexpr std::size_t shown = 4;
    char text[(shown + 1) * detail::most_described];
    tokenizer tokens(limits::none());
    cursor c{reply.data(), reply.data() + reply.size()};
    token t;
    if (tokens.read(c, t) != status::done) return hibana::detail::concat({"nothing that can be read"});
    char* at = detail::put_description(text, t);
    for (std::size_t n = 0; n != t.count; ++n) {
        at = append_all(at, {n == 0 ? " (" : ", "});
        token element;
        const bool is_plain = n != shown && tokens.read(c, element) == status::done;
        if (is_plain) at = detail::put_description(at, element);
        else at = append_all(at, {"..."});
        if (!is_plain) break;
        if (element.count != 0 && n + 1 != t.count) {  // its elements follow
            at = append_all(at, {", ..."});
            break;
        }
    }
    if (t.count != 0) at = append_all(at, {")"});
    return hibana::detail::concat({{text, static_cast<std::size_t>(at - text)}});
}

}  // namespace hibana::protocol
