// SPDX-License-Identifier: BSL-1.0
/// \file  Tokenizer for scalars and headers of aggregates.
#pragma once

#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/digits.hpp>
#include <hibana/protocol/fault.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/number_syntax.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hibana::protocol {

/// A whole scalar, or the header of an aggregate.
struct token {
    char type = 0;           ///< the type byte; `.` ends a streamed aggregate, `;` is a piece of a streamed string
    bool null = false;       ///< `_`, `$-1` or `*-1`
    bool streamed = false;   ///< `$?`, `*?`, `~?`, `%?`: it goes on until its end is marked
    std::size_t count = 0;   ///< how many elements follow the header of an aggregate; a pair counts two
    std::string_view text;     ///< the line of a simple type, the payload of a bulk one

    [[nodiscard]] bool is_aggregate() const {
        return type == '*' || type == '%' || type == '~' || type == '>' || type == '|';
    }
};

/// Reads tokens, every byte of them checked.
class tokenizer {
public:
    explicit constexpr tokenizer(const protocol::limits& within = {}, bool resp3 = true)
        : within_(within.clamped()), resp3_(resp3) {}

    /// Reads one token. After `more`, begin again at the same place once `missing()` bytes have come on top of those seen:
    /// with fewer, the result would be the same.
    [[gnu::noinline]] status read(cursor& c, token& t) {
        const char* at = c.at;
        if (at == c.end) return wait(1);
        t = token{};
        t.type = *at++;
        if (!is_known(t.type)) return fail(fault::unknown_type);

        const char* line_end = nullptr;
        if (const status s = find_line_end(at, c.end, line_end); s != status::done) return s;
        t.text = {at, static_cast<std::size_t>(line_end - at)};
        const char* const behind = line_end + 2;

        switch (t.type) {
        case '+':
        case '-': break;
        case ':':
            if (!is_integer(t.text)) return fail(fault::bad_integer);
            break;
        case ',':
            if (!is_real(t.text)) return fail(fault::bad_real);
            break;
        case '(':
            if (!is_big_number(t.text)) return fail(fault::bad_big_number);
            break;
        case '#':
            if (t.text != "t" && t.text != "f") return fail(fault::bad_boolean);
            break;
        case '_':
            if (!t.text.empty()) return fail(fault::bad_null);
            t.null = true;
            break;
        case '.':
            if (!t.text.empty()) return fail(fault::misplaced_end);
            break;
        case '$':
        case '!':
        case '=':
        case ';': return read_payload(c, t, behind);
        default: {
            if (const status s = read_count(t); s != status::done) return s;
            break;
        }
        }
        c.at = behind;
        scanned_ = 0;
        return status::done;
    }

    [[nodiscard]] std::size_t missing() const { return missing_; }
    [[nodiscard]] fault err() const { return error_; }
    [[nodiscard]] const protocol::limits& within() const { return within_; }

    /// Discards a token that was read in part.
    void reset() {
        scanned_ = 0;
        error_ = fault::none;
    }

private:
    [[nodiscard]] bool is_known(char type) const {
        constexpr std::size_t of_resp2 = 5, of_resp3 = 17;
        return std::memchr("$:+*-_#,%~=(>|!;.", type, resp3_ ? of_resp3 : of_resp2) != nullptr;
    }

    /// Finds the end of a line; no byte is searched twice, however the line is split.
    status find_line_end(const char* line, const char* end, const char*& found) {
        const std::size_t size = static_cast<std::size_t>(end - line);
        const bool too_long = size > within_.line;
        const std::size_t visible = too_long ? within_.line + 1 : size;
        const std::size_t from = scanned_ < visible ? scanned_ : visible;
        const void* const stop = std::memchr(line + from, '\r', visible - from);
        const std::size_t length = stop == nullptr ? visible : static_cast<std::size_t>(static_cast<const char*>(stop) - line);
        if (std::memchr(line + from, '\n', length - from) != nullptr) return fail(fault::bare_line_feed);
        if (stop == nullptr && too_long) return fail(fault::line_too_long);
        scanned_ = length;
        if (length + 1 >= size) return wait(1);
        if (line[length + 1] != '\n') return fail(fault::bad_line_end);
        found = line + length;
        return status::done;
    }

    /// A length: digits only. One that does not fit becomes the largest value, which no limit allows.
    [[nodiscard]] static bool read_length(std::string_view line, std::size_t& length) {
        if (line.empty()) return false;
        constexpr std::size_t largest = ~std::size_t{0};
        length = 0;
        for (const char c : line) {
            if (!is_digit(c)) return false;
            const auto digit = static_cast<std::size_t>(c - '0');
            length = length > (largest - digit) / 10 ? largest : length * 10 + digit;
        }
        return true;
    }

    status read_count(token& t) {
        if (t.type == '*' && t.text == "-1") {
            t.null = true;
        } else if (t.text == "?" && t.type != '>' && t.type != '|' && resp3_) {
            t.streamed = true;
        } else {
            const std::size_t each = t.type == '%' || t.type == '|' ? 2 : 1;
            if (!read_length(t.text, t.count)) return fail(fault::bad_length);
            if (t.count > within_.elements / each) return fail(fault::too_many_elements);
            if (t.type == '>' && t.count == 0) return fail(fault::empty_push);
            t.count *= each;
        }
        return status::done;
    }

    status read_payload(cursor& c, token& t, const char* behind) {
        if (t.type == '$' && t.text == "-1") {
            t.null = true;
        } else if (t.type == '$' && t.text == "?" && resp3_) {
            t.streamed = true;
        } else {
            std::size_t length = 0;
            if (!read_length(t.text, length)) return fail(fault::bad_length);
            if (length > within_.bulk) return fail(fault::bulk_too_long);
            if (t.type == '=' && length < 4) return fail(fault::bad_verbatim);
            t.text = {behind, length};
            if (t.type != ';' || length != 0) {
                const auto present = static_cast<std::size_t>(c.end - behind);
                if (present > length && behind[length] != '\r') return fail(fault::bad_terminator);
                if (t.type == '=' && present > 3 && behind[3] != ':') return fail(fault::bad_verbatim);
                if (t.type == '=' && present < 4) return wait(4 - present);
                if (present <= length) return wait(length + 1 - present);
                if (present == length + 1) return wait(1);
                if (behind[length + 1] != '\n') return fail(fault::bad_terminator);
                behind += length + 2;
            }
        }
        c.at = behind;
        scanned_ = 0;
        return status::done;
    }

    status wait(std::size_t bytes) {
        missing_ = bytes;
        return status::more;
    }

    status fail(fault f) {
        error_ = f;
        return is_limit(f) ? status::over_limit : status::broken;
    }

    protocol::limits within_;
    std::size_t scanned_ = 0;  // how much of the unfinished line holds no end
    std::size_t missing_ = 1;
    fault error_ = fault::none;
    bool resp3_;
};

}  // namespace hibana::protocol
