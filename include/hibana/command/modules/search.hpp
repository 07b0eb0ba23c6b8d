// SPDX-License-Identifier: BSL-1.0
/// \file  Search commands: queries, dictionaries, synonyms, suggestions, configuration.
#pragma once
#include <hibana/command/grammar/float_vector.hpp>
#include <hibana/command/grammar/sized_option.hpp>
#include <hibana/command/modules/search_options.hpp>
#include <hibana/command/modules/search_results.hpp>
#include <hibana/command/modules/search_suggestions.hpp>

/// Options of the search commands. A nested option is accepted only inside its parent: `tags` in `highlight`.
namespace hibana::opt::search {

// Query.

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

// Order.

inline constexpr option<"MAX", integer> max;
inline constexpr option<"WITHCOUNT", in_search<2, 8>> withcount;
inline constexpr option<"WITHOUTCOUNT", in_search<2, 8>> withoutcount;
inline constexpr option<"", bulk, maybe<opt::asc, opt::desc>> by;
namespace form {
inline constexpr option<"SORTBY", bulk, maybe<opt::asc, opt::desc>, maybe<withcount, withoutcount>> sortby_field;
inline constexpr sized_option<"SORTBY", some_of<by>, maybe<max>> sortby;
inline constexpr sized_option<"SORTBY", some_of<by>, maybe<max>, one_of<withcount, withoutcount>> sortby_counted;
}  // namespace form
/// FT.SEARCH: one field, `sortby("price", opt::desc)`. Other commands: `sortby(by("@n", opt::desc), by("@name"), max(10))`.
inline constexpr option_overloads<form::sortby_field, form::sortby, form::sortby_counted> sortby;

// Suggestions and spell checking.

inline constexpr option<"FUZZY"> fuzzy;
inline constexpr option<"DISTANCE", integer> distance;
inline constexpr option<"TERMS INCLUDE", bulk, notation::any<bulk>> include;
inline constexpr option<"TERMS EXCLUDE", bulk, notation::any<bulk>> exclude;

}  // namespace hibana::opt::search

namespace hibana::grammar {

template <>
inline constexpr bool is_uncounted<type_of<opt::search::max>> = true;
template <>
inline constexpr bool is_uncounted<type_of<opt::search::withcount>> = true;
template <>
inline constexpr bool is_uncounted<type_of<opt::search::withoutcount>> = true;

}  // namespace hibana::grammar

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::ft {
using namespace notation;
namespace form = opt::search::form;

/// Arguments of FT.SEARCH.
template <class Reply, class... Head>
using search_call = Reply(Head..., maybe<opt::search::nocontent>, maybe<opt::search::verbatim>, maybe<opt::search::nostopwords>,
    maybe<opt::withscores>, maybe<opt::search::withpayloads>, maybe<opt::search::withsortkeys>, each<form::filter_range>,
    each<opt::search::geofilter>, maybe<opt::search::inkeys>, maybe<opt::search::infields>, maybe<opt::search::return_>,
    maybe<opt::search::summarize>, maybe<opt::search::highlight>, maybe<opt::search::slop>, maybe<opt::search::timeout>,
    maybe<opt::search::inorder>, maybe<opt::search::language>, maybe<opt::search::expander>, maybe<opt::search::scorer>,
    maybe<opt::search::explainscore>, maybe<opt::search::payload>, maybe<form::sortby_field>, maybe<opt::form::page>,
    maybe<opt::search::params>, maybe<opt::search::dialect>);
using documents = document_list<with<opt::withscores, real>, with<opt::search::withpayloads, nullable<bulk>>,
                        with<opt::search::withsortkeys, nullable<bulk>>, without<opt::search::nocontent, map<bulk, bulk>>>;

// With EXPLAINSCORE the reply is a hibana::value, because it changes the structure of a score.
inline constexpr descriptor<"FT.SEARCH", search_call<documents, bulk, bulk>,
    when<opt::search::explainscore, anything>, needs<opt::search::explainscore, opt::withscores>,
    needs<opt::search::withsortkeys, form::sortby_field>,
    excludes<opt::search::nocontent, opt::search::return_, opt::search::summarize, opt::search::highlight>,
    reads, in_search<1>> search;

inline constexpr descriptor<"FT.EXPLAIN", bulk(bulk, bulk, maybe<opt::search::dialect>), reads, in_search<1>> explain;
inline constexpr descriptor<"FT.EXPLAINCLI", array<bulk>(bulk, bulk, maybe<opt::search::dialect>),
    reads, in_search<1>> explaincli;
inline constexpr descriptor<"FT.SPELLCHECK",
    spelling(bulk, bulk, maybe<opt::search::distance>, each<opt::search::include, opt::search::exclude>, maybe<opt::search::dialect>),
    reads, in_search<1, 4>> spellcheck;
inline constexpr descriptor<"FT.TAGVALS", array<bulk>(bulk, bulk), reads, in_search<1>> tagvals;

inline constexpr descriptor<"FT.DICTADD", integer(bulk, some<bulk>), writes, in_search<1, 4>> dictadd;
inline constexpr descriptor<"FT.DICTDEL", integer(bulk, some<bulk>), writes, in_search<1, 4>> dictdel;
inline constexpr descriptor<"FT.DICTDUMP", array<bulk>(bulk), reads, in_search<1, 4>> dictdump;
inline constexpr descriptor<"FT.SYNDUMP", map<bulk, array<bulk>>(bulk), reads, in_search<1, 2>> syndump;
inline constexpr descriptor<"FT.SYNUPDATE", ok(bulk, bulk, maybe<opt::search::skipinitialscan>, some<bulk>),
    writes, idempotent, in_search<1, 2>> synupdate;

inline constexpr descriptor<"FT.SUGADD", integer(key, bulk, real, maybe<opt::incr>, maybe<opt::search::payload>),
    writes, in_search<1>> sugadd;
inline constexpr descriptor<"FT.SUGDEL", boolean(key, bulk), writes, in_search<1>> sugdel;
inline constexpr descriptor<"FT.SUGGET",
    nullable<annotated<replies::suggestion, bulk, with<opt::withscores, real>, with<opt::search::withpayloads, nullable<bulk>>>>(
        key, bulk, maybe<opt::search::fuzzy>, maybe<opt::withscores>, maybe<opt::search::withpayloads>, maybe<opt::search::max>),
    reads, cacheable, in_search<1>> sugget;
inline constexpr descriptor<"FT.SUGLEN", integer(key), reads, cacheable, in_search<1>> suglen;

namespace config {
inline constexpr descriptor<"FT.CONFIG GET", map<bulk, nullable<bulk>>(bulk), reads, in_search<1>> get;
inline constexpr descriptor<"FT.CONFIG SET", ok(bulk, bulk), writes, idempotent, in_search<1>> set;
}  // namespace config

}  // namespace hibana::cmd::ft
