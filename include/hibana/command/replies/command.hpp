// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of COMMAND.
#pragma once
#include <hibana/command/members.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct command_structs {
    struct begin_search_spec {
        Integer index = 0;
        String keyword{};
        Integer startfrom = 0;
        friend bool operator==(const begin_search_spec&, const begin_search_spec&) = default;
    };
    /// Start of the keys: a fixed index, or a keyword that precedes them.
    struct begin_search {
        String type{};  ///< "index", "keyword" or "unknown"
        begin_search_spec spec{};
        friend bool operator==(const begin_search&, const begin_search&) = default;
    };
    struct find_keys_spec {
        Integer lastkey = 0;
        Integer keystep = 0;
        Integer limit = 0;
        Integer keynumidx = 0;
        Integer firstkey = 0;
        friend bool operator==(const find_keys_spec&, const find_keys_spec&) = default;
    };
    /// Number of the keys from there: a range, or a numkeys argument.
    struct find_keys {
        String type{};  ///< "range", "keynum" or "unknown"
        find_keys_spec spec{};
        friend bool operator==(const find_keys&, const find_keys&) = default;
    };
    struct key_spec {
        String notes{};
        std::vector<String> flags{};
        command_structs::begin_search begin_search{};
        command_structs::find_keys find_keys{};
        friend bool operator==(const key_spec&, const key_spec&) = default;
    };
    /// A command in the reply of COMMAND INFO.
    struct command_info {
        String name{};
        Integer arity = 0;
        std::vector<String> flags{};
        Integer first_key = 0;
        Integer last_key = 0;
        Integer step = 0;
        std::vector<String> acl_categories{};
        std::vector<String> tips{};
        std::vector<key_spec> key_specs{};
        std::vector<command_info> subcommands{};
        friend bool operator==(const command_info&, const command_info&) = default;
    };

    struct command_argument {
        String name{};
        String display_text{};
        String type{};
        std::optional<Integer> key_spec_index{};
        String token{};
        String summary{};
        String since{};
        String deprecated_since{};
        std::vector<String> flags{};
        std::vector<command_argument> arguments{};
        friend bool operator==(const command_argument&, const command_argument&) = default;
    };
    /// A command in the reply of COMMAND DOCS.
    struct command_docs {
        String name{};
        String summary{};
        String since{};
        String group{};
        String complexity{};
        String module{};
        std::vector<String> doc_flags{};
        String deprecated_since{};
        String replaced_by{};
        std::vector<std::pair<String, String>> history{};  ///< version and change
        std::vector<command_argument> arguments{};
        std::vector<command_docs> subcommands{};
        friend bool operator==(const command_docs&, const command_docs&) = default;
    };

    /// A key of a command and the flags of its access.
    struct key_and_flags {
        String key{};
        std::vector<String> flags{};
        friend bool operator==(const key_and_flags&, const key_and_flags&) = default;
    };
};

using begin_search_spec = command_structs<>::begin_search_spec;
using begin_search = command_structs<>::begin_search;
using find_keys_spec = command_structs<>::find_keys_spec;
using find_keys = command_structs<>::find_keys;
using key_spec = command_structs<>::key_spec;
using command_info = command_structs<>::command_info;
using command_argument = command_structs<>::command_argument;
using command_docs = command_structs<>::command_docs;
using key_and_flags = command_structs<>::key_and_flags;

}  // namespace replies

template <>
struct members<replies::begin_search_spec> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("index", it.index);
        f("keyword", it.keyword);
        f("startfrom", it.startfrom);
    }
};
template <>
struct members<replies::begin_search> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("type", it.type);
        f("spec", it.spec);
    }
};
template <>
struct members<replies::find_keys_spec> {
    static constexpr std::size_t size = 5;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("lastkey", it.lastkey);
        f("keystep", it.keystep);
        f("limit", it.limit);
        f("keynumidx", it.keynumidx);
        f("firstkey", it.firstkey);
    }
};
template <>
struct members<replies::find_keys> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("type", it.type);
        f("spec", it.spec);
    }
};
template <>
struct members<replies::key_spec> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("notes", it.notes);
        f("flags", it.flags);
        f("begin_search", it.begin_search);
        f("find_keys", it.find_keys);
    }
};
template <>
struct members<replies::command_info> {
    static constexpr std::size_t size = 10;
    static constexpr std::size_t least = 6;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("arity", it.arity);
        f("flags", it.flags);
        f("first_key", it.first_key);
        f("last_key", it.last_key);
        f("step", it.step);
        f("acl_categories", it.acl_categories);
        f("tips", it.tips);
        f("key_specs", it.key_specs);
        f("subcommands", it.subcommands);
    }
};
template <>
struct members<replies::command_argument> {
    static constexpr std::size_t size = 10;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("type", it.type);
        f("display_text", it.display_text);
        f("key_spec_index", it.key_spec_index);
        f("token", it.token);
        f("summary", it.summary);
        f("since", it.since);
        f("deprecated_since", it.deprecated_since);
        f("flags", it.flags);
        f("arguments", it.arguments);
    }
};
template <>
struct members<replies::command_docs> {
    static constexpr std::size_t size = 11;
    static constexpr auto form = reply_form::keyed;
    static constexpr void each(auto& it, auto f) {
        f("summary", it.summary);
        f("since", it.since);
        f("group", it.group);
        f("complexity", it.complexity);
        f("module", it.module);
        f("doc_flags", it.doc_flags);
        f("deprecated_since", it.deprecated_since);
        f("replaced_by", it.replaced_by);
        f("history", it.history);
        f("arguments", it.arguments);
        f("subcommands", it.subcommands);
    }
};
template <>
struct members<replies::key_and_flags> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("key", it.key);
        f("flags", it.flags);
    }
};
}  // namespace hibana
