// SPDX-License-Identifier: BSL-1.0
/// \file  Kinds of argument: accepted types, stored form, and the error for any other type.
#pragma once
#include <hibana/command/grammar/argument.hpp>
#include <hibana/command/grammar/call_error.hpp>
#include <hibana/command/grammar/kinds.hpp>
#include <hibana/core/chrono.hpp>

namespace hibana::grammar {

/// The stored timeout of a blocking command; encoded in `Unit`.
template <class Unit>
class blocking_time {
    std::chrono::milliseconds time_;

public:
    constexpr explicit blocking_time(std::chrono::milliseconds time) : time_(time) {}
    constexpr std::chrono::milliseconds time() const { return time_; }
    friend constexpr bool operator==(const blocking_time&, const blocking_time&) = default;
};

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;
template <class T>
inline constexpr bool is_system_time = false;
template <class Duration>
inline constexpr bool is_system_time<std::chrono::time_point<std::chrono::system_clock, Duration>> = true;

/// Of a kind: the types it accepts (`accepts`), the stored form (`store`), and the error for any other type (`error`).
template <class Kind>
struct argument_traits;

template <>
struct argument_traits<notation::bulk> {
    static constexpr call_error error = call_error::text;
    template <class T>
    static constexpr bool accepts = textual<T> || numeric<T>;
    template <class T>
    static constexpr auto store(T&& value) {
        if constexpr (numeric<std::remove_cvref_t<T>>) return store_number(value);
        else return store_text(std::forward<T>(value));
    }
};
template <>
struct argument_traits<notation::hidden> {
    static constexpr call_error error = call_error::text;
    template <class T>
    static constexpr bool accepts = textual<T>;
    template <class T>
    static constexpr auto store(T&& value) {
        return store_text(std::forward<T>(value));
    }
};
template <>
struct argument_traits<notation::key> {
    static constexpr call_error error = call_error::key;
    template <class T>
    static constexpr bool accepts = textual<T>;
    template <class T>
    static constexpr auto store(T&& value) {
        return key_item(store_text(std::forward<T>(value)));
    }
};
template <>
struct argument_traits<notation::integer> {
    static constexpr call_error error = call_error::integer;
    template <class T>
    static constexpr bool accepts = numeric<T> && std::is_integral_v<T>;
    template <class T>
    static constexpr auto store(T value) {
        return store_number(value);
    }
};
template <>
struct argument_traits<notation::real> {
    static constexpr call_error error = call_error::number;
    template <class T>
    static constexpr bool accepts = numeric<T>;
    template <class T>
    static constexpr auto store(T value) {
        return store_number(value);
    }
};

template <class Unit, call_error Error>
struct duration_traits {
    static constexpr call_error error = Error;
    template <class T>
    static constexpr bool accepts = is_duration<T> && std::is_convertible_v<T, Unit>;
    static constexpr std::int64_t store(Unit value) { return value.count(); }
};
template <>
struct argument_traits<notation::seconds> : duration_traits<std::chrono::seconds, call_error::seconds> {};
template <>
struct argument_traits<notation::milliseconds> : duration_traits<std::chrono::milliseconds, call_error::milliseconds> {};

template <class Unit>
struct blocking_traits : duration_traits<std::chrono::milliseconds, call_error::milliseconds> {
    static constexpr blocking_time<Unit> store(std::chrono::milliseconds value) { return blocking_time<Unit>(value); }
};
template <>
struct argument_traits<notation::blocking_seconds> : blocking_traits<std::chrono::seconds> {};
template <>
struct argument_traits<notation::blocking_milliseconds> : blocking_traits<std::chrono::milliseconds> {};

template <class Unit>
struct time_traits {
    static constexpr call_error error = call_error::time_point;
    template <class T>
    static constexpr bool accepts = is_system_time<T>;
    template <class T>
    static constexpr std::int64_t store(T value) {
        return std::chrono::floor<Unit>(value).time_since_epoch().count();
    }
};
template <>
struct argument_traits<notation::unix_seconds> : time_traits<std::chrono::seconds> {};
template <>
struct argument_traits<notation::unix_milliseconds> : time_traits<std::chrono::milliseconds> {};

template <class Kind, class T>
inline constexpr bool accepts = argument_traits<Kind>::template accepts<customised_value_t<T>>;

/// Stores an argument that its kind accepts.
template <class Kind, class T>
constexpr auto store(T&& value) {
    using type = std::remove_cvref_t<T>;
    if constexpr (!customised<type>) {
        return argument_traits<Kind>::store(std::forward<T>(value));
    } else if constexpr (std::is_lvalue_reference_v<T>) {
        return argument_traits<Kind>::store(argument<type>::to(value));
    } else {
        auto made = argument<type>::to(value);
        if constexpr (textual<decltype(made)> && is_view<decltype(made)>)
            return argument_traits<Kind>::store(std::string(as_text(made)));  // it may view the temporary
        else return argument_traits<Kind>::store(std::move(made));
    }
}

}  // namespace hibana::grammar
