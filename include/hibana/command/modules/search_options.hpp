// SPDX-License-Identifier: BSL-1.0
/// \file  The words that several commands of Search share.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/options.hpp>

namespace hibana::notation {

// The name is read once, and not in each declaration.
template <int Major, int Minor = 0>
using in_search = in_module<"search", Major, Minor>;

}  // namespace hibana::notation

/// The words of Search.
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
/// An expression; in FT.SEARCH a numeric field and two bounds: `filter("price", 0, "(15")`.
inline constexpr option_overloads<form::filter, form::filter_range> filter;

}  // namespace hibana::opt::search
