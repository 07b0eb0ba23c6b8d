// SPDX-License-Identifier: BSL-1.0
/// \file  Record of MONITOR, and the parser of its line.
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

/// A command that the server executed; or a gap, which has no arguments.
struct monitor_record {
    /// The origin of a command.
    enum class source : unsigned char {
        tcp,          ///< `address` is `127.0.0.1:5000` or `[::1]:5000`
        unix_socket,  ///< `address` is the path of the server's socket
        script,       ///< a Lua script or a function; `address` is empty
    };
    using time_type = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

    time_type time{};          ///< of the server's clock
    std::int64_t database = 0;
    source from = source::tcp;
    std::string address{};
    std::vector<std::string> arguments{};  ///< the command name first; the server replaces secrets by `(redacted)`

    monitor_record() = default;

    /// Whether commands are missing here because the connection was lost and restored.
    bool is_gap() const noexcept { return arguments.empty(); }

    friend bool operator==(const monitor_record&, const monitor_record&) = default;
};

namespace detail {

/// Consumes a number at the front of the text.
inline bool consume_number(std::string_view& text, std::int64_t& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return read.ec == std::errc();
}

/// Consumes the expected text at the front. Returns false if it is missing.
inline bool consume(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

inline int hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

/// Consumes a quoted text at the front and decodes its escapes.
inline bool consume_quoted(std::string_view& text, std::string& bytes) {
    if (!consume(text, "\"")) return false;
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
    return consume(text, "\"");
}

/// Parses the part in brackets: `0 127.0.0.1:5000`, `0 unix:/path`, `0 lua`.
inline bool read_origin(std::string_view text, monitor_record& record) {
    if (!consume_number(text, record.database) || !consume(text, " ") || text.empty()) return false;
    if (text == "lua") {
        record.from = monitor_record::source::script;
    } else {
        record.from = consume(text, "unix:") ? monitor_record::source::unix_socket : monitor_record::source::tcp;
        record.address = text;
    }
    return true;
}

}  // namespace detail

/// Parses a line, without its type byte and line end: `1339518083.107412 [0 127.0.0.1:60866] "keys" "*"`.
inline result<monitor_record> read_monitor_line(std::string_view line) {
    result<monitor_record> outcome;
    monitor_record& record = *outcome;
    const std::string_view whole = line;
    // the error does not quote the line: it may contain secrets
    const auto malformed = [&] {
        return error(errc::protocol_error, fate::answered,
                     {"a line of MONITOR is malformed at its byte ", detail::decimal(whole.size() - line.size())});
    };
    std::int64_t seconds = 0, microseconds = 0;
    constexpr std::int64_t last_second = INT64_MAX / 1'000'000 - 1;
    if (!detail::consume_number(line, seconds) || seconds < 0 || seconds > last_second || !detail::consume(line, ".")) return malformed();
    const std::size_t before = line.size();
    if (!detail::consume_number(line, microseconds) || microseconds < 0 || before - line.size() != 6 || !detail::consume(line, " ["))
        return malformed();
    record.time = monitor_record::time_type(std::chrono::seconds(seconds) + std::chrono::microseconds(microseconds));
    // an address or path may contain brackets
    const std::size_t end = line.find("] \"");
    if (end == std::string_view::npos || !detail::read_origin(line.substr(0, end), record)) return malformed();
    line.remove_prefix(end + 1);
    while (detail::consume(line, " "))
        if (!detail::consume_quoted(line, record.arguments.emplace_back())) return malformed();
    if (!line.empty()) return malformed();
    return outcome;
}

}  // namespace hibana
