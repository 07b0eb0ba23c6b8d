// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of SENTINEL.
#pragma once
#include <hibana/command/members.hpp>
#include <hibana/core/chrono.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct sentinel_structs {
    using milliseconds = std::chrono::duration<Integer, std::milli>;

    /// Address of a server.
    struct server_address {
        String host{};
        Integer port = 0;
        friend bool operator==(const server_address&, const server_address&) = default;
    };

    /// A primary, replica or sentinel. Fields that do not apply to its role keep their default.
    struct sentinel_instance {
        String name{};
        String ip{};
        Integer port = 0;
        String runid{};
        String flags{};
        Integer link_pending_commands = 0;
        Integer link_refcount = 0;
        milliseconds last_ping_sent{};
        milliseconds last_ok_ping_reply{};
        milliseconds last_ping_reply{};
        milliseconds s_down_time{};
        milliseconds o_down_time{};
        milliseconds down_after_milliseconds{};
        milliseconds info_refresh{};
        String role_reported{};
        milliseconds role_reported_time{};
        Integer config_epoch = 0;
        Integer num_slaves = 0;
        Integer num_other_sentinels = 0;
        Integer quorum = 0;
        milliseconds failover_timeout{};
        Integer parallel_syncs = 0;
        milliseconds master_link_down_time{};
        String master_link_status{};
        String master_host{};
        Integer master_port = 0;
        Integer slave_priority = 0;
        Integer slave_repl_offset = 0;
        Integer replica_announced = 0;
        milliseconds last_hello_message{};
        String voted_leader{};
        Integer voted_leader_epoch = 0;
        friend bool operator==(const sentinel_instance&, const sentinel_instance&) = default;
    };

    /// Reply of SENTINEL IS-MASTER-DOWN-BY-ADDR.
    struct sentinel_vote {
        bool is_down = false;
        String leader_runid{};  ///< "*": no vote was requested
        Integer leader_epoch = 0;
        friend bool operator==(const sentinel_vote&, const sentinel_vote&) = default;
    };

    struct pending_script {
        std::vector<String> argv{};
        String flags{};
        Integer pid = 0;
        milliseconds run_time{};
        milliseconds run_delay{};
        Integer retry_num = 0;
        friend bool operator==(const pending_script&, const pending_script&) = default;
    };
};

using server_address = sentinel_structs<>::server_address;
using sentinel_instance = sentinel_structs<>::sentinel_instance;
using sentinel_vote = sentinel_structs<>::sentinel_vote;
using pending_script = sentinel_structs<>::pending_script;

}  // namespace replies

template <>
struct members<replies::server_address> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("host", it.host);
        f("port", it.port);
    }
};
template <>
struct members<replies::sentinel_instance> {
    static constexpr std::size_t size = 32;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("ip", it.ip);
        f("port", it.port);
        f("runid", it.runid);
        f("flags", it.flags);
        f("link-pending-commands", it.link_pending_commands);
        f("link-refcount", it.link_refcount);
        f("last-ping-sent", it.last_ping_sent);
        f("last-ok-ping-reply", it.last_ok_ping_reply);
        f("last-ping-reply", it.last_ping_reply);
        f("s-down-time", it.s_down_time);
        f("o-down-time", it.o_down_time);
        f("down-after-milliseconds", it.down_after_milliseconds);
        f("info-refresh", it.info_refresh);
        f("role-reported", it.role_reported);
        f("role-reported-time", it.role_reported_time);
        f("config-epoch", it.config_epoch);
        f("num-slaves", it.num_slaves);
        f("num-other-sentinels", it.num_other_sentinels);
        f("quorum", it.quorum);
        f("failover-timeout", it.failover_timeout);
        f("parallel-syncs", it.parallel_syncs);
        f("master-link-down-time", it.master_link_down_time);
        f("master-link-status", it.master_link_status);
        f("master-host", it.master_host);
        f("master-port", it.master_port);
        f("slave-priority", it.slave_priority);
        f("slave-repl-offset", it.slave_repl_offset);
        f("replica-announced", it.replica_announced);
        f("last-hello-message", it.last_hello_message);
        f("voted-leader", it.voted_leader);
        f("voted-leader-epoch", it.voted_leader_epoch);
    }
};
template <>
struct members<replies::sentinel_vote> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("is_down", it.is_down);
        f("leader", it.leader_runid);
        f("leader_epoch", it.leader_epoch);
    }
};
template <>
struct members<replies::pending_script> {
    static constexpr std::size_t size = 6;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("argv", it.argv);
        f("flags", it.flags);
        f("pid", it.pid);
        f("run-time", it.run_time);
        f("run-delay", it.run_delay);
        f("retry-num", it.retry_num);
    }
};
}  // namespace hibana
