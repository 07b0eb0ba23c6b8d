// SPDX-License-Identifier: BSL-1.0
/// \file  Error conditions as std::error_code.
#pragma once

#include <hibana/core/text.hpp>

#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace hibana {

/// Conditions of errors: first those of the client, then those of the server.
///
/// A value keeps its number: new ones are added at the end of their half.
enum class errc : int {
    none = 0,  ///< nothing went wrong

    // Detected by the client.
    resolve_failed = 1,   ///< the name of the server has no address
    connect_failed,       ///< no connection could be made
    connection_lost,      ///< the connection broke, or the server closed it
    connection_closed,    ///< this side has closed the connection
    tls_failed,           ///< the TLS handshake or a check of the certificate failed
    timeout,              ///< the deadline came first
    cancelled,            ///< the caller gave up
    protocol_error,       ///< the bytes received are no RESP
    limit_exceeded,       ///< a reply or a request is larger than the limits allow
    type_mismatch,        ///< the reply has another type than the one asked for
    pool_exhausted,       ///< every connection of the pool is in use
    wrong_thread,         ///< a client that belongs to one thread was used by another
    child_process,        ///< a connection of the parent process was used after fork
    invalid_url,          ///< the URL cannot be read
    invalid_argument,     ///< an argument is refused before anything is sent
    not_supported,        ///< the server or this build cannot do it
    not_a_redis_server,   ///< the peer speaks another protocol
    handshake_failed,     ///< a required step of the handshake failed
    watch_conflict,       ///< a watched key was changed: EXEC did nothing
    watch_lost,           ///< the connection that watched is gone: EXEC was not sent
    refused_command,      ///< the command may not be sent over this kind of connection
    credentials_failed,   ///< no credentials could be had
    lock_not_acquired,    ///< another client has the lock
    lock_not_owned,       ///< the lock is not, or no more, held by this owner
    too_many_redirects,   ///< the nodes of the cluster keep pointing at each other
    slot_not_covered,     ///< no node of the cluster serves the slot
    master_not_found,     ///< no sentinel knows a master of that name
    no_healthy_database,  ///< every database of the group is down
    circuit_open,         ///< the circuit breaker lets nothing through

    // Reported by the server.
    server_error = 1000,   ///< ERR, or a prefix that this library does not know
    wrong_type,            ///< WRONGTYPE: the key holds another kind of value
    no_script,             ///< NOSCRIPT: the script is not loaded
    out_of_memory,         ///< OOM: used memory is above maxmemory
    read_only,             ///< READONLY: a replica was asked to write
    no_auth,               ///< NOAUTH: authentication is required
    wrong_password,        ///< WRONGPASS: user or password is wrong, or the user is disabled
    no_permission,         ///< NOPERM: the user may not do this
    loading,               ///< LOADING: the data set is being loaded
    busy,                  ///< BUSY: a script or a module command is running
    busy_key,              ///< BUSYKEY: the target key exists
    busy_group,            ///< BUSYGROUP: the consumer group exists
    no_group,              ///< NOGROUP: the consumer group does not exist
    no_replicas,           ///< NOREPLICAS: too few good replicas to accept a write
    misconfigured,         ///< MISCONF: writes are stopped because the data cannot be persisted
    moved,                 ///< MOVED: another node serves the slot
    ask,                   ///< ASK: another node serves this key while the slot migrates
    try_again,             ///< TRYAGAIN: the keys are split while the slot migrates
    cluster_down,          ///< CLUSTERDOWN: the cluster, or the slot, is not served
    cross_slot,            ///< CROSSSLOT: the keys are in different slots
    master_down,           ///< MASTERDOWN: the replica has lost its master and may not serve stale data
    not_busy,              ///< NOTBUSY: no script is running
    unkillable,            ///< UNKILLABLE: the script has written already
    unblocked,             ///< UNBLOCKED: the blocking command was ended from outside
    no_protocol,           ///< NOPROTO: the server does not speak this protocol version
    in_progress,           ///< INPROG: a failover is in progress
    too_many_clients,      ///< ERR max number of clients reached
    module_error,          ///< ERR while a module is loaded or unloaded
    no_such_fieldset,      ///< ERR no such fieldset
    transaction_aborted,   ///< EXECABORT: a command of the transaction was refused, so none was executed
    unknown_command,       ///< ERR unknown command or subcommand
    wrong_auth_arguments,  ///< ERR wrong number of arguments for AUTH: the server knows no users
    no_password_set,       ///< ERR AUTH without any password configured
    external_auth_failed,  ///< ERR the provider of authentication behind the server failed
    protected_mode,        ///< DENIED: the server talks to its own machine only
    io_error,              ///< IOERR: MIGRATE could not talk to the other server
    no_quorum,             ///< NOQUORUM: too few sentinels can be reached
    no_good_replica,       ///< NOGOODSLAVE: no replica can be promoted
    redirected,            ///< REDIRECT: another server is the primary
    no_master_link,        ///< NOMASTERLINK: the replica has lost the link to its master
};

