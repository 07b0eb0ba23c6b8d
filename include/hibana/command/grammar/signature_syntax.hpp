// SPDX-License-Identifier: BSL-1.0
/// \file  Syntax of signatures: the notation of the Redis documentation as types.
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
struct counted;  ///< numkeys key [key ...]; of pairs: the number of pairs
template <class Kind>
struct counted_any;  ///< numkeys [key ...]
template <class Kind>
struct counted_words;  ///< nargs name value [name value ...]: the number of words
template <class First, class Second>
struct zipped;  ///< key [key ...] id [id ...], passed as pairs
template <fixed_string Text>
struct word;  ///< a fixed word such as STREAMS; not passed by the caller

// Signatures refer to option objects, so that declarations and calls use the same names.

template <const auto&... Option>
struct maybe;  ///< [A | B]
template <const auto&... Option>
struct one_of;  ///< A | B
template <const auto&... Option>
struct any_of;  ///< [A] [B], encoded in this order
template <const auto&... Option>
struct each;  ///< [A | B ...], any number, in the order of the call
template <const auto&... Option>
struct some_of;  ///< A | B ..., at least one, in the order of the call

}  // namespace notation

namespace grammar {

enum class element_kind : unsigned char { one, optional, some, any, word, maybe, one_of, any_of, each, some_of };

constexpr bool is_list(element_kind kind) { return kind == element_kind::some || kind == element_kind::any; }
constexpr bool accepts_options(element_kind kind) { return kind >= element_kind::maybe; }

/// The unit of the number in front of a list.
enum class counts : unsigned char { nothing, elements, words };

struct step {
    element_kind kind = element_kind::one;
    bool pairs = false;
    counts counted = counts::nothing;
    bool zipped = false;
};

/// The type of an option, `void` for any other argument.
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
/// Whether an option has to be called with arguments.
template <class Option>
inline constexpr bool requires_arguments = false;
/// An option that requires arguments and was not called.
template <class T>
concept bare_option = requires_arguments<std::remove_cvref_t<T>>;

/// The index of a type among others, -1 if it is not among them.
template <class T, class... Among>
consteval int position() {
    int at = -1, index = 0;
    ((at < 0 && std::is_same_v<T, Among> ? at = index : 0, ++index), ...);
    return at;
}

/// Traits of a step: its syntax, and the kinds of its arguments or of both elements of its pairs.
template <class Step>
struct step_traits {
    static constexpr step syntax{};
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
    static constexpr step syntax{element_kind::optional};
};
template <class Kind>
struct step_traits<notation::some<Kind>> : element<Kind>::type {
    static constexpr step syntax{element_kind::some, element<Kind>::pairs};
};
template <class Kind>
struct step_traits<notation::any<Kind>> : element<Kind>::type {
    static constexpr step syntax{element_kind::any, element<Kind>::pairs};
};
template <class Kind>
struct step_traits<notation::counted<Kind>> : element<Kind>::type {
    static constexpr step syntax{element_kind::some, element<Kind>::pairs, counts::elements};
};
template <class Kind>
struct step_traits<notation::counted_any<Kind>> : element<Kind>::type {
    static constexpr step syntax{element_kind::any, element<Kind>::pairs, counts::elements};
};
template <class Kind>
struct step_traits<notation::counted_words<Kind>> : element<Kind>::type {
    static constexpr step syntax{element_kind::some, element<Kind>::pairs, counts::words};
};
template <class First, class Second>
struct step_traits<notation::zipped<First, Second>> : list_traits<First, Second> {
    static constexpr step syntax{element_kind::some, true, counts::nothing, true};
};
template <fixed_string Text>
struct step_traits<notation::word<Text>> : list_traits<void> {
    static constexpr step syntax{element_kind::word};
};

template <element_kind Kind, const auto&... Option>
struct option_traits : list_traits<void> {
    static constexpr step syntax{Kind};
    /// The index of an option in the group, -1 if it is not in it.
    template <class T>
    static constexpr int alternative = position<T, type_of<Option>...>();
};
template <const auto&... Option>
struct step_traits<notation::maybe<Option...>> : option_traits<element_kind::maybe, Option...> {};
template <const auto&... Option>
struct step_traits<notation::one_of<Option...>> : option_traits<element_kind::one_of, Option...> {};
template <const auto&... Option>
struct step_traits<notation::any_of<Option...>> : option_traits<element_kind::any_of, Option...> {};
template <const auto&... Option>
struct step_traits<notation::each<Option...>> : option_traits<element_kind::each, Option...> {};
template <const auto&... Option>
struct step_traits<notation::some_of<Option...>> : option_traits<element_kind::some_of, Option...> {};

template <class Step>
inline constexpr step step_of = step_traits<Step>::syntax;

}  // namespace grammar
}  // namespace hibana
