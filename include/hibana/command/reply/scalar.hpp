// SPDX-License-Identifier: BSL-1.0
/// \file  Decoding of scalar replies.
#pragma once

#include <hibana/command/reply/target.hpp>
#include <hibana/core/result.hpp>
#include <hibana/protocol/decode.hpp>

#include <cstdint>
#include <cstring>
#include <limits>
#include <ratio>
#include <string_view>
#include <type_traits>

namespace hibana::detail {

using protocol::cursor;
using protocol::status;

/// Converts a number if the type can represent it; returns false otherwise.
template <class T, class N>
[[gnu::always_inline]] inline bool fit(N number, T& object) {
    if constexpr (std::is_floating_point_v<T>) {
        object = static_cast<T>(number);
        return true;
    } else if constexpr (std::is_floating_point_v<N>) {
        // The bounds are powers of two, so they are exact; nan fails both comparisons.
        constexpr N bound = static_cast<N>(std::numeric_limits<T>::max() / 2 + 1) * 2;
        if (!(number < bound && number >= (std::is_signed_v<T> ? -bound : N{0}))) return false;
        object = static_cast<T>(number);
        return static_cast<N>(object) == number;
    } else {
        object = static_cast<T>(number);
        return std::in_range<T>(number);
    }
}

/// Parses the whole text; returns false if it is not a value of the type.
template <class T>
[[gnu::always_inline]] inline bool parse(std::string_view text, T& object) {
    const char* const end = text.data() + text.size();
    if constexpr (std::is_same_v<T, bool>) {
        object = text == "1";
        return object || text == "0";
    } else if constexpr (std::is_floating_point_v<T>) {
        double number;
        return protocol::read_whole_real(text.data(), end, number) && fit(number, object);
    } else if constexpr (std::is_unsigned_v<T> && sizeof(T) == sizeof(std::uint64_t)) {
        const std::from_chars_result read = std::from_chars(text.data(), end, object);
        return read.ec == std::errc() && read.ptr == end;
    } else {
        std::int64_t number;
        return protocol::read_whole_integer(text.data(), end, number) && fit(number, object);
    }
}

/// Assigns bytes to a text type.
template <class T>
[[gnu::always_inline]] inline void assign_text(std::string_view text, T& object) {
    if constexpr (std::is_same_v<T, std::string_view>) object = text;
    else if constexpr (std::is_same_v<T, std::string>) {
        // Consecutive values often have the same size, and assign() does more checks.
        if (object.size() == text.size()) std::memcpy(object.data(), text.data(), text.size());
        else {
            object.clear();
            object.append(text.data(), text.size());
        }
    } else if constexpr (requires { object.assign(text.data(), text.size()); }) object.assign(text.data(), text.size());
    else object = T(text);
}

template <class T>
void assign_bytes(std::string_view text, T& object) {
    object.resize(text.size());
    if (!text.empty()) std::memcpy(object.data(), text.data(), text.size());
}

/// Reads any scalar as the type requires. `Kind` determines the form that is tried first.
template <class Kind, class T>
[[gnu::always_inline]] inline status read_scalar(cursor& c, T& object) {
    cursor d = c;
    status s = status::done;
    bool fits = true;
    if constexpr (text_target<T> || byte_target<T> || made_from_reply<T>) {
        std::string_view text;
        s = protocol::read_text(d, text);
        if (s != status::done) [[unlikely]]
            return s;
        if constexpr (text_target<T>) assign_text(text, object);
        else if constexpr (byte_target<T>) assign_bytes(text, object);
        else fits = make_from_reply(text, object);
    } else if constexpr (is_duration_target<T>) {
        typename T::rep count{};
        s = read_scalar<Kind>(d, count);
        if (s == status::done) object = T(count);
    } else if constexpr (is_time_point<T>) {
        typename T::duration since{};
        s = read_scalar<Kind>(d, since);
        if (s == status::done) object = T(since);
    } else if constexpr (std::is_same_v<T, ok_reply>) {
        s = protocol::read_ok(d);
    } else if constexpr (!std::is_same_v<T, bool> && !number_target<T>) {
        return unsupported<Kind, T>();
    } else if constexpr (std::is_same_v<Kind, notation::bulk> || std::is_same_v<Kind, notation::text>) {
        std::string_view text;
        s = protocol::read_text(d, text);
        if (s != status::done) [[unlikely]]
            return s;
        fits = parse(text, object);
    } else if constexpr (std::is_same_v<T, bool>) {
        s = protocol::read_boolean(d, object);
    } else if constexpr (std::is_same_v<Kind, notation::real>
                         || (std::is_floating_point_v<T> && !std::is_same_v<Kind, notation::integer>)) {
        double number;
        s = protocol::read_real(d, number);
        fits = s != status::done || fit(number, object);
    } else if constexpr (std::is_unsigned_v<T> && sizeof(T) == sizeof(std::uint64_t)) {
        std::uint64_t number;
        s = protocol::read_unsigned(d, number);
        fits = s != status::done || fit(number, object);
    } else {
        std::int64_t number;
        s = protocol::read_integer(d, number);
        fits = s != status::done || fit(number, object);
    }
    if (s != status::done) [[unlikely]]
        return s;
    if (!fits) [[unlikely]]
        return status::mismatch;
    c.at = d.at;
    return status::done;
}

template <class Kind>
struct scalar_decoder {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, T& object) {
        return read_scalar<Kind>(c, object);
    }
};

