// SPDX-License-Identifier: BSL-1.0
/// \file  Search commands whose replies contain rows of values: aggregations, hybrid queries, profiles.
#pragma once
#include <hibana/command/modules/search.hpp>
#include <hibana/protocol/value_read.hpp>

/// Options of the search commands. A nested option is accepted only inside its parent: a reducer in `groupby`.
namespace hibana::opt::search {

// Steps of an aggregation.

inline constexpr option<"ADDSCORES", in_search<2, 10>> addscores;
inline constexpr option<"LOAD *"> load_all;
inline constexpr option<"LOAD", counted<bulk>> load;
inline constexpr option<"APPLY", bulk, word<"AS">, bulk> apply;

/// Reducers of `groupby`.
namespace reduce {
inline constexpr option<"REDUCE COUNT 0", maybe<as>> count;
inline constexpr option<"REDUCE COUNT_DISTINCT 1", bulk, maybe<as>> count_distinct;
inline constexpr option<"REDUCE COUNT_DISTINCTISH 1", bulk, maybe<as>> count_distinctish;
inline constexpr option<"REDUCE SUM 1", bulk, maybe<as>> sum;
inline constexpr option<"REDUCE MIN 1", bulk, maybe<as>> min;
inline constexpr option<"REDUCE MAX 1", bulk, maybe<as>> max;
inline constexpr option<"REDUCE AVG 1", bulk, maybe<as>> avg;
inline constexpr option<"REDUCE STDDEV 1", bulk, maybe<as>> stddev;
inline constexpr option<"REDUCE QUANTILE 2", bulk, real, maybe<as>> quantile;
inline constexpr option<"REDUCE TOLIST 1", bulk, maybe<as>> tolist;
namespace form {
inline constexpr option<"REDUCE FIRST_VALUE 1", bulk, maybe<as>> first_value;
inline constexpr option<"REDUCE FIRST_VALUE 3", bulk, word<"BY">, bulk, maybe<as>> first_value_by;
inline constexpr option<"REDUCE FIRST_VALUE 4", bulk, word<"BY">, bulk, one_of<opt::asc, opt::desc>, maybe<as>> first_value_in;
}  // namespace form
inline constexpr option_overloads<form::first_value, form::first_value_by, form::first_value_in> first_value;
inline constexpr option<"REDUCE RANDOM_SAMPLE 2", bulk, integer, maybe<as>> random_sample;
/// Any other reducer, by name and arguments.
inline constexpr option<"REDUCE", bulk, counted_any<bulk>, maybe<as>> other;
}  // namespace reduce
inline constexpr option<"GROUPBY", counted_any<bulk>,
    each<reduce::count, reduce::count_distinct, reduce::count_distinctish, reduce::sum, reduce::min, reduce::max, reduce::avg,
         reduce::stddev, reduce::quantile, reduce::tolist, reduce::form::first_value, reduce::form::first_value_by,
         reduce::form::first_value_in, reduce::random_sample, reduce::other>> groupby;
inline constexpr option<"MAXIDLE", milliseconds> maxidle;
inline constexpr option<"WITHCURSOR", maybe<opt::form::count>, maybe<maxidle>> withcursor;

// Hybrid query: text, vector, and the combination of both scores.

inline constexpr option<"YIELD_SCORE_AS", bulk> yield_score_as;
namespace form {
inline constexpr option<"SEARCH"> search;
inline constexpr option<"SEARCH", bulk, maybe<scorer>, maybe<yield_score_as>> search_for;
}  // namespace form
/// The text query of FT.HYBRID. Without arguments the query type of FT.PROFILE.
inline constexpr flag_or_option<form::search, form::search_for> search;
inline constexpr option<"K", integer> k;
inline constexpr option<"RADIUS", real> radius;
inline constexpr option<"SHARD_K_RATIO", real> shard_k_ratio;
inline constexpr sized_option<"KNN", one_of<k>, maybe<ef_runtime>, maybe<shard_k_ratio>> knn;
inline constexpr sized_option<"RANGE", one_of<radius>, maybe<epsilon>> range;
inline constexpr option<"VSIM", bulk, bulk, maybe<knn, range>, maybe<form::filter>, maybe<yield_score_as>> vsim;
inline constexpr option<"WINDOW", integer> window;
inline constexpr option<"CONSTANT", real> constant;
inline constexpr option<"ALPHA", real> alpha;
inline constexpr option<"BETA", real> beta;
inline constexpr sized_option<"COMBINE RRF", some_of<window, constant, yield_score_as>> rrf;
inline constexpr sized_option<"COMBINE LINEAR", some_of<alpha, beta, window, yield_score_as>> linear;

inline constexpr option<"NOSORT"> nosort;

// Profile.

inline constexpr option<"LIMITED"> limited;
inline constexpr option<"AGGREGATE"> aggregate;

}  // namespace hibana::opt::search

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::ft {

/// Arguments of FT.AGGREGATE: the steps in their order of execution, then the options of the whole query.
template <class Reply, class... Head>
using aggregate_call = Reply(Head..., maybe<opt::search::verbatim>, maybe<opt::search::addscores>, maybe<opt::search::timeout>,
    each<opt::search::load, opt::search::load_all, opt::search::groupby, form::sortby, form::sortby_counted, opt::search::apply,
         opt::form::page, form::filter>,
    maybe<opt::search::withcursor>, maybe<opt::search::params>, maybe<opt::search::scorer>, maybe<opt::search::dialect>);

inline constexpr descriptor<"FT.AGGREGATE", aggregate_call<aggregated, bulk, bulk>,
    when<opt::search::withcursor, aggregated_page>, excludes<opt::search::load_all, opt::search::load>,
    reads, when<opt::search::withcursor, not_idempotent>, in_search<1>> aggregate;
namespace cursor {
inline constexpr descriptor<"FT.CURSOR DEL", ok(bulk, integer),
    reads, not_idempotent, cluster_policy<request_policy::special>, in_search<1>> del;
// The server ignores the number. The reply is the number of idle cursors that were removed.
inline constexpr descriptor<"FT.CURSOR GC", integer(bulk, integer), reads, not_idempotent, in_search<1>> gc;
inline constexpr descriptor<"FT.CURSOR READ", aggregated_page(bulk, integer, maybe<opt::form::count>),
    reads, not_idempotent, cluster_policy<request_policy::special>, in_search<1>> read;
}  // namespace cursor

// The text query comes before the vector query, followed by the combination of both.
inline constexpr descriptor<"FT.HYBRID",
    named<replies::hybrid_results>(bulk, one_of<form::search_for>, one_of<opt::search::vsim>,
        maybe<opt::search::rrf, opt::search::linear>,
        each<opt::search::load, opt::search::load_all, opt::search::groupby, opt::search::apply, form::sortby, opt::search::nosort,
             form::filter, opt::form::page>,
        maybe<opt::search::params>, maybe<opt::search::explainscore>, maybe<opt::search::timeout>, maybe<opt::search::withcursor>),
    when<opt::search::withcursor, named<replies::hybrid_cursors>>, excludes<opt::search::load_all, opt::search::load>,
    excludes<opt::search::nosort, form::sortby>,
    reads, when<opt::search::withcursor, not_idempotent>, in_search<8, 4>> hybrid;

inline constexpr descriptor<"FT.PROFILE",
    search_call<with_profile<documents>, bulk, one_of<form::search>, maybe<opt::search::limited>, word<"QUERY">, bulk>,
    aggregate_call<with_profile<aggregated>, bulk, one_of<opt::search::aggregate>, maybe<opt::search::limited>, word<"QUERY">, bulk>,
    when<opt::search::explainscore, anything>, when<opt::search::withcursor, anything>,
    excludes<opt::search::nocontent, opt::search::return_, opt::search::summarize, opt::search::highlight>,
    reads, in_search<2, 2>> profile;

namespace config {
inline constexpr descriptor<"FT.CONFIG HELP", anything(bulk), reads, in_search<1>> help;
}  // namespace config

}  // namespace hibana::cmd::ft
