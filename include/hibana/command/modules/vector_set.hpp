// SPDX-License-Identifier: BSL-1.0
/// \file  Vector set commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/grammar/float_vector.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t, class Real = double>
struct vector_set_structs {
    /// A similar element: element of the reply of `cmd::vsim` with scores or attributes.
    struct similar_element {
        String element;
        std::optional<Real> score;         ///< 1: same direction; 0: opposite direction
        std::optional<String> attributes;  ///< JSON text; empty if the element has none
        friend bool operator==(const similar_element&, const similar_element&) = default;
    };

    /// A vector as stored by the server: reply of `cmd::vemb` with `opt::vset::raw`.
    struct raw_vector {
        String quantization;  ///< "f32", "bin", "int8"
        String bytes;
        Real norm = 0;              ///< length of the vector before normalisation
        std::optional<Real> range;  ///< only for "int8": the value that 127 represents
        friend bool operator==(const raw_vector&, const raw_vector&) = default;
    };

    /// Reply of `cmd::vinfo`.
    struct vector_set_info {
        String quant_type;
        Integer hnsw_m = 0;  ///< links of a node on each layer of the graph
        Integer vector_dim = 0;
        Integer projection_input_dim = 0;  ///< dimension before the reduction; 0: no reduction
        Integer size = 0;
        Integer max_level = 0;
        Integer attributes_count = 0;  ///< number of elements with attributes
        Integer vset_uid = 0;
        Integer hnsw_max_node_uid = 0;
        friend bool operator==(const vector_set_info&, const vector_set_info&) = default;
    };
};
using similar_element = vector_set_structs<>::similar_element;
using raw_vector = vector_set_structs<>::raw_vector;
using vector_set_info = vector_set_structs<>::vector_set_info;

}  // namespace replies

template <>
struct members<replies::similar_element> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("element", it.element);
        f("score", it.score);
        f("attributes", it.attributes);
    }
};

template <>
struct members<replies::raw_vector> {
    static constexpr std::size_t size = 4;
    static constexpr std::size_t least = 3;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("quantization", it.quantization);
        f("bytes", it.bytes);
        f("norm", it.norm);
        f("range", it.range);
    }
};

template <>
struct members<replies::vector_set_info> {
    static constexpr std::size_t size = 9;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("quant-type", it.quant_type);
        f("hnsw-m", it.hnsw_m);
        f("vector-dim", it.vector_dim);
        f("projection-input-dim", it.projection_input_dim);
        f("size", it.size);
        f("max-level", it.max_level);
        f("attributes-count", it.attributes_count);
        f("vset-uid", it.vset_uid);
        f("hnsw-max-node-uid", it.hnsw_max_node_uid);
    }
};

}  // namespace hibana

/// Options of the vector set commands.
namespace hibana::opt::vset {

inline constexpr option<"REDUCE", integer> reduce;
inline constexpr option<"FP32", floats> fp32;
inline constexpr option<"VALUES", counted<real>> values;
inline constexpr option<"ELE", bulk> ele;
inline constexpr option<"CAS"> cas;
inline constexpr option<"NOQUANT"> noquant;
inline constexpr option<"Q8"> q8;
inline constexpr option<"BIN"> bin;
inline constexpr option<"EF", integer> ef;
inline constexpr option<"M", integer> m;
inline constexpr option<"SETATTR", bulk> setattr;
inline constexpr option<"WITHATTRIBS", since<redis<8, 2>>> withattribs;
inline constexpr option<"EPSILON", real> epsilon;
inline constexpr option<"FILTER", bulk> filter;
inline constexpr option<"FILTER-EF", integer> filter_ef;
inline constexpr option<"TRUTH"> truth;
inline constexpr option<"NOTHREAD"> nothread;
inline constexpr option<"RAW"> raw;

}  // namespace hibana::opt::vset

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"VADD",
    boolean(key, maybe<opt::vset::reduce>, one_of<opt::vset::fp32, opt::vset::values>, bulk, maybe<opt::vset::cas>,
            maybe<opt::vset::noquant, opt::vset::q8, opt::vset::bin>, maybe<opt::vset::ef>, maybe<opt::vset::setattr>,
            maybe<opt::vset::m>),
    writes, since<redis<8>>> vadd;
inline constexpr descriptor<"VCARD", integer(key), reads, cacheable, since<redis<8>>> vcard;
inline constexpr descriptor<"VDIM", integer(key), reads, cacheable, since<redis<8>>> vdim;
inline constexpr descriptor<"VEMB", nullable<array<real>>(key, bulk, maybe<opt::vset::raw>),
    when<opt::vset::raw, nullable<listed<replies::raw_vector>>>, reads, cacheable, since<redis<8>>> vemb;
inline constexpr descriptor<"VGETATTR", nullable<bulk>(key, bulk), reads, cacheable, since<redis<8>>> vgetattr;
inline constexpr descriptor<"VINFO", nullable<named<replies::vector_set_info>>(key), reads, cacheable, since<redis<8>>> vinfo;
inline constexpr descriptor<"VISMEMBER", boolean(key, bulk), reads, cacheable, since<redis<8>>> vismember;
// The neighbours on each layer of the graph.
inline constexpr descriptor<"VLINKS", nullable<array<array<bulk>>>(key, bulk, maybe<opt::withscores>),
    when<opt::withscores, nullable<array<array<pair<bulk, real>>>>>, reads, cacheable, since<redis<8>>> vlinks;
inline constexpr descriptor<"VRANDMEMBER", nullable<bulk>(key), array<bulk>(key, integer), reads, since<redis<8>>> vrandmember;
inline constexpr descriptor<"VRANGE", array<bulk>(key, bound, bound, optional<integer>),
    reads, cacheable, since<redis<8, 4>>> vrange;
inline constexpr descriptor<"VREM", boolean(key, bulk), writes, since<redis<8>>> vrem;
// An empty string removes the attributes.
inline constexpr descriptor<"VSETATTR", boolean(key, bulk, bulk), writes, idempotent, since<redis<8>>> vsetattr;
inline constexpr descriptor<"VSIM",
    annotated<replies::similar_element, bulk, with<opt::withscores, real>, with<opt::vset::withattribs, nullable<bulk>>>(
        key, one_of<opt::vset::ele, opt::vset::fp32, opt::vset::values>, maybe<opt::withscores>,
        maybe<opt::vset::withattribs>, maybe<opt::form::count>, maybe<opt::vset::epsilon>, maybe<opt::vset::ef>,
        maybe<opt::vset::filter>, maybe<opt::vset::filter_ef>, maybe<opt::vset::truth>, maybe<opt::vset::nothread>),
    reads, cacheable, since<redis<8>>> vsim;

}  // namespace hibana::cmd
