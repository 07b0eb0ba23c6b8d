// SPDX-License-Identifier: BSL-1.0
/// \file  Top-k sketch commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/reply/struct.hpp>

namespace hibana {
namespace replies {

/// Reply of `cmd::topk::info`.
struct top_k_info {
    std::int64_t k = 0;
    std::int64_t width = 0;
    std::int64_t depth = 0;
    double decay = 0;
    friend bool operator==(const top_k_info&, const top_k_info&) = default;
};

}  // namespace replies

template <>
struct members<replies::top_k_info> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("k", it.k);
        f("width", it.width);
        f("depth", it.depth);
        f("decay", it.decay);
    }
};

}  // namespace hibana

/// Options of the top-k commands.
namespace hibana::opt::topk {

inline constexpr option<"WITHCOUNT"> withcount;

}  // namespace hibana::opt::topk

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::topk {
using namespace notation;

// The item that each argument displaced from the list, if any.
inline constexpr descriptor<"TOPK.ADD", array<nullable<bulk>>(key, some<bulk>), writes, in_module<"bf", 2>> add;
inline constexpr descriptor<"TOPK.COUNT", array<integer>(key, some<bulk>), reads, cacheable, in_module<"bf", 2>> count;
inline constexpr descriptor<"TOPK.INCRBY", array<nullable<bulk>>(key, some<pair<bulk, integer>>), writes, in_module<"bf", 2>> incrby;
inline constexpr descriptor<"TOPK.INFO", named<replies::top_k_info>(key), reads, cacheable, in_module<"bf", 2>> info;
inline constexpr descriptor<"TOPK.LIST", array<bulk>(key, maybe<opt::topk::withcount>),
    when<opt::topk::withcount, array<pair<bulk, integer>>>, reads, cacheable, in_module<"bf", 2>> list;
inline constexpr descriptor<"TOPK.QUERY", array<boolean>(key, some<bulk>), reads, cacheable, in_module<"bf", 2>> query;
// Number of items, optionally width, depth and decay of the sketch.
inline constexpr descriptor<"TOPK.RESERVE", ok(key, integer), ok(key, integer, integer, integer, real),
    writes, in_module<"bf", 2>> reserve;

}  // namespace hibana::cmd::topk
