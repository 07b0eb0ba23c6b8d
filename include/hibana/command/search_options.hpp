// SPDX-License-Identifier: BSL-1.0
/// \file  The words of Search: the fields of a schema, the steps of an aggregation, the parts of a hybrid query.
#pragma once
#include <hibana/command/float_vector.hpp>
#include <hibana/command/module.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/sized_option.hpp>

/// The words of Search. What belongs inside of another word is only taken there: a reducer in `groupby`, a weight in `text`.
namespace hibana::opt::ft {
using notation::bulk;
using notation::integer;
using notation::real;

// An index.

inline constexpr option<"HASH"> hash;
inline constexpr option<"JSON", in_module<"search", 2, 2>> json;
inline constexpr option<"ON", one_of<hash, json>> on;
inline constexpr option<"PREFIX", counted<bulk>> prefix;
inline constexpr option<"LANGUAGE", bulk> language;
inline constexpr option<"LANGUAGE_FIELD", bulk> language_field;
inline constexpr option<"SCORE", real> score;
inline constexpr option<"SCORE_FIELD", bulk> score_field;
inline constexpr option<"PAYLOAD_FIELD", bulk> payload_field;
inline constexpr option<"MAXTEXTFIELDS"> maxtextfields;
inline constexpr option<"TEMPORARY", seconds> temporary;
inline constexpr option<"NOOFFSETS"> nooffsets;
inline constexpr option<"NOHL"> nohl;
inline constexpr option<"NOFIELDS"> nofields;
inline constexpr option<"NOFREQS"> nofreqs;
inline constexpr option<"STOPWORDS", counted_any<bulk>> stopwords;
inline constexpr option<"SKIPINITIALSCAN"> skipinitialscan;
inline constexpr option<"INDEXALL ENABLE", in_module<"search", 2, 10>> indexall;

// The fields of a schema: what one is called in the documents, as what in queries, and how it is indexed.

inline constexpr option<"AS", bulk> as;
inline constexpr option<"UNF"> unf;
namespace form {
inline constexpr option<"SORTABLE"> sortable;
inline constexpr option<"SORTABLE", one_of<unf>> sortable_unf;
}  // namespace form
inline constexpr flag_or<form::sortable, form::sortable_unf> sortable;
inline constexpr option<"NOINDEX"> noindex;
inline constexpr option<"INDEXMISSING", in_module<"search", 2, 10>> indexmissing;
inline constexpr option<"INDEXEMPTY", in_module<"search", 2, 10>> indexempty;
inline constexpr option<"NOSTEM"> nostem;
inline constexpr option<"WEIGHT", real> weight;
inline constexpr option<"PHONETIC", bulk> phonetic;
inline constexpr option<"WITHSUFFIXTRIE"> withsuffixtrie;
inline constexpr option<"SEPARATOR", bulk> separator;
inline constexpr option<"CASESENSITIVE"> casesensitive;

inline constexpr option<"", bulk, maybe<as>, word<"TEXT">, maybe<nostem>, maybe<weight>, maybe<phonetic>,
                        maybe<withsuffixtrie>, maybe<indexempty>, maybe<indexmissing>,
                        maybe<form::sortable, form::sortable_unf>, maybe<noindex>> text;
inline constexpr option<"", bulk, maybe<as>, word<"TAG">, maybe<separator>, maybe<casesensitive>, maybe<withsuffixtrie>,
                        maybe<indexempty>, maybe<indexmissing>, maybe<form::sortable, form::sortable_unf>,
                        maybe<noindex>> tag;
inline constexpr option<"", bulk, maybe<as>, word<"NUMERIC">, maybe<indexmissing>, maybe<form::sortable, form::sortable_unf>,
                        maybe<noindex>> numeric;
inline constexpr option<"", bulk, maybe<as>, word<"GEO">, maybe<indexmissing>, maybe<form::sortable, form::sortable_unf>,
                        maybe<noindex>> geo;

inline constexpr option<"FLAT"> flat_plane;
inline constexpr option<"SPHERICAL"> spherical;
inline constexpr option<"", bulk, maybe<as>, word<"GEOSHAPE">, maybe<flat_plane, spherical>, maybe<indexmissing>,
                        maybe<noindex>> geoshape;

inline constexpr option<"FLOAT32"> float32;
inline constexpr option<"FLOAT64"> float64;
inline constexpr option<"FLOAT16", in_module<"search", 2, 10>> float16;
inline constexpr option<"BFLOAT16", in_module<"search", 2, 10>> bfloat16;
inline constexpr option<"INT8", in_module<"search", 8>> int8;
inline constexpr option<"UINT8", in_module<"search", 8>> uint8;
inline constexpr option<"TYPE", one_of<float32, float64, float16, bfloat16, int8, uint8>> type;
inline constexpr option<"DIM", integer> dim;
inline constexpr option<"L2"> l2;
inline constexpr option<"IP"> ip;
inline constexpr option<"COSINE"> cosine;
inline constexpr option<"DISTANCE_METRIC", one_of<l2, ip, cosine>> distance_metric;
inline constexpr option<"INITIAL_CAP", integer> initial_cap;
inline constexpr option<"BLOCK_SIZE", integer> block_size;
inline constexpr option<"M", integer> m;
inline constexpr option<"EF_CONSTRUCTION", integer> ef_construction;
inline constexpr option<"EF_RUNTIME", integer> ef_runtime;
inline constexpr option<"EPSILON", real> epsilon;
inline constexpr option<"COMPRESSION", bulk> compression;
inline constexpr option<"CONSTRUCTION_WINDOW_SIZE", integer> construction_window_size;
inline constexpr option<"GRAPH_MAX_DEGREE", integer> graph_max_degree;
inline constexpr option<"SEARCH_WINDOW_SIZE", integer> search_window_size;
inline constexpr option<"TRAINING_THRESHOLD", integer> training_threshold;
namespace form {
inline constexpr option<"REDUCE", integer> reduced_dim;
}  // namespace form
inline constexpr forms<form::reduced_dim> reduce_to;
inline constexpr sized_option<"FLAT", one_of<type>, one_of<dim>, one_of<distance_metric>, maybe<initial_cap>,
                              maybe<block_size>> flat;
inline constexpr sized_option<"HNSW", one_of<type>, one_of<dim>, one_of<distance_metric>, maybe<initial_cap>, maybe<m>,
                              maybe<ef_construction>, maybe<ef_runtime>, maybe<epsilon>> hnsw;
inline constexpr sized_option<"SVS-VAMANA", one_of<type>, one_of<dim>, one_of<distance_metric>, maybe<compression>,
                              maybe<construction_window_size>, maybe<graph_max_degree>, maybe<search_window_size>,
                              maybe<epsilon>, maybe<training_threshold>, maybe<form::reduced_dim>,
                              in_module<"search", 8, 2>> svs_vamana;
inline constexpr option<"", bulk, maybe<as>, word<"VECTOR">, one_of<flat, hnsw, svs_vamana>, maybe<indexmissing>> vector;

// A query.

namespace form {
inline constexpr option<"FILTER", bulk> filter;
inline constexpr option<"FILTER", bulk, bulk, bulk> filter_range;
}  // namespace form
/// An expression; in FT.SEARCH a numeric field and two bounds: `filter("price", 0, "(15")`.
inline constexpr forms<form::filter, form::filter_range> filter;
inline constexpr option<"NOCONTENT"> nocontent;
inline constexpr option<"VERBATIM"> verbatim;
inline constexpr option<"NOSTOPWORDS"> nostopwords;
inline constexpr option<"WITHPAYLOADS"> withpayloads;
inline constexpr option<"WITHSORTKEYS"> withsortkeys;
inline constexpr option<"m"> meters;
inline constexpr option<"km"> kilometers;
inline constexpr option<"mi"> miles;
inline constexpr option<"ft"> feet;
inline constexpr option<"GEOFILTER", bulk, real, real, real, one_of<meters, kilometers, miles, feet>> geofilter;
inline constexpr option<"INKEYS", counted<bulk>> inkeys;
inline constexpr option<"INFIELDS", counted<bulk>> infields;
inline constexpr option<"RETURN", counted<bulk>> return_;
inline constexpr option<"FIELDS", counted<bulk>> fields;
inline constexpr option<"FRAGS", integer> frags;
inline constexpr option<"LEN", integer> len;
inline constexpr option<"TAGS", bulk, bulk> tags;
inline constexpr option<"SUMMARIZE", maybe<fields>, maybe<frags>, maybe<len>, maybe<separator>> summarize;
inline constexpr option<"HIGHLIGHT", maybe<fields>, maybe<tags>> highlight;
inline constexpr option<"SLOP", integer> slop;
inline constexpr option<"TIMEOUT", milliseconds> timeout;
inline constexpr option<"INORDER"> inorder;
inline constexpr option<"EXPANDER", bulk> expander;
inline constexpr option<"SCORER", bulk> scorer;
inline constexpr option<"EXPLAINSCORE"> explainscore;
inline constexpr option<"PAYLOAD", bulk> payload;
inline constexpr option<"PARAMS", counted_words<pair<bulk, bulk>>> params;
inline constexpr option<"DIALECT", integer> dialect;

// The steps of an aggregation.

inline constexpr option<"ADDSCORES", in_module<"search", 2, 10>> addscores;
inline constexpr option<"LOAD *"> load_all;
inline constexpr option<"LOAD", counted<bulk>> load;
inline constexpr option<"APPLY", bulk, word<"AS">, bulk> apply;
inline constexpr option<"MAX", integer> max;
inline constexpr option<"", bulk, maybe<opt::asc, opt::desc>> by;
namespace form {
inline constexpr option<"SORTBY", bulk, maybe<opt::asc, opt::desc>> sortby_field;
inline constexpr sized_option<"SORTBY", some_of<by>, maybe<max>> sortby;
}  // namespace form
/// In FT.SEARCH a field, `sortby("price", opt::desc)`; elsewhere `sortby(by("@n", opt::desc), by("@name"), max(10))`.
inline constexpr forms<form::sortby_field, form::sortby> sortby;

/// What is made of the rows of a group.
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
inline constexpr forms<form::first_value, form::first_value_by, form::first_value_in> first_value;
inline constexpr option<"REDUCE RANDOM_SAMPLE 2", bulk, integer, maybe<as>> random_sample;
/// Any other, by its name and arguments.
inline constexpr option<"REDUCE", bulk, counted_any<bulk>, maybe<as>> other;
}  // namespace reduce
inline constexpr option<"GROUPBY", counted_any<bulk>,
    each<reduce::count, reduce::count_distinct, reduce::count_distinctish, reduce::sum, reduce::min, reduce::max, reduce::avg,
         reduce::stddev, reduce::quantile, reduce::tolist, reduce::form::first_value, reduce::form::first_value_by,
         reduce::form::first_value_in, reduce::random_sample, reduce::other>> groupby;
