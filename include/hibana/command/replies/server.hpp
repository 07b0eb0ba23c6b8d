// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of the server commands: ROLE, MEMORY, LATENCY, SLOWLOG, TIME, HOTKEYS.
#pragma once
#include <hibana/command/members.hpp>
#include <hibana/core/chrono.hpp>

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
struct server_structs {
    using seconds = std::chrono::duration<Integer>;
    using milliseconds = std::chrono::duration<Integer, std::milli>;

    /// Reply of TIME.
    struct server_time {
        Integer seconds = 0;
        Integer microseconds = 0;
        [[nodiscard]] auto to_time_point() const {
            using duration = std::chrono::duration<Integer, std::micro>;
            return std::chrono::sys_time<duration>(duration(seconds * 1'000'000 + microseconds));
        }
        friend bool operator==(const server_time&, const server_time&) = default;
    };

    struct role_replica {
        String host{};
        Integer port = 0;
        Integer offset = 0;
        friend bool operator==(const role_replica&, const role_replica&) = default;
    };
    /// Reply of ROLE. A master sets `offset` and `replicas`, a replica `master_host` to `offset`, a sentinel `masters`.
    struct server_role {
        String role{};  ///< "master", "slave" or "sentinel"
        Integer offset = 0;
        std::vector<role_replica> replicas{};
        String master_host{};
        Integer master_port = 0;
        String state{};
        std::vector<String> masters{};
        friend bool operator==(const server_role&, const server_role&) = default;
    };

    /// An entry of SLOWLOG GET or COMMANDLOG GET.
    struct slowlog_entry {
        Integer id = 0;
        std::chrono::sys_time<seconds> timestamp{};
        Integer value = 0;  ///< microseconds; bytes in the logs of large requests and replies
        std::vector<String> arguments{};
        String client_address{};
        String client_name{};
        friend bool operator==(const slowlog_entry&, const slowlog_entry&) = default;
    };

    struct latency_event {
        String name{};
        std::chrono::sys_time<seconds> timestamp{};
        milliseconds latest{};
        milliseconds max{};
        milliseconds sum{};  ///< zero if the server does not send it
        Integer count = 0;   ///< zero if the server does not send it
        friend bool operator==(const latency_event&, const latency_event&) = default;
    };
    struct latency_sample {
        std::chrono::sys_time<seconds> timestamp{};
        milliseconds latency{};
        friend bool operator==(const latency_sample&, const latency_sample&) = default;
    };
    /// Cumulative latency distribution of a command.
    struct latency_histogram {
        String name{};  ///< name of the command
        Integer calls = 0;
        std::vector<std::pair<Integer, Integer>> histogram_usec{};  ///< upper bound and number of calls
        friend bool operator==(const latency_histogram&, const latency_histogram&) = default;
    };

    struct memory_database {
        Integer overhead_hashtable_main = 0;
        Integer overhead_hashtable_expires = 0;
        Integer overhead_hashtable_slot_to_keys = 0;
        friend bool operator==(const memory_database&, const memory_database&) = default;
    };
    /// Reply of MEMORY STATS, in bytes.
    struct memory_stats {
        Integer peak_allocated = 0;
        Integer total_allocated = 0;
        Integer startup_allocated = 0;
        Integer replication_backlog = 0;
        Integer replica_fullsync_buffer = 0;
        Integer clients_slaves = 0;
        Integer clients_normal = 0;
        Integer cluster_links = 0;
        Integer aof_buffer = 0;
        Integer lua_caches = 0;
        Integer functions_caches = 0;
        Integer script_vms = 0;
        std::vector<std::pair<String, memory_database>> databases{};  ///< keyed by database number
        Integer overhead_db_hashtable_lut = 0;
        Integer overhead_db_hashtable_rehashing = 0;
        Integer overhead_total = 0;
        Integer db_dict_rehashing_count = 0;
        Integer keys_count = 0;
        Integer keys_bytes_per_key = 0;
        Integer dataset_bytes = 0;
        double dataset_percentage = 0;
        double peak_percentage = 0;
        Integer allocator_allocated = 0;
        Integer allocator_active = 0;
        Integer allocator_resident = 0;
        Integer allocator_muzzy = 0;
        double allocator_fragmentation_ratio = 0;
        Integer allocator_fragmentation_bytes = 0;
        double allocator_rss_ratio = 0;
        Integer allocator_rss_bytes = 0;
        double rss_overhead_ratio = 0;
        Integer rss_overhead_bytes = 0;
        double fragmentation = 0;
        Integer fragmentation_bytes = 0;
        friend bool operator==(const memory_stats&, const memory_stats&) = default;
    };