/// Whether the server sent the error.
[[nodiscard]] constexpr bool is_server_error(errc condition) noexcept { return condition >= errc::server_error; }

/// True for authentication errors: another attempt with the same credentials fails too.
[[nodiscard]] constexpr bool is_authentication_error(errc condition) noexcept {
    switch (condition) {
    case errc::no_auth:
    case errc::wrong_password:
    case errc::wrong_auth_arguments:
    case errc::no_password_set:
    case errc::external_auth_failed:
    case errc::credentials_failed: return true;
    default: return false;
    }
}

namespace detail {

// In the order of the values.
inline constexpr char descriptions_of_this_side[] =
    "no error\0"
    "the server name could not be resolved\0"
    "cannot connect\0"
    "the connection was lost\0"
    "the connection is closed\0"
    "TLS failed\0"
    "timed out\0"
    "cancelled\0"
    "the server broke the protocol\0"
    "a limit was exceeded\0"
    "the reply has another type than expected\0"
    "no connection is free\0"
    "the client belongs to another thread\0"
    "the connection belongs to the parent process\0"
    "the URL is invalid\0"
    "an argument is invalid\0"
    "not supported\0"
    "the peer is no Redis server\0"
    "the handshake failed\0"
    "a watched key was changed\0"
    "the connection that watched the keys was lost\0"
    "the command may not be sent over this connection\0"
    "no credentials could be had\0"
    "the lock is held by another owner\0"
    "the lock is not held by this owner\0"
    "too many redirects\0"
    "no node serves the slot\0"
    "no sentinel knows the master\0"
    "no database is healthy\0"
    "the circuit breaker is open\0";
inline constexpr char descriptions_of_servers[] =
    "the server reported an error\0"
    "the key holds another kind of value\0"
    "the script is not loaded\0"
    "the server is out of memory\0"
    "the server is a read-only replica\0"
    "authentication is required\0"
    "the user name or the password is wrong\0"
    "the user has no permission\0"
    "the server is loading its data\0"
    "the server is busy with a script\0"
    "the target key exists\0"
    "the consumer group exists\0"
    "there is no such consumer group\0"
    "too few replicas are in reach\0"
    "the server cannot persist and refuses writes\0"
    "another node serves the slot\0"
    "another node serves the key for now\0"
    "the slot is being migrated\0"
    "the cluster is down\0"
    "the keys are in different slots\0"
    "the replica has lost its master\0"
    "no script is running\0"
    "the script has written and cannot be killed\0"
    "the blocking command was unblocked\0"
    "the server does not speak this protocol version\0"
    "a failover is in progress\0"
    "the server has too many clients\0"
    "a module could not be loaded or unloaded\0"
    "there is no such fieldset\0"
    "the transaction was aborted\0"
    "the server does not know the command\0"
    "the server knows no user names\0"
    "the server has no password configured\0"
    "the authentication provider of the server failed\0"
    "the server is in protected mode\0"
    "the server could not reach the other server\0"
    "too few sentinels are in reach\0"
    "no replica can be promoted\0"
    "another server is the primary\0"
    "the replica is not connected to its master\0";
static_assert(count_texts(descriptions_of_this_side) == static_cast<unsigned>(errc::circuit_open) + 1);
static_assert(count_texts(descriptions_of_servers) ==
              static_cast<unsigned>(errc::no_master_link) - static_cast<unsigned>(errc::server_error) + 1);

}  // namespace detail

/// One short sentence for each value, without a full stop.
[[nodiscard, gnu::cold]] constexpr std::string_view describe(errc condition) noexcept {
    const bool by_server = is_server_error(condition);
    const unsigned first = by_server ? static_cast<unsigned>(errc::server_error) : 0;
    const char* const texts = by_server ? detail::descriptions_of_servers : detail::descriptions_of_this_side;
    const std::string_view known = detail::string_table_at(texts, static_cast<unsigned>(condition) - first);
    return known.empty() ? "unknown error" : known;
}

namespace detail {

class error_category_type final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "hibana"; }

    [[nodiscard]] std::string message(int value) const override {
        return std::string{describe(static_cast<errc>(value))};
    }

    // A condition that the standard has too compares equal to the standard one.
    [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
        switch (static_cast<errc>(value)) {
        case errc::timeout: return std::errc::timed_out;
        case errc::cancelled: return std::errc::operation_canceled;
        case errc::protocol_error: return std::errc::protocol_error;
        case errc::invalid_argument: return std::errc::invalid_argument;
        case errc::not_supported: return std::errc::not_supported;
        case errc::connection_lost: return std::errc::connection_reset;
        case errc::no_permission: return std::errc::permission_denied;
        default: return {value, *this};
        }
    }
};

}  // namespace detail

/// The category of `errc`; its name is "hibana".
[[nodiscard]] inline const std::error_category& error_category() noexcept {
    static const detail::error_category_type category;
    return category;
}

[[nodiscard]] inline std::error_code make_error_code(errc condition) noexcept {
    return {static_cast<int>(condition), error_category()};
}

}  // namespace hibana

template <>
struct std::is_error_code_enum<hibana::errc> : std::true_type {};
