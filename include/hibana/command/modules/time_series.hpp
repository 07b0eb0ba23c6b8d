// SPDX-License-Identifier: BSL-1.0
/// \file  The commands of time series.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/grammar/triple.hpp>
#include <hibana/command/modules/series.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/reply/element_result.hpp>

namespace hibana::notation {

// The name is read once, and not in each declaration.
template <int Major, int Minor = 0>
using in_time_series = in_module<"timeseries", Major, Minor>;

}  // namespace hibana::notation

/// The words of time series.
namespace hibana::opt::ts {

// How values become one.
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

// What a series is like.
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
/// A policy for duplicates; in TS.READ how long to wait, and for how many samples.
inline constexpr flag_or_option<form::block, form::block_for> block;
/// The labels of a series; in TS.QUERYLABELS a question.
inline constexpr flag_or_option<form::labels, form::labels_of> labels;
using policy = one_of<form::block, first, last, min, max, sum>;
inline constexpr option<"DUPLICATE_POLICY", policy> duplicate_policy;
inline constexpr option<"ON_DUPLICATE", policy> on_duplicate;
inline constexpr option<"IGNORE", milliseconds, real, in_time_series<1, 12>> ignore;
inline constexpr option<"TIMESTAMP", timestamp> at;

// Which samples, and what is made of them.
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
/// `aggregation(avg, 60s)`; several as text, "avg,max", give a row of values for each time. In TS.NRANGE one for each key, words or text.
inline constexpr option_overloads<form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each> aggregation;

// Which series.
inline constexpr option<"FILTER", some<bulk>> filter;
inline constexpr option<"WITHLABELS"> withlabels;
inline constexpr option<"SELECTED_LABELS", some<bulk>> selected_labels;
inline constexpr option<"EXCLUDEEMPTY", in_time_series<8, 10>> excludeempty;
inline constexpr option<"GROUPBY", bulk, word<"REDUCE">, reducer> groupby;
inline constexpr option<"VALUES", bulk> values;
inline constexpr option<"DEBUG"> debug;

}  // namespace hibana::opt::ts

