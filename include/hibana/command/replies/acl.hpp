// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of ACL: users and the security log.
#pragma once
#include <hibana/command/members.hpp>
#include <hibana/command/replies/client.hpp>
#include <hibana/core/chrono.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct acl_structs {
    using milliseconds = std::chrono::duration<Integer, std::milli>;

    struct acl_selector {
        String commands{};
        String keys{};
        String channels{};
        friend bool operator==(const acl_selector&, const acl_selector&) = default;
    };
    /// Rules of a user. The passwords are SHA-256 digests.
    struct acl_user {
        std::vector<String> flags{};
        std::vector<String> passwords{};
        String commands{};
        String keys{};
        String channels{};
        std::vector<acl_selector> selectors{};
        friend bool operator==(const acl_user&, const acl_user&) = default;
    };

    /// An entry of ACL LOG: a command or authentication that was denied.
    struct acl_log_entry {
        Integer count = 0;
        String reason{};
        String context{};
        String object{};
        String username{};
        double age_seconds = 0;
        replies::client_info client_info{};
        Integer entry_id = 0;
        std::chrono::sys_time<milliseconds> timestamp_created{};
        std::chrono::sys_time<milliseconds> timestamp_last_updated{};
        friend bool operator==(const acl_log_entry&, const acl_log_entry&) = default;
    };
};

using acl_selector = acl_structs<>::acl_selector;
using acl_user = acl_structs<>::acl_user;
using acl_log_entry = acl_structs<>::acl_log_entry;

}  // namespace replies

template <>
struct members<replies::acl_selector> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("commands", it.commands);
        f("keys", it.keys);
        f("channels", it.channels);
    }
};
template <>
struct members<replies::acl_user> {
    static constexpr std::size_t size = 6;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("flags", it.flags);
        f("passwords", it.passwords);
        f("commands", it.commands);
        f("keys", it.keys);
        f("channels", it.channels);
        f("selectors", it.selectors);
    }
};
template <>
struct members<replies::acl_log_entry> {
    static constexpr std::size_t size = 10;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("count", it.count);
        f("reason", it.reason);
        f("context", it.context);
        f("object", it.object);
        f("username", it.username);
        f("age-seconds", it.age_seconds);
        f("client-info", it.client_info);
        f("entry-id", it.entry_id);
        f("timestamp-created", it.timestamp_created);
        f("timestamp-last-updated", it.timestamp_last_updated);
    }
};
}  // namespace hibana
