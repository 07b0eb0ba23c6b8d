// SPDX-License-Identifier: BSL-1.0
/// \file  What does one line of MONITOR say?
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/text.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace hibana {

/// One command that the server has executed, as MONITOR tells it; or a gap, which has no arguments.
struct monitor_record {
    /// From where it came.
    enum class source : unsigned char {
        tcp,          ///< `address` is `127.0.0.1:5000` or `[::1]:5000`
        unix_socket,  ///< `address` is the path of the server's socket
        script,       ///< a Lua script or a function; `address` is empty
    };
    using time_type = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

    time_type time{};          ///< by the clock of the server
    std::int64_t database = 0;
    source from = source::tcp;
    std::string address{};
    std::vector<std::string> arguments{};  ///< the name of the command first; what the server hides is `(redacted)`

    monitor_record() = default;

    /// The connection was lost and is restored: commands that were executed meanwhile are missing.
    bool is_gap() const noexcept { return arguments.empty(); }

    friend bool operator==(const monitor_record&, const monitor_record&) = default;
};

namespace detail {

/// Takes a number from the front of the text.
inline bool take_number(std::string_view& text, std::int64_t& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return read.ec == std::errc();
}

inline bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

inline int hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

/// Takes a quoted text from the front, its escapes undone.
inline bool take_quoted(std::string_view& text, std::string& bytes) {
    if (!take(text, "\"")) return false;
    while (!text.empty() && text.front() != '"') {
        char next = text.front();
        text.remove_prefix(1);
        if (next == '\\') {
            if (text.empty()) return false;
            next = text.front();
            text.remove_prefix(1);
            switch (next) {
                case 'n': next = '\n'; break;
                case 'r': next = '\r'; break;
                case 't': next = '\t'; break;
                case 'a': next = '\a'; break;
                case 'b': next = '\b'; break;
                case 'x': {
                    if (text.size() < 2 || hexadecimal(text[0]) < 0 || hexadecimal(text[1]) < 0) return false;
                    next = static_cast<char>(hexadecimal(text[0]) * 16 + hexadecimal(text[1]));
                    text.remove_prefix(2);
                    break;
                }
                case '"':
                case '\\': break;
                default: return false;
            }
        }
        bytes += next;
    }
    return take(text, "\"");
}

/// The part in brackets: `0 127.0.0.1:5000`, `0 unix:/path`, `0 lua`.
inline bool read_origin(std::string_view text, monitor_record& record) {
    if (!take_number(text, record.database) || !take(text, " ") || text.empty()) return false;
    if (text == "lua") {
        record.from = monitor_record::source::script;
    } else {
        record.from = take(text, "unix:") ? monitor_record::source::unix_socket : monitor_record::source::tcp;
        record.address = text;
    }
    return true;
}

}  // namespace detail

/// Reads a line, without the type byte and the end of the line: `1339518083.107412 [0 127.0.0.1:60866] "keys" "*"`.
inline result<monitor_record> read_monitor_line(std::string_view line) {
    result<monitor_record> outcome;
    monitor_record& record = *outcome;
    const std::string_view whole = line;
    // the line quotes whatever was sent, so that none of it is shown
    const auto malformed = [&] {
        return error(errc::protocol_error, fate::answered,
                     {"a line of MONITOR is malformed at its byte ", detail::decimal(whole.size() - line.size())});
    };
    std::int64_t seconds = 0, microseconds = 0;
    constexpr std::int64_t last_second = INT64_MAX / 1'000'000 - 1;
    if (!detail::take_number(line, seconds) || seconds < 0 || seconds > last_second || !detail::take(line, ".")) return malformed();
    const std::size_t before = line.size();
    if (!detail::take_number(line, microseconds) || microseconds < 0 || before - line.size() != 6 || !detail::take(line, " ["))
        return malformed();
    record.time = monitor_record::time_type(std::chrono::seconds(seconds) + std::chrono::microseconds(microseconds));
    // an address or a path may have brackets of its own
    const std::size_t end = line.find("] \"");
    if (end == std::string_view::npos || !detail::read_origin(line.substr(0, end), record)) return malformed();
    line.remove_prefix(end + 1);
    while (detail::take(line, " "))
        if (!detail::take_quoted(line, record.arguments.emplace_back())) return malformed();
    if (!line.empty()) return malformed();
    return outcome;
}

}  // namespace hibana
