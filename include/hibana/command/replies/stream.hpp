// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of the stream commands: entries, pending entries, XINFO.
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
struct stream_structs {
    using milliseconds = std::chrono::duration<Integer, std::milli>;
    /// Server time in milliseconds.
    using unix_time = std::chrono::sys_time<milliseconds>;

    /// An entry of a stream. An entry that was deleted after its delivery has no fields.
    struct stream_entry {
        String id{};
        std::vector<std::pair<String, String>> fields{};
        friend bool operator==(const stream_entry&, const stream_entry&) = default;
    };

    /// An entry in the reply of XREADGROUP with CLAIM. Both numbers are zero for a new entry.
    struct claimed_entry {
        String id{};
        std::vector<std::pair<String, String>> fields{};
        milliseconds idle{};         ///< time since the last delivery
        Integer delivery_count = 0;  ///< number of earlier deliveries
        friend bool operator==(const claimed_entry&, const claimed_entry&) = default;
    };

    /// Summary of XPENDING. Both IDs are empty if no entry is pending.
    struct pending_summary {
        Integer count = 0;
        std::optional<String> smallest_id{};
        std::optional<String> greatest_id{};
        std::vector<std::pair<String, Integer>> consumers{};
        friend bool operator==(const pending_summary&, const pending_summary&) = default;
    };
    struct pending_entry {
        String id{};
        String consumer{};
        milliseconds idle{};
        Integer delivery_count = 0;
        friend bool operator==(const pending_entry&, const pending_entry&) = default;
    };

    /// Reply of XAUTOCLAIM. `next_start` is the start of the next call; "0-0" means that the scan is complete.
    struct autoclaim_result {
        String next_start{};
        std::vector<stream_entry> entries{};
        std::vector<String> deleted_ids{};  ///< deleted from the stream; removed from the pending entries
        friend bool operator==(const autoclaim_result&, const autoclaim_result&) = default;
    };
    struct autoclaim_ids_result {
        String next_start{};
        std::vector<String> ids{};
        std::vector<String> deleted_ids{};
        friend bool operator==(const autoclaim_ids_result&, const autoclaim_ids_result&) = default;
    };

    struct stream_info {
        Integer length = 0;
        Integer radix_tree_keys = 0;
        Integer radix_tree_nodes = 0;
        Integer groups = 0;
        String last_generated_id{};
        String max_deleted_entry_id{};
        String recorded_first_entry_id{};
        Integer entries_added = 0;
        std::optional<stream_entry> first_entry{};
        std::optional<stream_entry> last_entry{};
        std::chrono::seconds idmp_duration{};  ///< retention of the IDs of idempotent producers
        Integer idmp_maxsize = 0;
        Integer pids_tracked = 0;
        Integer iids_tracked = 0;
        Integer iids_added = 0;
        Integer iids_duplicates = 0;
        friend bool operator==(const stream_info&, const stream_info&) = default;
    };

    struct stream_group {
        String name{};
        Integer consumers = 0;
        Integer pending = 0;
        String last_delivered_id{};
        std::optional<Integer> entries_read{};  ///< empty if unknown
        std::optional<Integer> lag{};           ///< empty if unknown
        friend bool operator==(const stream_group&, const stream_group&) = default;
    };

    struct stream_consumer {
        String name{};
        Integer pending = 0;
        milliseconds idle{};                     ///< time since the last attempt to read
        std::optional<milliseconds> inactive{};  ///< time since the last successful read
        friend bool operator==(const stream_consumer&, const stream_consumer&) = default;
    };

    struct group_pending {
        String id{};
        String consumer{};
        unix_time delivery_time{};
        Integer delivery_count = 0;
        friend bool operator==(const group_pending&, const group_pending&) = default;
    };
    struct consumer_pending {
        String id{};
        unix_time delivery_time{};
        Integer delivery_count = 0;
        friend bool operator==(const consumer_pending&, const consumer_pending&) = default;
    };
    struct detailed_consumer {
        String name{};
        unix_time seen_time{};
        std::optional<unix_time> active_time{};
        Integer pel_count = 0;
        std::vector<consumer_pending> pending{};
        friend bool operator==(const detailed_consumer&, const detailed_consumer&) = default;
    };
    struct detailed_group {
        String name{};
        String last_delivered_id{};
        std::optional<Integer> entries_read{};
        std::optional<Integer> lag{};
        Integer pel_count = 0;
        Integer nacked_count = 0;  ///< entries released by XNACK that no consumer owns
        std::vector<group_pending> pending{};
        std::vector<detailed_consumer> consumers{};
        friend bool operator==(const detailed_group&, const detailed_group&) = default;
    };
    /// Reply of XINFO STREAM with FULL.
    struct stream_details {
        Integer length = 0;
        Integer radix_tree_keys = 0;
        Integer radix_tree_nodes = 0;
        String last_generated_id{};
        String max_deleted_entry_id{};
        String recorded_first_entry_id{};
        Integer entries_added = 0;
        std::chrono::seconds idmp_duration{};
        Integer idmp_maxsize = 0;
        Integer pids_tracked = 0;
        Integer iids_tracked = 0;
        Integer iids_added = 0;
        Integer iids_duplicates = 0;
        std::vector<stream_entry> entries{};
        std::vector<detailed_group> groups{};
        friend bool operator==(const stream_details&, const stream_details&) = default;
    };
};

