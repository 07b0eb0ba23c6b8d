// SPDX-License-Identifier: BSL-1.0
/// \file  The commands of Search.
#pragma once
#include <hibana/command/search_info.hpp>
#include <hibana/command/search_options.hpp>
#include <hibana/command/search_results.hpp>

// clang-format off: a declaration is laid out as its line in the documentation of the server is
namespace hibana::cmd::ft {
using namespace notation;
namespace form = opt::ft::form;

// The name of an index is no key: where it lives is the server's affair.

inline constexpr descriptor<"FT._LIST", array<bulk>(), reads, in_module<"search", 2>> _list;

/// The fields of a schema, which is what a call of FT.CREATE or FT.ALTER ends with.
using schema = some_of<opt::ft::text, opt::ft::tag, opt::ft::numeric, opt::ft::geo, opt::ft::geoshape, opt::ft::vector>;

inline constexpr descriptor<"FT.CREATE",
    ok(bulk, maybe<opt::ft::on>, maybe<opt::ft::indexall>, maybe<opt::ft::prefix>, maybe<form::filter>,
       maybe<opt::ft::language>, maybe<opt::ft::language_field>, maybe<opt::ft::score>, maybe<opt::ft::score_field>,
       maybe<opt::ft::payload_field>, maybe<opt::ft::maxtextfields>, maybe<opt::ft::temporary>, maybe<opt::ft::nooffsets>,
       maybe<opt::ft::nohl>, maybe<opt::ft::nofields>, maybe<opt::ft::nofreqs>, maybe<opt::ft::stopwords>,
       maybe<opt::ft::skipinitialscan>, word<"SCHEMA">, schema),
    writes, in_module<"search", 1>> create;
inline constexpr descriptor<"FT.ALTER", ok(bulk, maybe<opt::ft::skipinitialscan>, word<"SCHEMA">, word<"ADD">, schema),
    writes, in_module<"search", 1>> alter;
inline constexpr descriptor<"FT.DROPINDEX", ok(bulk, maybe<opt::ft::dd>), writes, in_module<"search", 2>> dropindex;
inline constexpr descriptor<"FT.INFO", named<replies::index_info>(bulk), reads, in_module<"search", 1>> info;

inline constexpr descriptor<"FT.ALIASADD", ok(bulk, bulk), writes, in_module<"search", 1>> aliasadd;
inline constexpr descriptor<"FT.ALIASDEL", ok(bulk), writes, in_module<"search", 1>> aliasdel;
inline constexpr descriptor<"FT.ALIASLIST", array<bulk>(bulk), reads, in_module<"search", 8, 10>> aliaslist;
inline constexpr descriptor<"FT.ALIASUPDATE", ok(bulk, bulk), writes, idempotent, in_module<"search", 1>> aliasupdate;

/// What follows the query of FT.SEARCH.
template <class Reply, class... Head>
using search_call = Reply(Head..., maybe<opt::ft::nocontent>, maybe<opt::ft::verbatim>, maybe<opt::ft::nostopwords>,
    maybe<opt::withscores>, maybe<opt::ft::withpayloads>, maybe<opt::ft::withsortkeys>, each<form::filter_range>,
    each<opt::ft::geofilter>, maybe<opt::ft::inkeys>, maybe<opt::ft::infields>, maybe<opt::ft::return_>,
    maybe<opt::ft::summarize>, maybe<opt::ft::highlight>, maybe<opt::ft::slop>, maybe<opt::ft::timeout>,
    maybe<opt::ft::inorder>, maybe<opt::ft::language>, maybe<opt::ft::expander>, maybe<opt::ft::scorer>,
    maybe<opt::ft::explainscore>, maybe<opt::ft::payload>, maybe<form::sortby_field>, maybe<opt::form::page>,
    maybe<opt::ft::params>, maybe<opt::ft::dialect>);
using documents = found<with<opt::withscores, real>, with<opt::ft::withpayloads, nullable<bulk>>,
                        with<opt::ft::withsortkeys, nullable<bulk>>, without<opt::ft::nocontent, map<bulk, bulk>>>;

// An explanation of scores changes what a score is; it is answered as a value.
inline constexpr descriptor<"FT.SEARCH", search_call<documents, bulk, bulk>,
    when<opt::ft::explainscore, anything>, needs<opt::ft::explainscore, opt::withscores>,
    needs<opt::ft::inorder, opt::ft::slop>, needs<opt::ft::withsortkeys, form::sortby_field>,
    excludes<opt::ft::nocontent, opt::ft::return_, opt::ft::summarize, opt::ft::highlight>,
    reads, in_module<"search", 1>> search;

/// What follows the query of FT.AGGREGATE: steps in the order in which they are to be taken, then what holds for all of it.
template <class Reply, class... Head>
using aggregate_call = Reply(Head..., maybe<opt::ft::verbatim>, maybe<opt::ft::addscores>, maybe<opt::ft::timeout>,
    each<opt::ft::load, opt::ft::load_all, opt::ft::groupby, form::sortby, opt::ft::apply, opt::form::page, form::filter>,
    maybe<opt::ft::withcursor>, maybe<opt::ft::params>, maybe<opt::ft::scorer>, maybe<opt::ft::dialect>);

inline constexpr descriptor<"FT.AGGREGATE", aggregate_call<aggregated, bulk, bulk>,
    when<opt::ft::withcursor, aggregated_page>, excludes<opt::ft::load_all, opt::ft::load>,
    reads, when<opt::ft::withcursor, not_idempotent>, in_module<"search", 1>> aggregate;
namespace cursor {
inline constexpr descriptor<"FT.CURSOR DEL", ok(bulk, integer),
    reads, not_idempotent, spread<request_policy::special>, in_module<"search", 1>> del;
inline constexpr descriptor<"FT.CURSOR READ", aggregated_page(bulk, integer, maybe<opt::form::count>),
    reads, not_idempotent, spread<request_policy::special>, in_module<"search", 1>> read;
}  // namespace cursor

// Text and vector are given in this order, and what is made of both behind them.
inline constexpr descriptor<"FT.HYBRID",
    named<replies::hybrid_results>(bulk, one_of<form::search_for>, one_of<opt::ft::vsim>, maybe<opt::ft::rrf, opt::ft::linear>,
        each<opt::ft::load, opt::ft::load_all, opt::ft::groupby, opt::ft::apply, form::sortby, form::filter, opt::form::page>,
        maybe<opt::ft::params>, maybe<opt::ft::explainscore>, maybe<opt::ft::timeout>, maybe<opt::ft::withcursor>),
    when<opt::ft::withcursor, named<replies::hybrid_cursors>>, excludes<opt::ft::load_all, opt::ft::load>,
    reads, when<opt::ft::withcursor, not_idempotent>, in_module<"search", 8, 4>> hybrid;

inline constexpr descriptor<"FT.PROFILE",
    search_call<with_profile<documents>, bulk, one_of<form::search>, maybe<opt::ft::limited>, word<"QUERY">, bulk>,
    aggregate_call<with_profile<aggregated>, bulk, one_of<opt::ft::aggregate>, maybe<opt::ft::limited>, word<"QUERY">, bulk>,
    when<opt::ft::explainscore, anything>, when<opt::ft::withcursor, anything>,
    excludes<opt::ft::nocontent, opt::ft::return_, opt::ft::summarize, opt::ft::highlight>,
    reads, in_module<"search", 2, 2>> profile;
inline constexpr descriptor<"FT.EXPLAIN", bulk(bulk, bulk, maybe<opt::ft::dialect>), reads, in_module<"search", 1>> explain;
inline constexpr descriptor<"FT.EXPLAINCLI", array<bulk>(bulk, bulk, maybe<opt::ft::dialect>),
    reads, in_module<"search", 1>> explaincli;
inline constexpr descriptor<"FT.SPELLCHECK",
    spelling(bulk, bulk, maybe<opt::ft::distance>, each<opt::ft::include, opt::ft::exclude>, maybe<opt::ft::dialect>),
    reads, in_module<"search", 1, 4>> spellcheck;
inline constexpr descriptor<"FT.TAGVALS", array<bulk>(bulk, bulk), reads, in_module<"search", 1>> tagvals;

inline constexpr descriptor<"FT.DICTADD", integer(bulk, some<bulk>), writes, in_module<"search", 1, 4>> dictadd;
inline constexpr descriptor<"FT.DICTDEL", integer(bulk, some<bulk>), writes, in_module<"search", 1, 4>> dictdel;
inline constexpr descriptor<"FT.DICTDUMP", array<bulk>(bulk), reads, in_module<"search", 1, 4>> dictdump;
inline constexpr descriptor<"FT.SYNDUMP", map<bulk, array<bulk>>(bulk), reads, in_module<"search", 1, 2>> syndump;
inline constexpr descriptor<"FT.SYNUPDATE", ok(bulk, bulk, maybe<opt::ft::skipinitialscan>, some<bulk>),
    writes, idempotent, in_module<"search", 1, 2>> synupdate;

inline constexpr descriptor<"FT.SUGADD", integer(key, bulk, real, maybe<opt::incr>, maybe<opt::ft::payload>),
    writes, in_module<"search", 1>> sugadd;
inline constexpr descriptor<"FT.SUGDEL", boolean(key, bulk), writes, in_module<"search", 1>> sugdel;
inline constexpr descriptor<"FT.SUGGET",
    nullable<annotated<replies::suggestion, bulk, with<opt::withscores, real>, with<opt::ft::withpayloads, nullable<bulk>>>>(
        key, bulk, maybe<opt::ft::fuzzy>, maybe<opt::withscores>, maybe<opt::ft::withpayloads>, maybe<opt::ft::max>),
    reads, cacheable, in_module<"search", 1>> sugget;
inline constexpr descriptor<"FT.SUGLEN", integer(key), reads, cacheable, in_module<"search", 1>> suglen;

namespace config {
inline constexpr descriptor<"FT.CONFIG GET", map<bulk, nullable<bulk>>(bulk), reads, in_module<"search", 1>> get;
inline constexpr descriptor<"FT.CONFIG HELP", anything(bulk), reads, in_module<"search", 1>> help;
inline constexpr descriptor<"FT.CONFIG SET", ok(bulk, bulk), writes, idempotent, in_module<"search", 1>> set;
}  // namespace config

// Of RediSearch 1: documents were put into an index by hand.

inline constexpr descriptor<"FT.ADD",
    ok(bulk, key, real, maybe<opt::ft::nosave>, maybe<opt::ft::replace>, maybe<opt::ft::language>, maybe<opt::ft::payload>,
       maybe<opt::ft::if_>, word<"FIELDS">, some<pair<bulk, bulk>>),
    writes, in_module<"search", 1>> add;
inline constexpr descriptor<"FT.ADDHASH", ok(bulk, key, real, maybe<opt::ft::language>, maybe<opt::replace>),
    writes, in_module<"search", 1>> addhash;
inline constexpr descriptor<"FT.DEL", boolean(bulk, key, maybe<opt::ft::dd>), writes, in_module<"search", 1>> del;
inline constexpr descriptor<"FT.DROP", ok(bulk, maybe<opt::ft::keepdocs>), writes, in_module<"search", 1>> drop;
inline constexpr descriptor<"FT.GET", nullable<map<bulk, bulk>>(bulk, key), reads, in_module<"search", 1>> get;
inline constexpr descriptor<"FT.MGET", array<nullable<map<bulk, bulk>>>(bulk, some<bulk>), reads, in_module<"search", 1>> mget;
inline constexpr descriptor<"FT.SYNADD", integer(bulk, some<bulk>), writes, in_module<"search", 1>> synadd;

}  // namespace hibana::cmd::ft
