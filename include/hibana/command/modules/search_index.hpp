// SPDX-License-Identifier: BSL-1.0
/// \file  Search commands that create, alter, drop and describe an index.
#pragma once
#include <hibana/command/grammar/sized_option.hpp>
#include <hibana/command/modules/search_info.hpp>
#include <hibana/command/modules/search_options.hpp>

/// Options of the search commands. A nested option is accepted only inside its parent: a weight in `text`.
namespace hibana::opt::search {

// Index.

inline constexpr option<"HASH"> hash;
inline constexpr option<"JSON", in_search<2, 2>> json;
inline constexpr option<"ON", one_of<hash, json>> on;
inline constexpr option<"PREFIX", counted<bulk>> prefix;
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
inline constexpr option<"ENABLE"> enable;
inline constexpr option<"DISABLE"> disable;
inline constexpr option<"INDEXALL", one_of<enable, disable>, in_search<8>> indexall;

// Schema fields: name in the documents, alias in queries, type.

inline constexpr option<"UNF"> unf;
namespace form {
inline constexpr option<"SORTABLE"> sortable;
inline constexpr option<"SORTABLE", one_of<unf>> sortable_unf;
}  // namespace form
inline constexpr flag_or_option<form::sortable, form::sortable_unf> sortable;
inline constexpr option<"NOINDEX"> noindex;
inline constexpr option<"INDEXMISSING", in_search<2, 10>> indexmissing;
inline constexpr option<"INDEXEMPTY", in_search<2, 10>> indexempty;
inline constexpr option<"NOSTEM"> nostem;
inline constexpr option<"WEIGHT", real> weight;
inline constexpr option<"PHONETIC", bulk> phonetic;
inline constexpr option<"WITHSUFFIXTRIE"> withsuffixtrie;
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
inline constexpr option<"FLOAT16", in_search<2, 10>> float16;
inline constexpr option<"BFLOAT16", in_search<2, 10>> bfloat16;
inline constexpr option<"INT8", in_search<8>> int8;
inline constexpr option<"UINT8", in_search<8>> uint8;
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
inline constexpr option<"COMPRESSION", bulk> compression;
inline constexpr option<"CONSTRUCTION_WINDOW_SIZE", integer> construction_window_size;
inline constexpr option<"GRAPH_MAX_DEGREE", integer> graph_max_degree;
inline constexpr option<"SEARCH_WINDOW_SIZE", integer> search_window_size;
inline constexpr option<"TRAINING_THRESHOLD", integer> training_threshold;
namespace form {
inline constexpr option<"REDUCE", integer> reduced_dim;
}  // namespace form
inline constexpr option_overloads<form::reduced_dim> reduce_to;
inline constexpr sized_option<"FLAT", one_of<type>, one_of<dim>, one_of<distance_metric>, maybe<initial_cap>,
                              maybe<block_size>> flat;
inline constexpr sized_option<"HNSW", one_of<type>, one_of<dim>, one_of<distance_metric>, maybe<initial_cap>, maybe<m>,
                              maybe<ef_construction>, maybe<ef_runtime>, maybe<epsilon>> hnsw;
inline constexpr sized_option<"SVS-VAMANA", one_of<type>, one_of<dim>, one_of<distance_metric>, maybe<compression>,
                              maybe<construction_window_size>, maybe<graph_max_degree>, maybe<search_window_size>,
                              maybe<epsilon>, maybe<training_threshold>, maybe<form::reduced_dim>,
                              in_search<8, 2>> svs_vamana;
inline constexpr option<"", bulk, maybe<as>, word<"VECTOR">, one_of<flat, hnsw, svs_vamana>, maybe<indexmissing>> vector;

}  // namespace hibana::opt::search

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::ft {
using namespace notation;
namespace form = opt::search::form;

// The name of an index is not a key and does not determine a slot.

inline constexpr descriptor<"FT._LIST", array<bulk>(), reads, in_search<2>> _list;

/// Schema fields at the end of FT.CREATE and FT.ALTER.
using schema = some_of<opt::search::text, opt::search::tag, opt::search::numeric, opt::search::geo, opt::search::geoshape,
                       opt::search::vector>;

using create_call =
    ok(bulk, maybe<opt::search::on>, maybe<opt::search::indexall>, maybe<opt::search::prefix>, maybe<form::filter>,
       maybe<opt::search::language>, maybe<opt::search::language_field>, maybe<opt::search::score>, maybe<opt::search::score_field>,
       maybe<opt::search::payload_field>, maybe<opt::search::maxtextfields>, maybe<opt::search::temporary>, maybe<opt::search::nooffsets>,
       maybe<opt::search::nohl>, maybe<opt::search::nofields>, maybe<opt::search::nofreqs>, maybe<opt::search::stopwords>,
       maybe<opt::search::skipinitialscan>, word<"SCHEMA">, schema);
using alter_call = ok(bulk, maybe<opt::search::skipinitialscan>, word<"SCHEMA">, word<"ADD">, schema);

inline constexpr descriptor<"FT.CREATE", create_call, writes, in_search<1>> create;
inline constexpr descriptor<"FT.ALTER", alter_call, writes, in_search<1>> alter;
inline constexpr descriptor<"FT.DROPINDEX", ok(bulk, maybe<opt::search::dd>), writes, in_search<2>> dropindex;
inline constexpr descriptor<"FT.INFO", named<replies::index_info>(bulk), reads, in_search<1>> info;

inline constexpr descriptor<"FT.ALIASADD", ok(bulk, bulk), writes, in_search<1>> aliasadd;
inline constexpr descriptor<"FT.ALIASDEL", ok(bulk), writes, in_search<1>> aliasdel;
inline constexpr descriptor<"FT.ALIASLIST", array<bulk>(bulk), reads, in_search<8, 10>> aliaslist;
inline constexpr descriptor<"FT.ALIASUPDATE", ok(bulk, bulk), writes, idempotent, in_search<1>> aliasupdate;

}  // namespace hibana::cmd::ft