    /// Reply of BACKUP STATUS.
    struct backup_status {
        String state{};  ///< "idle", "pending", "snapshotting", "incrementing", "sealed" or "failed"
        String error{};
        std::chrono::sys_time<seconds> start_time{};  ///< 1970-01-01 if none has started
        std::chrono::sys_time<seconds> end_time{};    ///< time of the seal; 1970-01-01 before
        friend bool operator==(const backup_status&, const backup_status&) = default;
    };

    /// An inclusive range of slots.
    struct selected_slots {
        Integer first = 0;
        std::optional<Integer> last{};  ///< empty for a single slot
        friend bool operator==(const selected_slots&, const selected_slots&) = default;
    };
    /// Reply of HOTKEYS GET. Metrics that were not requested are zero or empty.
    struct hotkeys {
        bool tracking_active = false;
        Integer sample_ratio = 0;
        std::vector<server_structs::selected_slots> selected_slots{};
        Integer sampled_commands_selected_slots_us = 0;
        Integer all_commands_selected_slots_us = 0;
        Integer all_commands_all_slots_us = 0;
        Integer net_bytes_sampled_commands_selected_slots = 0;
        Integer net_bytes_all_commands_selected_slots = 0;
        Integer net_bytes_all_commands_all_slots = 0;
        std::chrono::sys_time<milliseconds> collection_start_time_unix_ms{};
        milliseconds collection_duration_ms{};
        milliseconds total_cpu_time_user_ms{};
        milliseconds total_cpu_time_sys_ms{};
        Integer total_net_bytes = 0;
        std::vector<std::pair<String, Integer>> by_cpu_time_us{};
        std::vector<std::pair<String, Integer>> by_net_bytes{};
        friend bool operator==(const hotkeys&, const hotkeys&) = default;
    };
};

using memory_database = server_structs<>::memory_database;
using role_replica = server_structs<>::role_replica;
using server_time = server_structs<>::server_time;
using server_role = server_structs<>::server_role;
using slowlog_entry = server_structs<>::slowlog_entry;
using latency_event = server_structs<>::latency_event;
using latency_sample = server_structs<>::latency_sample;
using latency_histogram = server_structs<>::latency_histogram;
using memory_stats = server_structs<>::memory_stats;
using backup_status = server_structs<>::backup_status;
using selected_slots = server_structs<>::selected_slots;
using hotkeys = server_structs<>::hotkeys;

}  // namespace replies

