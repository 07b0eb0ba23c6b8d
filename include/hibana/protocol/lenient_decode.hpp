// SPDX-License-Identifier: BSL-1.0
/// \file  Decoding of accepted deviations from the canonical form of a type.
#pragma once

#include <hibana/core/text.hpp>
#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/integer.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/real.hpp>
#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hibana::protocol {

/// A value, the status of reading it, and, if the status is `done`, the position after it.
template <class T>
struct outcome {
    status state;
    const char* behind = nullptr;
    T value{};
};

/// The value of a token that has no content.
struct nothing {};

// The functions below are the rare paths of those in decode.hpp. They take and return values, so that no variable of the caller
// has to be in memory, and none is a template.

/// Reads any token that is accepted instead of an expected one; the status is another one if the typed decoder does not support it.
[[gnu::cold, gnu::noinline]] inline outcome<token> read_unexpected(const char* at, const char* end, bool scanned) {
    if (at == end) return {status::more};
    if (*at == '|' || *at == '>') return {status::irregular};
    tokenizer tokens(scanned ? limits::none() : limits{});
    cursor c{at, end};
    outcome<token> read{status::done};
    read.state = tokens.read(c, read.value);
    read.behind = c.at;
    if (read.state == status::over_limit) read.state = status::irregular;
    if (read.state != status::done) return read;
    const token& t = read.value;
    if (t.streamed) read.state = status::irregular;
    else if (t.type == '-' || t.type == '!') read.state = status::failed;
    else if (t.type == '.' || t.type == ';') read.state = status::broken;
    return read;
}

[[nodiscard]] inline bool holds_text(const token& t) {
    return !t.null && (t.type == '$' || t.type == '+' || t.type == '=');
}

/// The text of a token; a verbatim string without its format.
[[nodiscard]] inline std::string_view plain_text(const token& t) {
    return t.type == '=' ? hibana::detail::substr_noexcept(t.text, 4) : t.text;
}

/// Text from a string, or from a number as it is written.
[[gnu::cold, gnu::noinline]] inline outcome<std::string_view> read_unexpected_text(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    const token& t = read.value;
    if (read.state != status::done) return {read.state};
    if (holds_text(t)) return {status::done, read.behind, plain_text(t)};
    if (t.type == ':' || t.type == ',' || t.type == '(') return {status::done, read.behind, t.text};
    return {status::mismatch};
}

/// An integer from a number, a boolean, or the digits of a string.
[[gnu::cold, gnu::noinline]] inline outcome<std::int64_t> read_unexpected_integer(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    const token& t = read.value;
    if (read.state != status::done) return {read.state};
    if (t.type == '#') return {status::done, read.behind, t.text == "t"};
    const std::string_view text = plain_text(t);
    std::int64_t number = 0;
    if (!holds_text(t) && t.type != ':' && t.type != '(') return {status::mismatch};
    if (!read_whole_integer(text.data(), text.data() + text.size(), number)) return {status::mismatch};
    return {status::done, read.behind, number};
}

/// The same for unsigned integers.
[[gnu::cold, gnu::noinline]] inline outcome<std::uint64_t> read_unexpected_unsigned(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    const token& t = read.value;
    if (read.state != status::done) return {read.state};
    if (t.type == '#') return {status::done, read.behind, t.text == "t"};
    const std::string_view text = plain_text(t);
    std::uint64_t number = 0;
    if (!holds_text(t) && t.type != ':' && t.type != '(') return {status::mismatch};
    if (!read_whole_unsigned(text.data(), text.data() + text.size(), number)) return {status::mismatch};
    return {status::done, read.behind, number};
}

/// A double from any token that represents one.
[[gnu::cold, gnu::noinline]] inline outcome<double> read_unexpected_real(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    const token& t = read.value;
    if (read.state != status::done) return {read.state};
    const std::string_view text = plain_text(t);
    double number = 0;
    if (!holds_text(t) && t.type != ',' && t.type != ':' && t.type != '(') return {status::mismatch};
    if (!read_whole_real(text.data(), text.data() + text.size(), number)) return {status::mismatch};
    return {status::done, read.behind, number};
}

/// A boolean from any token that represents one.
[[gnu::cold, gnu::noinline]] inline outcome<bool> read_unexpected_boolean(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    const token& t = read.value;
    if (read.state != status::done) return {read.state};
    if (t.type == '#') return {status::done, read.behind, t.text == "t"};
    const std::string_view text = plain_text(t);
    std::int64_t number = 0;
    if (t.type == ':') {
        static_cast<void>(read_whole_integer(text.data(), text.data() + text.size(), number));
        return {status::done, read.behind, number != 0};
    }
    if (!holds_text(t) || (text != "1" && text != "0")) return {status::mismatch};
    return {status::done, read.behind, text == "1"};
}

/// OK in another form than `+OK`: followed by words, or as a bulk string.
[[gnu::cold, gnu::noinline]] inline outcome<nothing> read_unexpected_ok(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    if (read.state != status::done) return {read.state};
    const std::string_view text = plain_text(read.value);
    const bool is_ok = holds_text(read.value) && text.starts_with("OK") && (text.size() == 2 || text[2] == ' ');
    return {is_ok ? status::done : status::mismatch, read.behind};
}

/// The header of an array, set or map.
struct aggregate {
    std::size_t count = 0;  ///< the number of elements; of a map, of pairs
    bool is_map = false;
};

/// The header of an aggregate that is incomplete, or is not the plain one of an array, set or map.
[[gnu::cold, gnu::noinline]] inline outcome<aggregate> read_unexpected_aggregate(const char* at, const char* end, bool scanned) {
    const outcome<token> read = read_unexpected(at, end, scanned);
    const token& t = read.value;
    if (read.state != status::done) return {read.state};
    if (t.null || !t.is_aggregate()) return {status::mismatch};
    if (t.count > static_cast<std::size_t>(end - read.behind) / 3) return {status::more};
    const bool is_map = t.type == '%';
    return {status::done, read.behind, {is_map ? t.count / 2 : t.count, is_map}};
}

}  // namespace hibana::protocol
