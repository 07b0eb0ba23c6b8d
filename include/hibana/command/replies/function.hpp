// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of FUNCTION.
#pragma once
#include <hibana/command/members.hpp>
#include <hibana/core/chrono.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct function_structs {
    using milliseconds = std::chrono::duration<Integer, std::milli>;

    struct function_info {
        String name{};
        String description{};
        std::vector<String> flags{};
        friend bool operator==(const function_info&, const function_info&) = default;
    };
    struct function_library {
        String library_name{};
        String engine{};
        std::vector<function_info> functions{};
        String library_code{};  ///< only with WITHCODE
        friend bool operator==(const function_library&, const function_library&) = default;
    };

    struct running_function {
        String name{};
        std::vector<String> command{};
        milliseconds duration_ms{};
        friend bool operator==(const running_function&, const running_function&) = default;
    };
    struct function_engine {
        String name{};
        Integer libraries_count = 0;
        Integer functions_count = 0;
        friend bool operator==(const function_engine&, const function_engine&) = default;
    };
    struct function_stats {
        std::optional<running_function> running_script{};
        std::vector<function_engine> engines{};
        friend bool operator==(const function_stats&, const function_stats&) = default;
    };
};

using function_info = function_structs<>::function_info;
using function_library = function_structs<>::function_library;
using running_function = function_structs<>::running_function;
using function_engine = function_structs<>::function_engine;
using function_stats = function_structs<>::function_stats;

}  // namespace replies

template <>
struct members<replies::function_info> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("description", it.description);
        f("flags", it.flags);
    }
};
template <>
struct members<replies::function_library> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("library_name", it.library_name);
        f("engine", it.engine);
        f("functions", it.functions);
        f("library_code", it.library_code);
    }
};
template <>
struct members<replies::running_function> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("command", it.command);
        f("duration_ms", it.duration_ms);
    }
};
template <>
struct members<replies::function_engine> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::keyed;
    static constexpr void each(auto& it, auto f) {
        f("libraries_count", it.libraries_count);
        f("functions_count", it.functions_count);
    }
};
template <>
struct members<replies::function_stats> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("running_script", it.running_script);
        f("engines", it.engines);
    }
};
}  // namespace hibana
