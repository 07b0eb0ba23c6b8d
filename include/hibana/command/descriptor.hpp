// SPDX-License-Identifier: BSL-1.0
/// \file  How a command is declared: one object that says its name, its arguments, its replies and what is known of it.
#pragma once
#include <hibana/command/grammar/key_specs.hpp>
#include <hibana/command/request.hpp>

namespace hibana {

/// A command. Calling it gives a request.
///
/// The parts are its signatures, `reply(step, ...)` in the order of the wire, then facts and rules:
///
///     inline constexpr descriptor<"SET",
///         ok(key, bulk, maybe<opt::nx, opt::xx>, maybe<opt::get>, maybe<opt::ex, opt::px, opt::keepttl>),
///         when<opt::get, nullable<bulk>>, when<opt::nx, applied>, when<opt::xx, applied>, writes> set;
///
/// Of several signatures a call takes the first that its positional arguments and options fit. Options may stand anywhere
/// in a call; they are written in the order of the declaration, so that equal requests are equal bytes.
template <fixed_string Name, class... Part>
struct descriptor;

namespace grammar {

template <class... Part>
inline constexpr std::size_t signature_count = (std::size_t{0} + ... + is_signature<Part>);

template <class Indices, class... Part>
struct leading_signatures;
template <std::size_t... Index, class... Part>
struct leading_signatures<std::index_sequence<Index...>, Part...> {
    using type = alternatives<typename signature_of<nth<Index, Part...>>::type...>;
};

template <class Signatures>
struct signature_facts;
template <class... Signature>
struct signature_facts<alternatives<Signature...>> {
    static constexpr extent words = [] {
        const extent all[] = {words_of<Signature>::words...};
        extent least = all[0];
        for (const extent& next : all) {
            least.fixed = least.fixed && next.fixed && next.least == least.least;
            if (next.least < least.least) least.least = next.least;
        }
        return least;
    }();
    /// The key specs of the first signature; what others add stands in options of theirs.
    static consteval key_spec_list specs(int name) {
        const key_spec_list all[] = {key_specs_of<Signature>::specs(name)...};
        key_spec_list found = all[0];
        std::size_t count = 0;
        while (count != most_key_specs && found[count].is != key_spec::kind::none) ++count;
        for (const key_spec_list& next : all)
            for (const key_spec& spec : next) {
                const bool more = spec.is == key_spec::kind::option && count != most_key_specs;
                if (more && found[count == 0 ? 0 : count - 1].is != key_spec::kind::option) found[count++] = spec;
            }
        return found;
    }
};

// Functions, because a lambda in a class costs where the command is declared and not called.

template <class Command>
consteval int arity_of(std::size_t name) {
    constexpr extent words = signature_facts<typename Command::declared::signatures>::words;
    const int all = static_cast<int>(name) + words.least;
    return words.fixed ? all : -all;
}
template <class Command>
consteval key_spec_list key_specs_in(std::size_t name) {
    return signature_facts<typename Command::declared::signatures>::specs(static_cast<int>(name));
}
template <class... Part>
consteval facts facts_at_most(bool keyless) {
    facts known;
    (upper_bound_fact<Part>::apply(known), ...);
    known.keyless = keyless;
    return known;
}

/// What a call is read by. In a class of its own it costs nothing where the command is declared and not called.
template <fixed_string Name, class... Part>
struct command_declaration {
    using signatures =
        typename leading_signatures<std::make_index_sequence<signature_count<Part...>>, Part...>::type;
    using parts = declaration_parts<Part...>;
    template <class... T>
    using result = request<T...>;
    static constexpr auto wire_name = Name;
};

}  // namespace grammar

template <fixed_string Name, class... Part>
struct descriptor {
    using declared = grammar::command_declaration<Name, Part...>;
    template <class... T>
    constexpr auto operator()(T&&... argument) const {
        return grammar::make_request<descriptor>(static_cast<T&&>(argument)...);
    }

    static constexpr std::string_view name = literal_text<Name>;

    /// How many words the command is, its name among them; negative: at least that many. As in COMMAND INFO.
    static constexpr int arity = grammar::arity_of<descriptor>(grammar::words_in(Name.view()));
    /// Where its keys stand, as in COMMAND INFO.
    static constexpr grammar::key_spec_list key_specs =
        grammar::key_specs_in<descriptor>(grammar::words_in(Name.view()));

    /// What the command can be at most, whatever options it is given; `request::facts` knows the options.
    static constexpr hibana::facts facts = grammar::facts_at_most<Part...>(key_specs[0].is_none());
};

}  // namespace hibana
