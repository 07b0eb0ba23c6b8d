// SPDX-License-Identifier: BSL-1.0
/// \file  Named or ordered fields as the structs of this library.
#pragma once

#include <hibana/command/members.hpp>
#include <hibana/command/reply/default_type.hpp>
#include <hibana/command/reply/entries.hpp>
#include <hibana/command/reply/row.hpp>
#include <hibana/command/reply/scalar.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana::detail {

/// A member of a struct: its name, its address, and the function that decodes it.
///
/// A name that ends in `*` is a prefix: its member is a list of pairs of the remaining name and the value. Among listed fields it
/// matches all remaining ones, and its member is a list.
struct member_reader {
    std::string_view name;
    void* member = nullptr;
    status (*read)(cursor&, void* member, std::string_view name) = nullptr;
};

/// Returns the member of a field, or the end of the table. The search starts at `next`, because servers usually keep the
/// order.
inline const member_reader* find_member(std::string_view name, const member_reader* table, std::size_t size, std::size_t& next) {
    for (std::size_t or_error = 0; or_error != size; ++or_error) {
        const member_reader& reader = table[next];
        next = next + 1 == size ? 0 : next + 1;
        if (reader.name == name) return &reader;
    }
    const member_reader* prefix = table;
    while (prefix != table + size && !(prefix->name.ends_with('*') && name.starts_with(prefix->name.substr(0, prefix->name.size() - 1))))
        ++prefix;
    return prefix;
}

/// The reply kind of a member of a struct.
template <class T>
struct member_kind : std::type_identity<kind_of_t<T>> {};
template <reply_struct T>
struct member_kind<T> {
    using type = std::conditional_t<members<T>::form == reply_form::listed, notation::listed<T>, notation::named<T>>;
};
template <reply_struct T>
    requires(members<T>::form == reply_form::keyed)
struct member_kind<std::vector<T>> {
    using type = notation::named_list<T>;
};
template <class A, class B>
struct member_kind<std::pair<A, B>> {
    using type = notation::pair<typename member_kind<A>::type, typename member_kind<B>::type>;
};
template <class T>
struct member_kind<std::vector<T>> {
    using type = notation::array<typename member_kind<T>::type>;
};
template <class T>
struct member_kind<std::optional<T>> {
    using type = notation::nullable<typename member_kind<T>::type>;
};

/// Reads a member; null does not change a member that is not an optional.
template <class T>
[[gnu::noinline]] status read_member(cursor& c, void* member, std::string_view) {
    if constexpr (!is_optional<T> && !std::is_same_v<T, value>) {
        if (protocol::read_null(c)) return status::done;
    }
    return read_reply<typename member_kind<T>::type>(c, *static_cast<T*>(member));
}
template <class T>
inline constexpr bool is_list_by_name = false;
template <class T>
inline constexpr bool is_list_by_name<std::vector<std::pair<std::string, T>>> = true;
template <class T>
[[gnu::noinline]] status append_member(cursor& c, void* member, std::string_view name) {
    auto& made = static_cast<T*>(member)->emplace_back(name, typename T::value_type::second_type());
    return read_member<typename T::value_type::second_type>(c, &made.second, name);
}

template <class T>
inline constexpr bool is_list_of_structs = false;
template <reply_struct T>
inline constexpr bool is_list_of_structs<std::vector<T>> = true;
template <class T>
[[gnu::noinline]] status append_element(cursor& c, void* member, std::string_view) {
    return read_member<typename T::value_type>(c, &static_cast<T*>(member)->emplace_back(), {});
}

/// Adds the members of a struct to a table.
struct member_lister {
    member_reader*& end;

    template <class T>
    void operator()(std::string_view name, T& member) const {
        member_reader& next = *end++;
        next = {name, &member, &read_member<T>};
        if constexpr (is_list_by_name<T>) {
            if (name.ends_with('*')) next.read = &append_member<T>;
        } else if constexpr (is_list_of_structs<T>) {
            if (name.ends_with('*')) next.read = &append_element<T>;
        }
    }
};

/// The members of an object.
template <class T>
struct member_table {
    std::array<member_reader, members<T>::size> readers;
    member_reader* end = readers.data();

    [[nodiscard]] member_lister lister() { return {end}; }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end - readers.data()); }
};

/// Reads the fields of a map into the members with their names; unknown fields are skipped.
inline status read_named(cursor& c, const member_reader* table, std::size_t size) {
    entries list;
    if (const status s = read_entries<notation::bulk>(c, list); s != status::done) return s;
    std::size_t next = 0;
    for (; list.count != 0; --list.count) {
        std::string_view name;
        if (const status s = read_entry_key<notation::bulk>(c, list.nested, name); s != status::done) return s;
        const member_reader* const found = find_member(name, table, size, next);
        status s;
        if (found == table + size) {
            s = protocol::skip(c);
        } else {
            if (found->name.ends_with('*')) name.remove_prefix(found->name.size() - 1);
            s = found->read(c, found->member, name);
        }
        if (s != status::done) return s;
    }
    return status::done;
}