// clang-format off: a declaration is laid out as its line in the documentation of the server is
namespace hibana::cmd::ts {
using namespace notation;
namespace form = opt::ts::form;

// What two commands take is said once.

/// What follows a change by a number.
using changed_by = timestamp(key, real, maybe<opt::ts::at>, maybe<opt::ts::retention>, maybe<opt::ts::encoding, opt::ts::uncompressed>,
    maybe<opt::ts::chunk_size>, maybe<opt::ts::duplicate_policy>, maybe<opt::ts::ignore>, maybe<form::labels_of>);
/// The samples of one series between two times.
using samples_between = array<listed<replies::series_sample>>(key, timestamp, timestamp, maybe<opt::ts::latest>,
    maybe<opt::ts::filter_by_ts>, maybe<opt::ts::filter_by_value>, maybe<opt::form::count>, maybe<opt::ts::align>,
    maybe<form::aggregation, form::aggregations>);
/// The samples of all series that a filter lets through.
using samples_of_all = series_list<array<listed<replies::series_sample>>>(timestamp, timestamp, maybe<opt::ts::latest>,
    maybe<opt::ts::filter_by_ts>, maybe<opt::ts::filter_by_value>, maybe<opt::ts::withlabels, opt::ts::selected_labels>,
    maybe<opt::form::count>, maybe<opt::ts::align>, maybe<form::aggregation, form::aggregations>, maybe<opt::ts::excludeempty>,
    one_of<opt::ts::filter>, maybe<opt::ts::groupby>);
/// A value of each key at each time; nan where a key has none.
using values_of_each = array<values_at>(counted<key>, timestamp, timestamp, maybe<opt::ts::latest>, maybe<opt::ts::filter_by_ts>,
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
// From, to, how, how long a bucket is, and a time that buckets begin at.
inline constexpr descriptor<"TS.CREATERULE",
    ok(key, key, word<"AGGREGATION">, opt::ts::aggregator, milliseconds, optional<timestamp>),
    writes, in_time_series<1>> createrule;
inline constexpr descriptor<"TS.DECRBY", changed_by, writes, in_time_series<1>> decrby;
inline constexpr descriptor<"TS.DEL", integer(key, timestamp, timestamp), writes, in_time_series<1, 6>> del;
inline constexpr descriptor<"TS.DELETERULE", ok(key, key), writes, in_time_series<1>> deleterule;
inline constexpr descriptor<"TS.GET", nullable<listed<replies::series_sample>>(key, maybe<opt::ts::latest>),
    reads, cacheable, in_time_series<1>> get;
inline constexpr descriptor<"TS.INCRBY", changed_by, writes, in_time_series<1>> incrby;
inline constexpr descriptor<"TS.INFO", named<replies::series_info>(key, maybe<opt::ts::debug>),
    reads, in_time_series<1>> info;
// An error where a sample was refused; the others are added.
inline constexpr descriptor<"TS.MADD", array<or_error<timestamp>>(some<triple<key, timestamp, real>>),
    writes, in_time_series<1>> madd;
inline constexpr descriptor<"TS.MGET",
    series_list<nullable<listed<replies::series_sample>>>(maybe<opt::ts::latest>, maybe<opt::ts::withlabels, opt::ts::selected_labels>,
                                                 one_of<opt::ts::filter>),
    reads, in_time_series<1>> mget;
inline constexpr descriptor<"TS.MRANGE",
    samples_of_all, when<form::aggregations, series_list<array<values_at>>>,
    needs<opt::ts::align, form::aggregation, form::aggregations>,
    excludes<opt::ts::groupby, opt::ts::excludeempty, form::aggregations>, reads, in_time_series<1>> mrange;
inline constexpr descriptor<"TS.MREVRANGE",
    samples_of_all, when<form::aggregations, series_list<array<values_at>>>,
    needs<opt::ts::align, form::aggregation, form::aggregations>,
    excludes<opt::ts::groupby, opt::ts::excludeempty, form::aggregations>, reads, in_time_series<1, 4>> mrevrange;
// The server tracks none of their keys, so that no cache would hear of changes.
inline constexpr descriptor<"TS.NRANGE", values_of_each,
    needs<opt::ts::align, form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each>,
    reads, in_time_series<8, 10>> nrange;
inline constexpr descriptor<"TS.NREVRANGE", values_of_each,
    needs<opt::ts::align, form::aggregation, form::aggregations, form::aggregation_each, form::aggregations_each>,
    reads, in_time_series<8, 10>> nrevrange;
inline constexpr descriptor<"TS.QUERYINDEX", array<bulk>(some<bulk>), reads, in_time_series<1>> queryindex;
inline constexpr descriptor<"TS.QUERYLABELS", array<bulk>(one_of<form::labels, opt::ts::values>, maybe<opt::ts::filter>),
    reads, in_time_series<8, 10>> querylabels;
inline constexpr descriptor<"TS.RANGE",
    samples_between, when<form::aggregations, array<values_at>>, needs<opt::ts::align, form::aggregation, form::aggregations>,
    reads, cacheable, in_time_series<1>> range;
// The samples from a time on; $ is behind the last one. It may wait for new ones.
inline constexpr descriptor<"TS.READ",
    array<listed<replies::series_sample>>(key, timestamp, maybe<form::block_for>, maybe<opt::ts::max_count>),
    when<form::block_for, nullable<array<listed<replies::series_sample>>>>, reads, when<form::block_for, blocks>,
    in_time_series<8, 10>> read;
inline constexpr descriptor<"TS.REVRANGE",
    samples_between, when<form::aggregations, array<values_at>>, needs<opt::ts::align, form::aggregation, form::aggregations>,
    reads, cacheable, in_time_series<1, 4>> revrange;

}  // namespace hibana::cmd::ts
