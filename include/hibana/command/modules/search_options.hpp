// SPDX-License-Identifier: BSL-1.0
/// \file  Options that several search commands share.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/options.hpp>

namespace hibana::notation {

// Keeps the module name out of each declaration.
template <int Major, int Minor = 0>
using in_search = in_module<"search", Major, Minor>;

}  // namespace hibana::notation

/// Options of the search commands.
namespace hibana::opt::search {
using notation::bulk;
using notation::integer;
using notation::real;

inline constexpr option<"LANGUAGE", bulk> language;
inline constexpr option<"SKIPINITIALSCAN"> skipinitialscan;
inline constexpr option<"DD"> dd;
inline constexpr option<"AS", bulk> as;
inline constexpr option<"SEPARATOR", bulk> separator;
inline constexpr option<"EF_RUNTIME", integer> ef_runtime;
inline constexpr option<"EPSILON", real> epsilon;
namespace form {
inline constexpr option<"FILTER", bulk> filter;
inline constexpr option<"FILTER", bulk, bulk, bulk> filter_range;
}  // namespace form
/// FT.CREATE, FT.AGGREGATE: an expression. FT.SEARCH: a numeric field and two bounds, `filter("price", 0, "(15")`.
inline constexpr option_overloads<form::filter, form::filter_range> filter;

}  // namespace hibana::opt::search
