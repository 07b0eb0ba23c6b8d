// SPDX-License-Identifier: BSL-1.0
/// \file  Connection URLs: redis://, rediss:// and unix://.
#pragma once
#include <hibana/auth/credentials.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/secret.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/verification.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace hibana {

/// A parsed connection URL. Parts that the URL does not have are empty.
///
/// `redis://[[user]:password@]host[:port][/database][?parameter=value&...]`, `rediss://` for TLS, and
/// `unix://[[user]:password@]/path[?...]`; `valkey://` and `valkeys://` are equivalent to the first two. Percent-encoding is
/// decoded once. A parameter has priority over the path.
struct url {
    hibana::endpoint endpoint{};
    bool uses_tls = false;                                    ///< `rediss://`
    std::optional<hibana::credentials> credentials{};         ///< from the authority, or `username` and `password`
    std::optional<unsigned> database{};                       ///< the path, or `db`
    std::optional<unsigned> protocol{};                       ///< 2 or 3
    std::optional<std::string> client_name{};
    std::optional<std::chrono::milliseconds> command_timeout{};  ///< `socket_timeout`, in seconds; `none` is `milliseconds::max()`
    std::optional<std::chrono::milliseconds> connect_timeout{};  ///< `socket_connect_timeout`, in seconds
    std::optional<std::chrono::milliseconds> health_check_interval{}; ///< `health_check_interval`, in seconds
    std::optional<bool> keepalive{};                             ///< `socket_keepalive`
    std::optional<std::size_t> max_connections{};
    std::optional<std::string> ca_file{};                        ///< `ssl_ca_certs`
    std::optional<std::string> ca_path{};                        ///< `ssl_ca_path`
    std::optional<std::string> certificate_file{};               ///< `ssl_certfile`
    std::optional<std::string> key_file{};                       ///< `ssl_keyfile`
    std::optional<secret> key_password{};                        ///< `ssl_password`
    std::optional<verification> verify{};                        ///< `ssl_cert_reqs`, `ssl_check_hostname`
    std::optional<tls_version> minimum_version{};                ///< `ssl_min_version`

    /// Parses a URL. The error names the invalid part but never quotes it, since it may contain a misplaced password.
    [[nodiscard]] static result<url> parse(std::string_view text);
};

namespace detail {

class url_parser {
public:
    static constexpr std::uint16_t default_port = 6379;

    result<url> parse(std::string_view text) && {
        parse_all(text);
        if (!problem_.empty()) return error(errc::invalid_url, fate::not_sent, {"invalid URL: ", problem_});
        return std::move(parsed_);
    }

private:
    void parse_all(std::string_view text) {
        for (const char character : text)
            if (static_cast<unsigned char>(character) <= ' ' || character == 0x7f)
                return fail("spaces and control characters must be percent-encoded");
        const auto colon = text.find("://");
        if (colon == text.npos) return fail("the scheme and \"://\" are missing");
        const auto scheme = text.substr(0, colon);
        text.remove_prefix(colon + 3);
        parsed_.uses_tls = equal(scheme, "rediss") || equal(scheme, "valkeys");
        const bool is_local = equal(scheme, "unix");
        if (!is_local && !parsed_.uses_tls && !equal(scheme, "redis") && !equal(scheme, "valkey"))
            return fail("the scheme must be redis, rediss, valkey, valkeys or unix");
        if (text.find('#') != text.npos) return fail("'#' must be percent-encoded as %23");

        std::string_view parameters;
        if (const auto mark = text.find('?'); mark != text.npos) {
            parameters = text.substr(mark + 1);
            text = text.substr(0, mark);
        }
        const auto slash = text.find('/');
        std::string_view authority = text.substr(0, slash);
        const std::string_view path = slash == text.npos ? std::string_view() : text.substr(slash);
        if (const auto at = authority.rfind('@'); at != authority.npos) {
            parse_user(authority.substr(0, at));
            authority.remove_prefix(at + 1);
        }
        if (is_local) parse_path(authority, path);
        else parse_host(authority), parse_database(path);
        for (unsigned number = 1; !parameters.empty(); ++number) {
            const auto end = parameters.find('&');
            parse_parameter(parameters.substr(0, end), number);
            parameters = end == parameters.npos ? std::string_view() : parameters.substr(end + 1);
        }
        finish();
    }

