// SPDX-License-Identifier: BSL-1.0
/// \file  Composition of a client from its policies: the roles, their defaults and the checks.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/no_auth.hpp>
#include <hibana/cache/cache.hpp>
#include <hibana/cache/no_cache.hpp>
#include <hibana/command/access.hpp>
#include <hibana/command/server.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/errors.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/random.hpp>
#include <hibana/core/role.hpp>
#include <hibana/pool/connections.hpp>
#include <hibana/protocol/parser.hpp>
#include <hibana/protocol/resp3_parser.hpp>
#include <hibana/retry/backoff.hpp>
#include <hibana/retry/exponential_jitter_backoff.hpp>
#include <hibana/retry/retry.hpp>
#include <hibana/retry/retry_safe.hpp>
#include <hibana/topology/standalone.hpp>
#include <hibana/topology/topology.hpp>
#include <hibana/transport/tcp_transport.hpp>
#include <hibana/transport/transport.hpp>

#include <cstddef>
#include <type_traits>

namespace hibana::detail {

template <class Policy> struct found_policy {
    using type = Policy;
};

// Lookup by overload resolution over one base per policy: no recursion over the policies.

template <class Role, class Policy> struct role_entry {};
template <class... Policy> struct role_entries : role_entry<typename Policy::plays, Policy>... {};

template <class Role, class Default> found_policy<Default> find_policy(...);
template <class Role, class Default, class Policy> found_policy<Policy> find_policy(role_entry<Role, Policy>*);

template <class Role, class Default, class... Policy>
using policy_for = typename decltype(find_policy<Role, Default>(static_cast<role_entries<Policy...>*>(nullptr)))::type;

template <std::size_t Index, class Policy> struct indexed_policy {};
template <class Indices, class... Policy> struct indexed_policies;
template <std::size_t... Index, class... Policy>
struct indexed_policies<std::index_sequence<Index...>, Policy...> : indexed_policy<Index, Policy>... {};
template <std::size_t Index, class Policy> found_policy<Policy> find_indexed(indexed_policy<Index, Policy>*);

template <std::size_t Index, class... Policy>
using policy_at = typename decltype(find_indexed<Index>(
    static_cast<indexed_policies<std::index_sequence_for<Policy...>, Policy...>*>(nullptr)))::type;

/// The policies of a client, one per role in a fixed order. Clients with the same policies share this type.
template <class Transport, class Parser, class Backoff, class Retry, class Cache, class Auth, class Connections,
          class Topology, class Errors, class Events, class Clock, class Random, class Settings, class Access,
          class Server>
struct composed {
    using transport = Transport;
    using parser = Parser;
    using backoff = Backoff;
    using retry = Retry;
    using cache = Cache;
    using auth = Auth;
    using connections = Connections;
    using topology = Topology;
    using errors = Errors;
    using events = Events;
    using clock = Clock;
    using random = Random;
    using settings = Settings;
    using access = Access;
    using server = Server;

