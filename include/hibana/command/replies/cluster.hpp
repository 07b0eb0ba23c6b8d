// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of CLUSTER.
#pragma once
#include <hibana/command/from_reply.hpp>
#include <hibana/command/reply/text.hpp>
#include <hibana/core/chrono.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct cluster_structs {
    using milliseconds = std::chrono::duration<Integer, std::milli>;

    /// Reply of CLUSTER INFO.
    struct cluster_info {
        String cluster_state{};
        Integer cluster_slots_assigned = 0;
        Integer cluster_slots_ok = 0;
        Integer cluster_slots_pfail = 0;
        Integer cluster_slots_fail = 0;
        Integer cluster_known_nodes = 0;
        Integer cluster_size = 0;
        Integer cluster_current_epoch = 0;
        Integer cluster_my_epoch = 0;
        Integer cluster_stats_messages_sent = 0;
        Integer cluster_stats_messages_received = 0;
        friend bool operator==(const cluster_info&, const cluster_info&) = default;
    };

    /// A slot that is being migrated from or to another node.
    struct moving_slot {
        Integer slot = 0;
        String node{};
        friend bool operator==(const moving_slot&, const moving_slot&) = default;
    };
    /// A line of CLUSTER NODES.
    struct cluster_node {
        String id{};
        String ip{};
        Integer port = 0;
        Integer bus_port = 0;
        String hostname{};
        std::vector<String> flags{};  ///< "myself", "master", "slave", "fail?", "fail", ...
        String primary{};             ///< ID of the primary; empty if the node is a primary
        std::chrono::sys_time<milliseconds> ping_sent{};
        std::chrono::sys_time<milliseconds> pong_received{};
        Integer config_epoch = 0;
        bool connected = false;
        std::vector<std::pair<Integer, Integer>> slots{};  ///< first and last slot of each range
        std::vector<moving_slot> migrating{};
        std::vector<moving_slot> importing{};
        friend bool operator==(const cluster_node&, const cluster_node&) = default;
    };

    /// A node of CLUSTER SLOTS. An empty endpoint means the address that the command was sent to.
    struct slot_node {
        String endpoint{};
        Integer port = 0;
        String id{};
        std::vector<std::pair<String, String>> metadata{};
        friend bool operator==(const slot_node&, const slot_node&) = default;
    };
    /// A range of CLUSTER SLOTS. The first node is the primary.
    struct slot_range {
        Integer first = 0;
        Integer last = 0;
        std::vector<slot_node> nodes{};
        friend bool operator==(const slot_range&, const slot_range&) = default;
    };

    struct shard_node {
        String id{};
        Integer port = 0;
        Integer tls_port = 0;
        String ip{};
        String endpoint{};
        String hostname{};
        String role{};
        Integer replication_offset = 0;
        String health{};
        String availability_zone{};
        friend bool operator==(const shard_node&, const shard_node&) = default;
    };
    /// A shard of CLUSTER SHARDS.
    struct cluster_shard {
        std::vector<std::pair<Integer, Integer>> slots{};  ///< first and last slot of each range
        std::vector<shard_node> nodes{};
        String id{};
        friend bool operator==(const cluster_shard&, const cluster_shard&) = default;
    };

    struct cluster_link {
        String direction{};  ///< "to" or "from"
        String node{};
        std::chrono::sys_time<milliseconds> create_time{};
        String events{};
        Integer send_buffer_allocated = 0;
        Integer send_buffer_used = 0;
        friend bool operator==(const cluster_link&, const cluster_link&) = default;
    };

    /// Statistics of a slot. Metrics that the server does not collect are zero.
    struct slot_usage {
        Integer key_count = 0;
        Integer cpu_usec = 0;
        Integer network_bytes_in = 0;
        Integer network_bytes_out = 0;
        Integer memory_bytes = 0;
        friend bool operator==(const slot_usage&, const slot_usage&) = default;
    };
    struct slot_stats {
        Integer slot = 0;
        slot_usage usage{};
        friend bool operator==(const slot_stats&, const slot_stats&) = default;
    };

    /// A task of CLUSTER MIGRATION STATUS. A time that is not set is 1970-01-01 or earlier.
    struct migration_task {
        String id{};
        String slots{};  ///< such as "0-10 20-30"
        String source{};
        String dest{};
        String operation{};  ///< "import" or "migrate"
        String state{};
        String last_error{};
        Integer retries = 0;
        std::chrono::sys_time<milliseconds> create_time{};
        std::chrono::sys_time<milliseconds> start_time{};
        std::chrono::sys_time<milliseconds> end_time{};
        milliseconds write_pause_ms{};
        friend bool operator==(const migration_task&, const migration_task&) = default;
    };
    /// A job of CLUSTER GETSLOTMIGRATIONS.
    struct slot_migration {
        using seconds = std::chrono::duration<Integer>;
        String name{};
        String operation{};    ///< "IMPORT" or "EXPORT"
        String slot_ranges{};  ///< such as "0-10 20-30"
        String target_node{};
        String source_node{};
        std::chrono::sys_time<seconds> create_time{};
        std::chrono::sys_time<seconds> last_update_time{};
        std::chrono::sys_time<seconds> last_ack_time{};
        String state{};  ///< final: "success", "failed", "cancelled"
        String message{};
        Integer cow_size = 0;  ///< in bytes
        friend bool operator==(const slot_migration&, const slot_migration&) = default;
    };
};

