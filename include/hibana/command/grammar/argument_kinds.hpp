// SPDX-License-Identifier: BSL-1.0
/// \file  What each kind of argument takes, how it is held until it is written, and what is said where it does not fit.
#pragma once
#include <hibana/command/grammar/argument.hpp>
#include <hibana/command/grammar/call_error.hpp>
#include <hibana/command/grammar/kinds.hpp>
#include <hibana/core/chrono.hpp>

namespace hibana::grammar {

/// How long a blocking command may wait, as it is held: in `Unit` on the wire.
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

/// What an argument of a kind may be (`takes`), what is kept of it (`hold`), and what is wrong where it may not be.
template <class Kind>
struct rule;

template <>
struct rule<notation::bulk> {
    static constexpr fault otherwise = fault::text;
    template <class T>
    static constexpr bool takes = textual<T> || numeric<T>;
    template <class T>
    static constexpr auto hold(T&& value) {
        if constexpr (numeric<std::remove_cvref_t<T>>) return hold_number(value);
        else return hold_text(std::forward<T>(value));
    }
};
template <>
struct rule<notation::hidden> {
    static constexpr fault otherwise = fault::text;
    template <class T>
    static constexpr bool takes = textual<T>;
    template <class T>
    static constexpr auto hold(T&& value) {
        return hold_text(std::forward<T>(value));
    }
};
template <>
struct rule<notation::key> {
    static constexpr fault otherwise = fault::key;
    template <class T>
    static constexpr bool takes = textual<T>;
    template <class T>
    static constexpr auto hold(T&& value) {
        return key_item(hold_text(std::forward<T>(value)));
    }
};
template <>
struct rule<notation::integer> {
    static constexpr fault otherwise = fault::whole;
    template <class T>
    static constexpr bool takes = numeric<T> && std::is_integral_v<T>;
    template <class T>
    static constexpr auto hold(T value) {
        return hold_number(value);
    }
};
template <>
struct rule<notation::real> {
    static constexpr fault otherwise = fault::number;
    template <class T>
    static constexpr bool takes = numeric<T>;
    template <class T>
    static constexpr auto hold(T value) {
        return hold_number(value);
    }
};

template <class Unit, fault Otherwise>
struct duration_rule {
    static constexpr fault otherwise = Otherwise;
    template <class T>
    static constexpr bool takes = is_duration<T> && std::is_convertible_v<T, Unit>;
    static constexpr std::int64_t hold(Unit value) { return value.count(); }
};
template <>
struct rule<notation::seconds> : duration_rule<std::chrono::seconds, fault::seconds> {};
template <>
struct rule<notation::milliseconds> : duration_rule<std::chrono::milliseconds, fault::milliseconds> {};

template <class Unit>
struct blocking_rule : duration_rule<std::chrono::milliseconds, fault::milliseconds> {
    static constexpr blocking_time<Unit> hold(std::chrono::milliseconds value) { return blocking_time<Unit>(value); }
};
template <>
struct rule<notation::blocking_seconds> : blocking_rule<std::chrono::seconds> {};
template <>
struct rule<notation::blocking_milliseconds> : blocking_rule<std::chrono::milliseconds> {};

template <class Unit>
struct time_rule {
    static constexpr fault otherwise = fault::time;
    template <class T>
    static constexpr bool takes = is_system_time<T>;
    template <class T>
    static constexpr std::int64_t hold(T value) {
        return std::chrono::floor<Unit>(value).time_since_epoch().count();
    }
};
template <>
struct rule<notation::unix_seconds> : time_rule<std::chrono::seconds> {};
template <>
struct rule<notation::unix_milliseconds> : time_rule<std::chrono::milliseconds> {};

template <class Kind, class T>
inline constexpr bool takes = rule<Kind>::template takes<stated_t<T>>;

/// What a request keeps of an argument that its kind takes.
template <class Kind, class T>
constexpr auto hold(T&& value) {
    using type = std::remove_cvref_t<T>;
    if constexpr (!customised<type>) {
        return rule<Kind>::hold(std::forward<T>(value));
    } else if constexpr (std::is_lvalue_reference_v<T>) {
        return rule<Kind>::hold(argument<type>::to(value));
    } else {
        auto made = argument<type>::to(value);
        if constexpr (textual<decltype(made)> && is_view<decltype(made)>)
            return rule<Kind>::hold(std::string(as_text(made)));  // it may view what is about to go
        else return rule<Kind>::hold(std::move(made));
    }
}

}  // namespace hibana::grammar
