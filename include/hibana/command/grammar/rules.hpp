// SPDX-License-Identifier: BSL-1.0
/// \file  Effects of the options of a call on each other and on the reply.
#pragma once
#include <hibana/command/grammar/call_error.hpp>
#include <hibana/command/grammar/command_info.hpp>
#include <hibana/command/grammar/items.hpp>

namespace hibana::grammar {

// The rules of a declaration, checked against the options of a call.

template <class Part, class... Present>
struct option_rule {
    static constexpr call_error broken = call_error::none;
};
template <const auto& Option, const auto&... One, class... Present>
struct option_rule<notation::needs<Option, One...>, Present...> {
    template <class T>
    static constexpr bool is_one = (std::is_same_v<T, type_of<One>> || ...);
    static constexpr call_error broken =
        (std::is_same_v<Present, type_of<Option>> || ...) && !(is_one<Present> || ...) ? call_error::missing_dependency : call_error::none;
};
template <const auto& Option, const auto&... None, class... Present>
struct option_rule<notation::excludes<Option, None...>, Present...> {
    template <class T>
    static constexpr bool is_one = (std::is_same_v<T, type_of<None>> || ...);
    static constexpr call_error broken =
        (std::is_same_v<Present, type_of<Option>> || ...) && (is_one<Present> || ...) ? call_error::conflict : call_error::none;
};

struct broken_rule {
    call_error err = call_error::none;
    std::size_t part = 0;
};

template <class... Part>
struct declaration_parts {
    /// The first rule that a call with these options violates.
    template <class... Present>
    static consteval broken_rule broken_by() {
        broken_rule found;
        std::size_t index = 0;
        ((found.err == call_error::none && option_rule<Part, Present...>::broken != call_error::none
              ? (found = {option_rule<Part, Present...>::broken, index}, 0)
              : 0,
          ++index),
         ...);
        return found;
    }
    template <std::size_t Index>
    using at = nth<Index, Part...>;
};

// The reply for the options of a call.

template <class Part, class... Present>
struct reply_rule {
    static constexpr bool applies = false;
};
template <const auto& Option, class Reply, class... Present>
    requires(!property<Reply>::is_property)
struct reply_rule<notation::when<Option, Reply>, Present...> {
    static constexpr bool applies = (std::is_same_v<Present, type_of<Option>> || ...);
    using reply = Reply;
};

template <class Column, class... Present>
struct column {
    using type = Column;
};
template <const auto& Option, class Reply, class... Present>
struct column<notation::with<Option, Reply>, Present...> {
    using type = std::conditional_t<(std::is_same_v<Present, type_of<Option>> || ...), Reply, void>;
};
/// The present columns; a single one is not a row.
template <class Row, class... Column>
struct present_columns;
template <class... Done>
struct present_columns<notation::row<Done...>> {
    using type = notation::row<Done...>;
};
template <class Done>
struct present_columns<notation::row<Done>> {
    using type = Done;
};
template <class... Done, class Next, class... Rest>
struct present_columns<notation::row<Done...>, Next, Rest...> : present_columns<notation::row<Done..., Next>, Rest...> {};
template <class... Done, class... Rest>
struct present_columns<notation::row<Done...>, void, Rest...> : present_columns<notation::row<Done...>, Rest...> {};

template <class Reply, class... Present>
struct with_columns {
    using type = Reply;
};
template <class Kind, class... Present>
struct with_columns<notation::array<Kind>, Present...> {
    using type = notation::array<typename with_columns<Kind, Present...>::type>;
};
template <class Kind, class... Present>
struct with_columns<notation::nullable<Kind>, Present...> {
    using type = notation::nullable<typename with_columns<Kind, Present...>::type>;
};
template <class... Column, class... Present>
struct with_columns<notation::row<Column...>, Present...> : present_columns<notation::row<>, typename column<Column, Present...>::type...> {
};

template <class Parts, class Reply, class... Present>
struct reply_with_options;
template <class... Part, class Reply, class... Present>
struct reply_with_options<declaration_parts<Part...>, Reply, Present...> {
    static consteval int first() {
        int at = -1, index = 0;
        ((at < 0 && reply_rule<Part, Present...>::applies ? at = index : 0, ++index), ...);
        return at;
    }
    template <int At>
    static consteval auto select() {
        if constexpr (At < 0) return pack_entry<0, typename with_columns<Reply, Present...>::type>();
        else return pack_entry<0, typename reply_rule<nth<std::size_t(At), Part...>, Present...>::reply>();
    }
    using type = typename decltype(select<first()>())::type;
};

}  // namespace hibana::grammar
