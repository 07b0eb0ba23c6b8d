// SPDX-License-Identifier: BSL-1.0
/// \file  Arity and key positions of a command, derived from its declaration.
#pragma once
#include <hibana/command/grammar/option.hpp>

#include <array>

namespace hibana {

/// Positions of keys among the words of a command, as in COMMAND INFO.
struct key_spec {
    enum class kind : unsigned char {
        none,
        range,    ///< from `first` to `last`
        keynum,   ///< the number at `first` is the number of keys after it
        keyword,  ///< after a word
        option,   ///< in an option, at any position
    };
    kind type = kind::none;
    int first = 0;  ///< 0 is the name of the command, 1 a subcommand
    int last = 0;   ///< of a range: relative to `first`; from the end if negative
    int step = 1;   ///< distance between keys
    constexpr bool is_none() const { return type == kind::none; }
    friend constexpr bool operator==(const key_spec&, const key_spec&) = default;
};

namespace grammar {

/// Number of words of an argument of a kind, and whether the first one is a key.
template <class Kind>
inline constexpr int words_of_kind = 1;
template <class Kind>
inline constexpr bool begins_with_key = std::is_same_v<Kind, notation::key>;

/// The minimum number of words of a step, and whether the number is fixed.
struct extent {
    int least = 1;
    bool fixed = true;
};

template <class Step>
consteval extent extent_of();

template <class Signature>
struct words_of;
template <class Reply, class... Step>
struct words_of<signature<Reply, Step...>> {
    static constexpr extent words{(0 + ... + extent_of<Step>().least), (extent_of<Step>().fixed && ...)};
    static constexpr bool has_keys = (std::is_same_v<typename step_traits<Step>::first, notation::key> || ...);
};
template <const auto& Option>
inline constexpr extent option_extent{
    static_cast<int>(words_in(token_of<type_of<Option>>)) + words_of<typename type_of<Option>::declared::signature>::words.least,
    words_of<typename type_of<Option>::declared::signature>::words.fixed};

/// The options of a step: the extent of one of them, and whether any has keys.
template <class Step>
struct step_options {
    static constexpr extent one{};
    static constexpr bool have_keys = false;
};
template <template <const auto&...> class Group, const auto&... Option>
struct options_of_group {
    static constexpr extent one = [] {
        const extent all[] = {option_extent<Option>...};
        extent least = all[0];
        for (const extent& next : all) {
            least.fixed = least.fixed && next.fixed && next.least == least.least;
            if (next.least < least.least) least.least = next.least;
        }
        return least;
    }();
    static constexpr bool have_keys = (words_of<typename type_of<Option>::declared::signature>::has_keys || ...);
};
template <const auto&... Option>
struct step_options<notation::maybe<Option...>> : options_of_group<notation::maybe, Option...> {};
template <const auto&... Option>
struct step_options<notation::one_of<Option...>> : options_of_group<notation::one_of, Option...> {};
template <const auto&... Option>
struct step_options<notation::any_of<Option...>> : options_of_group<notation::any_of, Option...> {};
template <const auto&... Option>
struct step_options<notation::each<Option...>> : options_of_group<notation::each, Option...> {};
template <const auto&... Option>
struct step_options<notation::some_of<Option...>> : options_of_group<notation::some_of, Option...> {};

template <class Step>
consteval extent extent_of() {
    constexpr step syntax = step_of<Step>;
    const int element = syntax.pairs ? 2 : words_of_kind<typename step_traits<Step>::first>;
    const int number = syntax.counted != counts::nothing ? 1 : 0;
    switch (syntax.kind) {
    case element_kind::one: return {element, true};
    case element_kind::word: return {1, true};
    case element_kind::some: return {number + element, false};
    case element_kind::any: return {number, false};
    case element_kind::one_of: return step_options<Step>::one;
    case element_kind::some_of: return {step_options<Step>::one.least, false};
    default: return {0, false};
    }
}

/// Key positions of a step that begins at `at` and is followed by at least `after` words.
template <class Step>
consteval key_spec key_spec_of(int at, int after) {
    constexpr step syntax = step_of<Step>;
    if constexpr (accepts_options(syntax.kind)) {
        if (step_options<Step>::have_keys) return {key_spec::kind::option};
    } else if constexpr (begins_with_key<typename step_traits<Step>::first>) {
        const int step = syntax.pairs ? 2 : words_of_kind<typename step_traits<Step>::first>;
        if (syntax.zipped) return {key_spec::kind::keyword, at - 1};
        if (syntax.counted != counts::nothing) return {key_spec::kind::keynum, at, 0, step};
        if (is_list(syntax.kind)) return {key_spec::kind::range, at, -1 - after, step};
        return {key_spec::kind::range, at};
    }
    return {};
}

inline constexpr std::size_t max_key_specs = 4;
using key_spec_list = std::array<key_spec, max_key_specs>;

template <class Signature>
struct key_specs_of;
template <class Reply, class... Step>
struct key_specs_of<signature<Reply, Step...>> {
    static consteval key_spec_list specs(int name) {
        key_spec_list found{};
        std::size_t count = 0;
        int at = name;
        [[maybe_unused]] int after = words_of<signature<Reply, Step...>>::words.least;
        [[maybe_unused]] const auto add = [&](key_spec spec, int words) {
            if (spec.type != key_spec::kind::none) found[count++] = spec;
            at += words;
        };
        ((after -= extent_of<Step>().least, add(key_spec_of<Step>(at, after), extent_of<Step>().least)), ...);
        return found;
    }
};

}  // namespace grammar
}  // namespace hibana
