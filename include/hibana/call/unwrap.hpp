// SPDX-License-Identifier: BSL-1.0
/// \file  Values out of results, with errors thrown.
#pragma once
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana::detail {

/// Converts outcomes to values. The first error is thrown by `Thrower::throw_exception(error)`; one of several results has all of them
/// attached.
template <class Thrower> struct unwrapper {
    template <class Type> static Type unwrap(result<Type>&& outcome) {
        if (!outcome) [[unlikely]] Thrower::throw_exception(outcome.error());
        if constexpr (std::is_void_v<Type>) return;
        else return std::move(*outcome);
    }
    template <class... Type> static std::tuple<Type...> unwrap(std::tuple<result<Type>...>&& outcomes) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            const error* first = nullptr;
            ((first || std::get<Index>(outcomes) ? void() : void(first = &std::get<Index>(outcomes).error())), ...);
            if (first) [[unlikely]] throw_first(*first, outcomes);
            return std::tuple<Type...>(std::move(*std::get<Index>(outcomes))...);
        }(std::index_sequence_for<Type...>());
    }
    template <class... Type> static std::tuple<Type...> unwrap(result<std::tuple<result<Type>...>>&& outcome) {
        if (!outcome) [[unlikely]] Thrower::throw_exception(outcome.error());
        return unwrap(std::move(*outcome));
    }
    template <class Type> static std::vector<Type> unwrap(std::vector<result<Type>>&& outcomes) {
        for (const auto& outcome : outcomes)
            if (!outcome) [[unlikely]] throw_first(outcome.error(), outcomes);
        std::vector<Type> replies;
        replies.reserve(outcomes.size());
        for (auto& outcome : outcomes) replies.push_back(std::move(*outcome));
        return replies;
    }

private:
    template <class Outcomes> [[noreturn, gnu::cold]] static void throw_first(error first, Outcomes& outcomes) {
        first.attach(std::move(outcomes));
        Thrower::throw_exception(first);
    }
};

}  // namespace hibana::detail
