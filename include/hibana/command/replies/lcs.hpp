// SPDX-License-Identifier: BSL-1.0
/// \file  Reply of LCS with IDX.
#pragma once
#include <hibana/command/members.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class Integer = std::int64_t>
struct lcs_structs {
    /// A common part: the first and the last byte of it in both strings.
    struct lcs_match {
        std::pair<Integer, Integer> first{};
        std::pair<Integer, Integer> second{};
        Integer length = 0;  ///< only with WITHMATCHLEN
        friend bool operator==(const lcs_match&, const lcs_match&) = default;
    };
    /// Reply of LCS with IDX. The last match comes first.
    struct lcs {
        std::vector<lcs_match> matches{};
        Integer len = 0;
        friend bool operator==(const lcs&, const lcs&) = default;
    };
};

using lcs_match = lcs_structs<>::lcs_match;
using lcs = lcs_structs<>::lcs;

}  // namespace replies

template <>
struct members<replies::lcs_match> {
    static constexpr std::size_t size = 3;
    static constexpr std::size_t least = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("first", it.first);
        f("second", it.second);
        f("length", it.length);
    }
};
template <>
struct members<replies::lcs> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("matches", it.matches);
        f("len", it.len);
    }
};
}  // namespace hibana
