// SPDX-License-Identifier: BSL-1.0
/// \file  What the server's COMMAND says of a command, read off its declaration: its arity and where its keys stand.
#pragma once
#include <hibana/command/grammar/option.hpp>

#include <array>

namespace hibana {

/// Where keys stand among the words of a command, as COMMAND INFO describes it.
struct key_spec {
    enum class kind : unsigned char {
        none,
        range,    ///< from `first` to `last`
        keynum,   ///< a number at `first` says how many follow it
        keyword,  ///< behind a word
        option,   ///< in an option, wherever it stands
    };
    kind is = kind::none;
    int first = 0;  ///< the name of the command is 0, and a subcommand is 1
    int last = 0;   ///< of a range: from `first`, or from the end where it is negative
    int step = 1;   ///< from one key to the next
    constexpr bool is_none() const { return is == kind::none; }
    friend constexpr bool operator==(const key_spec&, const key_spec&) = default;
};

namespace grammar {

/// How many words an argument of a kind is, and whether the first of them is a key.
template <class Kind>
inline constexpr int words_of_kind = 1;
template <class Kind>
inline constexpr bool begins_with_key = std::is_same_v<Kind, notation::key>;

/// The fewest words that a step is, and whether it is always that many.
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

/// The options of a step: the extent of one of them, and whether one has keys.
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
    constexpr step how = step_of<Step>;
    const int element = how.pairs ? 2 : words_of_kind<typename step_traits<Step>::first>;
    const int number = how.counted != counts::nothing ? 1 : 0;
    switch (how.is) {
    case shape::one: return {element, true};
    case shape::said: return {1, true};
    case shape::some: return {number + element, false};
    case shape::any: return {number, false};
    case shape::one_of: return step_options<Step>::one;
    case shape::some_of: return {step_options<Step>::one.least, false};
    default: return {0, false};
    }
}

/// Where the keys of a step stand if it begins at `at` and at least `after` words follow it.
template <class Step>
consteval key_spec key_spec_of(int at, int after) {
    constexpr step how = step_of<Step>;
    if constexpr (takes_options(how.is)) {
        if (step_options<Step>::have_keys) return {key_spec::kind::option};
    } else if constexpr (begins_with_key<typename step_traits<Step>::first>) {
        const int step = how.pairs ? 2 : words_of_kind<typename step_traits<Step>::first>;
        if (how.zipped) return {key_spec::kind::keyword, at - 1};
        if (how.counted != counts::nothing) return {key_spec::kind::keynum, at, 0, step};
        if (is_list(how.is)) return {key_spec::kind::range, at, -1 - after, step};
        return {key_spec::kind::range, at};
    }
    return {};
}

inline constexpr std::size_t most_key_specs = 4;
using key_spec_list = std::array<key_spec, most_key_specs>;

template <class Signature>
struct key_specs_of;
template <class Reply, class... Step>
struct key_specs_of<signature<Reply, Step...>> {
    static consteval key_spec_list specs(int name) {
        key_spec_list found{};
        std::size_t count = 0;
        int at = name;
        [[maybe_unused]] int after = words_of<signature<Reply, Step...>>::words.least;
        [[maybe_unused]] const auto note = [&](key_spec spec, int words) {
            if (spec.is != key_spec::kind::none) found[count++] = spec;
            at += words;
        };
        ((after -= extent_of<Step>().least, note(key_spec_of<Step>(at, after), extent_of<Step>().least)), ...);
        return found;
    }
};

}  // namespace grammar
}  // namespace hibana
