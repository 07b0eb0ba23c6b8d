// SPDX-License-Identifier: BSL-1.0
/// \file  What a connection URL says: redis://, rediss:// and unix://.
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

/// A connection URL, taken apart. What it does not say has no value.
///
/// `redis://[[user]:password@]host[:port][/database][?parameter=value&...]`, `rediss://` for TLS, and
/// `unix://[[user]:password@]/path[?...]`; `valkey://` and `valkeys://` are the same as the first two. Percent-coding is
/// taken off once. A parameter wins over the path.
struct url {
    endpoint where{};
    bool encrypted = false;  ///< `rediss://`
    std::optional<hibana::credentials> credentials{};         ///< from the authority, or `username` and `password`
    std::optional<unsigned> database{};                       ///< the path, or `db`
    std::optional<unsigned> protocol{};                       ///< 2 or 3
    std::optional<std::string> client_name{};
    std::optional<std::chrono::milliseconds> timeout{};          ///< `socket_timeout`, in seconds; `none` is the greatest value
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

    /// Reads a URL. The error says which part is wrong and never quotes it, since a password may have slipped there.
    [[nodiscard]] static result<url> parse(std::string_view text);
};

namespace detail {

class url_parser {
public:
    static constexpr std::uint16_t default_port = 6379;

    result<url> parse(std::string_view text) && {
        read(text);
        if (!wrong_.empty()) return error(errc::invalid_url, fate::not_sent, {"the URL is wrong: ", wrong_});
        return std::move(parsed_);
    }

private:
    void read(std::string_view text) {
        for (const char character : text)
            if (static_cast<unsigned char>(character) <= ' ' || character == 0x7f)
                return fail("a space or a control character has to be percent-coded");
        const auto colon = text.find("://");
        if (colon == text.npos) return fail("the scheme and \"://\" are missing");
        const auto scheme = text.substr(0, colon);
        text.remove_prefix(colon + 3);
        parsed_.encrypted = equal(scheme, "rediss") || equal(scheme, "valkeys");
        const bool is_local = equal(scheme, "unix");
        if (!is_local && !parsed_.encrypted && !equal(scheme, "redis") && !equal(scheme, "valkey"))
            return fail("the scheme is none of redis, rediss, valkey, valkeys and unix");
        if (text.find('#') != text.npos) return fail("'#' has to be percent-coded, as %23");

        std::string_view parameters;
        if (const auto mark = text.find('?'); mark != text.npos) {
            parameters = text.substr(mark + 1);
            text = text.substr(0, mark);
        }
        const auto slash = text.find('/');
        std::string_view authority = text.substr(0, slash);
        const std::string_view path = slash == text.npos ? std::string_view() : text.substr(slash);
        if (const auto at = authority.rfind('@'); at != authority.npos) {
            read_user(authority.substr(0, at));
            authority.remove_prefix(at + 1);
        }
        if (is_local) read_local(authority, path);
        else read_host(authority), read_database(path);
        for (unsigned number = 1; !parameters.empty(); ++number) {
            const auto end = parameters.find('&');
            read_parameter(parameters.substr(0, end), number);
            parameters = end == parameters.npos ? std::string_view() : parameters.substr(end + 1);
        }
        settle();
    }

    void read_user(std::string_view text) {
        const auto colon = text.find(':');
        if (const auto name = decoded(text.substr(0, colon), "the user name"); !name.empty()) user_ = name;
        if (colon == text.npos) return;
        if (const std::string_view coded = text.substr(colon + 1); !coded.empty()) password_ = decoded(coded, "the password");
    }

    void read_local(std::string_view authority, std::string_view path) {
        if (!authority.empty() || path.empty()) return fail("the path of a Unix socket is absolute: unix:///path");
        std::string name = decoded(path, "the path");
        if (name.find('\0') != name.npos) return fail("the path holds a zero byte");
        parsed_.where = endpoint::local(std::move(name));
    }

    void read_host(std::string_view text) {
        std::string_view host = text, port;
        if (text.starts_with('[')) {
            const auto end = text.find(']');
            if (end == text.npos) return fail("the address in brackets has no end");
            host = text.substr(1, end - 1);
            text.remove_prefix(end + 1);
            if (!text.empty() && text.front() != ':') return fail("after the address in brackets comes a colon and the port");
            port = text.substr(text.empty() ? 0 : 1);
            if (host.find(':') == host.npos) return fail("the address in brackets is no IPv6 address");
        } else {
            if (const auto colon = text.find(':'); colon != text.npos) {
                host = text.substr(0, colon);
                port = text.substr(colon + 1);
            }
            if (port.find(':') != port.npos) return fail("an IPv6 address has to stand in brackets");
        }
        std::uint16_t number = default_port;
        if (!port.empty() && (!read_number(port, number) || number == 0)) return fail("the port is no number from 1 to 65535");
        std::string name = decoded(host, "the host");
        for (const char character : name)
            if (static_cast<unsigned char>(character) <= ' ' || std::string_view("/?#@[]\\\x7f").find(character) != std::string_view::npos)
                return fail("the host holds a character that no host has");
        if (name.empty()) name = "localhost";
        parsed_.where = endpoint(std::move(name), number);
    }

    void read_database(std::string_view path) {
        if (path.size() > 1) read_unsigned(path.substr(1), parsed_.database, "the database in the path");
    }

