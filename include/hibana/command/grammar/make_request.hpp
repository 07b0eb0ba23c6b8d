// SPDX-License-Identifier: BSL-1.0
/// \file  What calling a command or an option gives: a request, or one sentence that says what is wrong.
#pragma once
#include <hibana/command/grammar/invalid_request.hpp>
#include <hibana/command/grammar/rules.hpp>
#include <hibana/command/grammar/signature.hpp>

namespace hibana {

// Names for diagnostics: what a compiler shows beside the sentence. Each is false.

template <class... Option>
inline constexpr bool together = false;
template <class Option>
inline constexpr bool known_option = false;
template <class Wanted>
inline constexpr bool given_here = false;
template <class Argument>
inline constexpr bool accepted = false;
template <class Rule>
inline constexpr bool holds = false;

namespace grammar {

/// What the call operators of commands and options do. Each has its own: a base that had it would cost where nothing is called.
///
/// `Self` has in `declared` its `signatures` (an alternatives<...>), its `parts` (a declaration_parts<...>), and `result`, the
/// template of what it makes.
template <class Self, class... T>
constexpr auto make_request(T&&... argument) {
    if constexpr ((is_refused<T> || ...)) {
        return refused();  // it has said why already
    } else if constexpr (Self::declared::signatures::size == 0) {
        static_assert(given_here<Self>, "hibana: a command has a signature, such as ok(key, bulk)");
        return refused();
    } else {
        constexpr int plain = Self::declared::signatures::template plain<T&&...>();
        if constexpr (plain >= 0) {
            using chosen = typename Self::declared::signatures::template at<std::size_t(plain)>;
            return chosen::template make_plainly<Self::declared::template result, Self>(static_cast<T&&>(argument)...);
        } else {
            using signatures = typename Self::declared::signatures;
            using chosen = typename signatures::template at<signatures::template choose<T&&...>()>;
            using parts = typename Self::declared::parts;
            using call = reading<chosen, T&&...>;
            constexpr auto read = call::checked();
            constexpr auto rule =
                read.wrong == fault::none ? parts::template broken<option_of<T>...>() : broken_rule{};
            constexpr fault wrong = read.wrong == fault::none ? rule.wrong : read.wrong;
            if constexpr (wrong == fault::none) {
                using reply =
                    typename reply_beside<parts, typename chosen::reply, option_of<T>...>::type;
                return call::template make<Self::declared::template result, Self, reply>({{static_cast<T&&>(argument)}...});
            } else {
                // Where something is missing the culprit is a step of the signature, and no argument.
                constexpr bool missing = read.wrong == fault::choose || read.wrong == fault::too_few;
                using culprit = nth<missing ? sizeof...(T) : read.culprit, std::remove_cvref_t<T>..., void>;
                using other = nth<read.other, std::remove_cvref_t<T>..., void>;
                using rule_broken = typename parts::template at<rule.part>;
                // One static_assert stands for each fault; what its condition names is what the compiler shows.
                if constexpr (wrong == fault::exclusive)
                    static_assert(together<option_of<culprit>, option_of<other>>,
                                  "hibana: these two options exclude each other; give one of them");
                else if constexpr (wrong == fault::twice)
                    static_assert(together<option_of<culprit>, option_of<other>>,
                                  "hibana: this option is given twice");
                else if constexpr (wrong == fault::clash)
                    static_assert(
                        holds<rule_broken>,
                        "hibana: these options exclude each other (the first does not go with the others)");
                else if constexpr (wrong == fault::lacks)
                    static_assert(holds<rule_broken>,
                                  "hibana: this option works only together with another one (the first needs one "
                                  "of the others)");
                else if constexpr (wrong == fault::foreign)
                    static_assert(known_option<option_of<culprit>>,
                                  "hibana: the command does not take this option");
                else if constexpr (wrong == fault::bare)
                    static_assert(given_here<option_of<culprit>>,
                                  "hibana: this option wants its argument, as in opt::ex(60s)");
                else if constexpr (wrong == fault::choose)
                    static_assert(given_here<typename chosen::template step_at<read.culprit>>,
                                  "hibana: the command wants one of these options");
                else if constexpr (wrong == fault::too_few)
                    static_assert(given_here<typename chosen::template step_at<read.culprit>>,
                                  "hibana: too few arguments; this one is missing");
                else if constexpr (wrong == fault::too_many)
                    static_assert(accepted<culprit>, "hibana: too many arguments; this one has no place");
                else if constexpr (wrong == fault::odd)
                    static_assert(accepted<culprit>, "hibana: arguments come in pairs here; the last one is alone");
                else if constexpr (wrong == fault::apart)
                    static_assert(
                        accepted<culprit>,
                        "hibana: write keys(...) or a range here, so that it is clear where the keys end");
                else if constexpr (wrong == fault::key)
                    static_assert(accepted<culprit>,
                                  "hibana: a key is text: std::string, std::string_view, \"...\" or \"...\"_key");
                else if constexpr (wrong == fault::text)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is text or a number; for another type specialise "
                                  "hibana::argument<T>");
                else if constexpr (wrong == fault::whole)
                    static_assert(accepted<culprit>, "hibana: this argument is an integer");
                else if constexpr (wrong == fault::number)
                    static_assert(accepted<culprit>, "hibana: this argument is a number");
                else if constexpr (wrong == fault::seconds)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is a duration in whole seconds, such as 60s; a finer "
                                  "one goes with the option or command in milliseconds");
                else if constexpr (wrong == fault::milliseconds)
                    static_assert(accepted<culprit>, "hibana: this argument is a duration, such as 1500ms");
                else if constexpr (wrong == fault::time)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is a point in time of std::chrono::system_clock");
                else if constexpr (wrong == fault::pair)
                    static_assert(accepted<culprit>,
                                  "hibana: a range here has pairs as elements, and each half has the right type");
                else if constexpr (wrong == fault::triple)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is a std::tuple of three of the right types, or a range of "
                                  "them");
                else if constexpr (wrong == fault::json)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is JSON text, a number, a bool or nullptr; for another type "
                                  "specialise hibana::json_value<T>");
                else if constexpr (wrong == fault::timestamp)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is milliseconds since 1970 as an integer, a point in time of "
                                  "std::chrono::system_clock, or text: -, + or *");
                else if constexpr (wrong == fault::floats)
                    static_assert(accepted<culprit>,
                                  "hibana: this argument is a range of float in one block, or its bytes");
                return refused();
            }
        }
    }
}

/// The signatures of a command. Most have one.
template <class... Signature>
struct alternatives {
    static constexpr std::size_t size = sizeof...(Signature);
    template <std::size_t Index>
    using at = nth<Index, Signature...>;

    /// The first signature of which this call is its kinds in a row; -1: none.
    template <class... T>
    static consteval int plain() {
        int found = -1, index = 0;
        ((found < 0 && Signature::template reads_plainly<T...>() ? found = index : 0, ++index), ...);
        return found;
    }
    /// The first signature by which a call is a request; else the one that was meant.
    template <class... T>
    static consteval std::size_t choose() {
        constexpr int distances[] = {distance(distance_to<Signature, T...>())...};
        std::size_t best = 0;
        for (std::size_t index = 1; index != size; ++index)
            if (distances[index] < distances[best]) best = index;
        return best;
    }

private:
    template <class One, class... T>
    static consteval fault distance_to() {
        if constexpr (size == 1) return fault::none;  // there is no choice; it will be read once
        else return reading<One, T...>::checked().wrong;
    }
};

}  // namespace grammar
}  // namespace hibana