    void parse_user(std::string_view text) {
        const auto colon = text.find(':');
        if (const auto name = decode(text.substr(0, colon), "the user name"); !name.empty()) user_ = name;
        if (colon == text.npos) return;
        if (const std::string_view encoded = text.substr(colon + 1); !encoded.empty()) password_ = decode(encoded, "the password");
    }

    void parse_path(std::string_view authority, std::string_view path) {
        if (!authority.empty() || path.empty()) return fail("the path of a Unix socket must be absolute: unix:///path");
        std::string name = decode(path, "the path");
        if (name.find('\0') != name.npos) return fail("the path contains a zero byte");
        parsed_.endpoint = endpoint::local(std::move(name));
    }

    void parse_host(std::string_view text) {
        std::string_view host = text, port;
        if (text.starts_with('[')) {
            const auto end = text.find(']');
            if (end == text.npos) return fail("the closing bracket of the address is missing");
            host = text.substr(1, end - 1);
            text.remove_prefix(end + 1);
            if (!text.empty() && text.front() != ':') return fail("only a colon and a port may follow the address in brackets");
            port = text.substr(text.empty() ? 0 : 1);
            if (host.find(':') == host.npos) return fail("the address in brackets is not an IPv6 address");
        } else {
            if (const auto colon = text.find(':'); colon != text.npos) {
                host = text.substr(0, colon);
                port = text.substr(colon + 1);
            }
            if (port.find(':') != port.npos) return fail("an IPv6 address must be in brackets");
        }
        std::uint16_t number = default_port;
        if (!port.empty() && (!parse_number(port, number) || number == 0)) return fail("the port must be a number from 1 to 65535");
        std::string name = decode(host, "the host");
        for (const char character : name)
            if (static_cast<unsigned char>(character) <= ' ' || std::string_view("/?#@[]\\\x7f").find(character) != std::string_view::npos)
                return fail("the host contains an invalid character");
        if (name.empty()) name = "localhost";
        parsed_.endpoint = endpoint(std::move(name), number);
    }

    void parse_database(std::string_view path) {
        if (path.size() > 1) parse_unsigned(path.substr(1), parsed_.database, "the database in the path");
    }

    void parse_parameter(std::string_view text, unsigned number) {
        const auto equals = text.find('=');
        const std::string_view name = text.substr(0, equals);
        if (text.empty()) return;
        const std::string_view encoded = equals == text.npos ? std::string_view() : text.substr(equals + 1);
        const std::string label = "the parameter " + std::string(name);
        const bool is_tls = name.starts_with("ssl_");
        if (is_tls) has_tls_parameter_ = true;

        // the name of an unknown parameter is not reported: it may be part of a password that was not percent-encoded
        if (name == "db") parse_unsigned(encoded, parsed_.database, label);
        else if (name == "protocol") parse_unsigned(encoded, parsed_.protocol, label);
        else if (name == "username") user_ = decode(encoded, label);
        else if (name == "password") password_ = decode(encoded, label);
        else if (name == "client_name") parsed_.client_name = decode(encoded, label);
        else if (name == "socket_timeout") parse_seconds(encoded, parsed_.command_timeout, label);
        else if (name == "socket_connect_timeout") parse_seconds(encoded, parsed_.connect_timeout, label);
        else if (name == "health_check_interval") parse_seconds(encoded, parsed_.health_check_interval, label);
        else if (name == "socket_keepalive") parsed_.keepalive = parse_bool(encoded, label);
        else if (name == "max_connections") parse_unsigned(encoded, parsed_.max_connections, label);
        else if (name == "ssl_ca_certs") parsed_.ca_file = decode(encoded, label);
        else if (name == "ssl_ca_path") parsed_.ca_path = decode(encoded, label);
        else if (name == "ssl_certfile") parsed_.certificate_file = decode(encoded, label);
        else if (name == "ssl_keyfile") parsed_.key_file = decode(encoded, label);
        else if (name == "ssl_password") parsed_.key_password = secret(decode(encoded, label));
        else if (name == "ssl_check_hostname") checks_name_ = parse_bool(encoded, label);
        else if (name == "ssl_cert_reqs") parse_verification(encoded, label);
        else if (name == "ssl_min_version") parse_tls_version(encoded, label);
        else fail("parameter number " + std::to_string(number) + " is unknown");
    }

    void parse_verification(std::string_view encoded, const std::string& label) {
        const std::string value = decode(encoded, label);
        if (equal(value, "required")) parsed_.verify = verification::full;
        else if (equal(value, "none")) parsed_.verify = verification::insecure_none;
        else fail(label + " must be required or none");
    }

