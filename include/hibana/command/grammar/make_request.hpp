// SPDX-License-Identifier: BSL-1.0
/// \file  Result of calling a command or an option: a request, or one diagnostic.
#pragma once
#include <hibana/command/grammar/invalid_request.hpp>
#include <hibana/command/grammar/rules.hpp>
#include <hibana/command/grammar/signature.hpp>

namespace hibana {

// Names for diagnostics: the compiler shows them with their arguments. Each is false.

template <class... Option>
inline constexpr bool compatible = false;
template <class Option>
inline constexpr bool known_option = false;
template <class Wanted>
inline constexpr bool provided = false;
template <class Argument>
inline constexpr bool accepted = false;
template <class Rule>
inline constexpr bool rule_satisfied = false;

namespace grammar {

/// Implements the call operators of commands and options. A common base class would cost compile time for each declaration.
///
/// `Self::declared` has `signatures` (an overloads<...>), `parts` (a declaration_parts<...>), and `result`, the template of the
/// result.
template <class Self, class... T>
constexpr auto make_request(T&&... argument) {
    if constexpr ((is_invalid_request<T> || ...)) {
        return invalid_request();  // the diagnostic has been emitted already
    } else if constexpr (Self::declared::signatures::size == 0) {
        static_assert(provided<Self>, "hibana: a command requires a signature, such as ok(key, bulk)");
        return invalid_request();
    } else {
        constexpr int direct = Self::declared::signatures::template direct_match<T&&...>();
        if constexpr (direct >= 0) {
            using chosen = typename Self::declared::signatures::template at<std::size_t(direct)>;
            return chosen::template make_directly<Self::declared::template result, Self>(static_cast<T&&>(argument)...);
        } else {
            using signatures = typename Self::declared::signatures;
            using chosen = typename signatures::template at<signatures::template best_match<T&&...>()>;
            using parts = typename Self::declared::parts;
            using call = matched_call<chosen, T&&...>;
            constexpr auto matched = call::checked_result();
            constexpr auto rule = matched.err == call_error::none ? parts::template broken_by<option_of<T>...>() : broken_rule{};
            constexpr call_error err = matched.err == call_error::none ? rule.err : matched.err;
            if constexpr (err == call_error::none) {
                using reply = typename reply_with_options<parts, typename chosen::reply, option_of<T>...>::type;
                return call::template make<Self::declared::template result, Self, reply>({{static_cast<T&&>(argument)}...});
            } else {
                // If something is missing, `offending` is a step of the signature instead of an argument.
                constexpr bool missing = matched.err == call_error::missing_option || matched.err == call_error::too_few;
                using offending = nth<missing ? sizeof...(T) : matched.offending, std::remove_cvref_t<T>..., void>;
                using other = nth<matched.other, std::remove_cvref_t<T>..., void>;
                using rule_broken = typename parts::template at<rule.part>;
                // One static_assert for each error; the compiler shows the arguments of its condition.
                if constexpr (err == call_error::exclusive)
                    static_assert(compatible<option_of<offending>, option_of<other>>,
                                  "hibana: these two options exclude each other; use one of them");
                else if constexpr (err == call_error::duplicate)
                    static_assert(compatible<option_of<offending>, option_of<other>>, "hibana: this option is used twice");
                else if constexpr (err == call_error::conflict)
                    static_assert(rule_satisfied<rule_broken>,
                                  "hibana: these options exclude each other (the first one cannot be combined with the others)");
                else if constexpr (err == call_error::missing_dependency)
                    static_assert(rule_satisfied<rule_broken>,
                                  "hibana: this option requires another one (the first requires one of the others)");
                else if constexpr (err == call_error::unknown_option)
                    static_assert(known_option<option_of<offending>>, "hibana: the command does not have this option");
                else if constexpr (err == call_error::missing_argument)
                    static_assert(provided<option_of<offending>>, "hibana: this option requires an argument, for example opt::ex(60s)");
                else if constexpr (err == call_error::missing_option)
                    static_assert(provided<typename chosen::template step_at<matched.offending>>,
                                  "hibana: the command requires one of these options");
                else if constexpr (err == call_error::too_few)
                    static_assert(provided<typename chosen::template step_at<matched.offending>>,
                                  "hibana: too few arguments; this one is missing");
                else if constexpr (err == call_error::too_many)
                    static_assert(accepted<offending>, "hibana: too many arguments; this one is not accepted");
                else if constexpr (err == call_error::unpaired)
                    static_assert(accepted<offending>, "hibana: this command takes pairs of arguments; the last one has no partner");
                else if constexpr (err == call_error::ambiguous_list_end)
                    static_assert(accepted<offending>, "hibana: the end of this list of keys is ambiguous; pass keys(...) or a range");
                else if constexpr (err == call_error::key)
                    static_assert(accepted<offending>, "hibana: a key must be text: std::string, std::string_view, \"...\" or \"...\"_key");
                else if constexpr (err == call_error::text)
                    static_assert(accepted<offending>,
                                  "hibana: this argument must be text or a number; for another type specialise "
                                  "hibana::argument<T>");
                else if constexpr (err == call_error::integer)
                    static_assert(accepted<offending>, "hibana: this argument must be an integer");
                else if constexpr (err == call_error::number) static_assert(accepted<offending>, "hibana: this argument must be a number");
                else if constexpr (err == call_error::seconds)
                    static_assert(accepted<offending>,
                                  "hibana: this argument must be a duration in whole seconds, such as 60s; for finer durations use "
                                  "the option or command in milliseconds");
                else if constexpr (err == call_error::milliseconds)
                    static_assert(accepted<offending>, "hibana: this argument must be a duration, such as 1500ms");
                else if constexpr (err == call_error::time_point)
                    static_assert(accepted<offending>, "hibana: this argument must be a time point of std::chrono::system_clock");
                else if constexpr (err == call_error::pair)
                    static_assert(accepted<offending>, "hibana: this argument must be a range of pairs with elements of the right types");
                else if constexpr (err == call_error::triple)
                    static_assert(accepted<offending>,
                                  "hibana: this argument must be a std::tuple of three elements of the right types, or a range of "
                                  "such tuples");
                else if constexpr (err == call_error::json)
                    static_assert(accepted<offending>,
                                  "hibana: this argument must be JSON text, a number, a bool or nullptr; for another type "
                                  "specialise hibana::json_value<T>");
                else if constexpr (err == call_error::timestamp)
                    static_assert(accepted<offending>,
                                  "hibana: this argument must be milliseconds since 1970 as an integer, a time point of "
                                  "std::chrono::system_clock, or text: -, + or *");
                else if constexpr (err == call_error::floats)
                    static_assert(accepted<offending>, "hibana: this argument must be a contiguous range of float, or its bytes");
                return invalid_request();
            }
        }
    }
}

/// The signatures of a command.
template <class... Signature>
struct overloads {
    static constexpr std::size_t size = sizeof...(Signature);
    template <std::size_t Index>
    using at = nth<Index, Signature...>;

    /// Index of the first signature whose steps match the arguments one to one, -1 if there is none.
    template <class... T>
    static consteval int direct_match() {
        int found = -1, index = 0;
        ((found < 0 && Signature::template matches_directly<T...>() ? found = index : 0, ++index), ...);
        return found;
    }
    /// Index of the first signature that the call matches, otherwise of the closest one.
    template <class... T>
    static consteval std::size_t best_match() {
        constexpr int distances[] = {distance(distance_to<Signature, T...>())...};
        std::size_t best = 0;
        for (std::size_t index = 1; index != size; ++index)
            if (distances[index] < distances[best]) best = index;
        return best;
    }

private:
    template <class One, class... T>
    static consteval call_error distance_to() {
        if constexpr (size == 1) return call_error::none;  // nothing to select; it will be matched once
        else return matched_call<One, T...>::checked_result().err;
    }
};

}  // namespace grammar
}  // namespace hibana
