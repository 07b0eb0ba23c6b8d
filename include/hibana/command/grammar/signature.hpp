// SPDX-License-Identifier: BSL-1.0
/// \file  How a call is read by one signature: which item each argument becomes, and whether its type fits.
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
    else return takes<Kind, T>;
}

/// Whether an argument that stands for several gives what a list wants.
template <class Step, class T>
constexpr bool several_fits() {
    using kinds = step_traits<Step>;
    using type = std::remove_cvref_t<T>;
    constexpr bool pairs = step_of<Step>.pairs;
    if constexpr (structured<type>) {
        return pairs;
    } else if constexpr (is_bundle<type>) {
        return !pairs && std::is_same_v<typename kinds::first, notation::key>;
    } else if constexpr (pair_like<type>) {
        return pairs && fits<typename kinds::first, decltype(std::declval<const type&>().first)>()
               && fits<typename kinds::second, decltype(std::declval<const type&>().second)>();
    } else {
        using element = std::remove_cvref_t<decltype(*std::begin(std::declval<const type&>()))>;
        if constexpr (!pairs) return fits<typename kinds::first, element>();
        else if constexpr (pair_like<element>) return several_fits<Step, element>();
        else return false;
    }
}

template <part What, class Step, class T>
constexpr fault fault_of() {
    using kinds = step_traits<Step>;
    constexpr bool list = is_list(step_of<Step>.is);
    if constexpr (What == part::pairs) {
        return several_fits<Step, T>() ? fault::none : fault::pair;
    } else if constexpr (What == part::second) {
        return fits<typename kinds::second, T>() ? fault::none : rule<typename kinds::second>::otherwise;
    } else if constexpr (list && several<std::remove_cvref_t<T>>) {
        return several_fits<Step, T>() ? fault::none : rule<typename kinds::first>::otherwise;
    } else {
        return fits<typename kinds::first, T>() ? fault::none : rule<typename kinds::first>::otherwise;
    }
}

/// What a request keeps of an argument that stands for several.
template <class Step, class T>
constexpr auto hold_several(T&& value) {
    using kinds = step_traits<Step>;
    using type = std::remove_cvref_t<T>;
    constexpr bool owned = !std::is_lvalue_reference_v<T>;
    if constexpr (is_bundle<type>) {
        return type(std::forward<T>(value));
    } else if constexpr (structured<type>) {
        return record<Step, type, owned>(std::forward<T>(value));
    } else if constexpr (pair_like<type>) {
        using first = decltype(hold<typename kinds::first>(std::forward<T>(value).first));
        using second = decltype(hold<typename kinds::second>(std::forward<T>(value).second));
        return bundle<first, second>{hold<typename kinds::first>(std::forward<T>(value).first),
                                     hold<typename kinds::second>(std::forward<T>(value).second)};
    } else {
        return many<Step, type, owned>(std::forward<T>(value));
    }
}

/// The item that an argument becomes.
template <part What, class Step, class T>
constexpr auto item_of(T&& value) {
    using kinds = step_traits<Step>;
    using type = std::remove_cvref_t<T>;
    if constexpr (What == part::option) {
        if constexpr (std::is_empty_v<type>) return option_of<type>();
        else return type(std::forward<T>(value));
    } else if constexpr (What == part::second) {
        return hold<typename kinds::second>(std::forward<T>(value));
    } else if constexpr (What == part::pairs || (is_list(step_of<Step>.is) && several<type>)) {
        return hold_several<Step>(std::forward<T>(value));
    } else {
        return hold<typename kinds::first>(std::forward<T>(value));
    }
}

// The arguments of a call by their place.

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
struct said_by;
template <fixed_string Text>
struct said_by<notation::word<Text>> {
    using type = said<Text>;
};

template <class Reply, class... Step>
struct signature {
    using reply = Reply;
    static constexpr std::array<step, sizeof...(Step)> steps{step_of<Step>...};
    /// Every step is one argument, as in most commands.
    static constexpr bool plain = ((step_of<Step>.is == shape::one) && ...);
    template <std::size_t Index>
    using step_at = nth<Index, Step...>;

    template <class T>
    static consteval seen look() {
        using option = option_of<T>;
        if constexpr (std::is_void_v<option>) {
            return {false, several<std::remove_cvref_t<T>>, false, 0, 0};
        } else {
            seen found{true, false, bare_option<T>, 0, 0};
            unsigned at = 0;
            (look_in<Step, option>(found, at++), ...);
            return found;
        }
    }

