// SPDX-License-Identifier: BSL-1.0
/// \file  t-digest sketch commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/reply/struct.hpp>

namespace hibana {
namespace replies {

/// Reply of `cmd::tdigest::info`.
struct t_digest_info {
    std::int64_t compression = 0;
    std::int64_t capacity = 0;
    std::int64_t merged_nodes = 0;
    std::int64_t unmerged_nodes = 0;
    double merged_weight = 0;
    double unmerged_weight = 0;
    double observations = 0;
    std::int64_t total_compressions = 0;
    std::int64_t memory_usage = 0;  ///< in bytes
    friend bool operator==(const t_digest_info&, const t_digest_info&) = default;
};

}  // namespace replies

template <>
struct members<replies::t_digest_info> {
    static constexpr std::size_t size = 9;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("Compression", it.compression);
        f("Capacity", it.capacity);
        f("Merged nodes", it.merged_nodes);
        f("Unmerged nodes", it.unmerged_nodes);
        f("Merged weight", it.merged_weight);
        f("Unmerged weight", it.unmerged_weight);
        f("Observations", it.observations);
        f("Total compressions", it.total_compressions);
        f("Memory usage", it.memory_usage);
    }
};

}  // namespace hibana

/// Options of the t-digest commands.
namespace hibana::opt::tdigest {

inline constexpr option<"COMPRESSION", notation::integer> compression;
inline constexpr option<"OVERRIDE"> override_;

}  // namespace hibana::opt::tdigest

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::tdigest {
using namespace notation;

// The reply is nan if the sketch has no observations.
inline constexpr descriptor<"TDIGEST.ADD", ok(key, some<real>), writes, in_module<"bf", 2, 4>> add;
inline constexpr descriptor<"TDIGEST.BYRANK", array<real>(key, some<integer>), reads, cacheable, in_module<"bf", 2, 4>> byrank;
inline constexpr descriptor<"TDIGEST.BYREVRANK", array<real>(key, some<integer>), reads, cacheable, in_module<"bf", 2, 4>> byrevrank;
inline constexpr descriptor<"TDIGEST.CDF", array<real>(key, some<real>), reads, cacheable, in_module<"bf", 2, 4>> cdf;
inline constexpr descriptor<"TDIGEST.CREATE", ok(key, maybe<opt::tdigest::compression>), writes, in_module<"bf", 2, 4>> create;
inline constexpr descriptor<"TDIGEST.INFO", named<replies::t_digest_info>(key), reads, in_module<"bf", 2, 4>> info;
inline constexpr descriptor<"TDIGEST.MAX", real(key), reads, cacheable, in_module<"bf", 2, 4>> max;
inline constexpr descriptor<"TDIGEST.MERGE",
    ok(key, counted<key>, maybe<opt::tdigest::compression>, maybe<opt::tdigest::override_>), writes, in_module<"bf", 2, 4>> merge;
inline constexpr descriptor<"TDIGEST.MIN", real(key), reads, cacheable, in_module<"bf", 2, 4>> min;
inline constexpr descriptor<"TDIGEST.QUANTILE", array<real>(key, some<real>), reads, cacheable, in_module<"bf", 2, 4>> quantile;
inline constexpr descriptor<"TDIGEST.RANK", array<integer>(key, some<real>), reads, cacheable, in_module<"bf", 2, 4>> rank;
inline constexpr descriptor<"TDIGEST.RESET", ok(key), writes, idempotent, in_module<"bf", 2, 4>> reset;
inline constexpr descriptor<"TDIGEST.REVRANK", array<integer>(key, some<real>), reads, cacheable, in_module<"bf", 2, 4>> revrank;
inline constexpr descriptor<"TDIGEST.TRIMMED_MEAN", real(key, real, real), reads, cacheable, in_module<"bf", 2, 4>> trimmed_mean;

}  // namespace hibana::cmd::tdigest
