// SPDX-License-Identifier: BSL-1.0
/// \file  Conversion of the arguments of a call into the items of a request.
#pragma once
#include <hibana/command/grammar/list_arguments.hpp>
#include <hibana/command/grammar/match_call.hpp>

namespace hibana::grammar {

template <class T>
inline constexpr bool is_signature = false;
template <class Reply, class... Step>
inline constexpr bool is_signature<Reply(Step...)> = true;

template <class Kind, class T>
constexpr bool fits() {
    if constexpr (std::is_void_v<Kind>) return false;
    else return accepts<Kind, T>;
}

/// Whether a list argument has elements of the right types.
template <class Step, class T>
constexpr bool list_fits() {
    using kinds = step_traits<Step>;
    using type = std::remove_cvref_t<T>;
    constexpr bool pairs = step_of<Step>.pairs;
    if constexpr (structured<type>) {
        return pairs;
    } else if constexpr (is_argument_pack<type>) {
        return !pairs && std::is_same_v<typename kinds::first, notation::key>;
    } else if constexpr (pair_like<type>) {
        return pairs && fits<typename kinds::first, decltype(std::declval<const type&>().first)>()
               && fits<typename kinds::second, decltype(std::declval<const type&>().second)>();
    } else {
        using element = std::remove_cvref_t<decltype(*std::begin(std::declval<const type&>()))>;
        if constexpr (!pairs) return fits<typename kinds::first, element>();
        else if constexpr (pair_like<element>) return list_fits<Step, element>();
        else return false;
    }
}

template <part Part, class Step, class T>
constexpr call_error type_error_of() {
    using kinds = step_traits<Step>;
    constexpr bool list = is_list(step_of<Step>.kind);
    if constexpr (Part == part::pairs) {
        return list_fits<Step, T>() ? call_error::none : call_error::pair;
    } else if constexpr (Part == part::second) {
        return fits<typename kinds::second, T>() ? call_error::none : argument_traits<typename kinds::second>::error;
    } else if constexpr (list && list_argument<std::remove_cvref_t<T>>) {
        return list_fits<Step, T>() ? call_error::none : argument_traits<typename kinds::first>::error;
    } else {
        return fits<typename kinds::first, T>() ? call_error::none : argument_traits<typename kinds::first>::error;
    }
}

/// Stores a list argument.
template <class Step, class T>
constexpr auto store_list(T&& value) {
    using kinds = step_traits<Step>;
    using type = std::remove_cvref_t<T>;
    constexpr bool owned = !std::is_lvalue_reference_v<T>;
    if constexpr (is_argument_pack<type>) {
        return type(std::forward<T>(value));
    } else if constexpr (structured<type>) {
        return struct_argument<Step, type, owned>(std::forward<T>(value));
    } else if constexpr (pair_like<type>) {
        using first = decltype(store<typename kinds::first>(std::forward<T>(value).first));
        using second = decltype(store<typename kinds::second>(std::forward<T>(value).second));
        return argument_pack<first, second>{store<typename kinds::first>(std::forward<T>(value).first),
                                            store<typename kinds::second>(std::forward<T>(value).second)};
    } else {
        return range_argument<Step, type, owned>(std::forward<T>(value));
    }
}

/// Stores an argument as an item of a request.
template <part Part, class Step, class T>
constexpr auto item_of(T&& value) {
    using kinds = step_traits<Step>;
    using type = std::remove_cvref_t<T>;
    if constexpr (Part == part::option) {
        if constexpr (std::is_empty_v<type>) return option_of<type>();
        else return type(std::forward<T>(value));
    } else if constexpr (Part == part::second) {
        return store<typename kinds::second>(std::forward<T>(value));
    } else if constexpr (Part == part::pairs || (is_list(step_of<Step>.kind) && list_argument<type>)) {
        return store_list<Step>(std::forward<T>(value));
    } else {
        return store<typename kinds::first>(std::forward<T>(value));
    }
}

// References to the arguments of a call, by index.

template <std::size_t Index, class T>
struct reference {
    T&& value;
};
template <class Indices, class... T>
struct references;
template <std::size_t... Index, class... T>
struct references<std::index_sequence<Index...>, T...> : reference<Index, T>... {};
template <std::size_t Index, class T>
constexpr T&& argument_at(const reference<Index, T>& argument) {
    return static_cast<T&&>(argument.value);
}

template <class Step>
struct literal_word_of;
template <fixed_string Text>
struct literal_word_of<notation::word<Text>> {
    using type = literal_word<Text>;
};

template <class Reply, class... Step>
struct signature {
    using reply = Reply;
    static constexpr std::array<step, sizeof...(Step)> steps{step_of<Step>...};
    /// Whether every step is exactly one argument, as in most commands.
    static constexpr bool is_direct = ((step_of<Step>.kind == element_kind::one) && ...);
    template <std::size_t Index>
    using step_at = nth<Index, Step...>;