using detailed_group = stream_structs<>::detailed_group;
using detailed_consumer = stream_structs<>::detailed_consumer;
using consumer_pending = stream_structs<>::consumer_pending;
using group_pending = stream_structs<>::group_pending;
using unix_time = stream_structs<>::unix_time;
using stream_entry = stream_structs<>::stream_entry;
using claimed_entry = stream_structs<>::claimed_entry;
using pending_summary = stream_structs<>::pending_summary;
using pending_entry = stream_structs<>::pending_entry;
using autoclaim_result = stream_structs<>::autoclaim_result;
using autoclaim_ids_result = stream_structs<>::autoclaim_ids_result;
using stream_info = stream_structs<>::stream_info;
using stream_group = stream_structs<>::stream_group;
using stream_consumer = stream_structs<>::stream_consumer;
using stream_details = stream_structs<>::stream_details;

}  // namespace replies

template <>
struct members<replies::stream_entry> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("fields", it.fields);
    }
};
template <>
struct members<replies::claimed_entry> {
    static constexpr std::size_t size = 4;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("fields", it.fields);
        f("idle", it.idle);
        f("deliveries", it.delivery_count);
    }
};
template <>
struct members<replies::pending_summary> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("count", it.count);
        f("first", it.smallest_id);
        f("last", it.greatest_id);
        f("consumers", it.consumers);
    }
};
template <>
struct members<replies::pending_entry> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("consumer", it.consumer);
        f("idle", it.idle);
        f("deliveries", it.delivery_count);
    }
};
template <>
struct members<replies::autoclaim_result> {
    static constexpr std::size_t size = 3;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("next", it.next_start);
        f("entries", it.entries);
        f("deleted", it.deleted_ids);
    }
};
template <>
struct members<replies::autoclaim_ids_result> {
    static constexpr std::size_t size = 3;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("next", it.next_start);
        f("ids", it.ids);
        f("deleted", it.deleted_ids);
    }
};
template <>
struct members<replies::stream_info> {
    static constexpr std::size_t size = 16;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("length", it.length);
        f("radix-tree-keys", it.radix_tree_keys);
        f("radix-tree-nodes", it.radix_tree_nodes);
        f("last-generated-id", it.last_generated_id);
        f("max-deleted-entry-id", it.max_deleted_entry_id);
        f("entries-added", it.entries_added);
        f("recorded-first-entry-id", it.recorded_first_entry_id);
        f("idmp-duration", it.idmp_duration);
        f("idmp-maxsize", it.idmp_maxsize);
        f("pids-tracked", it.pids_tracked);
        f("iids-tracked", it.iids_tracked);
        f("iids-added", it.iids_added);
        f("iids-duplicates", it.iids_duplicates);
        f("groups", it.groups);
        f("first-entry", it.first_entry);
        f("last-entry", it.last_entry);
    }
};
template <>
struct members<replies::stream_group> {
    static constexpr std::size_t size = 6;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("consumers", it.consumers);
        f("pending", it.pending);
        f("last-delivered-id", it.last_delivered_id);
        f("entries-read", it.entries_read);
        f("lag", it.lag);
    }
};
template <>
struct members<replies::stream_consumer> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("pending", it.pending);
        f("idle", it.idle);
        f("inactive", it.inactive);
    }
};
template <>
struct members<replies::group_pending> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("consumer", it.consumer);
        f("delivered", it.delivery_time);
        f("deliveries", it.delivery_count);
    }
};
template <>
struct members<replies::consumer_pending> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("delivered", it.delivery_time);
        f("deliveries", it.delivery_count);
    }
};
template <>
struct members<replies::detailed_consumer> {
    static constexpr std::size_t size = 5;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("seen-time", it.seen_time);
        f("active-time", it.active_time);
        f("pel-count", it.pel_count);
        f("pending", it.pending);
    }
};
template <>
struct members<replies::detailed_group> {
    static constexpr std::size_t size = 8;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("last-delivered-id", it.last_delivered_id);
        f("entries-read", it.entries_read);
        f("lag", it.lag);
        f("pel-count", it.pel_count);
        f("nacked-count", it.nacked_count);
        f("pending", it.pending);
        f("consumers", it.consumers);
    }
};
template <>
struct members<replies::stream_details> {
    static constexpr std::size_t size = 15;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("length", it.length);
        f("radix-tree-keys", it.radix_tree_keys);
        f("radix-tree-nodes", it.radix_tree_nodes);
        f("last-generated-id", it.last_generated_id);
        f("max-deleted-entry-id", it.max_deleted_entry_id);
        f("entries-added", it.entries_added);
        f("recorded-first-entry-id", it.recorded_first_entry_id);
        f("idmp-duration", it.idmp_duration);
        f("idmp-maxsize", it.idmp_maxsize);
        f("pids-tracked", it.pids_tracked);
        f("iids-tracked", it.iids_tracked);
        f("iids-added", it.iids_added);
        f("iids-duplicates", it.iids_duplicates);
        f("entries", it.entries);
        f("groups", it.groups);
    }
};
}  // namespace hibana
