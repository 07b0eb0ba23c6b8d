// SPDX-License-Identifier: BSL-1.0
/// \file  Arguments that come in threes: a key, a path and a value.
#pragma once
#include <hibana/command/grammar/key_specs.hpp>

#include <tuple>

namespace hibana {
namespace notation {

/// Three arguments in a row, given as one std::tuple; in a list also as a range of them.
template <class First, class Second, class Third>
struct triple;

}  // namespace notation

namespace grammar {

template <class First, class Second, class Third>
inline constexpr int words_of_kind<notation::triple<First, Second, Third>> =
    words_of_kind<First> + words_of_kind<Second> + words_of_kind<Third>;
template <class First, class Second, class Third>
inline constexpr bool begins_with_key<notation::triple<First, Second, Third>> = begins_with_key<First>;

template <class Triple, class T>
inline constexpr bool takes_triple = false;
template <class First, class Second, class Third, class A, class B, class C>
inline constexpr bool takes_triple<notation::triple<First, Second, Third>, std::tuple<A, B, C>> =
    takes<First, A> && takes<Second, B> && takes<Third, C>;

template <class First, class Second, class Third>
struct rule<notation::triple<First, Second, Third>> {
    static constexpr fault otherwise = fault::triple;
    template <class T>
    static constexpr bool takes = takes_triple<notation::triple<First, Second, Third>, T>;
    template <class T>
    static constexpr auto hold(T&& value) {
        using first = decltype(grammar::hold<First>(std::get<0>(std::forward<T>(value))));
        using second = decltype(grammar::hold<Second>(std::get<1>(std::forward<T>(value))));
        using third = decltype(grammar::hold<Third>(std::get<2>(std::forward<T>(value))));
        return bundle<first, second, third>{grammar::hold<First>(std::get<0>(std::forward<T>(value))),
                                            grammar::hold<Second>(std::get<1>(std::forward<T>(value))),
                                            grammar::hold<Third>(std::get<2>(std::forward<T>(value)))};
    }
};

template <class First, class Second, class Third, class Range, bool Owned>
struct form<many<notation::some<notation::triple<First, Second, Third>>, Range, Owned>> {
    using kind = notation::triple<First, Second, Third>;
    using item = many<notation::some<kind>, Range, Owned>;
    static constexpr std::size_t width = varying;
    static constexpr std::size_t count(const item& value) { return words_of_kind<kind> * size_of_range(value.get()); }
    static constexpr std::size_t bound(const item& value) {
        std::size_t size = 0;
        for (const auto& element : value.get()) size += hold<kind>(element).parts().bound();
        return size;
    }
    static constexpr char* write(char* to, const item& value) {
        for (const auto& element : value.get()) to = hold<kind>(element).parts().write(to);
        return to;
    }
    static constexpr bool has_keys = begins_with_key<First>;
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        for (const auto& element : value.get()) hold<kind>(element).parts().keys(visit);
    }
};

}  // namespace grammar
}  // namespace hibana