template <>
struct decoder<notation::bulk> : scalar_decoder<notation::bulk> {};
template <>
struct decoder<notation::text> : scalar_decoder<notation::text> {};
template <>
struct decoder<notation::integer> : scalar_decoder<notation::integer> {};
template <>
struct decoder<notation::real> : scalar_decoder<notation::real> {};
template <>
struct decoder<notation::boolean> : scalar_decoder<notation::boolean> {};
template <>
struct decoder<notation::ok> : scalar_decoder<notation::ok> {};

/// Reads a number of time units; std::chrono types receive it in their own unit.
template <class Unit>
struct time_decoder {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (is_duration_target<T>) return read_duration(c, object);
        else if constexpr (is_time_point<T>) {
            typename T::duration since{};
            const status s = read_duration(c, since);
            if (s == status::done) object = T(since);
            return s;
        } else {
            return read_scalar<notation::integer>(c, object);
        }
    }

private:
    template <class Length>
    static status read_duration(cursor& c, Length& object) {
        using rep = typename Length::rep;
        using to = std::ratio_divide<typename Unit::period, typename Length::period>;
        cursor d = c;
        std::int64_t count = 0;
        if (const status s = read_scalar<notation::integer>(d, count); s != status::done) return s;
        rep length{};
        if constexpr (std::is_floating_point_v<rep>) {
            length = static_cast<rep>(count) * static_cast<rep>(to::num) / static_cast<rep>(to::den);
        } else {
            if (count > std::numeric_limits<std::int64_t>::max() / to::num || count < std::numeric_limits<std::int64_t>::min() / to::num
                || !fit(count * to::num / to::den, length))
                return status::mismatch;
        }
        object = Length(length);
        c.at = d.at;
        return status::done;
    }
};
template <>
struct decoder<notation::seconds> : time_decoder<std::chrono::seconds> {};
template <>
struct decoder<notation::unix_seconds> : time_decoder<std::chrono::seconds> {};
template <>
struct decoder<notation::milliseconds> : time_decoder<std::chrono::milliseconds> {};
template <>
struct decoder<notation::unix_milliseconds> : time_decoder<std::chrono::milliseconds> {};
template <class Unit>
struct decoder<notation::coded<Unit>> : decoder<Unit> {};

template <>
struct decoder<notation::applied> {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, bool>) {
            object = !protocol::read_null(c);
            return object ? protocol::read_ok(c) : status::done;
        } else {
            return unsupported<notation::applied, T>();
        }
    }
};

template <>
struct decoder<notation::no_reply> {
    template <class T>
    static status read(cursor&, T&) {
        return status::done;
    }
};

}  // namespace hibana::detail
