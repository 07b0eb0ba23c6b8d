// SPDX-License-Identifier: BSL-1.0
/// \file  Classification of error replies of the server.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/text.hpp>

#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace hibana {

namespace detail {

// The first word of the line identifies the error ...
inline constexpr char server_error_prefixes[] =
    "ASK\0"
    "BUSY\0"
    "BUSYGROUP\0"
    "BUSYKEY\0"
    "CLUSTERDOWN\0"
    "CROSSSLOT\0"
    "DENIED\0"
    "EXECABORT\0"
    "INPROG\0"
    "IOERR\0"
    "LOADING\0"
    "MASTERDOWN\0"
    "MISCONF\0"
    "MOVED\0"
    "NOAUTH\0"
    "NOGOODSLAVE\0"
    "NOGROUP\0"
    "NOMASTERLINK\0"
    "NOPERM\0"
    "NOPROTO\0"
    "NOQUORUM\0"
    "NOREPLICAS\0"
    "NOSCRIPT\0"
    "NOTBUSY\0"
    "OOM\0"
    "READONLY\0"
    "REDIRECT\0"
    "TRYAGAIN\0"
    "UNBLOCKED\0"
    "UNKILLABLE\0"
    "WRONGPASS\0"
    "WRONGTYPE\0";
inline constexpr errc conditions_of_server_error_prefixes[] = {
    errc::ask, errc::busy, errc::busy_group, errc::busy_key, errc::cluster_down, errc::cross_slot,
    errc::protected_mode, errc::transaction_aborted, errc::in_progress, errc::io_error, errc::loading,
    errc::master_down, errc::misconfigured, errc::moved, errc::no_auth, errc::no_good_replica, errc::no_group,
    errc::no_master_link, errc::no_permission, errc::no_protocol, errc::no_quorum, errc::no_replicas, errc::no_script,
    errc::not_busy, errc::out_of_memory, errc::read_only, errc::redirected, errc::try_again, errc::unblocked,
    errc::unkillable, errc::wrong_password, errc::wrong_type,
};
static_assert(count_texts(server_error_prefixes) == std::size(conditions_of_server_error_prefixes));

// ... except for ERR, where only the text after it does.
inline constexpr char plain_errors[] =
    "AUTH <password> called without any password configured\0"
    "Client sent AUTH, but no password is set\0"
    "Error loading the extension\0"
    "Error unloading module\0"
    "invalid password\0"
    "max number of clients\0"
    "no such fieldset\0"
    "problem with LDAP service\0"
    "unknown command\0"
    "unknown subcommand\0"
    "Unknown subcommand\0"
    "wrong number of arguments for 'AUTH' command\0"
    "wrong number of arguments for 'auth' command\0";
inline constexpr errc conditions_of_plain_errors[] = {
    errc::no_password_set, errc::no_password_set, errc::module_error, errc::module_error, errc::wrong_password,
    errc::too_many_clients, errc::no_such_fieldset, errc::external_auth_failed, errc::unknown_command,
    errc::unknown_command, errc::unknown_command, errc::wrong_auth_arguments, errc::wrong_auth_arguments,
};
static_assert(count_texts(plain_errors) == std::size(conditions_of_plain_errors));

// Some servers run a script first and complain afterwards; the prefix is then inside the line.
inline constexpr char errors_inside_scripts[] =
    "-READONLY \0"
    "-OOM \0"
    "-MISCONF \0"
    "-NOREPLICAS \0";
inline constexpr errc conditions_of_errors_inside_scripts[] = {
    errc::read_only, errc::out_of_memory, errc::misconfigured, errc::no_replicas,
};
static_assert(count_texts(errors_inside_scripts) == std::size(conditions_of_errors_inside_scripts));

/// The meaning of the first of these texts for which `fits(text)` holds.
template <class Fits> [[nodiscard, gnu::cold]] errc lookup_prefix(const char* texts, const errc* conditions, Fits fits) noexcept {
    for (std::string_view known; known = texts, !known.empty(); ++conditions, texts += known.size() + 1)
        if (fits(known)) return *conditions;
    return errc::server_error;
}

[[gnu::cold]] inline errc server_condition(std::string_view line) noexcept {
    const std::string_view prefix = substr_noexcept(line, 0, line.find(' '));
    if (prefix != "ERR")
        return lookup_prefix(server_error_prefixes, conditions_of_server_error_prefixes,
                             [&](std::string_view known) { return known == prefix; });
    const std::string_view text = substr_noexcept(line, 4);
    const errc plain =
        lookup_prefix(plain_errors, conditions_of_plain_errors, [&](std::string_view known) { return text.starts_with(known); });
    if (plain != errc::server_error || !text.starts_with("Error running script")) return plain;
    return lookup_prefix(errors_inside_scripts, conditions_of_errors_inside_scripts,
                         [&](std::string_view known) { return find_substring(known, text) != std::string_view::npos; });
}

// Servers repeat what they received: `ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' ...`.
[[gnu::cold]] inline std::string_view redact_arguments(std::string_view line) noexcept {
    constexpr std::string_view repeats[] = {", with args beginning with:", "Error in ACL SETUSER modifier"};
    for (const std::string_view marker : repeats) {
        if (const std::size_t found = find_substring(marker, line); found != std::string_view::npos) {
            return substr_noexcept(line, 0, marker.front() == ',' ? found : found + marker.size());
        }
    }
    return line;
}

}  // namespace detail

/// The error of an error reply: the line after the `-`, or the content of a bulk error, without its line end.
///
/// The text of the error is the line, byte for byte, but for arguments that the server repeats: they may be secrets.
[[nodiscard, gnu::cold]] inline error parse_server_error(std::string_view line) {
    return error{detail::server_condition(line), fate::answered, detail::redact_arguments(line)};
}

/// The target of a cluster redirection.
struct redirect {
    bool ask = false;        ///< for this one command only, after ASKING
    int slot = 0;            ///< in [0, 16383]
    std::string host;        ///< empty: the host that answered; an IPv6 address has no brackets
    std::uint16_t port = 0;  ///< never zero
};

/// The target of a `moved` or `ask` error; empty for any other error, and for one with a malformed text.
[[nodiscard, gnu::cold]] inline std::optional<redirect> redirect_of(const error& error) {
    if (error.condition() != errc::moved && error.condition() != errc::ask) {
        return std::nullopt;
    }
    const auto number = [](std::string_view digits, int least, int greatest) {
        int value = -1;
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool whole = failure == std::errc{} && end == digits.data() + digits.size();
        return whole && value >= least && value <= greatest ? value : -1;
    };

    const std::string_view text = error.text();
    const std::size_t before_slot = text.find(' ');
    const std::size_t before_host =
        before_slot == std::string_view::npos ? before_slot : text.find(' ', before_slot + 1);
    if (before_host == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view endpoint = text.substr(before_host + 1);
    // The last colon: an IPv6 address has others.
    const std::size_t colon = endpoint.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const int slot = number(text.substr(before_slot + 1, before_host - before_slot - 1), 0, 16383);
    const int port = number(endpoint.substr(colon + 1), 1, 65535);
    if (slot < 0 || port < 0) {
        return std::nullopt;
    }
    std::string_view host = endpoint.substr(0, colon);
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    if (host == "?") {  // the server does not disclose the name of the node
        host = {};
    }
    if (host.find_first_of(" []") != std::string_view::npos || host.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return redirect{error.condition() == errc::ask, slot, std::string{host}, static_cast<std::uint16_t>(port)};
}

}  // namespace hibana
