// SPDX-License-Identifier: BSL-1.0
/// \file  Count-min sketch commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/reply/element_result.hpp>
#include <hibana/command/reply/struct.hpp>

namespace hibana {
namespace replies {

/// Reply of `cmd::cms::info`.
struct count_min_info {
    std::int64_t width = 0;
    std::int64_t depth = 0;
    std::int64_t count = 0;  ///< sum over all items
    friend bool operator==(const count_min_info&, const count_min_info&) = default;
};

}  // namespace replies

template <>
struct members<replies::count_min_info> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("width", it.width);
        f("depth", it.depth);
        f("count", it.count);
    }
};

}  // namespace hibana

/// Options of the count-min sketch commands.
namespace hibana::opt::cms {

inline constexpr option<"WEIGHTS", notation::some<notation::integer>> weights;

}  // namespace hibana::opt::cms

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::cms {
using namespace notation;

// A counter that overflows is an error.
inline constexpr descriptor<"CMS.INCRBY", array<or_error<integer>>(key, some<pair<bulk, integer>>), writes, in_module<"bf", 2>> incrby;
inline constexpr descriptor<"CMS.INFO", named<replies::count_min_info>(key), reads, in_module<"bf", 2>> info;
inline constexpr descriptor<"CMS.INITBYDIM", ok(key, integer, integer), writes, in_module<"bf", 2>> initbydim;
inline constexpr descriptor<"CMS.INITBYPROB", ok(key, real, real), writes, in_module<"bf", 2>> initbyprob;
inline constexpr descriptor<"CMS.MERGE", ok(key, counted<key>, maybe<opt::cms::weights>), writes, in_module<"bf", 2>> merge;
inline constexpr descriptor<"CMS.QUERY", array<integer>(key, some<bulk>), reads, cacheable, in_module<"bf", 2>> query;

}  // namespace hibana::cmd::cms
