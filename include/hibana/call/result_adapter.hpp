// SPDX-License-Identifier: BSL-1.0
/// \file  Conversion of an outcome to what the caller of an asynchronous client gets: values with errors thrown, or results.
#pragma once
#include <hibana/call/unwrap.hpp>
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

/// Throws the exception of an error.
struct exception_thrower {
    [[noreturn, gnu::cold]] static void throw_exception(const error& err) { throw_error(err); }
};

/// Bare values; an error is thrown.
struct as_values : unwrapper<exception_thrower> {
    static constexpr bool throws = true;

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

template <class Adapter, class Outcome> using unwrapped = decltype(Adapter::unwrap(std::declval<Outcome&&>()));

}  // namespace hibana::detail