/// Reads the columns of an array into the members in order: at least `least`; additional columns are skipped.
inline status read_listed(cursor& c, const member_reader* table, std::size_t size, std::size_t least) {
    std::size_t count = 0;
    if (const status s = protocol::read_array_header(c, count); s != status::done) return s;
    if (count < least) return status::mismatch;
    const member_reader* next = table;
    for (; count != 0; --count) {
        const status s = next != table + size ? next->read(c, next->member, {}) : protocol::skip(c);
        if (next != table + size && !next->name.ends_with('*')) ++next;
        if (s != status::done) return s;
    }
    return status::done;
}

/// The first column of an array, for structs whose columns depend on it.
inline std::string_view first_column(cursor c) {
    std::size_t count = 0;
    std::string_view first;
    if (protocol::read_array_header(c, count) == status::done && count != 0) static_cast<void>(protocol::read_text(c, first));
    return first;
}

/// The minimum number of columns of a `T`: one for each member, or `members<T>::least`.
template <class T>
inline constexpr std::size_t least_columns = members<T>::size;
template <class T>
    requires requires { members<T>::least; }
inline constexpr std::size_t least_columns<T> = members<T>::least;

template <reply_form Form, class T>
status read_struct(cursor& c, T& object) {
    object = T();
    member_table<T> table;
    cursor d = c;
    status s;
    if constexpr (Form == reply_form::named) {
        members<T>::each(object, table.lister());
        s = read_named(d, table.readers.data(), table.size());
    } else {
        if constexpr (requires { members<T>::each(object, table.lister(), std::string_view()); })
            members<T>::each(object, table.lister(), first_column(c));
        else members<T>::each(object, table.lister());
        s = read_listed(d, table.readers.data(), table.size(), least_columns<T>);
    }
    if (s == status::done) c.at = d.at;
    return s;
}

/// Structs of this library are reset for each reply.
template <reply_struct T>
inline constexpr bool is_overwritten<T> = true;

template <class Struct>
struct decoder<notation::named<Struct>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, Struct>) return read_struct<reply_form::named>(c, object);
        else return read_reply<notation::map<notation::bulk, notation::anything>>(c, object);
    }
};

template <class Struct>
struct decoder<notation::named_list<Struct>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, std::vector<Struct>>) {
            cursor d = c;
            entries list;
            if (const status s = read_entries<notation::bulk>(d, list); s != status::done) return s;
            object.clear();
            object.reserve(list.count);
            for (; list.count != 0; --list.count) {
                std::string_view name;
                if (const status s = read_entry_key<notation::bulk>(d, list.nested, name); s != status::done) return s;
                Struct& next = object.emplace_back();
                if (const status s = read_struct<reply_form::named>(d, next); s != status::done) return s;
                next.name = name;
            }
            c.at = d.at;
            return status::done;
        } else {
            return read_reply<notation::map<notation::bulk, notation::anything>>(c, object);
        }
    }
};

template <class Struct>
struct decoder<notation::listed<Struct>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, Struct>) return read_struct<reply_form::listed>(c, object);
        else return read_reply<kind_of_t<T>>(c, object);
    }
};

template <class Struct>
struct decoder<notation::parsed<Struct>> : scalar_decoder<notation::bulk> {};

template <class Struct>
struct decoder<notation::parsed_lines<Struct>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, std::vector<Struct>>) {
            std::string_view text;
            if (const status s = protocol::read_text(c, text); s != status::done) return s;
            object.clear();
            while (!text.empty()) {
                const std::size_t end = text.find('\n');
                object.push_back(from_reply<Struct>::from(text.substr(0, end)));
                text.remove_prefix(end == text.npos ? text.size() : end + 1);
            }
            return status::done;
        } else {
            return read_reply<notation::bulk>(c, object);
        }
    }
};

template <class Struct>
struct default_type<notation::named<Struct>> : std::type_identity<Struct> {};
template <class Struct>
struct default_type<notation::named_list<Struct>> : std::type_identity<std::vector<Struct>> {};
template <class Struct>
struct default_type<notation::listed<Struct>> : std::type_identity<Struct> {};
template <class Struct>
struct default_type<notation::parsed<Struct>> : std::type_identity<Struct> {};
template <class Struct>
struct default_type<notation::parsed_lines<Struct>> : std::type_identity<std::vector<Struct>> {};

}  // namespace hibana::detail
