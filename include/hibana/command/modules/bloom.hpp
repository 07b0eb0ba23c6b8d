// SPDX-License-Identifier: BSL-1.0
/// \file  Bloom filter commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/modules/filter_chunk.hpp>
#include <hibana/command/reply/element_result.hpp>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class Integer = std::int64_t>
struct bloom_structs {
    /// Reply of `cmd::bf::info`.
    struct bloom_info {
        Integer capacity = 0;
        Integer size = 0;  ///< in bytes
        Integer number_of_filters = 0;
        Integer number_of_items_inserted = 0;
        std::optional<Integer> expansion_rate;  ///< empty for a filter that does not scale
        friend bool operator==(const bloom_info&, const bloom_info&) = default;
    };
};
using bloom_info = bloom_structs<>::bloom_info;

}  // namespace replies

template <>
struct members<replies::bloom_info> {
    static constexpr std::size_t size = 5;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("Capacity", it.capacity);
        f("Size", it.size);
        f("Number of filters", it.number_of_filters);
        f("Number of items inserted", it.number_of_items_inserted);
        f("Expansion rate", it.expansion_rate);
    }
};

}  // namespace hibana

/// Options of the Bloom filter commands.
namespace hibana::opt::bf {
using namespace notation;

namespace form {
inline constexpr option<"CAPACITY"> capacity;
inline constexpr option<"CAPACITY", integer> capacity_of;
inline constexpr option<"EXPANSION"> expansion;
inline constexpr option<"EXPANSION", integer> expansion_by;
}  // namespace form
inline constexpr flag_or_option<form::capacity, form::capacity_of> capacity;
inline constexpr flag_or_option<form::expansion, form::expansion_by> expansion;
inline constexpr option<"ERROR", real> error;
inline constexpr option<"NOCREATE"> nocreate;
inline constexpr option<"NONSCALING"> nonscaling;
inline constexpr option<"SIZE"> size;
inline constexpr option<"FILTERS"> filters;
inline constexpr option<"ITEMS"> items;

}  // namespace hibana::opt::bf

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::bf {
using namespace notation;

inline constexpr descriptor<"BF.ADD", boolean(key, bulk), writes, in_module<"bf", 1>> add;
inline constexpr descriptor<"BF.CARD", integer(key), reads, cacheable, in_module<"bf", 2, 4, 4>> card;
// One line for the whole and one for each filter. Meant for development of the module.
inline constexpr descriptor<"BF.DEBUG", array<bulk>(key), reads, in_module<"bf", 1>> debug;
inline constexpr descriptor<"BF.EXISTS", boolean(key, bulk), reads, cacheable, in_module<"bf", 1>> exists;
inline constexpr descriptor<"BF.INFO",
    named<replies::bloom_info>(key),
    single_integer(key, one_of<opt::bf::form::capacity, opt::bf::size, opt::bf::filters, opt::bf::items,
                             opt::bf::form::expansion>),
    reads, in_module<"bf", 1>> info;
// An item that does not fit into a non-scaling filter is an error. Later items have no element in the reply.
inline constexpr descriptor<"BF.INSERT",
    array<or_error<boolean>>(key, maybe<opt::bf::form::capacity_of>, maybe<opt::bf::error>,
                   maybe<opt::bf::form::expansion_by, opt::bf::nonscaling>, maybe<opt::bf::nocreate>, word<"ITEMS">, some<bulk>),
    excludes<opt::bf::nocreate, opt::bf::form::capacity_of, opt::bf::error>, writes, in_module<"bf", 1>> insert;
inline constexpr descriptor<"BF.LOADCHUNK", ok(key, integer, bulk), writes, idempotent, in_module<"bf", 1>> loadchunk;
inline constexpr descriptor<"BF.MADD", array<or_error<boolean>>(key, some<bulk>), writes, in_module<"bf", 1>> madd;
inline constexpr descriptor<"BF.MEXISTS", array<boolean>(key, some<bulk>), reads, cacheable, in_module<"bf", 1>> mexists;
inline constexpr descriptor<"BF.RESERVE",
    ok(key, real, integer, maybe<opt::bf::form::expansion_by, opt::bf::nonscaling>), writes, in_module<"bf", 1>> reserve;
inline constexpr descriptor<"BF.SCANDUMP", listed<replies::filter_chunk>(key, integer), reads, in_module<"bf", 1>> scandump;

}  // namespace hibana::cmd::bf