inline constexpr option<"MAXIDLE", milliseconds> maxidle;
inline constexpr option<"WITHCURSOR", maybe<opt::form::count>, maybe<maxidle>> withcursor;

// A hybrid query: text, a vector, and how both become one order.

inline constexpr option<"YIELD_SCORE_AS", bulk> yield_score_as;
namespace form {
inline constexpr option<"SEARCH"> search;
inline constexpr option<"SEARCH", bulk, maybe<scorer>, maybe<yield_score_as>> search_for;
}  // namespace form
/// A query of FT.HYBRID; the word alone says what FT.PROFILE is about.
inline constexpr flag_or<form::search, form::search_for> search;
inline constexpr option<"K", integer> k;
inline constexpr option<"RADIUS", real> radius;
inline constexpr sized_option<"KNN", one_of<k>, maybe<ef_runtime>> knn;
inline constexpr sized_option<"RANGE", one_of<radius>, maybe<epsilon>> range;
inline constexpr option<"VSIM", bulk, bulk, maybe<knn, range>, maybe<form::filter>, maybe<yield_score_as>> vsim;
inline constexpr option<"WINDOW", integer> window;
inline constexpr option<"CONSTANT", real> constant;
inline constexpr option<"ALPHA", real> alpha;
inline constexpr option<"BETA", real> beta;
inline constexpr sized_option<"COMBINE RRF", some_of<window, constant, yield_score_as>> rrf;
inline constexpr sized_option<"COMBINE LINEAR", some_of<alpha, beta, window, yield_score_as>> linear;

// The rest.

inline constexpr option<"DD"> dd;
inline constexpr option<"LIMITED"> limited;
inline constexpr option<"AGGREGATE"> aggregate;
inline constexpr option<"FUZZY"> fuzzy;
inline constexpr option<"DISTANCE", integer> distance;
inline constexpr option<"TERMS INCLUDE", bulk, any<bulk>> include;
inline constexpr option<"TERMS EXCLUDE", bulk, any<bulk>> exclude;
inline constexpr option<"NOSAVE"> nosave;
inline constexpr option<"PARTIAL"> partial;
inline constexpr option<"NOCREATE"> nocreate;
inline constexpr option<"REPLACE", maybe<partial>, maybe<nocreate>> replace;
inline constexpr option<"IF", bulk> if_;
inline constexpr option<"KEEPDOCS"> keepdocs;

}  // namespace hibana::opt::ft

namespace hibana::grammar {

template <>
inline constexpr bool is_uncounted<type_of<opt::ft::max>> = true;

}  // namespace hibana::grammar
