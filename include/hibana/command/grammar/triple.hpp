// SPDX-License-Identifier: BSL-1.0
/// \file  Arguments in groups of three, such as key, path and value.
#pragma once
#include <hibana/command/grammar/key_specs.hpp>

#include <tuple>

namespace hibana {
namespace notation {

/// Three consecutive arguments as one std::tuple; in a list also a range of tuples.
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
inline constexpr bool accepts_triple = false;
template <class First, class Second, class Third, class A, class B, class C>
inline constexpr bool accepts_triple<notation::triple<First, Second, Third>, std::tuple<A, B, C>> =
    accepts<First, A> && accepts<Second, B> && accepts<Third, C>;

template <class First, class Second, class Third>
struct argument_traits<notation::triple<First, Second, Third>> {
    static constexpr call_error error = call_error::triple;
    template <class T>
    static constexpr bool accepts = accepts_triple<notation::triple<First, Second, Third>, T>;
    template <class T>
    static constexpr auto store(T&& value) {
        using first = decltype(grammar::store<First>(std::get<0>(std::forward<T>(value))));
        using second = decltype(grammar::store<Second>(std::get<1>(std::forward<T>(value))));
        using third = decltype(grammar::store<Third>(std::get<2>(std::forward<T>(value))));
        return argument_pack<first, second, third>{grammar::store<First>(std::get<0>(std::forward<T>(value))),
                                                   grammar::store<Second>(std::get<1>(std::forward<T>(value))),
                                                   grammar::store<Third>(std::get<2>(std::forward<T>(value)))};
    }
};

template <class First, class Second, class Third, class Range, bool Owned>
struct wire_format<range_argument<notation::some<notation::triple<First, Second, Third>>, Range, Owned>> {
    using kind = notation::triple<First, Second, Third>;
    using item = range_argument<notation::some<kind>, Range, Owned>;
    static constexpr std::size_t width = varying;
    static constexpr std::size_t count(const item& value) { return words_of_kind<kind> * size_of_range(value.get()); }
    static constexpr std::size_t max_size(const item& value) {
        std::size_t size = 0;
        for (const auto& element : value.get()) size += store<kind>(element).parts().max_size();
        return size;
    }
    static constexpr char* write(char* to, const item& value) {
        for (const auto& element : value.get()) to = store<kind>(element).parts().write(to);
        return to;
    }
    static constexpr bool has_keys = begins_with_key<First>;
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        for (const auto& element : value.get()) store<kind>(element).parts().keys(visit);
    }
};

}  // namespace grammar
}  // namespace hibana
