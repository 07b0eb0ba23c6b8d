// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of the time series commands and their decoders.
#pragma once
#include <hibana/command/grammar/timestamp.hpp>
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

using series_time = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t, class Real = double>
struct series_structs {
    struct series_sample {
        series_time timestamp{};
        double value = 0;
        friend bool operator==(const series_sample&, const series_sample&) = default;
    };

    /// The values of several aggregations or several series at one time.
    struct series_row {
        series_time timestamp{};
        std::vector<Real> values;
        friend bool operator==(const series_row&, const series_row&) = default;
    };

    struct compaction_rule {
        String destination;
        std::chrono::milliseconds bucket{};
        String aggregation;
        series_time align{};
        friend bool operator==(const compaction_rule&, const compaction_rule&) = default;
    };

    struct series_chunk {
        series_time start_timestamp{};
        series_time end_timestamp{};
        Integer samples = 0;
        Integer size = 0;  ///< in bytes
        double bytes_per_sample = 0;
        friend bool operator==(const series_chunk&, const series_chunk&) = default;
    };

    /// Reply of `cmd::ts::info`.
    struct series_info {
        Integer total_samples = 0;
        Integer memory_usage = 0;  ///< in bytes
        series_time first_timestamp{};
        series_time last_timestamp{};
        std::chrono::milliseconds retention_time{};
        Integer chunk_count = 0;
        Integer chunk_size = 0;
        String chunk_type;
        std::optional<String> duplicate_policy;
        std::vector<std::pair<String, String>> labels;
        std::optional<String> source_key;  ///< key of the series that this one is compacted from
        std::vector<compaction_rule> rules;
        std::chrono::milliseconds ignore_max_time_diff{};  ///< a sample is ignored if its distance to the last one is at most this,
        double ignore_max_val_diff = 0;                    ///< and the difference of the values is at most this
        std::vector<series_chunk> chunks;                  ///< only with `opt::ts::debug`
        friend bool operator==(const series_info&, const series_info&) = default;
    };
};

using series_sample = series_structs<>::series_sample;
using series_row = series_structs<>::series_row;
using compaction_rule = series_structs<>::compaction_rule;
using series_chunk = series_structs<>::series_chunk;
using series_info = series_structs<>::series_info;

/// One of several series of a reply.
template <class Samples, class String = std::string>
struct basic_series {
    String key;                                                    ///< `label=value` if the series are grouped
    std::vector<std::pair<String, std::optional<String>>> labels;  ///< the requested labels
    std::vector<String> reducers;                                  ///< reducers of a group; over RESP2 only together with the labels
    std::vector<String> sources;                                   ///< keys of a group; over RESP2 only together with the labels
    Samples samples{};
    friend bool operator==(const basic_series&, const basic_series&) = default;

    /// Returns the value of a requested label, or an empty string if the series does not have it.
    std::string_view label(std::string_view name) const {
        for (const auto& [one, value] : labels)
            if (one == name && value) return *value;
        return {};
    }
};

using series = basic_series<std::vector<series_sample>>;
using series_latest = basic_series<std::optional<series_sample>>;

}  // namespace replies

template <>
struct members<replies::series_sample> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("timestamp", it.timestamp);
        f("value", it.value);
    }
};

template <class Samples, class String>
struct members<replies::basic_series<Samples, String>> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("reducers", it.reducers);
        f("sources", it.sources);
    }
};

template <>
struct members<replies::compaction_rule> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("destination", it.destination);
        f("bucket", it.bucket);
        f("aggregation", it.aggregation);
        f("align", it.align);
    }
};

template <>
struct members<replies::series_chunk> {
    static constexpr std::size_t size = 5;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("startTimestamp", it.start_timestamp);
        f("endTimestamp", it.end_timestamp);
        f("samples", it.samples);
        f("size", it.size);
        f("bytesPerSample", it.bytes_per_sample);
    }
};

template <>
struct members<replies::series_info> {
    static constexpr std::size_t size = 15;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("totalSamples", it.total_samples);
        f("memoryUsage", it.memory_usage);
        f("firstTimestamp", it.first_timestamp);
        f("lastTimestamp", it.last_timestamp);
        f("retentionTime", it.retention_time);
        f("chunkCount", it.chunk_count);
        f("chunkSize", it.chunk_size);
        f("chunkType", it.chunk_type);
        f("duplicatePolicy", it.duplicate_policy);
        f("labels", it.labels);
        f("sourceKey", it.source_key);
        f("rules", it.rules);
        f("ignoreMaxTimeDiff", it.ignore_max_time_diff);
        f("ignoreMaxValDiff", it.ignore_max_val_diff);
        f("Chunks", it.chunks);
    }
};