    template <class Policy>
    static constexpr bool has =
        (std::is_same_v<Policy, Transport> || std::is_same_v<Policy, Parser> || std::is_same_v<Policy, Backoff> ||
         std::is_same_v<Policy, Retry> || std::is_same_v<Policy, Cache> || std::is_same_v<Policy, Auth> ||
         std::is_same_v<Policy, Connections> || std::is_same_v<Policy, Topology> || std::is_same_v<Policy, Errors> ||
         std::is_same_v<Policy, Events> || std::is_same_v<Policy, Clock> || std::is_same_v<Policy, Random> ||
         std::is_same_v<Policy, Settings> || std::is_same_v<Policy, Access> || std::is_same_v<Policy, Server>);
};

/// The table of defaults. `ClientKind` adds the defaults that differ between the blocking and the asynchronous client.
template <class ClientKind, class... Policy>
using composition =
    composed<policy_for<role::transport, tcp_transport, Policy...>,
             policy_for<role::parser, resp3_parser, Policy...>,
             policy_for<role::backoff, exponential_jitter_backoff, Policy...>,
             policy_for<role::retry, retry_safe, Policy...>,
             policy_for<role::cache, no_cache, Policy...>,
             policy_for<role::auth, no_auth, Policy...>,
             policy_for<role::connections, typename ClientKind::connections, Policy...>,
             policy_for<role::topology, standalone, Policy...>,
             policy_for<role::errors, throw_errors, Policy...>,
             policy_for<role::events, no_events, Policy...>,
             policy_for<role::clock, monotonic_clock, Policy...>,
             policy_for<role::random, system_random, Policy...>,
             policy_for<role::settings, session_settings, Policy...>,
             policy_for<role::access, full_access, Policy...>,
             policy_for<role::server, any_server, Policy...>>;

// Conditions of the checks. Compilers print these names next to the diagnostic.

template <class Type, class Role> inline constexpr bool plays = false;
template <class Type, class Role>
    requires requires { typename Type::plays; }
inline constexpr bool plays<Type, Role> = std::is_same_v<typename Type::plays, Role>;

template <class Type>
inline constexpr bool is_a_policy =
    plays<Type, role::transport> || plays<Type, role::parser> || plays<Type, role::backoff> ||
    plays<Type, role::retry> || plays<Type, role::cache> || plays<Type, role::auth> ||
    plays<Type, role::connections> || plays<Type, role::topology> || plays<Type, role::errors> ||
    plays<Type, role::events> || plays<Type, role::clock> || plays<Type, role::random> ||
    plays<Type, role::settings> || plays<Type, role::access> || plays<Type, role::server> ||
    plays<Type, role::execution>;

template <class... SameRole> inline constexpr bool is_only_policy_for_its_role = false;
template <class Policy> inline constexpr bool is_policy_of_this_client = false;
template <class Policy> inline constexpr bool is_passed_once = false;

template <class Parser, class Cache>
concept cache_is_fed_by = !Cache::needs_pushes || Parser::version >= 3;
template <class Transport, class Auth>
concept credentials_are_encrypted = !Auth::needs_encryption || Transport::protects_secrets;
template <class ClientKind, class Connections>
concept connections_are_supported = ClientKind::is_concurrent || !Connections::needs_concurrency;
template <class ClientKind, class... Policy>
concept execution_is_selectable = ClientKind::is_concurrent || !(plays<Policy, role::execution> || ...);

/// The index of the first true element.
consteval std::size_t first_of(const bool* flags) {
    std::size_t index = 0;
    while (!flags[index]) ++index;
    return index;
}

template <class... Policy> struct policy_checks {
    static constexpr bool unknown_policies[] = {!is_a_policy<Policy>..., true};
    static constexpr bool has_unknown_policy = (!is_a_policy<Policy> || ...);

    /// The number of policies that play the role of `One`.
    template <class One> static consteval unsigned count_in_role_of() { return (0u + ... + plays<Policy, typename One::plays>); }
    static consteval bool has_duplicates() { return ((count_in_role_of<Policy>() > 1) || ...); }
    static consteval auto first_duplicates() {
        struct {
            std::size_t one = 0, other = 0;
        } found;
        const bool is_duplicate[] = {(count_in_role_of<Policy>() > 1)..., true};
        found.one = first_of(is_duplicate);
        using first = policy_at<first_duplicate(), Policy...>;
        const bool same[] = {plays<Policy, typename first::plays>..., true};
        found.other = found.one + 1;
        while (!same[found.other]) ++found.other;
        return found;
    }

private:
    static consteval std::size_t first_duplicate() {
        const bool is_duplicate[] = {(count_in_role_of<Policy>() > 1)..., true};
        return first_of(is_duplicate);
    }
};

/// Reports the first violated rule by a static_assert; returns true if there is none.
template <class ClientKind, class... Policy> consteval bool check_composition() {
    using all = policy_checks<Policy...>;
    if constexpr (all::has_unknown_policy) {
        static_assert(is_a_policy<policy_at<first_of(all::unknown_policies), Policy...>>,
                      "hibana: this type is not a policy; a policy names its role, as in `using plays = "
                      "hibana::role::backoff;`");
    } else if constexpr (all::has_duplicates()) {
        constexpr auto at = all::first_duplicates();
        static_assert(is_only_policy_for_its_role<policy_at<at.one, Policy...>, policy_at<at.other, Policy...>>,
                      "hibana: two policies play the same role; keep one of them");
    } else if constexpr (!execution_is_selectable<ClientKind, Policy...>) {
        static_assert(execution_is_selectable<ClientKind, Policy...>,
                      "hibana: the execution of the blocking client is fixed; remove this policy, or use async_client");
    } else {
        using c = composition<ClientKind, Policy...>;
        if constexpr (!policy::transport<typename c::transport>) {
            static_assert(policy::transport<typename c::transport>,
                          "hibana: this type plays the transport role but does not satisfy hibana::policy::transport; the "
                          "notes name the unmet requirement, and hibana/transport/transport.hpp states the contract");
        } else if constexpr (!policy::parser<typename c::parser>) {
            static_assert(policy::parser<typename c::parser>,
                          "hibana: this type plays the parser role but does not satisfy hibana::policy::parser; the "
                          "notes name the unmet requirement, and hibana/protocol/parser.hpp states the contract");
        } else if constexpr (!policy::backoff<typename c::backoff>) {
            static_assert(policy::backoff<typename c::backoff>,
                          "hibana: this type plays the backoff role but does not satisfy hibana::policy::backoff; the "
                          "notes name the unmet requirement, and hibana/retry/backoff.hpp states the contract");
        } else if constexpr (!policy::retry<typename c::retry>) {
            static_assert(policy::retry<typename c::retry>,
                          "hibana: this type plays the retry role but does not satisfy hibana::policy::retry; the "
                          "notes name the unmet requirement, and hibana/retry/retry.hpp states the contract");
        } else if constexpr (!policy::cache<typename c::cache>) {
            static_assert(policy::cache<typename c::cache>,
                          "hibana: this type plays the cache role but does not satisfy hibana::policy::cache; the "
                          "notes name the unmet requirement, and hibana/cache/cache.hpp states the contract");
        } else if constexpr (!policy::auth<typename c::auth>) {
            static_assert(policy::auth<typename c::auth>,
                          "hibana: this type plays the auth role but does not satisfy hibana::policy::auth; the "
                          "notes name the unmet requirement, and hibana/auth/auth.hpp states the contract");
        } else if constexpr (!policy::connections<typename c::connections>) {
            static_assert(policy::connections<typename c::connections>,
                          "hibana: this type plays the connections role but does not satisfy hibana::policy::connections; the "
                          "notes name the unmet requirement, and hibana/pool/connections.hpp states the contract");
        } else if constexpr (!policy::topology<typename c::topology>) {
            static_assert(policy::topology<typename c::topology>,
                          "hibana: this type plays the topology role but does not satisfy hibana::policy::topology; the "
                          "notes name the unmet requirement, and hibana/topology/topology.hpp states the contract");
        } else if constexpr (!policy::errors<typename c::errors>) {
            static_assert(policy::errors<typename c::errors>,
                          "hibana: this type plays the errors role but does not satisfy hibana::policy::errors; the "
                          "notes name the unmet requirement, and hibana/core/errors.hpp states the contract");
        } else if constexpr (!policy::events<typename c::events>) {
            static_assert(policy::events<typename c::events>,
                          "hibana: this type plays the events role but does not satisfy hibana::policy::events; the "
                          "notes name the unmet requirement, and hibana/core/event.hpp states the contract");
        } else if constexpr (!policy::clock<typename c::clock>) {
            static_assert(policy::clock<typename c::clock>,
                          "hibana: this type plays the clock role but does not satisfy hibana::policy::clock; the "
                          "notes name the unmet requirement, and hibana/core/clock.hpp states the contract");
        } else if constexpr (!policy::random<typename c::random>) {
            static_assert(policy::random<typename c::random>,
                          "hibana: this type plays the random role but does not satisfy hibana::policy::random; the "
                          "notes name the unmet requirement, and hibana/core/random.hpp states the contract");
        } else if constexpr (!policy::settings<typename c::settings>) {
            static_assert(policy::settings<typename c::settings>,
                          "hibana: this type plays the settings role but does not satisfy hibana::policy::settings; the "
                          "notes name the unmet requirement, and hibana/connection/settings.hpp states the contract");
        } else if constexpr (!policy::access<typename c::access>) {
            static_assert(policy::access<typename c::access>,
                          "hibana: this type plays the access role but does not satisfy hibana::policy::access; the "
                          "notes name the unmet requirement, and hibana/command/access.hpp states the contract");
        } else if constexpr (!policy::server<typename c::server>) {
            static_assert(policy::server<typename c::server>,
                          "hibana: this type plays the server role but does not satisfy hibana::policy::server; the "
                          "notes name the unmet requirement, and hibana/command/server.hpp states the contract");
        } else if constexpr (!cache_is_fed_by<typename c::parser, typename c::cache>) {
            static_assert(cache_is_fed_by<typename c::parser, typename c::cache>,
                          "hibana: a client-side cache needs invalidation pushes; use resp3_parser, or remove the cache");
        } else if constexpr (!credentials_are_encrypted<typename c::transport, typename c::auth>) {
            static_assert(credentials_are_encrypted<typename c::transport, typename c::auth>,
                          "hibana: tokens would cross the network in clear text; use tls_transport, or opt in with "
                          "in_clear_text<...>");
        } else if constexpr (!connections_are_supported<ClientKind, typename c::connections>) {
            static_assert(connections_are_supported<ClientKind, typename c::connections>,
                          "hibana: these connections need an event loop; use single_connection, connection_pool or "
                          "blocking_connection_pool here, or async_client");
        } else {
            return true;
        }
    }
    return false;
}

/// Checks that each object is of a policy of the composition, and that no two are of the same.
template <class Composition, bool IsValid, class... Object> consteval bool check_objects() {
    using all = policy_checks<Object...>;
    if constexpr (!IsValid) {
        return false;
    } else if constexpr (!(Composition::template has<Object> && ...)) {
        constexpr bool unknown_policies[] = {!Composition::template has<Object>..., true};
        static_assert(is_policy_of_this_client<policy_at<first_of(unknown_policies), Object...>>,
                      "hibana: the type of this object is not a policy of the client; "
                      "name it in client<...>, or leave it out");
        return false;
    } else if constexpr (all::has_duplicates()) {
        static_assert(is_passed_once<policy_at<all::first_duplicates().one, Object...>>,
                      "hibana: two objects are passed for one policy; keep one of them");
        return false;
    } else {
        return true;
    }
}

/// The composition of a client, or the default one after a failed check, so that one diagnostic does not cause others.
template <class ClientKind, bool IsValid, class... Policy> struct compose {
    using type = composition<ClientKind>;
};
template <class ClientKind, class... Policy> struct compose<ClientKind, true, Policy...> {
    using type = composition<ClientKind, Policy...>;
};

}  // namespace hibana::detail
