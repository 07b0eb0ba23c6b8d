// SPDX-License-Identifier: BSL-1.0
/// \file  Reply of ARINFO.
#pragma once
#include <hibana/command/members.hpp>

#include <cstddef>
#include <cstdint>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class Integer = std::int64_t>
struct array_structs {
    /// The layout of an array. The last five members are set only with FULL.
    struct array_info {
        Integer count = 0;
        Integer len = 0;
        Integer next_insert_index = 0;
        Integer slices = 0;
        Integer directory_size = 0;
        Integer super_dir_entries = 0;
        Integer slice_size = 0;
        Integer dense_slices = 0;
        Integer sparse_slices = 0;
        double avg_dense_size = 0;
        double avg_dense_fill = 0;
        double avg_sparse_size = 0;
        friend bool operator==(const array_info&, const array_info&) = default;
    };
};

using array_info = array_structs<>::array_info;

}  // namespace replies

template <>
struct members<replies::array_info> {
    static constexpr std::size_t size = 12;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("count", it.count);
        f("len", it.len);
        f("next-insert-index", it.next_insert_index);
        f("slices", it.slices);
        f("directory-size", it.directory_size);
        f("super-dir-entries", it.super_dir_entries);
        f("slice-size", it.slice_size);
        f("dense-slices", it.dense_slices);
        f("sparse-slices", it.sparse_slices);
        f("avg-dense-size", it.avg_dense_size);
        f("avg-dense-fill", it.avg_dense_fill);
        f("avg-sparse-size", it.avg_sparse_size);
    }
};
}  // namespace hibana
