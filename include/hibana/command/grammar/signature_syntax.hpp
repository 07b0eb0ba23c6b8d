// SPDX-License-Identifier: BSL-1.0
/// \file  The brackets of the Redis documentation as types: how the arguments of a command follow one another.
#pragma once
#include <hibana/command/grammar/kinds.hpp>
#include <hibana/core/fixed_string.hpp>

#include <type_traits>

namespace hibana {
namespace notation {

// A signature is `reply(step, step, ...)`, in the order of the wire. A kind alone is one argument.

template <class Kind>
struct optional;  ///< [arg]
template <class Kind>
struct some;  ///< arg [arg ...]; of pairs: field value [field value ...]
template <class Kind>
struct any;  ///< [arg ...]
template <class Kind>
struct counted;  ///< numkeys key [key ...]; of pairs: how many pairs
template <class Kind>
struct counted_any;  ///< numkeys [key ...]
template <class Kind>
struct counted_words;  ///< nargs name value [name value ...]: how many words
template <class First, class Second>
struct zipped;  ///< key [key ...] id [id ...], given as pairs
template <fixed_string Text>
struct word;  ///< STREAMS: always said, never given

// Options are objects that a signature names, so that its reader and the caller use the same word.

template <const auto&... Option>
struct maybe;  ///< [A | B]
template <const auto&... Option>
struct one_of;  ///< A | B
template <const auto&... Option>
struct any_of;  ///< [A] [B], written in this order
template <const auto&... Option>
struct each;  ///< [A | B ...], as often as given and in that order
template <const auto&... Option>
struct some_of;  ///< A | B ..., at least one, in the order given

}  // namespace notation

namespace grammar {

enum class shape : unsigned char { one, optional, some, any, said, maybe, one_of, any_of, each, some_of };

constexpr bool is_list(shape is) { return is == shape::some || is == shape::any; }
constexpr bool takes_options(shape is) { return is >= shape::maybe; }

/// What a number in front of a list counts.
enum class counts : unsigned char { nothing, elements, words };

struct step {
    shape is = shape::one;
    bool pairs = false;
    counts counted = counts::nothing;
    bool zipped = false;
};

/// The type of an option where one was given, `void` for any other argument.
template <class T>
struct option_in {
    using type = void;
};
template <class T>
    requires requires { typename T::is_option; }
struct option_in<T> {
    using type = typename T::is_option;
};
template <class T>
using option_of = typename option_in<std::remove_cvref_t<T>>::type;
template <const auto& Option>
using type_of = option_of<decltype(Option)>;
/// An option that is given as a call of it, and not as it is.
template <class Option>
inline constexpr bool wants_arguments = false;
/// An option that was named and not called, although it takes arguments.
template <class T>
concept bare_option = wants_arguments<std::remove_cvref_t<T>>;

/// The place of a type among others; -1 where it is not among them.
template <class T, class... Among>
consteval int position() {
    int at = -1, index = 0;
    ((at < 0 && std::is_same_v<T, Among> ? at = index : 0, ++index), ...);
    return at;
}

/// What is known of a step: how it reads arguments, and the kinds of their first and second halves.
template <class Step>
struct step_traits {
    static constexpr step how{};
    using first = Step;
    using second = Step;
};

template <class First, class Second = First>
struct list_traits {
    using first = First;
    using second = Second;
};
template <class Kind>
struct element {
    using type = list_traits<Kind>;
    static constexpr bool pairs = false;
};
template <class First, class Second>
struct element<notation::pair<First, Second>> {
    using type = list_traits<First, Second>;
    static constexpr bool pairs = true;
};

template <class Kind>
struct step_traits<notation::optional<Kind>> : list_traits<Kind> {
    static constexpr step how{shape::optional};
};
template <class Kind>
struct step_traits<notation::some<Kind>> : element<Kind>::type {
    static constexpr step how{shape::some, element<Kind>::pairs};
};
template <class Kind>
struct step_traits<notation::any<Kind>> : element<Kind>::type {
    static constexpr step how{shape::any, element<Kind>::pairs};
};
template <class Kind>
struct step_traits<notation::counted<Kind>> : element<Kind>::type {
    static constexpr step how{shape::some, element<Kind>::pairs, counts::elements};
};
template <class Kind>
struct step_traits<notation::counted_any<Kind>> : element<Kind>::type {
    static constexpr step how{shape::any, element<Kind>::pairs, counts::elements};
};
template <class Kind>
struct step_traits<notation::counted_words<Kind>> : element<Kind>::type {
    static constexpr step how{shape::some, element<Kind>::pairs, counts::words};
};
template <class First, class Second>
struct step_traits<notation::zipped<First, Second>> : list_traits<First, Second> {
    static constexpr step how{shape::some, true, counts::nothing, true};
};
template <fixed_string Text>
struct step_traits<notation::word<Text>> : list_traits<void> {
    static constexpr step how{shape::said};
};

template <shape Is, const auto&... Option>
struct option_traits : list_traits<void> {
    static constexpr step how{Is};
    /// Which of the group an option is; -1: none of it.
    template <class T>
    static constexpr int alternative = position<T, type_of<Option>...>();
};
template <const auto&... Option>
struct step_traits<notation::maybe<Option...>> : option_traits<shape::maybe, Option...> {};
template <const auto&... Option>
struct step_traits<notation::one_of<Option...>> : option_traits<shape::one_of, Option...> {};
template <const auto&... Option>
struct step_traits<notation::any_of<Option...>> : option_traits<shape::any_of, Option...> {};
template <const auto&... Option>
struct step_traits<notation::each<Option...>> : option_traits<shape::each, Option...> {};
template <const auto&... Option>
struct step_traits<notation::some_of<Option...>> : option_traits<shape::some_of, Option...> {};

template <class Step>
inline constexpr step step_of = step_traits<Step>::how;

}  // namespace grammar
}  // namespace hibana
