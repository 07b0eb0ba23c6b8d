// SPDX-License-Identifier: BSL-1.0
/// \file  What the options of a call do to one another and to the reply.
#pragma once
#include <hibana/command/grammar/call_error.hpp>
#include <hibana/command/grammar/command_info.hpp>
#include <hibana/command/grammar/items.hpp>

namespace hibana::grammar {

// What a part of a declaration says of the options that are given.

template <class Part, class... Given>
struct option_rule {
    static constexpr fault broken = fault::none;
};
template <const auto& Option, const auto&... One, class... Given>
struct option_rule<notation::needs<Option, One...>, Given...> {
    template <class T>
    static constexpr bool is_one = (std::is_same_v<T, type_of<One>> || ...);
    static constexpr fault broken =
        (std::is_same_v<Given, type_of<Option>> || ...) && !(is_one<Given> || ...) ? fault::lacks : fault::none;
};
template <const auto& Option, const auto&... None, class... Given>
struct option_rule<notation::excludes<Option, None...>, Given...> {
    template <class T>
    static constexpr bool is_one = (std::is_same_v<T, type_of<None>> || ...);
    static constexpr fault broken =
        (std::is_same_v<Given, type_of<Option>> || ...) && (is_one<Given> || ...) ? fault::clash : fault::none;
};

struct broken_rule {
    fault wrong = fault::none;
    std::size_t part = 0;
};

template <class... Part>
struct declaration_parts {
    /// The first rule that a call with these options breaks.
    template <class... Given>
    static consteval broken_rule broken() {
        broken_rule found;
        std::size_t index = 0;
        ((found.wrong == fault::none && option_rule<Part, Given...>::broken != fault::none
              ? (found = {option_rule<Part, Given...>::broken, index}, 0)
              : 0,
          ++index),
         ...);
        return found;
    }
    template <std::size_t Index>
    using at = nth<Index, Part...>;
};

// The reply by option.

template <class Part, class... Given>
struct reply_rule {
    static constexpr bool stands = false;
};
template <const auto& Option, class Reply, class... Given>
    requires(!fact<Reply>::is_fact)
struct reply_rule<notation::when<Option, Reply>, Given...> {
    static constexpr bool stands = (std::is_same_v<Given, type_of<Option>> || ...);
    using reply = Reply;
};

template <class Column, class... Given>
struct column {
    using type = Column;
};
template <const auto& Option, class Reply, class... Given>
struct column<notation::with<Option, Reply>, Given...> {
    using type = std::conditional_t<(std::is_same_v<Given, type_of<Option>> || ...), Reply, void>;
};
/// The columns that are there; one alone is no row.
template <class Row, class... Column>
struct joined;
template <class... Done>
struct joined<notation::row<Done...>> {
    using type = notation::row<Done...>;
};
template <class Done>
struct joined<notation::row<Done>> {
    using type = Done;
};
template <class... Done, class Next, class... Rest>
struct joined<notation::row<Done...>, Next, Rest...> : joined<notation::row<Done..., Next>, Rest...> {};
template <class... Done, class... Rest>
struct joined<notation::row<Done...>, void, Rest...> : joined<notation::row<Done...>, Rest...> {};

template <class Reply, class... Given>
struct with_columns {
    using type = Reply;
};
template <class Kind, class... Given>
struct with_columns<notation::array<Kind>, Given...> {
    using type = notation::array<typename with_columns<Kind, Given...>::type>;
};
template <class Kind, class... Given>
struct with_columns<notation::nullable<Kind>, Given...> {
    using type = notation::nullable<typename with_columns<Kind, Given...>::type>;
};
template <class... Column, class... Given>
struct with_columns<notation::row<Column...>, Given...>
    : joined<notation::row<>, typename column<Column, Given...>::type...> {};

template <class Parts, class Reply, class... Given>
struct reply_beside;
template <class... Part, class Reply, class... Given>
struct reply_beside<declaration_parts<Part...>, Reply, Given...> {
    static consteval int first() {
        int at = -1, index = 0;
        ((at < 0 && reply_rule<Part, Given...>::stands ? at = index : 0, ++index), ...);
        return at;
    }
    template <int At>
    static consteval auto select() {
        if constexpr (At < 0) return pack_entry<0, typename with_columns<Reply, Given...>::type>();
        else return pack_entry<0, typename reply_rule<nth<std::size_t(At), Part...>, Given...>::reply>();
    }
    using type = typename decltype(select<first()>())::type;
};

}  // namespace hibana::grammar