using cluster_info = cluster_structs<>::cluster_info;
using moving_slot = cluster_structs<>::moving_slot;
using cluster_node = cluster_structs<>::cluster_node;
using slot_node = cluster_structs<>::slot_node;
using slot_range = cluster_structs<>::slot_range;
using shard_node = cluster_structs<>::shard_node;
using cluster_shard = cluster_structs<>::cluster_shard;
using cluster_link = cluster_structs<>::cluster_link;
using slot_usage = cluster_structs<>::slot_usage;
using slot_stats = cluster_structs<>::slot_stats;
using migration_task = cluster_structs<>::migration_task;
using slot_migration = cluster_structs<>::slot_migration;

}  // namespace replies

template <>
struct members<replies::cluster_info> {
    static constexpr std::size_t size = 11;
    static constexpr void each(auto& it, auto f) {
        f("cluster_state", it.cluster_state);
        f("cluster_slots_assigned", it.cluster_slots_assigned);
        f("cluster_slots_ok", it.cluster_slots_ok);
        f("cluster_slots_pfail", it.cluster_slots_pfail);
        f("cluster_slots_fail", it.cluster_slots_fail);
        f("cluster_known_nodes", it.cluster_known_nodes);
        f("cluster_size", it.cluster_size);
        f("cluster_current_epoch", it.cluster_current_epoch);
        f("cluster_my_epoch", it.cluster_my_epoch);
        f("cluster_stats_messages_sent", it.cluster_stats_messages_sent);
        f("cluster_stats_messages_received", it.cluster_stats_messages_received);
    }
};
template <>
struct members<replies::slot_node> {
    static constexpr std::size_t size = 4;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("host", it.endpoint);
        f("port", it.port);
        f("id", it.id);
        f("metadata", it.metadata);
    }
};
template <>
struct members<replies::slot_range> {
    static constexpr std::size_t size = 3;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("first", it.first);
        f("last", it.last);
        f("nodes*", it.nodes);
    }
};
template <>
struct members<replies::shard_node> {
    static constexpr std::size_t size = 10;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("port", it.port);
        f("tls-port", it.tls_port);
        f("ip", it.ip);
        f("endpoint", it.endpoint);
        f("hostname", it.hostname);
        f("role", it.role);
        f("replication-offset", it.replication_offset);
        f("health", it.health);
        f("availability-zone", it.availability_zone);
    }
};
template <>
struct members<replies::cluster_shard> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("slots", it.slots);
        f("nodes", it.nodes);
        f("id", it.id);
    }
};
template <>
struct members<replies::cluster_link> {
    static constexpr std::size_t size = 6;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("direction", it.direction);
        f("node", it.node);
        f("create-time", it.create_time);
        f("events", it.events);
        f("send-buffer-allocated", it.send_buffer_allocated);
        f("send-buffer-used", it.send_buffer_used);
    }
};
template <>
struct members<replies::slot_usage> {
    static constexpr std::size_t size = 5;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("key-count", it.key_count);
        f("cpu-usec", it.cpu_usec);
        f("network-bytes-in", it.network_bytes_in);
        f("network-bytes-out", it.network_bytes_out);
        f("memory-bytes", it.memory_bytes);
    }
};
template <>
struct members<replies::slot_stats> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("slot", it.slot);
        f("usage", it.usage);
    }
};
template <>
struct members<replies::migration_task> {
    static constexpr std::size_t size = 12;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("slots", it.slots);
        f("source", it.source);
        f("dest", it.dest);
        f("operation", it.operation);
        f("state", it.state);
        f("last_error", it.last_error);
        f("retries", it.retries);
        f("create_time", it.create_time);
        f("start_time", it.start_time);
        f("end_time", it.end_time);
        f("write_pause_ms", it.write_pause_ms);
    }
};
template <>
struct members<replies::slot_migration> {
    static constexpr std::size_t size = 11;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("operation", it.operation);
        f("slot_ranges", it.slot_ranges);
        f("target_node", it.target_node);
        f("source_node", it.source_node);
        f("create_time", it.create_time);
        f("last_update_time", it.last_update_time);
        f("last_ack_time", it.last_ack_time);
        f("state", it.state);
        f("message", it.message);
        f("cow_size", it.cow_size);
    }
};
template <>
struct from_reply<replies::cluster_info> {
    template <class Text>
    static auto from(Text text) {
        return detail::parse_pairs<replies::cluster_info>(text, '\n', ':');
    }
};

