// SPDX-License-Identifier: BSL-1.0
/// \file  Storage of the arguments of a request: a flat sequence, without std::tuple.
#pragma once
#include <hibana/command/grammar/wire_format.hpp>

namespace hibana::grammar {

template <std::size_t Index, class Item>
struct leaf {
    [[no_unique_address]] Item item;
    constexpr explicit leaf(Item value) : item(static_cast<Item&&>(value)) {}
    friend bool operator==(const leaf&, const leaf&) = default;
};

template <class Indices, class... Item>
class leaves;

/// The items of a request. Not an aggregate, because g++ 12 destroys temporaries of aggregates twice in a co_await expression.
template <std::size_t... Index, class... Item>
class leaves<std::index_sequence<Index...>, Item...> : leaf<Index, Item>... {
public:
    constexpr explicit leaves(Item... item)
        requires(sizeof...(Item) != 0)
        : leaf<Index, Item>(static_cast<Item&&>(item))... {}
    constexpr leaves()
        requires(sizeof...(Item) == 0)
    = default;

    static constexpr std::size_t width =
        ((wire_format<Item>::width != varying) && ...) ? (std::size_t{0} + ... + wire_format<Item>::width) : varying;

    constexpr std::size_t count() const { return (std::size_t{0} + ... + count_of(get<Index, Item>())); }
    constexpr std::size_t max_size() const { return (std::size_t{0} + ... + wire_format<Item>::max_size(get<Index, Item>())); }
    constexpr char* write(char* to) const {
        ((to = wire_format<Item>::write(to, get<Index, Item>())), ...);
        return to;
    }
    template <class Visit>
    constexpr void keys(Visit& visit) const {
        (visit_keys(get<Index, Item>(), visit), ...);
    }
    /// Calls `visit` with each item in order.
    template <class Visit>
    constexpr void each(Visit&& visit) const {
        (visit(get<Index, Item>()), ...);
    }

    friend constexpr bool operator==(const leaves& one, const leaves& other) {
        return ((one.template get<Index, Item>() == other.template get<Index, Item>()) && ...);
    }

private:
    template <std::size_t At, class Type>
    constexpr const Type& get() const {
        return static_cast<const leaf<At, Type>&>(*this).item;
    }
};

template <class... Item>
using items = leaves<std::index_sequence_for<Item...>, Item...>;

// The type at an index of a pack, by overload resolution: no recursion.

template <std::size_t Index, class T>
struct pack_entry {
    using type = T;
};
template <class Indices, class... T>
struct pack_entries;
template <std::size_t... Index, class... T>
struct pack_entries<std::index_sequence<Index...>, T...> : pack_entry<Index, T>... {};
template <std::size_t Index, class T>
pack_entry<Index, T> select_entry(pack_entry<Index, T>);
template <std::size_t Index, class... T>
using nth = typename decltype(select_entry<Index>(pack_entries<std::index_sequence_for<T...>, T...>{}))::type;

}  // namespace hibana::grammar
