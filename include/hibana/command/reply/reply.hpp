// SPDX-License-Identifier: BSL-1.0
/// \file  Reply types of requests and their decoding.
#pragma once

#include <hibana/command/borrowed.hpp>
#include <hibana/command/grammar/kinds.hpp>
#include <hibana/command/reply/default_type.hpp>
#include <hibana/command/reply/entries.hpp>
#include <hibana/command/reply/holds_views.hpp>
#include <hibana/command/reply/row.hpp>
#include <hibana/command/reply/scalar.hpp>
#include <hibana/command/reply/sequence.hpp>
#include <hibana/command/reply/struct.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

namespace hibana {

namespace detail {

/// Reads null, or an empty array instead of a pair or row. Returns false if there is a value.
template <class Kind>
[[gnu::always_inline]] inline bool read_absent(cursor& c) {
    if (protocol::read_null(c)) return true;
    if constexpr (width<Kind> != 1) {
        if (c.end - c.at >= 4 && std::memcmp(c.at, "*0\r\n", 4) == 0) {
            c.at += 4;
            return true;
        }
    }
    return false;
}

template <class Kind, class T>
[[gnu::always_inline]] inline status read_optional(cursor& c, std::optional<T>& object) {
    if (read_absent<Kind>(c)) {
        object.reset();
        return status::done;
    }
    if constexpr (text_target<T>) {
        // Constructs the string from its bytes directly.
        std::string_view text;
        const status s = read_reply<Kind>(c, text);
        if (s != status::done) [[unlikely]]
            return s;
        if (object) assign_text(text, *object);
        else object.emplace(text);
        return s;
    } else {
        if (!object || !is_overwritten<T>) object.emplace();
        return read_reply<Kind>(c, *object);
    }
}

template <class Kind>
struct decoder<notation::nullable<Kind>> {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, T& object) {
        return read_reply<Kind>(c, object);
    }
};

template <>
struct decoder<notation::anything> {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, T& object) {
        return read_reply<kind_of_t<T>>(c, object);
    }
};

template <class Kind>
struct decoder<notation::scanned<Kind>> {
    template <class T>
    static status read(cursor& c, T& page) {
        if constexpr (is_scan_page<T>) {
            cursor d = c;
            std::size_t count = 0;
            if (const status s = protocol::read_array_header(d, count); s != status::done) return s;
            if (count != 2) return status::mismatch;
            if (const status s = read_reply<notation::bulk>(d, page.cursor); s != status::done) return s;
            const status s = read_reply<notation::array<Kind>>(d, page.items);
            if (s == status::done) c.at = d.at;
            return s;
        } else {
            return unsupported<notation::scanned<Kind>, T>();
        }
    }
};

template <class Kind, class T>
[[gnu::always_inline]] inline status read_reply(cursor& c, T& object) {
    if constexpr (std::is_same_v<T, value>) return read_value(c, object);  // in protocol/value_read.hpp
    else if constexpr (is_borrowed<T>) return read_reply<Kind>(c, borrowed_access::value(object));
    else if constexpr (is_optional<T>) return read_optional<present_t<Kind>>(c, object);
    else if constexpr (made_from_reply<T>) return read_scalar<notation::bulk>(c, object);
    else return decoder<Kind>::read(c, object);
}

}  // namespace detail

/// Maps a reply kind to the type that the caller receives, and decodes it.
///
/// `read` decodes into `storage`, which may be reused with its memory. If `direct` is false, `convert` makes the result of it; if
/// `pins` is true, `convert` also receives a pin of the bytes.
template <class Kind>
struct reply_of {
    using type = detail::default_type_t<Kind>;
    using storage = type;
    static constexpr bool direct = true;
    static constexpr bool pins = false;
    static constexpr bool is_expected = !std::is_same_v<Kind, notation::no_reply>;

    [[gnu::always_inline]] static protocol::status read(protocol::cursor& c, storage& object) {
        return detail::read_reply<Kind>(c, object);
    }
};

/// The reply as a `T`, or as a `borrowed<T>` if `T` views the received bytes.
template <class T, class Kind>
struct reply_of<notation::as_type<T, Kind>> {
    using type = std::conditional_t<detail::holds_views<T>, borrowed<T>, T>;
    using storage = T;
    static constexpr bool direct = !detail::holds_views<T>;
    static constexpr bool pins = !direct;
    static constexpr bool is_expected = reply_of<Kind>::is_expected;

    [[gnu::always_inline]] static protocol::status read(protocol::cursor& c, storage& object) {
        return detail::read_reply<Kind>(c, object);
    }
    static type convert(storage&& object, const protocol::pin& bytes)
        requires pins
    {
        return type(std::move(object), bytes);
    }
};

template <class T, class Kind>
struct reply_of<notation::as_type<borrowed<T>, Kind>> : reply_of<notation::as_type<T, Kind>> {
    static_assert(detail::holds_views<T>, "hibana: borrowed<T> requires a type that contains views; this type owns its data");
};

/// The reply in an object of the caller, whose memory is reused; after an error its value is unspecified.
///
/// If the reply may be null and `T` is not an optional, the result is whether there was a value; null does not change the
/// object.
template <class T, class Kind>
struct reply_of<notation::into_object<T, Kind>> {
    static constexpr bool may_be_absent = detail::is_nullable<Kind> && !detail::is_optional<T>;
    using type = std::conditional_t<may_be_absent, bool, ok_reply>;
    static constexpr bool direct = false;
    static constexpr bool pins = detail::is_borrowed<T>;
    static constexpr bool is_expected = reply_of<Kind>::is_expected;

    /// The address of the object, and whether there was a value.
    class storage {
    public:
        constexpr storage(T* object) : object_(object) {}

    private:
        friend reply_of;
        T* object_;
        bool present_ = true;
    };

    [[gnu::always_inline]] static protocol::status read(protocol::cursor& c, storage& object) {
        static_assert(!detail::holds_views<T>,
                      "hibana: into() cannot decode into views, which would dangle; use as<T>(), or into() "
                      "with an object of type hibana::borrowed<T>");
        if constexpr (may_be_absent) {
            object.present_ = !detail::read_absent<detail::present_t<Kind>>(c);
            if (!object.present_) return protocol::status::done;
        }
        return detail::read_reply<Kind>(c, *object.object_);
    }
    static type convert(storage&& object, const protocol::pin& bytes)
        requires pins
    {
        detail::borrowed_access::set_pin(*object.object_, bytes);
        if constexpr (may_be_absent) return object.present_;
        else return ok_reply();
    }
    static type convert(storage&& object)
        requires(!pins)
    {
        if constexpr (may_be_absent) return object.present_;
        else return ok_reply();
    }
};

/// The type that the caller receives for a request.
template <class Request>
using reply_type = typename reply_of<typename Request::reply>::type;

}  // namespace hibana