template <>
struct from_reply<replies::cluster_node> {
    template <class Text, class Node = replies::cluster_node>
    static auto from(Text line) {
        Node node;
        read(detail::consume_line(line), node);
        return node;
    }

private:
    /// `id ip:port@cport,hostname flags primary ping-sent pong-received epoch link-state slot...`
    static void read(std::string_view line, auto& node) {
        using detail::read_number;
        using detail::consume_until;
        node.id = consume_until(line, ' ');
        std::string_view names = consume_until(line, ' ');
        std::string_view address = consume_until(names, ',');
        node.hostname = consume_until(names, ',');
        const std::size_t host_end = address.rfind(':');  // an IPv6 address contains more colons
        if (host_end != address.npos) {
            node.ip = address.substr(0, host_end);
            address.remove_prefix(host_end + 1);
            read_number(consume_until(address, '@'), node.port);
            read_number(address, node.bus_port);
        }
        for (std::string_view flags = consume_until(line, ' '); !flags.empty();)
            node.flags.emplace_back(consume_until(flags, ','));
        const std::string_view primary = consume_until(line, ' ');
        if (primary != "-") node.primary = primary;
        read_time(consume_until(line, ' '), node.ping_sent);
        read_time(consume_until(line, ' '), node.pong_received);
        read_number(consume_until(line, ' '), node.config_epoch);
        node.connected = consume_until(line, ' ') == "connected";
        while (!line.empty()) read_slots(consume_until(line, ' '), node);
    }
    template <class Time>
    static void read_time(std::string_view text, Time& time) {
        typename Time::rep count{};
        detail::read_number(text, count);
        time = Time(typename Time::duration(count));
    }
    /// `7`, `0-99`, `[5->-node]` or `[5-<-node]`.
    static void read_slots(std::string_view text, auto& node) {
        const bool moves = text.starts_with('[');
        if (moves) text.remove_prefix(1);
        std::int64_t first = 0;
        detail::read_number(detail::consume_until(text, '-'), first);
        if (moves) {
            if (text.ends_with(']')) text.remove_suffix(1);
            auto& slots = text.starts_with('>') ? node.migrating : node.importing;
            slots.push_back({first, std::string(text.substr(text.find('-') + 1))});
        } else {
            std::int64_t last = first;
            detail::read_number(text, last);
            node.slots.emplace_back(first, last);
        }
    }
};

}  // namespace hibana
