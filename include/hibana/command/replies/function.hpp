// SPDX-License-Identifier: BSL-1.0
/// \file  What a server says of its functions.
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

/// The structs below. In a template they cost nothing until one is used.
template <class String = std::string, class Integer = std::int64_t>
struct of_functions {
    using milliseconds = std::chrono::duration<Integer, std::milli>;

    struct function_info {
        String name{};
        String description{};
        std::vector<String> flags{};
        friend bool operator==(const function_info&, const function_info&) = default;
    };
    struct function_library {
        String name{};
        String engine{};
        std::vector<function_info> functions{};
        String code{};  ///< with WITHCODE
        friend bool operator==(const function_library&, const function_library&) = default;
    };

    struct running_function {
        String name{};
        std::vector<String> command{};
        milliseconds duration{};
        friend bool operator==(const running_function&, const running_function&) = default;
    };
    struct function_engine {
        String name{};
        Integer libraries = 0;
        Integer functions = 0;
        friend bool operator==(const function_engine&, const function_engine&) = default;
    };
    struct function_stats {
        std::optional<running_function> running{};
        std::vector<function_engine> engines{};
        friend bool operator==(const function_stats&, const function_stats&) = default;
    };
};

using function_info = of_functions<>::function_info;
using function_library = of_functions<>::function_library;
using running_function = of_functions<>::running_function;
using function_engine = of_functions<>::function_engine;
using function_stats = of_functions<>::function_stats;

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
        f("library_name", it.name);
        f("engine", it.engine);
        f("functions", it.functions);
        f("library_code", it.code);
    }
};
template <>
struct members<replies::running_function> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("command", it.command);
        f("duration_ms", it.duration);
    }
};
template <>
struct members<replies::function_engine> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::keyed;
    static constexpr void each(auto& it, auto f) {
        f("libraries_count", it.libraries);
        f("functions_count", it.functions);
    }
};
template <>
struct members<replies::function_stats> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("running_script", it.running);
        f("engines", it.engines);
    }
};
}  // namespace hibana
