// SPDX-License-Identifier: BSL-1.0
/// \file  What the caller of an asynchronous client gets of an outcome: by the error policy, or the bare results.
#pragma once
#include <hibana/call/call_operators.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/redis_error.hpp>
#include <hibana/core/result.hpp>

#include <exception>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana::detail {

/// Results as they are.
struct as_results {
    static constexpr bool throws = false;
    template <class Outcome> static Outcome unwrap(Outcome&& outcome) { return std::move(outcome); }
};

/// Bare values; an error is thrown.
struct as_values {
    static constexpr bool throws = true;

    template <class Type> static Type unwrap(result<Type>&& outcome) {
        if (!outcome) [[unlikely]] throw_error(outcome.error());
        return std::move(*outcome);
    }
    template <class... Type> static std::tuple<Type...> unwrap(std::tuple<result<Type>...>&& outcomes) {
        return as_blocking::unwrap_all(std::move(outcomes));
    }
    template <class... Type> static std::tuple<Type...> unwrap(result<std::tuple<result<Type>...>>&& outcome) {
        return as_blocking::unwrap_nested(std::move(outcome));
    }
    template <class Type> static std::vector<Type> unwrap(std::vector<result<Type>>&& outcomes) {
        for (const auto& outcome : outcomes)
            if (!outcome) [[unlikely]] throw_first(outcome.error(), outcomes);
        std::vector<Type> replies;
        replies.reserve(outcomes.size());
        for (auto& outcome : outcomes) replies.push_back(std::move(*outcome));
        return replies;
    }

    /// Null, or the exception that `unwrap` would throw.
    template <class Outcome> static std::exception_ptr to_exception(Outcome& outcome) {
        if (!has_error(outcome)) [[likely]] return nullptr;
        try {
            static_cast<void>(unwrap(std::move(outcome)));
        } catch (...) {
            return std::current_exception();
        }
        return nullptr;
    }

private:
    struct thrower {
        using connection_type = thrower;
        struct composition {
            struct errors {
                static constexpr bool throws = true;
            };
        };
    };
    using as_blocking = call_operators<thrower>;

    template <class Outcomes> [[noreturn, gnu::cold]] static void throw_first(error first, Outcomes& outcomes) {
        first.attach(std::move(outcomes));
        throw_error(first);
    }

    template <class Type> static bool has_error(const result<Type>& outcome) { return !outcome; }
    template <class... Type> static bool has_error(const std::tuple<result<Type>...>& outcomes) {
        return std::apply([](const auto&... each) { return (!each || ...); }, outcomes);
    }
    template <class... Type> static bool has_error(const result<std::tuple<result<Type>...>>& outcome) {
        return !outcome || has_error(*outcome);
    }
    template <class Type> static bool has_error(const std::vector<result<Type>>& outcomes) {
        for (const auto& each : outcomes)
            if (!each) return true;
        return false;
    }
};

template <class Face, class Outcome> using unwrapped = decltype(Face::unwrap(std::declval<Outcome&&>()));

}  // namespace hibana::detail