    template <class T>
    static consteval argument_info inspect() {
        using option = option_of<T>;
        if constexpr (std::is_void_v<option>) {
            return {false, list_argument<std::remove_cvref_t<T>>, false, 0, 0};
        } else {
            argument_info found{true, false, bare_option<T>, 0, 0};
            unsigned at = 0;
            (inspect_step<Step, option>(found, at++), ...);
            return found;
        }
    }

    template <class Single, class T>
    static consteval bool fits_directly() {
        if constexpr (step_of<Single>.kind == element_kind::one && std::is_void_v<option_of<T>>) return accepts<Single, T>;
        else return false;
    }
    template <class... T>
    static consteval bool matches_directly() {
        if constexpr (is_direct && sizeof...(T) == sizeof...(Step)) return (fits_directly<Step, T>() && ...);
        else return false;
    }
    template <template <class...> class Result, class Self, class... T>
    static constexpr auto make_directly(T&&... value) {
        return Result<Self, Reply, decltype(store<Step>(std::forward<T>(value)))...>{store<Step>(std::forward<T>(value))...};
    }

private:
    template <class Single, class Option>
    static consteval void inspect_step(argument_info& found, unsigned at) {
        if constexpr (accepts_options(step_of<Single>.kind)) {
            constexpr int alternative = step_traits<Single>::template alternative<Option>;
            if (alternative < 0) return;
            if (found.steps == 0) found.identity = static_cast<std::uint16_t>(at << 8 | static_cast<unsigned>(alternative));
            found.steps |= std::uint64_t{1} << at;
        }
    }
};

template <class Signature>
struct signature_of;
template <class Reply, class... Step>
struct signature_of<Reply(Step...)> {
    using type = signature<Reply, Step...>;
};

/// A call, matched with a signature.
template <class Signature, class... T>
struct matched_call {
    static constexpr auto matched =
        match_call(Signature::steps, std::array<argument_info, sizeof...(T)>{Signature::template inspect<T>()...});

    template <std::size_t At>
    using step_for = typename Signature::template step_at<matched.sources[At].step>;

    /// The result of the match, with the first argument of a wrong type as an error.
    static consteval auto checked_result() {
        auto result = matched;
        if constexpr (matched.err == call_error::none) check(result, std::make_index_sequence<matched.size>());
        return result;
    }

    template <template <class...> class Result, class Self, class Reply>
    static constexpr auto make(const references<std::index_sequence_for<T...>, T...>& arguments) {
        return make<Result, Self, Reply>(arguments, std::make_index_sequence<matched.size>());
    }

private:
    template <std::size_t At>
    static consteval call_error type_error_at() {
        constexpr item_source source = matched.sources[At];
        if constexpr (source.kind == part::option || source.kind == part::word || source.kind == part::count) return call_error::none;
        else return type_error_of<source.kind, step_for<At>, nth<source.argument, T...>>();
    }
    template <class Result, std::size_t... At>
    static consteval void check(Result& result, std::index_sequence<At...>) {
        (record_error(result, type_error_at<At>(), matched.sources[At].argument), ...);
    }
    template <class Result>
    static consteval void record_error(Result& result, call_error err, std::uint16_t argument) {
        if (result.err != call_error::none || err == call_error::none) return;
        result.err = err;
        result.offending = argument;
    }

    template <std::size_t At>
    static constexpr auto item(const auto& arguments) {
        constexpr item_source source = matched.sources[At];
        if constexpr (source.kind == part::word) return typename literal_word_of<step_for<At>>::type();
        else if constexpr (source.kind == part::count) return count<At>(arguments, std::make_index_sequence<source.following>());
        else return item_of<source.kind, step_for<At>>(argument_at<source.argument>(arguments));
    }
    // Braces guarantee left-to-right order: arguments are counted before they are moved.
    template <template <class...> class Result, class Self, class Reply, std::size_t... At>
    static constexpr auto make(const auto& arguments, std::index_sequence<At...>) {
        return Result<Self, Reply, decltype(item<At>(arguments))...>{item<At>(arguments)...};
    }

    // The number in front of a list.
    template <std::size_t At>
    static constexpr auto counter(const auto& arguments) {
        constexpr item_source source = matched.sources[At];
        using argument = nth<source.argument, T...>;
        using type = std::remove_cvref_t<argument>;
        if constexpr (source.kind == part::second) return known_count<0>();
        else if constexpr (structured<type>) return known_count<members<type>::size>();
        else if constexpr (is_argument_pack<type>) return known_count<type::size>();
        else if constexpr (!range_like<type>) return known_count<1>();
        else if constexpr (std::is_lvalue_reference_v<argument>)
            return stored_argument<type, false>(argument_at<source.argument>(arguments));
        else return std::uint64_t{size_of_range(argument_at<source.argument>(arguments))};
    }
    template <std::size_t At, std::size_t... Counted>
    static constexpr auto count(const auto& arguments, std::index_sequence<Counted...>) {
        constexpr step syntax = step_of<step_for<At>>;
        constexpr std::size_t unit = syntax.counted == counts::words && syntax.pairs ? 2 : 1;
        return make_element_count<unit>(counter<At + 1 + Counted>(arguments)...);
    }
};

}  // namespace hibana::grammar
