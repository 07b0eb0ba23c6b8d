// SPDX-License-Identifier: BSL-1.0
/// \file  What is known of a command besides its arguments: does it write, block, repeat safely; since when is it there.
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

/// The version of a server that does not have it.
inline constexpr server_version no_version{1 << 20, 0, 0};

/// To which nodes of a cluster a command goes that names no key, or keys of several slots.
enum class request_policy : unsigned char { unspecified, all_nodes, all_shards, multi_shard, special };
/// How the replies of several nodes become one.
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

/// What is known of a command, or of a request with the options that it was given.
struct facts {
    bool reads = false;       ///< it reads keys and changes nothing
    bool writes = false;      ///< it may change keys or the data set
    bool admin = false;       ///< for operators: the server may want more rights
    bool blocks = false;      ///< it may wait in the server, see `request::block_for`
    bool keyless = false;     ///< no argument of it is ever a key
    bool idempotent = false;  ///< once more, without other writers, leaves the same state and gives the same reply
    bool cacheable = false;   ///< its reply is decided by its keys alone, so that their invalidation is its own
    bool stateful = false;  ///< it changes the connection, or means something by it: SELECT, MULTI, WATCH, CLIENT REPLY
    bool pubsub = false;
    bool no_multi = false;    ///< refused inside a transaction
    bool script = false;      ///< it runs code that lives in the server
    server_version redis{};   ///< the first version of Redis that has it, with these options
    server_version valkey{};  ///< the first version of Valkey that has it; those before 7.2 were Redis
    std::string_view module{};        ///< the module that brings it; empty for commands of the server itself
    server_version module_version{};  ///< the first version of that module that has it, with these options
    request_policy request = request_policy::unspecified;
    response_policy response = response_policy::unspecified;
    friend constexpr bool operator==(const facts&, const facts&) = default;
};

namespace notation {

// What follows the signatures of a declaration.

struct reads {};  ///< idempotent as well: nobody has seen the first reply
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
struct spread {};

template <int Major, int Minor = 0, int Patch = 0>
struct redis {};
template <int Major, int Minor = 0, int Patch = 0>
struct valkey {};
/// The versions that brought a command or an option. Valkey has all that Redis had up to 7.2, and of the rest what is
/// named.
template <class... Version>
struct since {};
/// The same for options of a command that are younger than the command.
template <class Since, const auto&... Option>
struct since_with {};

/// Where the option is given the reply is another one, or a fact holds: `when<opt::get, nullable<bulk>>`,
/// `when<opt::store, writes>`.
/// Of several replies the first whose option is given stands.
template <const auto& Option, class ReplyOrFact>
struct when {};
/// The option works only beside one of the others.
template <const auto& Option, const auto&... One>
struct needs {};
/// The option is refused beside any of the others.
template <const auto& Option, const auto&... None>
struct excludes {};
/// A column of a row that is there only where the option is given: `row<bulk, with<opt::withdist, real>>`.
template <const auto& Option, class Reply>
struct with {};

}  // namespace notation

namespace grammar {

// Applies one part of a declaration to the facts. What is no fact changes none.

struct no_fact {
    static constexpr bool is_fact = false;
    static constexpr void apply(facts&) {}
};
struct a_fact {
    static constexpr bool is_fact = true;
};
template <class Part>
struct fact : no_fact {};
template <>
struct fact<notation::reads> : a_fact {
    static constexpr void apply(facts& to) { to.reads = to.idempotent = true; }
};
template <>
struct fact<notation::writes> : a_fact {
    static constexpr void apply(facts& to) {
        to.writes = true;
        to.reads = to.idempotent = to.cacheable = false;
    }
};
template <bool facts::* Member, bool Value>
struct flag_fact : a_fact {
    static constexpr void apply(facts& to) { to.*Member = Value; }
};
template <>
struct fact<notation::admin> : flag_fact<&facts::admin, true> {};
template <>
struct fact<notation::blocks> : flag_fact<&facts::blocks, true> {};
template <>
struct fact<notation::stateful> : flag_fact<&facts::stateful, true> {};
template <>
struct fact<notation::in_pubsub> : flag_fact<&facts::pubsub, true> {};
template <>
struct fact<notation::no_multi> : flag_fact<&facts::no_multi, true> {};
template <>
struct fact<notation::runs_script> : flag_fact<&facts::script, true> {};
template <>
struct fact<notation::idempotent> : flag_fact<&facts::idempotent, true> {};
template <>
struct fact<notation::not_idempotent> : flag_fact<&facts::idempotent, false> {};
template <>
struct fact<notation::cacheable> : flag_fact<&facts::cacheable, true> {};
template <>
struct fact<notation::not_cacheable> : flag_fact<&facts::cacheable, false> {};
template <request_policy Request, response_policy Response>
struct fact<notation::spread<Request, Response>> : a_fact {
    static constexpr void apply(facts& to) {
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
struct fact<notation::since<Version...>> : a_fact {
    static constexpr void apply(facts& to) {
        first_versions first;
        (apply_version(first, Version()), ...);
        if (to.redis < first.redis) to.redis = first.redis;
        if (to.valkey < first.valkey) to.valkey = first.valkey;
    }
};

/// The same, given the options of a call.
template <class Part, class... Given>
struct fact_beside : fact<Part> {};
template <const auto& Option, class Fact, class... Given>
struct fact_beside<notation::when<Option, Fact>, Given...> {
    static constexpr void apply(facts& to) {
        if constexpr ((std::is_same_v<Given, type_of<Option>> || ...)) fact<Fact>::apply(to);
    }
};
template <class Since, const auto&... Option, class... Given>
struct fact_beside<notation::since_with<Since, Option...>, Given...> {
    template <class One>
    static constexpr bool is_given = (std::is_same_v<Given, One> || ...);
    static constexpr void apply(facts& to) {
        if constexpr ((is_given<type_of<Option>> || ...)) fact<Since>::apply(to);
    }
};

/// The same where any option may be given: what the command can be at most.
template <class Part>
struct upper_bound_fact : fact<Part> {};
template <const auto& Option, class Fact>
struct upper_bound_fact<notation::when<Option, Fact>> {
    static constexpr void apply(facts& to) {
        facts other;
        fact<Fact>::apply(other);
        if (other.writes) fact<notation::writes>::apply(to);
        to.blocks = to.blocks || other.blocks;
    }
};

}  // namespace grammar
}  // namespace hibana