namespace notation {

/// A timestamp and its values; the values are elements of the row or a nested array.
struct sample_row {};
/// Series with their labels: rows of key, labels and samples (RESP2), or a map from the keys to labels, metadata and samples
/// (RESP3). The aggregators are skipped: they repeat the request, and only RESP3 sends them.
template <class Samples>
struct series_list {};

}  // namespace notation

namespace detail {

// An empty array means no sample.
template <>
inline constexpr std::size_t width<notation::listed<replies::series_sample>> = 2;
template <>
struct member_kind<std::vector<replies::compaction_rule>>
    : std::type_identity<notation::annotated<replies::compaction_rule, notation::bulk, notation::integer, notation::bulk,
                                             notation::integer>> {};

template <>
struct default_type<notation::sample_row> : std::type_identity<replies::series_row> {};
template <>
inline constexpr bool is_aggregate<notation::sample_row> = true;
template <class Samples>
struct default_type<notation::series_list<Samples>> : std::type_identity<std::vector<replies::basic_series<default_type_t<Samples>>>> {};

template <>
struct decoder<notation::sample_row> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, replies::series_row>) {
            cursor d = c;
            std::size_t count = 0;
            if (const status s = protocol::read_array_header(d, count); s != status::done) return s;
            if (count == 0) return status::mismatch;
            if (const status s = read_reply<notation::timestamp>(d, object.timestamp); s != status::done) return s;
            if (count == 2 && d.at == d.end) return status::more;
            const bool nested = count == 2 && *d.at == '*';
            const status s = nested ? read_reply<notation::array<notation::real>>(d, object.values)
                                    : read_elements<notation::real>(d, count - 1, object.values);
            if (s == status::done) c.at = d.at;
            return s;
        } else {
            return decoder<notation::array<notation::anything>>::read(c, object);
        }
    }
};

/// Removes an internal label, if present, and splits its value into words.
template <class Labels, class Words>
void extract_label(Labels& labels, std::string_view name, Words& words) {
    for (auto label = labels.begin(); label != labels.end(); ++label) {
        if (label->first != name || !label->second) continue;
        for (std::string_view rest = *label->second;;) {
            const auto comma = rest.find(',');
            words.emplace_back(rest.substr(0, comma));
            if (comma == rest.npos) break;
            rest.remove_prefix(comma + 1);
        }
        labels.erase(label);
        return;
    }
}

template <class Samples, class T>
status read_series(cursor& c, bool map, T& object) {
    object = T();
    if (map) {
        if (const status s = read_reply<notation::bulk>(c, object.key); s != status::done) return s;
    }
    std::size_t count = 0;
    if (const status s = protocol::read_array_header(c, count); s != status::done) return s;
    if (count < (map ? 2u : 3u)) return status::mismatch;
    if (!map) {
        if (const status s = read_reply<notation::bulk>(c, object.key); s != status::done) return s;
        --count;
    }
    using labels = notation::array<notation::pair<notation::bulk, notation::nullable<notation::bulk>>>;
    if (const status s = read_reply<labels>(c, object.labels); s != status::done) return s;
    extract_label(object.labels, "__reducer__", object.reducers);
    extract_label(object.labels, "__source__", object.sources);
    member_table<T> table;
    members<T>::each(object, table.lister());
    for (count -= 2; count != 0; --count) {
        if (const status s = read_named(c, table.readers.data(), table.size()); s != status::done) return s;
    }
    return read_reply<Samples>(c, object.samples);
}

template <class Samples>
struct decoder<notation::series_list<Samples>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (container_target<T> && requires { typename T::value_type; object.emplace_back().labels; }) {
            cursor d = c;
            protocol::aggregate header;
            if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
            object.clear();
            for (; header.count != 0; --header.count) {
                const status s = read_series<Samples>(d, header.is_map, object.emplace_back());
                if (s != status::done) return s;
            }
            c.at = d.at;
            return status::done;
        } else {
            return unsupported<notation::series_list<Samples>, T>();
        }
    }
};

}  // namespace detail
}  // namespace hibana