    void parse_tls_version(std::string_view encoded, const std::string& label) {
        const std::string value = decode(encoded, label);
        if (equal(value, "TLSv1.2") || equal(value, "TLSv1_2") || value == "1.2") parsed_.minimum_version = tls_version::v1_2;
        else if (equal(value, "TLSv1.3") || equal(value, "TLSv1_3") || value == "1.3") parsed_.minimum_version = tls_version::v1_3;
        else fail(label + " must be TLSv1.2 or TLSv1.3");
    }

    /// Checks and combines parts that depend on each other.
    void finish() {
        if (password_) parsed_.credentials.emplace(user_.value_or(""), std::move(*password_));
        else if (user_) parsed_.credentials.emplace(*user_, secret());
        if (parsed_.protocol && *parsed_.protocol != 2 && *parsed_.protocol != 3) fail("the parameter protocol must be 2 or 3");
        if (has_tls_parameter_ && !parsed_.uses_tls) fail("TLS parameters (ssl_...) require rediss://");
        if (checks_name_ && parsed_.verify != verification::insecure_none)
            parsed_.verify = *checks_name_ ? verification::full : verification::certificate_only;
        else if (checks_name_ && *checks_name_) fail("ssl_check_hostname contradicts ssl_cert_reqs=none");
    }

    void fail(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }

    std::string decode(std::string_view encoded, std::string_view label) {
        std::string text;
        text.reserve(encoded.size());
        for (std::size_t at = 0; at < encoded.size(); ++at) {
            if (encoded[at] != '%') {
                text += encoded[at];
                continue;
            }
            const int high = at + 1 < encoded.size() ? digit(encoded[at + 1]) : -1;
            const int low = at + 2 < encoded.size() ? digit(encoded[at + 2]) : -1;
            if (high < 0 || low < 0) {
                fail("a percent sign in " + std::string(label) + " is not followed by two hexadecimal digits");
                return text;
            }
            text += static_cast<char>(high * 16 + low);
            at += 2;
        }
        return text;
    }
    static constexpr int digit(char character) noexcept {
        if (character >= '0' && character <= '9') return character - '0';
        if (character >= 'a' && character <= 'f') return character - 'a' + 10;
        if (character >= 'A' && character <= 'F') return character - 'A' + 10;
        return -1;
    }

    template <class Number> static bool parse_number(std::string_view text, Number& into) {
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), into);
        return ec == std::errc() && end == text.data() + text.size();
    }
    template <class Number> void parse_unsigned(std::string_view encoded, std::optional<Number>& into, const std::string& label) {
        Number value{};
        if (parse_number(decode(encoded, label), value)) into = value;
        else fail(label + " is not a number, or too large");
    }
    void parse_seconds(std::string_view encoded, std::optional<std::chrono::milliseconds>& into, const std::string& label) {
        constexpr double max_seconds = 1e9;
        const std::string value = decode(encoded, label);
        double seconds = 0;
        if (equal(value, "none")) into = std::chrono::milliseconds::max();
        else if (parse_number(value, seconds) && seconds > 0 && seconds <= max_seconds)
            into = std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
        else fail(label + " must be none, or a number of seconds above 0 and up to 1000000000");
    }
    std::optional<bool> parse_bool(std::string_view encoded, const std::string& label) {
        const std::string value = decode(encoded, label);
        for (const char* spelling : {"1", "t", "true", "y", "yes"})
            if (equal(value, spelling)) return true;
        for (const char* spelling : {"0", "f", "false", "n", "no"})
            if (equal(value, spelling)) return false;
        fail(label + " must be true or false");
        return std::nullopt;
    }

    static constexpr bool equal(std::string_view left, std::string_view right) noexcept {
        const auto lower = [](char character) {
            return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
        };
        if (left.size() != right.size()) return false;
        for (std::size_t at = 0; at < left.size(); ++at)
            if (lower(left[at]) != lower(right[at])) return false;
        return true;
    }

    url parsed_;
    std::string problem_;
    std::optional<std::string> user_;
    std::optional<secret> password_;
    std::optional<bool> checks_name_;
    bool has_tls_parameter_ = false;
};

}  // namespace detail

inline result<url> url::parse(std::string_view text) {
    return detail::url_parser().parse(text);
}

}  // namespace hibana
