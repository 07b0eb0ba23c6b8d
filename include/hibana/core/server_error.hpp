// SPDX-License-Identifier: BSL-1.0
/// \file  What an error reply of the server means.
#pragma once

#include <hibana/core/error.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace hibana {

namespace detail {

struct server_error_name {
    std::string_view text;
    errc condition;
};

// The first word of the line says what is wrong ...
inline constexpr server_error_name server_error_prefixes[] = {
    {"ASK", errc::ask},
    {"BUSY", errc::busy},
    {"BUSYGROUP", errc::busy_group},
    {"BUSYKEY", errc::busy_key},
    {"CLUSTERDOWN", errc::cluster_down},
    {"CROSSSLOT", errc::cross_slot},
    {"DENIED", errc::protected_mode},
    {"EXECABORT", errc::transaction_aborted},
    {"INPROG", errc::in_progress},
    {"IOERR", errc::io_error},
    {"LOADING", errc::loading},
    {"MASTERDOWN", errc::master_down},
    {"MISCONF", errc::misconfigured},
    {"MOVED", errc::moved},
    {"NOAUTH", errc::no_auth},
    {"NOGOODSLAVE", errc::no_good_replica},
    {"NOGROUP", errc::no_group},
    {"NOMASTERLINK", errc::no_master_link},
    {"NOPERM", errc::no_permission},
    {"NOPROTO", errc::no_protocol},
    {"NOQUORUM", errc::no_quorum},
    {"NOREPLICAS", errc::no_replicas},
    {"NOSCRIPT", errc::no_script},
    {"NOTBUSY", errc::not_busy},
    {"OOM", errc::out_of_memory},
    {"READONLY", errc::read_only},
    {"REDIRECT", errc::redirected},
    {"TRYAGAIN", errc::try_again},
    {"UNBLOCKED", errc::unblocked},
    {"UNKILLABLE", errc::unkillable},
    {"WRONGPASS", errc::wrong_password},
    {"WRONGTYPE", errc::wrong_type},
};

// ... but for ERR, where only the text after it does.
inline constexpr server_error_name plain_errors[] = {
    {"AUTH <password> called without any password configured", errc::no_password_set},
    {"Client sent AUTH, but no password is set", errc::no_password_set},
    {"Error loading the extension", errc::module_error},
    {"Error unloading module", errc::module_error},
    {"invalid password", errc::wrong_password},
    {"max number of clients", errc::too_many_clients},
    {"no such fieldset", errc::no_such_fieldset},
    {"problem with LDAP service", errc::external_auth_failed},
    {"unknown command", errc::unknown_command},
    {"unknown subcommand", errc::unknown_command},
    {"Unknown subcommand", errc::unknown_command},
    {"wrong number of arguments for 'AUTH' command", errc::wrong_auth_arguments},
    {"wrong number of arguments for 'auth' command", errc::wrong_auth_arguments},
};

// Some servers run a script first and complain afterwards; the prefix is then inside the line.
inline constexpr server_error_name errors_inside_scripts[] = {
    {"-READONLY ", errc::read_only},
    {"-OOM ", errc::out_of_memory},
    {"-MISCONF ", errc::misconfigured},
    {"-NOREPLICAS ", errc::no_replicas},
};

[[gnu::cold]] inline errc server_condition(std::string_view line) noexcept {
    const std::string_view prefix = line.substr(0, line.find(' '));
    if (prefix != "ERR") {
        for (const server_error_name& known : server_error_prefixes) {
            if (known.text == prefix) {
                return known.condition;
            }
        }
        return errc::server_error;
    }
    const std::string_view text = line.substr(line.size() < 4 ? line.size() : 4);
    for (const server_error_name& known : plain_errors) {
        if (text.substr(0, known.text.size()) == known.text) {
            return known.condition;
        }
    }
    if (text.substr(0, 20) == "Error running script") {
        for (const server_error_name& known : errors_inside_scripts) {
            if (text.find(known.text) != std::string_view::npos) {
                return known.condition;
            }
        }
    }
    return errc::server_error;
}

// Servers repeat what they were sent: `ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' ...`.
[[gnu::cold]] inline std::string_view without_arguments(std::string_view line) noexcept {
    constexpr std::string_view repeats[] = {", with args beginning with:", "Error in ACL SETUSER modifier"};
    for (const std::string_view marker : repeats) {
        if (const std::size_t found = line.find(marker); found != std::string_view::npos) {
            return line.substr(0, marker.front() == ',' ? found : found + marker.size());
        }
    }
    return line;
}

}  // namespace detail

/// The error of an error reply: the line after the `-`, or the content of a bulk error, without its line end.
///
/// The text of the error is the line, byte for byte, but for arguments that the server repeats: they may be secrets.
[[nodiscard, gnu::cold]] inline error parse_server_error(std::string_view line) {
    return error{detail::server_condition(line), fate::answered, detail::without_arguments(line)};
}

/// Where a node of a cluster sends us.
struct redirect {
    bool ask = false;        ///< for this one command only, after ASKING
    int slot = 0;            ///< in [0, 16383]
    std::string host;        ///< empty: the host that answered; an IPv6 address has no brackets
    std::uint16_t port = 0;  ///< never zero
};

/// Where a `moved` or `ask` error points; nothing for every other error, and for one whose text makes no sense.
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
    if (host == "?") {  // the node has no name that it may tell
        host = {};
    }
    if (host.find_first_of(" []") != std::string_view::npos || host.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return redirect{error.condition() == errc::ask, slot, std::string{host}, static_cast<std::uint16_t>(port)};
}

}  // namespace hibana