    template <class Given, class T>
    static consteval bool fits_plainly() {
        if constexpr (step_of<Given>.is == shape::one && std::is_void_v<option_of<T>>) return takes<Given, T>;
        else return false;
    }
    template <class... T>
    static consteval bool reads_plainly() {
        if constexpr (plain && sizeof...(T) == sizeof...(Step)) return (fits_plainly<Step, T>() && ...);
        else return false;
    }
    template <template <class...> class Result, class Self, class... T>
    static constexpr auto make_plainly(T&&... value) {
        return Result<Self, Reply, decltype(hold<Step>(std::forward<T>(value)))...>{
            hold<Step>(std::forward<T>(value))...};
    }

private:
    template <class Given, class Option>
    static consteval void look_in(seen& found, unsigned at) {
        if constexpr (takes_options(step_of<Given>.is)) {
            constexpr int alternative = step_traits<Given>::template alternative<Option>;
            if (alternative < 0) return;
            if (found.steps == 0)
                found.identity = static_cast<std::uint16_t>(at << 8 | static_cast<unsigned>(alternative));
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

/// A call, read by a signature.
template <class Signature, class... T>
struct reading {
    static constexpr auto arranged =
        arrange(Signature::steps, std::array<seen, sizeof...(T)>{Signature::template look<T>()...});

    template <std::size_t At>
    using step_for = typename Signature::template step_at<arranged.uses[At].step>;

    /// The arrangement, or the first argument of the wrong type.
    static consteval auto checked() {
        auto result = arranged;
        if constexpr (arranged.wrong == fault::none) check(result, std::make_index_sequence<arranged.size>());
        return result;
    }

    template <template <class...> class Result, class Self, class Reply>
    static constexpr auto make(const references<std::index_sequence_for<T...>, T...>& arguments) {
        return make<Result, Self, Reply>(arguments, std::make_index_sequence<arranged.size>());
    }

private:
    template <std::size_t At>
    static consteval fault fault_at() {
        constexpr use given = arranged.uses[At];
        if constexpr (given.what == part::option || given.what == part::said || given.what == part::count)
            return fault::none;
        else return fault_of<given.what, step_for<At>, nth<given.argument, T...>>();
    }
    template <class Result, std::size_t... At>
    static consteval void check(Result& result, std::index_sequence<At...>) {
        (note(result, fault_at<At>(), arranged.uses[At].argument), ...);
    }
    template <class Result>
    static consteval void note(Result& result, fault wrong, std::uint16_t argument) {
        if (result.wrong != fault::none || wrong == fault::none) return;
        result.wrong = wrong;
        result.culprit = argument;
    }

    template <std::size_t At>
    static constexpr auto item(const auto& arguments) {
        constexpr use given = arranged.uses[At];
        if constexpr (given.what == part::said) return typename said_by<step_for<At>>::type();
        else if constexpr (given.what == part::count)
            return count<At>(arguments, std::make_index_sequence<given.following>());
        else return item_of<given.what, step_for<At>>(argument_at<given.argument>(arguments));
    }
    // In braces, so that what is counted is counted before it is moved.
    template <template <class...> class Result, class Self, class Reply, std::size_t... At>
    static constexpr auto make(const auto& arguments, std::index_sequence<At...>) {
        return Result<Self, Reply, decltype(item<At>(arguments))...>{item<At>(arguments)...};
    }

    // The number in front of a list.
    template <std::size_t At>
    static constexpr auto counter(const auto& arguments) {
        constexpr use given_use = arranged.uses[At];
        using argument = nth<given_use.argument, T...>;
        using type = std::remove_cvref_t<argument>;
        if constexpr (given_use.what == part::second) return known_count<0>();
        else if constexpr (structured<type>) return known_count<members<type>::size>();
        else if constexpr (is_bundle<type>) return known_count<type::size>();
        else if constexpr (!range_like<type>) return known_count<1>();
        else if constexpr (std::is_lvalue_reference_v<argument>)
            return given<type, false>(argument_at<given_use.argument>(arguments));
        else return std::uint64_t{size_of_range(argument_at<given_use.argument>(arguments))};
    }
    template <std::size_t At, std::size_t... Counted>
    static constexpr auto count(const auto& arguments, std::index_sequence<Counted...>) {
        constexpr step how = step_of<step_for<At>>;
        constexpr std::size_t unit = how.counted == counts::words && how.pairs ? 2 : 1;
        return make_tally<unit>(counter<At + 1 + Counted>(arguments)...);
    }
};

}  // namespace hibana::grammar
