// SPDX-License-Identifier: BSL-1.0
/// \file  The parts of a reply that do not change between two calls.
#pragma once
#include <hibana/command/modules/search_info.hpp>
#include <hibana/command/modules/search_results.hpp>
#include <hibana/command/replies/acl.hpp>
#include <hibana/command/replies/client.hpp>
#include <hibana/command/replies/cluster.hpp>
#include <hibana/command/replies/info.hpp>
#include <hibana/command/replies/sentinel.hpp>
#include <hibana/command/replies/server.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace live {

namespace replies = hibana::replies;

// Each function removes the parts of a reply that change.

inline void erase_varying(replies::client_info& it) {
    it.id = it.fd = it.resp = it.multi_mem = it.argv_mem = it.qbuf = it.qbuf_free = it.rbs = it.rbp = it.obl = it.oll = it.omem = 0;
    it.tot_mem = it.tot_net_in = it.tot_net_out = it.tot_cmds = it.io_thread = 0;
    it.age = it.idle = {};
    it.addr.clear();
    it.cmd.clear();  // of other clients, their last command
    it.events.clear();
}
inline void erase_varying(replies::acl_log_entry& it) {
    erase_varying(it.client_info);
    it.age_seconds = 0;
}
inline void erase_varying(replies::hello& it) { it.proto = it.id = 0; }
inline void erase_varying(replies::server_time& it) { it.microseconds = 0; }
// The names of all fields, and the release.
inline void erase_varying(replies::server_info& it) {
    for (auto& section : it.sections)
        for (auto& [name, text] : section.fields)
            if (name != "redis_version" && name != "valkey_version" && name != "redis_mode" && name != "role") text.clear();
}
inline void erase_varying(replies::cluster_info& it) { it.cluster_stats_messages_sent = it.cluster_stats_messages_received = 0; }
inline void erase_varying(replies::cluster_node& it) {
    it.ping_sent = it.pong_received = {};
    it.connected = false;
}
inline void erase_varying(replies::sentinel_instance& it) {
    it.last_ping_sent = it.last_ok_ping_reply = it.last_ping_reply = it.s_down_time = it.o_down_time = it.info_refresh = {};
    it.role_reported_time = it.master_link_down_time = it.last_hello_message = {};
}
// The last command of a client differs between calls.
inline void erase_varying(replies::latency_histogram& it) {
    if (it.name == "latency|histogram") it.calls = 0, it.histogram_usec.clear();
}
inline void erase_varying(replies::memory_stats& it) {
    replies::memory_stats stays;
    stays.keys_count = it.keys_count;
    stays.startup_allocated = it.startup_allocated;
    stays.replication_backlog = it.replication_backlog;
    stays.databases = it.databases;
    stays.overhead_db_hashtable_lut = it.overhead_db_hashtable_lut;
    it = stays;
}
// An average over nothing is no number.
inline void erase_varying(replies::index_info& it) {
    for (double* each : {&it.records_per_doc_avg, &it.bytes_per_record_avg, &it.offsets_per_term_avg, &it.offset_bits_per_record_avg})
        if (std::isnan(*each)) *each = 0;
    for (auto& [name, number] : it.gc_stats)
        if (std::isnan(number)) number = 0;
}
template <class Row, class String>
void erase_varying(replies::basic_aggregation_page<Row, String>& it) {
    it.cursor = it.cursor != 0;
}

template <class T>
concept changing = requires(T& it) { erase_varying(it); };
template <changing T>
void erase_varying(std::vector<T>& list) {
    for (T& each : list) erase_varying(each);
}
template <changing T>
void erase_varying(std::optional<T>& one) {
    if (one) erase_varying(*one);
}
// The time of a question of a sentinel, and its reply.
inline void
erase_varying(std::vector<std::pair<std::string, std::vector<std::pair<std::int64_t, std::optional<replies::server_info>>>>>& list) {
    for (auto& [name, caches] : list)
        for (auto& [age, info] : caches) {
            age = 0;
            erase_varying(info);
        }
}

/// Removes the parts of a reply that change between calls. `test::special_comparisons` has the reasons.
template <class Reply>
void erase_varying_parts(std::string_view name, Reply& reply) {
    if constexpr (requires { erase_varying(reply); }) {
        erase_varying(reply);
    } else if constexpr (std::is_same_v<Reply, std::string>) {
        if (name == "ACL GENPASS") reply = std::to_string(reply.size());
        if (name == "LOLWUT") reply.erase(0, std::min(reply.size(), reply.rfind('\n', reply.size() - 2) + 1));
        if (name == "MEMORY MALLOC-STATS") reply.erase(std::min(reply.find('\n'), reply.size()));
    }
}

}  // namespace live
