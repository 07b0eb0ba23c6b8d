// SPDX-License-Identifier: BSL-1.0
/// \file  Typed decoder of replies, fast path.
#pragma once

#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/integer.hpp>
#include <hibana/protocol/length.hpp>
#include <hibana/protocol/lenient_decode.hpp>
#include <hibana/protocol/real.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hibana::protocol {

// Each function reads the plain form of what it expects inline and leaves the rest to its rare path in lenient_decode.hpp.
// Every byte is checked: the type, the digits, the ends of lines and of payloads.

namespace detail {

[[gnu::always_inline]] inline bool ends_in_line(const char* behind, const char* end) {
    return behind != nullptr && end - behind >= 2 && is_line_end(behind);
}

/// Moves the cursor after the value if one was read.
template <class T>
[[gnu::always_inline]] inline status follow(cursor& c, const outcome<T>& read, T& value) {
    if (read.state != status::done) return read.state;
    c.at = read.behind;
    value = read.value;
    return status::done;
}

}  // namespace detail

/// Reads a text: a bulk, simple or verbatim string, or a number as it is spelled.
[[gnu::always_inline]] inline status read_text(cursor& c, std::string_view& text) {
    if (c.end - c.at >= 6 && *c.at == '$') [[likely]] {
        const reading<std::uint64_t> length = detail::read_length(c.at + 1, c.end);
        const char* const payload = length.behind;
        if (payload != nullptr && static_cast<std::size_t>(c.end - payload) >= length.value + 2 &&
            detail::is_line_end(payload + length.value)) [[likely]] {
            text = {payload, length.value};
            c.at = payload + length.value + 2;
            return status::done;
        }
    }
    return detail::follow(c, read_unexpected_text(c.at, c.end, c.scanned), text);
}

/// Reads an integer.
[[gnu::always_inline]] inline status read_integer(cursor& c, std::int64_t& number) {
    if (c.at != c.end && *c.at == ':') [[likely]] {
        const reading<std::int64_t> read = read_integer(c.at + 1, c.end);
        if (detail::ends_in_line(read.behind, c.end)) [[likely]] {
            number = read.value;
            c.at = read.behind + 2;
            return status::done;
        }
    }
    return detail::follow(c, read_unexpected_integer(c.at, c.end, c.scanned), number);
}

/// Reads an integer that is not negative and may need all 64 bits.
[[gnu::always_inline]] inline status read_unsigned(cursor& c, std::uint64_t& number) {
    if (c.at != c.end && *c.at == ':') [[likely]] {
        const reading<std::int64_t> read = read_integer(c.at + 1, c.end);
        if (detail::ends_in_line(read.behind, c.end) && read.value >= 0) [[likely]] {
            number = static_cast<std::uint64_t>(read.value);
            c.at = read.behind + 2;
            return status::done;
        }
    }
    return detail::follow(c, read_unexpected_unsigned(c.at, c.end, c.scanned), number);
}

/// Reads a double: one of RESP3, or a bulk string that spells one, which RESP2 sends in its place.
[[gnu::always_inline]] inline status read_real(cursor& c, double& number) {
    if (c.at != c.end && *c.at == ',') [[likely]] {
        const reading<double> read = read_real(c.at + 1, c.end);
        if (detail::ends_in_line(read.behind, c.end)) [[likely]] {
            number = read.value;
            c.at = read.behind + 2;
            return status::done;
        }
    } else if (c.end - c.at >= 6 && *c.at == '$') {
        // Parsing a double may read the line after the payload, so its size is right only if it ends where the payload does.
        const reading<std::uint64_t> length = detail::read_length(c.at + 1, c.end);
        if (length.behind != nullptr && static_cast<std::size_t>(c.end - length.behind) >= length.value + 2) [[likely]] {
            const reading<double> read = read_real(length.behind, c.end);
            if (read.behind == length.behind + length.value && detail::is_line_end(read.behind)) [[likely]] {
                number = read.value;
                c.at = read.behind + 2;
                return status::done;
            }
        }
    }
    return detail::follow(c, read_unexpected_real(c.at, c.end, c.scanned), number);
}

/// Reads a truth: `:1`, `:0`, `#t`, `#f`.
[[gnu::always_inline]] inline status read_boolean(cursor& c, bool& truth) {
    if (c.end - c.at >= 4 && detail::is_line_end(c.at + 2)) [[likely]] {
        const char type = c.at[0];
        const char what = c.at[1];
        if ((type == ':' && (what == '0' || what == '1')) || (type == '#' && (what == 't' || what == 'f'))) [[likely]] {
            truth = what == '1' || what == 't';
            c.at += 4;
            return status::done;
        }
    }
    return detail::follow(c, read_unexpected_boolean(c.at, c.end, c.scanned), truth);
}

/// Reads OK.
[[gnu::always_inline]] inline status read_ok(cursor& c) {
    if (c.end - c.at >= 5 && std::memcmp(c.at, "+OK\r\n", 5) == 0) [[likely]] {
        c.at += 5;
        return status::done;
    }
    nothing none;
    return detail::follow(c, read_unexpected_ok(c.at, c.end, c.scanned), none);
}

/// Reads a null if a whole one is next; returns whether it was.
[[gnu::always_inline]] inline bool read_null(cursor& c) {
    if (c.end - c.at < 3) [[unlikely]] return false;
    if (*c.at == '_') {
        if (!detail::is_line_end(c.at + 1)) return false;
        c.at += 3;
        return true;
    }
    // The sign of `$-1` and `*-1`, which negative numbers have too.
    if (c.at[1] != '-') [[likely]] return false;
    if (c.end - c.at < 5 || (*c.at != '$' && *c.at != '*') || std::memcmp(c.at + 1, "-1\r\n", 4) != 0) return false;
    c.at += 5;
    return true;
}

/// Reads the header of an array, set or map.
///
/// Every element has at least three bytes: returns `more` until as many bytes as that have been received, so that the memory
/// reserved for elements grows with the bytes received, whatever the header announces.
[[gnu::always_inline]] inline status read_aggregate(cursor& c, aggregate& header) {
    if (c.end - c.at >= 5 && (*c.at == '*' || *c.at == '%' || *c.at == '~')) [[likely]] {
        const reading<std::uint64_t> count = detail::read_length(c.at + 1, c.end);
        if (count.behind != nullptr) [[likely]] {
            const bool is_map = *c.at == '%';
            if (count.value <= static_cast<std::size_t>(c.end - count.behind) / (is_map ? 6 : 3)) [[likely]] {
                header = {count.value, is_map};
                c.at = count.behind;
                return status::done;
            }
        }
    } else if (c.end - c.at == 4 && std::memcmp(c.at, "*0\r\n", 4) == 0) {
        header = {};
        c.at += 4;
        return status::done;
    }
    return detail::follow(c, read_unexpected_aggregate(c.at, c.end, c.scanned), header);
}

}  // namespace hibana::protocol