    void read_parameter(std::string_view text, unsigned number) {
        const auto equals = text.find('=');
        const std::string_view name = text.substr(0, equals);
        if (text.empty()) return;
        const std::string_view coded = equals == text.npos ? std::string_view() : text.substr(equals + 1);
        const std::string label = "the parameter " + std::string(name);
        const bool is_tls = name.starts_with("ssl_");
        if (is_tls) has_tls_parameter_ = true;

        // the name of an unknown one is not told: it may be the rest of a password that was not percent-coded
        if (name == "db") read_unsigned(coded, parsed_.database, label);
        else if (name == "protocol") read_unsigned(coded, parsed_.protocol, label);
        else if (name == "username") user_ = decoded(coded, label);
        else if (name == "password") password_ = decoded(coded, label);
        else if (name == "client_name") parsed_.client_name = decoded(coded, label);
        else if (name == "socket_timeout") read_seconds(coded, parsed_.timeout, label);
        else if (name == "socket_connect_timeout") read_seconds(coded, parsed_.connect_timeout, label);
        else if (name == "health_check_interval") read_seconds(coded, parsed_.health_check_interval, label);
        else if (name == "socket_keepalive") parsed_.keepalive = read_truth(coded, label);
        else if (name == "max_connections") read_unsigned(coded, parsed_.max_connections, label);
        else if (name == "ssl_ca_certs") parsed_.ca_file = decoded(coded, label);
        else if (name == "ssl_ca_path") parsed_.ca_path = decoded(coded, label);
        else if (name == "ssl_certfile") parsed_.certificate_file = decoded(coded, label);
        else if (name == "ssl_keyfile") parsed_.key_file = decoded(coded, label);
        else if (name == "ssl_password") parsed_.key_password = secret(decoded(coded, label));
        else if (name == "ssl_check_hostname") checks_name_ = read_truth(coded, label);
        else if (name == "ssl_cert_reqs") read_verification(coded, label);
        else if (name == "ssl_min_version") read_version(coded, label);
        else fail("parameter number " + std::to_string(number) + " is not known");
    }

    void read_verification(std::string_view coded, const std::string& label) {
        const std::string value = decoded(coded, label);
        if (equal(value, "required")) parsed_.verify = verification::full;
        else if (equal(value, "none")) parsed_.verify = verification::insecure_none;
        else fail(label + " is neither required nor none");
    }

    void read_version(std::string_view coded, const std::string& label) {
        const std::string value = decoded(coded, label);
        if (equal(value, "TLSv1.2") || equal(value, "TLSv1_2") || value == "1.2") parsed_.minimum_version = tls_version::v1_2;
        else if (equal(value, "TLSv1.3") || equal(value, "TLSv1_3") || value == "1.3") parsed_.minimum_version = tls_version::v1_3;
        else fail(label + " is neither TLSv1.2 nor TLSv1.3");
    }

    // what only the whole says
    void settle() {
        if (password_) parsed_.credentials.emplace(user_.value_or(""), std::move(*password_));
        else if (user_) parsed_.credentials.emplace(*user_, secret());
        if (parsed_.protocol && *parsed_.protocol != 2 && *parsed_.protocol != 3) fail("the parameter protocol is neither 2 nor 3");
        if (has_tls_parameter_ && !parsed_.encrypted) fail("the parameters of TLS (ssl_...) need rediss://");
        if (checks_name_ && parsed_.verify != verification::insecure_none)
            parsed_.verify = *checks_name_ ? verification::full : verification::certificate_only;
        else if (checks_name_ && *checks_name_) fail("ssl_check_hostname asks for a check that ssl_cert_reqs=none forbids");
    }

    void fail(std::string why) {
        if (wrong_.empty()) wrong_ = std::move(why);
    }

    std::string decoded(std::string_view coded, std::string_view label) {
        std::string plain;
        plain.reserve(coded.size());
        for (std::size_t at = 0; at < coded.size(); ++at) {
            if (coded[at] != '%') {
                plain += coded[at];
                continue;
            }
            const int high = at + 1 < coded.size() ? digit(coded[at + 1]) : -1;
            const int low = at + 2 < coded.size() ? digit(coded[at + 2]) : -1;
            if (high < 0 || low < 0) {
                fail("in " + std::string(label) + " a percent sign is not followed by two hexadecimal digits");
                return plain;
            }
            plain += static_cast<char>(high * 16 + low);
            at += 2;
        }
        return plain;
    }
    static constexpr int digit(char character) noexcept {
        if (character >= '0' && character <= '9') return character - '0';
        if (character >= 'a' && character <= 'f') return character - 'a' + 10;
        if (character >= 'A' && character <= 'F') return character - 'A' + 10;
        return -1;
    }

    template <class Number> static bool read_number(std::string_view text, Number& into) {
        const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), into);
        return wrong == std::errc() && end == text.data() + text.size();
    }
    template <class Number> void read_unsigned(std::string_view coded, std::optional<Number>& into, const std::string& label) {
        Number value{};
        if (read_number(decoded(coded, label), value)) into = value;
        else fail(label + " is no number, or too great");
    }
    void read_seconds(std::string_view coded, std::optional<std::chrono::milliseconds>& into, const std::string& label) {
        constexpr double most = 1e9;
        const std::string value = decoded(coded, label);
        double seconds = 0;
        if (equal(value, "none")) into = std::chrono::milliseconds::max();
        else if (read_number(value, seconds) && seconds > 0 && seconds <= most)
            into = std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
        else fail(label + " is neither none nor a number of seconds above 0, up to 1000000000");
    }
    std::optional<bool> read_truth(std::string_view coded, const std::string& label) {
        const std::string value = decoded(coded, label);
        for (const char* yes : {"1", "t", "true", "y", "yes"})
            if (equal(value, yes)) return true;
        for (const char* no : {"0", "f", "false", "n", "no"})
            if (equal(value, no)) return false;
        fail(label + " is neither true nor false");
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
    std::string wrong_;
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
