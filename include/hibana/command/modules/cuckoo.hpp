// SPDX-License-Identifier: BSL-1.0
/// \file  Cuckoo filter commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/modules/filter_chunk.hpp>

namespace hibana {
namespace replies {

/// Reply of `cmd::cf::info`.
struct cuckoo_info {
    std::int64_t size = 0;  ///< in bytes
    std::int64_t number_of_buckets = 0;
    std::int64_t number_of_filters = 0;
    std::int64_t number_of_items_inserted = 0;
    std::int64_t number_of_items_deleted = 0;
    std::int64_t bucket_size = 0;
    std::int64_t expansion_rate = 0;
    std::int64_t max_iterations = 0;
    friend bool operator==(const cuckoo_info&, const cuckoo_info&) = default;
};

}  // namespace replies

template <>
struct members<replies::cuckoo_info> {
    static constexpr std::size_t size = 8;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("Size", it.size);
        f("Number of buckets", it.number_of_buckets);
        f("Number of filters", it.number_of_filters);
        f("Number of items inserted", it.number_of_items_inserted);
        f("Number of items deleted", it.number_of_items_deleted);
        f("Bucket size", it.bucket_size);
        f("Expansion rate", it.expansion_rate);
        f("Max iterations", it.max_iterations);
    }
};

}  // namespace hibana

/// Options of the cuckoo filter commands.
namespace hibana::opt::cf {
using namespace notation;

inline constexpr option<"CAPACITY", integer> capacity;
inline constexpr option<"BUCKETSIZE", integer> bucketsize;
inline constexpr option<"MAXITERATIONS", integer> maxiterations;
inline constexpr option<"EXPANSION", integer> expansion;
inline constexpr option<"NOCREATE"> nocreate;

}  // namespace hibana::opt::cf

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::cf {
using namespace notation;

inline constexpr descriptor<"CF.ADD", boolean(key, bulk), writes, in_module<"bf", 1>> add;
inline constexpr descriptor<"CF.ADDNX", boolean(key, bulk), writes, in_module<"bf", 1>> addnx;
// Moves items to earlier filters with free space.
inline constexpr descriptor<"CF.COMPACT", ok(key), writes, in_module<"bf", 1>> compact;
inline constexpr descriptor<"CF.COUNT", integer(key, bulk), reads, cacheable, in_module<"bf", 1>> count;
inline constexpr descriptor<"CF.DEBUG", bulk(key), reads, in_module<"bf", 1>> debug;
inline constexpr descriptor<"CF.DEL", boolean(key, bulk), writes, in_module<"bf", 1>> del;
inline constexpr descriptor<"CF.EXISTS", boolean(key, bulk), reads, cacheable, in_module<"bf", 1>> exists;
inline constexpr descriptor<"CF.INFO", named<replies::cuckoo_info>(key), reads, in_module<"bf", 1>> info;
// 1: added; 0: already present; -1: the filter is full.
inline constexpr descriptor<"CF.INSERT",
    array<integer>(key, maybe<opt::cf::capacity>, maybe<opt::cf::nocreate>, word<"ITEMS">, some<bulk>),
    excludes<opt::cf::nocreate, opt::cf::capacity>, writes, in_module<"bf", 1>> insert;
inline constexpr descriptor<"CF.INSERTNX",
    array<integer>(key, maybe<opt::cf::capacity>, maybe<opt::cf::nocreate>, word<"ITEMS">, some<bulk>),
    excludes<opt::cf::nocreate, opt::cf::capacity>, writes, in_module<"bf", 1>> insertnx;
inline constexpr descriptor<"CF.LOADCHUNK", ok(key, integer, bulk), writes, idempotent, in_module<"bf", 1>> loadchunk;
inline constexpr descriptor<"CF.MEXISTS", array<boolean>(key, some<bulk>), reads, cacheable, in_module<"bf", 1>> mexists;
inline constexpr descriptor<"CF.RESERVE",
    ok(key, integer, maybe<opt::cf::bucketsize>, maybe<opt::cf::maxiterations>, maybe<opt::cf::expansion>),
    writes, in_module<"bf", 1>> reserve;
inline constexpr descriptor<"CF.SCANDUMP", listed<replies::filter_chunk>(key, integer), reads, in_module<"bf", 1>> scandump;

}  // namespace hibana::cmd::cf
