// SPDX-License-Identifier: BSL-1.0
/// \file  Time series commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/grammar/triple.hpp>
#include <hibana/command/modules/series.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/reply/element_result.hpp>

namespace hibana::notation {

// Keeps the module name out of each declaration.
template <int Major, int Minor = 0>
using in_time_series = in_module<"timeseries", Major, Minor>;

}  // namespace hibana::notation

/// Options of the time series commands.
namespace hibana::opt::ts {

// Aggregators.
inline constexpr option<"AVG"> avg;
inline constexpr option<"FIRST"> first;
inline constexpr option<"LAST"> last;
inline constexpr option<"MIN"> min;
inline constexpr option<"MAX"> max;
inline constexpr option<"SUM"> sum;
inline constexpr option<"RANGE"> range;
inline constexpr option<"COUNT"> count;
inline constexpr option<"COUNTNAN", in_time_series<8, 6>> countnan;
inline constexpr option<"COUNTALL", in_time_series<8, 6>> countall;
inline constexpr option<"STD.P"> std_p;
inline constexpr option<"STD.S"> std_s;
inline constexpr option<"VAR.P"> var_p;
inline constexpr option<"VAR.S"> var_s;
inline constexpr option<"TWA", in_time_series<1, 8>> twa;
using aggregator = one_of<avg, first, last, min, max, sum, range, count, countnan, countall, std_p, std_s, var_p, var_s, twa>;
using reducer = one_of<avg, sum, min, max, range, count, countnan, countall, std_p, std_s, var_p, var_s>;

// Properties of a series.
inline constexpr option<"RETENTION", milliseconds> retention;
inline constexpr option<"UNCOMPRESSED"> uncompressed;
inline constexpr option<"COMPRESSED"> compressed;
inline constexpr option<"ENCODING", one_of<uncompressed, compressed>> encoding;
inline constexpr option<"CHUNK_SIZE", integer> chunk_size;
namespace form {
inline constexpr option<"BLOCK"> block;
inline constexpr option<"BLOCK", blocking_milliseconds, integer> block_for;
inline constexpr option<"LABELS"> labels;
inline constexpr option<"LABELS", notation::any<pair<bulk, bulk>>> labels_of;
}  // namespace form
/// A policy for duplicates. TS.READ: how long to wait, and for how many samples.
inline constexpr flag_or_option<form::block, form::block_for> block;
/// The labels of a series. TS.QUERYLABELS: without arguments.
inline constexpr flag_or_option<form::labels, form::labels_of> labels;
using policy = one_of<form::block, first, last, min, max, sum>;
inline constexpr option<"DUPLICATE_POLICY", policy> duplicate_policy;
inline constexpr option<"ON_DUPLICATE", policy> on_duplicate;
inline constexpr option<"IGNORE", milliseconds, real, in_time_series<1, 12>> ignore;
inline constexpr option<"TIMESTAMP", timestamp> at;

// Selection and aggregation of samples.
inline constexpr option<"LATEST", in_time_series<1, 8>> latest;
inline constexpr option<"FILTER_BY_TS", some<timestamp>> filter_by_ts;
inline constexpr option<"FILTER_BY_VALUE", real, real> filter_by_value;
inline constexpr option<"MAX_COUNT", integer> max_count;
inline constexpr option<"ALIGN", timestamp> align;
inline constexpr option<"start"> start;
inline constexpr option<"mid"> mid;
inline constexpr option<"end"> end;
inline constexpr option<"BUCKETTIMESTAMP", one_of<start, mid, end>, in_time_series<1, 8>> buckettimestamp;
inline constexpr option<"EMPTY", in_time_series<1, 8>> empty;
namespace form {
inline constexpr option<"AGGREGATION", aggregator, milliseconds, maybe<buckettimestamp>, maybe<empty>> aggregation;
inline constexpr option<"AGGREGATION", bulk, milliseconds, maybe<buckettimestamp>, maybe<empty>,
                        in_time_series<8, 8>> aggregations;
inline constexpr option<"AGGREGATION",
    some_of<avg, first, last, min, max, sum, range, ts::count, countnan, countall, std_p, std_s, var_p, var_s, twa>,
    milliseconds, maybe<buckettimestamp>, maybe<empty>> aggregation_each;
inline constexpr option<"AGGREGATION", some<bulk>, milliseconds, maybe<buckettimestamp>, maybe<empty>> aggregations_each;
}  // namespace form
/// `aggregation(avg, 60s)`. Several as text, "avg,max", return a row of values for each time. TS.NRANGE: one for each key, options or text.
inline constexpr option_overloads<form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each> aggregation;

// Selection of series.
inline constexpr option<"FILTER", some<bulk>> filter;
inline constexpr option<"WITHLABELS"> withlabels;
inline constexpr option<"SELECTED_LABELS", some<bulk>> selected_labels;
inline constexpr option<"EXCLUDEEMPTY", in_time_series<8, 10>> excludeempty;
inline constexpr option<"GROUPBY", bulk, word<"REDUCE">, reducer> groupby;
inline constexpr option<"VALUES", bulk> values;
inline constexpr option<"DEBUG"> debug;

}  // namespace hibana::opt::ts

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::ts {
using namespace notation;
namespace form = opt::ts::form;

/// Arguments of TS.INCRBY and TS.DECRBY.
using change_call = timestamp(key, real, maybe<opt::ts::at>, maybe<opt::ts::retention>, maybe<opt::ts::encoding, opt::ts::uncompressed>,
    maybe<opt::ts::chunk_size>, maybe<opt::ts::duplicate_policy>, maybe<opt::ts::ignore>, maybe<form::labels_of>);
/// Arguments of TS.RANGE and TS.REVRANGE: the samples of one series between two times.
using range_call = array<listed<replies::series_sample>>(key, timestamp, timestamp, maybe<opt::ts::latest>,
    maybe<opt::ts::filter_by_ts>, maybe<opt::ts::filter_by_value>, maybe<opt::form::count>, maybe<opt::ts::align>,
    maybe<form::aggregation, form::aggregations>);
/// Arguments of TS.MRANGE and TS.MREVRANGE: the samples of all series that match a filter.
using multi_range_call = series_list<array<listed<replies::series_sample>>>(timestamp, timestamp, maybe<opt::ts::latest>,
    maybe<opt::ts::filter_by_ts>, maybe<opt::ts::filter_by_value>, maybe<opt::ts::withlabels, opt::ts::selected_labels>,
    maybe<opt::form::count>, maybe<opt::ts::align>, maybe<form::aggregation, form::aggregations>, maybe<opt::ts::excludeempty>,
    one_of<opt::ts::filter>, maybe<opt::ts::groupby>);
/// Arguments of TS.NRANGE and TS.NREVRANGE: a value of each key at each time; nan if a key has none.
using keyed_range_call = array<sample_row>(counted<key>, timestamp, timestamp, maybe<opt::ts::latest>, maybe<opt::ts::filter_by_ts>,
    maybe<opt::ts::filter_by_value>, maybe<opt::form::count>, maybe<opt::ts::align>,
    maybe<form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each>);

inline constexpr descriptor<"TS.ADD",
    timestamp(key, timestamp, real, maybe<opt::ts::retention>, maybe<opt::ts::encoding>, maybe<opt::ts::chunk_size>,
              maybe<opt::ts::duplicate_policy>, maybe<opt::ts::on_duplicate>, maybe<opt::ts::ignore>, maybe<form::labels_of>),
    writes, in_time_series<1>> add;
inline constexpr descriptor<"TS.ALTER",
    ok(key, maybe<opt::ts::retention>, maybe<opt::ts::chunk_size>, maybe<opt::ts::duplicate_policy>, maybe<opt::ts::ignore>,
       maybe<form::labels_of>),
    writes, idempotent, in_time_series<1>> alter;
inline constexpr descriptor<"TS.CREATE",
    ok(key, maybe<opt::ts::retention>, maybe<opt::ts::encoding>, maybe<opt::ts::chunk_size>, maybe<opt::ts::duplicate_policy>,
       maybe<opt::ts::ignore>, maybe<form::labels_of>),
    writes, in_time_series<1>> create;
// Source, destination, aggregator, duration of a bucket, alignment of the buckets.
inline constexpr descriptor<"TS.CREATERULE",
    ok(key, key, word<"AGGREGATION">, opt::ts::aggregator, milliseconds, optional<timestamp>),
    writes, in_time_series<1>> createrule;
inline constexpr descriptor<"TS.DECRBY", change_call, writes, in_time_series<1>> decrby;
inline constexpr descriptor<"TS.DEL", integer(key, timestamp, timestamp), writes, in_time_series<1, 6>> del;
inline constexpr descriptor<"TS.DELETERULE", ok(key, key), writes, in_time_series<1>> deleterule;
inline constexpr descriptor<"TS.GET", nullable<listed<replies::series_sample>>(key, maybe<opt::ts::latest>),
    reads, cacheable, in_time_series<1>> get;
inline constexpr descriptor<"TS.INCRBY", change_call, writes, in_time_series<1>> incrby;
inline constexpr descriptor<"TS.INFO", named<replies::series_info>(key, maybe<opt::ts::debug>),
    reads, in_time_series<1>> info;
// A rejected sample is an error in its place; the others are added.
inline constexpr descriptor<"TS.MADD", array<or_error<timestamp>>(some<triple<key, timestamp, real>>),
    writes, in_time_series<1>> madd;
inline constexpr descriptor<"TS.MGET",
    series_list<nullable<listed<replies::series_sample>>>(maybe<opt::ts::latest>, maybe<opt::ts::withlabels, opt::ts::selected_labels>,
                                                 one_of<opt::ts::filter>),
    reads, in_time_series<1>> mget;
inline constexpr descriptor<"TS.MRANGE",
    multi_range_call, when<form::aggregations, series_list<array<sample_row>>>,
    needs<opt::ts::align, form::aggregation, form::aggregations>,
    excludes<opt::ts::groupby, opt::ts::excludeempty, form::aggregations>, reads, in_time_series<1>> mrange;
inline constexpr descriptor<"TS.MREVRANGE",
    multi_range_call, when<form::aggregations, series_list<array<sample_row>>>,
    needs<opt::ts::align, form::aggregation, form::aggregations>,
    excludes<opt::ts::groupby, opt::ts::excludeempty, form::aggregations>, reads, in_time_series<1, 4>> mrevrange;
// Not cacheable: the server does not track the keys of these commands.
inline constexpr descriptor<"TS.NRANGE", keyed_range_call,
    needs<opt::ts::align, form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each>,
    reads, in_time_series<8, 10>> nrange;
inline constexpr descriptor<"TS.NREVRANGE", keyed_range_call,
    needs<opt::ts::align, form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each>,
    reads, in_time_series<8, 10>> nrevrange;
inline constexpr descriptor<"TS.QUERYINDEX", array<bulk>(some<bulk>), reads, in_time_series<1>> queryindex;
inline constexpr descriptor<"TS.QUERYLABELS", array<bulk>(one_of<form::labels, opt::ts::values>, maybe<opt::ts::filter>),
    reads, in_time_series<8, 10>> querylabels;
inline constexpr descriptor<"TS.RANGE",
    range_call, when<form::aggregations, array<sample_row>>, needs<opt::ts::align, form::aggregation, form::aggregations>,
    reads, cacheable, in_time_series<1>> range;
// The samples from a time on; $ means after the last one. May wait for new ones.
inline constexpr descriptor<"TS.READ",
    array<listed<replies::series_sample>>(key, timestamp, maybe<form::block_for>, maybe<opt::ts::max_count>),
    when<form::block_for, nullable<array<listed<replies::series_sample>>>>, reads, when<form::block_for, blocks>,
    in_time_series<8, 10>> read;
inline constexpr descriptor<"TS.REVRANGE",
    range_call, when<form::aggregations, array<sample_row>>, needs<opt::ts::align, form::aggregation, form::aggregations>,
    reads, cacheable, in_time_series<1, 4>> revrange;

}  // namespace hibana::cmd::ts