template <>
struct members<replies::server_time> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("seconds", it.seconds);
        f("microseconds", it.microseconds);
    }
};
template <>
struct members<replies::role_replica> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("host", it.host);
        f("port", it.port);
        f("offset", it.offset);
    }
};
template <>
struct members<replies::slowlog_entry> {
    static constexpr std::size_t size = 6;
    static constexpr std::size_t least = 4;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("time", it.timestamp);
        f("cost", it.value);
        f("arguments", it.arguments);
        f("client", it.client_address);
        f("client_name", it.client_name);
    }
};
template <>
struct members<replies::latency_event> {
    static constexpr std::size_t size = 6;
    static constexpr std::size_t least = 4;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("time", it.timestamp);
        f("latest", it.latest);
        f("worst", it.max);
        f("sum", it.sum);
        f("count", it.count);
    }
};
template <>
struct members<replies::latency_sample> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("time", it.timestamp);
        f("latency", it.latency);
    }
};
template <>
struct members<replies::latency_histogram> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::keyed;
    static constexpr void each(auto& it, auto f) {
        f("calls", it.calls);
        f("histogram_usec", it.histogram_usec);
    }
};
template <>
struct members<replies::memory_database> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("overhead.hashtable.main", it.overhead_hashtable_main);
        f("overhead.hashtable.expires", it.overhead_hashtable_expires);
        f("overhead.hashtable.slot-to-keys", it.overhead_hashtable_slot_to_keys);
    }
};
template <>
struct members<replies::memory_stats> {
    static constexpr std::size_t size = 34;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("peak.allocated", it.peak_allocated);
        f("total.allocated", it.total_allocated);
        f("startup.allocated", it.startup_allocated);
        f("replication.backlog", it.replication_backlog);
        f("replica.fullsync.buffer", it.replica_fullsync_buffer);
        f("clients.slaves", it.clients_slaves);
        f("clients.normal", it.clients_normal);
        f("cluster.links", it.cluster_links);
        f("aof.buffer", it.aof_buffer);
        f("lua.caches", it.lua_caches);
        f("functions.caches", it.functions_caches);
        f("script.VMs", it.script_vms);
        f("db.dict.rehashing.count", it.db_dict_rehashing_count);
        f("db.*", it.databases);
        f("overhead.db.hashtable.lut", it.overhead_db_hashtable_lut);
        f("overhead.db.hashtable.rehashing", it.overhead_db_hashtable_rehashing);
        f("overhead.total", it.overhead_total);
        f("keys.count", it.keys_count);
        f("keys.bytes-per-key", it.keys_bytes_per_key);
        f("dataset.bytes", it.dataset_bytes);
        f("dataset.percentage", it.dataset_percentage);
        f("peak.percentage", it.peak_percentage);
        f("allocator.allocated", it.allocator_allocated);
        f("allocator.active", it.allocator_active);
        f("allocator.resident", it.allocator_resident);
        f("allocator.muzzy", it.allocator_muzzy);
        f("allocator-fragmentation.ratio", it.allocator_fragmentation_ratio);
        f("allocator-fragmentation.bytes", it.allocator_fragmentation_bytes);
        f("allocator-rss.ratio", it.allocator_rss_ratio);
        f("allocator-rss.bytes", it.allocator_rss_bytes);
        f("rss-overhead.ratio", it.rss_overhead_ratio);
        f("rss-overhead.bytes", it.rss_overhead_bytes);
        f("fragmentation", it.fragmentation);
        f("fragmentation.bytes", it.fragmentation_bytes);
    }
};
template <>
struct members<replies::backup_status> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("state", it.state);
        f("error", it.error);
        f("start_time", it.start_time);
        f("end_time", it.end_time);
    }
};
template <>
struct members<replies::selected_slots> {
    static constexpr std::size_t size = 2;
    static constexpr std::size_t least = 1;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("first", it.first);
        f("last", it.last);
    }
};
template <>
struct members<replies::hotkeys> {
    static constexpr std::size_t size = 16;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("tracking-active", it.tracking_active);
        f("sample-ratio", it.sample_ratio);
        f("selected-slots", it.selected_slots);
        f("sampled-commands-selected-slots-us", it.sampled_commands_selected_slots_us);
        f("all-commands-selected-slots-us", it.all_commands_selected_slots_us);
        f("all-commands-all-slots-us", it.all_commands_all_slots_us);
        f("net-bytes-sampled-commands-selected-slots", it.net_bytes_sampled_commands_selected_slots);
        f("net-bytes-all-commands-selected-slots", it.net_bytes_all_commands_selected_slots);
        f("net-bytes-all-commands-all-slots", it.net_bytes_all_commands_all_slots);
        f("collection-start-time-unix-ms", it.collection_start_time_unix_ms);
        f("collection-duration-ms", it.collection_duration_ms);
        f("total-cpu-time-user-ms", it.total_cpu_time_user_ms);
        f("total-cpu-time-sys-ms", it.total_cpu_time_sys_ms);
        f("total-net-bytes", it.total_net_bytes);
        f("by-cpu-time-us", it.by_cpu_time_us);
        f("by-net-bytes", it.by_net_bytes);
    }
};
template <>
struct members<replies::server_role> {
    static constexpr std::size_t size = 5;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    /// The first column determines the others.
    static constexpr void each(auto& it, auto f, std::string_view role = {}) {
        f("role", it.role);
        if (role == "sentinel") {
            f("masters", it.masters);
        } else if (role == "master") {
            f("offset", it.offset);
            f("replicas", it.replicas);
        } else {
            f("master_host", it.master_host);
            f("master_port", it.master_port);
            f("state", it.state);
            f("offset", it.offset);
        }
    }
};

}  // namespace hibana
