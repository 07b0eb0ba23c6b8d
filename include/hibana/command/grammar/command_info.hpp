// SPDX-License-Identifier: BSL-1.0
/// \file  Properties of commands: access, blocking, idempotence, cluster policies, versions.
#pragma once
#include <hibana/command/grammar/signature_syntax.hpp>

#include <compare>

namespace hibana {

struct server_version {
    int major = 0;
    int minor = 0;
    int patch = 0;
    friend constexpr auto operator<=>(const server_version&, const server_version&) = default;
};

/// Stands for "no version has it".
inline constexpr server_version no_version{1 << 20, 0, 0};

/// The cluster nodes that receive a command without keys, or with keys in several slots.
enum class request_policy : unsigned char { unspecified, all_nodes, all_shards, multi_shard, special };
/// How the replies of several nodes are combined.
enum class response_policy : unsigned char {
    unspecified,
    one_succeeded,
    all_succeeded,
    agg_logical_and,
    agg_logical_or,
    agg_min,
    agg_max,
    agg_sum,
    special,
};

/// Properties of a command, or of a request with its options.
struct command_info {
    bool reads = false;       ///< reads keys and changes nothing
    bool writes = false;      ///< may change keys or the data set
    bool admin = false;       ///< administrative; may require additional permissions
    bool blocks = false;      ///< may block in the server, see `request::block_for`
    bool keyless = false;     ///< has no key among its arguments
    bool idempotent = false;  ///< repeating it without other writers gives the same state and reply
    bool cacheable = false;   ///< the reply depends on its keys only, so their invalidation invalidates it
    bool stateful = false;    ///< changes or depends on connection state: SELECT, MULTI, WATCH, CLIENT REPLY
    bool pubsub = false;
    bool no_multi = false;            ///< not allowed in a transaction
    bool script = false;              ///< runs code stored in the server
    server_version redis{};           ///< first Redis version that has it with these options
    server_version valkey{};          ///< first Valkey version that has it; 7.2 stands for everything inherited from Redis
    std::string_view module{};        ///< module that provides it; empty for core commands
    server_version module_version{};  ///< first module version that has it with these options
    request_policy request = request_policy::unspecified;
    response_policy response = response_policy::unspecified;
    friend constexpr bool operator==(const command_info&, const command_info&) = default;
};

namespace notation {

// Properties; they follow the signatures of a declaration.

struct reads {};  ///< implies idempotent: the first reply was not received
struct writes {};
struct admin {};
struct blocks {};
struct stateful {};
struct in_pubsub {};
struct no_multi {};
struct runs_script {};
struct idempotent {};
struct not_idempotent {};
struct cacheable {};
struct not_cacheable {};
template <request_policy Request, response_policy Response = response_policy::unspecified>
struct cluster_policy {};

template <int Major, int Minor = 0, int Patch = 0>
struct redis {};
template <int Major, int Minor = 0, int Patch = 0>
struct valkey {};
/// The versions that introduced a command or an option. Valkey has everything that Redis has up to 7.2; later additions are
/// named for each of them.
template <class... Version>
struct since {};
/// The same for options that are newer than their command.
template <class Since, const auto&... Option>
struct since_with {};

/// With the option the reply has another kind, or a property applies: `when<opt::get, nullable<bulk>>`,
/// `when<opt::store, writes>`. If several replies apply, the first declared one wins.
template <const auto& Option, class ReplyOrProperty>
struct when {};
/// The option requires one of the others.
template <const auto& Option, const auto&... One>
struct needs {};
/// The option excludes all of the others.
template <const auto& Option, const auto&... None>
struct excludes {};
/// A column that is present only with the option: `row<bulk, with<opt::withdist, real>>`.
template <const auto& Option, class Reply>
struct with {};

}  // namespace notation

namespace grammar {

// Applies one part of a declaration to the properties. Other parts have no effect.

struct no_property {
    static constexpr bool is_property = false;
    static constexpr void apply(command_info&) {}
};
struct property_base {
    static constexpr bool is_property = true;
};
template <class Part>
struct property : no_property {};
template <>
struct property<notation::reads> : property_base {
    static constexpr void apply(command_info& to) { to.reads = to.idempotent = true; }
};
template <>
struct property<notation::writes> : property_base {
    static constexpr void apply(command_info& to) {
        to.writes = true;
        to.reads = to.idempotent = to.cacheable = false;
    }
};
template <bool command_info::* Member, bool Value>
struct flag_property : property_base {
    static constexpr void apply(command_info& to) { to.*Member = Value; }
};
template <>
struct property<notation::admin> : flag_property<&command_info::admin, true> {};
template <>
struct property<notation::blocks> : flag_property<&command_info::blocks, true> {};
template <>
struct property<notation::stateful> : flag_property<&command_info::stateful, true> {};
template <>
struct property<notation::in_pubsub> : flag_property<&command_info::pubsub, true> {};
template <>
struct property<notation::no_multi> : flag_property<&command_info::no_multi, true> {};
template <>
struct property<notation::runs_script> : flag_property<&command_info::script, true> {};
template <>
struct property<notation::idempotent> : flag_property<&command_info::idempotent, true> {};
template <>
struct property<notation::not_idempotent> : flag_property<&command_info::idempotent, false> {};
template <>
struct property<notation::cacheable> : flag_property<&command_info::cacheable, true> {};
template <>
struct property<notation::not_cacheable> : flag_property<&command_info::cacheable, false> {};
template <request_policy Request, response_policy Response>
struct property<notation::cluster_policy<Request, Response>> : property_base {
    static constexpr void apply(command_info& to) {
        to.request = Request;
        to.response = Response;
    }
};

struct first_versions {
    server_version redis = no_version;
    server_version valkey = no_version;
};
template <int Major, int Minor, int Patch>
constexpr void apply_version(first_versions& to, notation::redis<Major, Minor, Patch>) {
    to.redis = {Major, Minor, Patch};
    if (to.redis <= server_version{7, 2, 4}) to.valkey = {7, 2, 0};
}
template <int Major, int Minor, int Patch>
constexpr void apply_version(first_versions& to, notation::valkey<Major, Minor, Patch>) {
    to.valkey = {Major, Minor, Patch};
}
template <class... Version>
struct property<notation::since<Version...>> : property_base {
    static constexpr void apply(command_info& to) {
        first_versions first;
        (apply_version(first, Version()), ...);
        if (to.redis < first.redis) to.redis = first.redis;
        if (to.valkey < first.valkey) to.valkey = first.valkey;
    }
};

/// The same, with the options of a call.
template <class Part, class... Present>
struct property_with_options : property<Part> {};
template <const auto& Option, class Property, class... Present>
struct property_with_options<notation::when<Option, Property>, Present...> {
    static constexpr void apply(command_info& to) {
        if constexpr ((std::is_same_v<Present, type_of<Option>> || ...)) property<Property>::apply(to);
    }
};
template <class Since, const auto&... Option, class... Present>
struct property_with_options<notation::since_with<Since, Option...>, Present...> {
    template <class One>
    static constexpr bool is_given = (std::is_same_v<Present, One> || ...);
    static constexpr void apply(command_info& to) {
        if constexpr ((is_given<type_of<Option>> || ...)) property<Since>::apply(to);
    }
};

/// The same for any combination of options: an upper bound of what the command does.
template <class Part>
struct upper_bound_property : property<Part> {};
template <const auto& Option, class Property>
struct upper_bound_property<notation::when<Option, Property>> {
    static constexpr void apply(command_info& to) {
        command_info other;
        property<Property>::apply(other);
        if (other.writes) property<notation::writes>::apply(to);
        to.blocks = to.blocks || other.blocks;
    }
};

}  // namespace grammar
}  // namespace hibana
