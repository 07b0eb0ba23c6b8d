// SPDX-License-Identifier: BSL-1.0
/// \file  Declaration of a command: name, signatures, replies and properties.
#pragma once
#include <hibana/command/grammar/key_specs.hpp>
#include <hibana/command/request.hpp>

namespace hibana {

/// A command; calling it returns a request.
///
/// The parts are its signatures, `reply(step, ...)` in the order of the wire, then properties and rules:
///
///     inline constexpr descriptor<"SET",
///         ok(key, bulk, maybe<opt::nx, opt::xx>, maybe<opt::get>, maybe<opt::ex, opt::px, opt::keepttl>),
///         when<opt::get, nullable<bulk>>, when<opt::nx, applied>, when<opt::xx, applied>, writes> set;
///
/// A call uses the first signature that its positional arguments and options match. Options may be anywhere in a call; they
/// are encoded in the order of the declaration, so equal requests have equal bytes.
template <fixed_string Name, class... Part>
struct descriptor;

namespace grammar {

template <class... Part>
inline constexpr std::size_t signature_count = (std::size_t{0} + ... + is_signature<Part>);

template <class Indices, class... Part>
struct leading_signatures;
template <std::size_t... Index, class... Part>
struct leading_signatures<std::index_sequence<Index...>, Part...> {
    using type = overloads<typename signature_of<nth<Index, Part...>>::type...>;
};

template <class Signatures>
struct signature_properties;
template <class... Signature>
struct signature_properties<overloads<Signature...>> {
    static constexpr extent words = [] {
        const extent all[] = {words_of<Signature>::words...};
        extent least = all[0];
        for (const extent& next : all) {
            least.fixed = least.fixed && next.fixed && next.least == least.least;
            if (next.least < least.least) least.least = next.least;
        }
        return least;
    }();
    /// The key specs of the first signature, and those in options of the others.
    static consteval key_spec_list specs(int name) {
        const key_spec_list all[] = {key_specs_of<Signature>::specs(name)...};
        key_spec_list found = all[0];
        std::size_t count = 0;
        while (count != max_key_specs && found[count].type != key_spec::kind::none) ++count;
        for (const key_spec_list& next : all)
            for (const key_spec& spec : next) {
                const bool more = spec.type == key_spec::kind::option && count != max_key_specs;
                if (more && found[count == 0 ? 0 : count - 1].type != key_spec::kind::option) found[count++] = spec;
            }
        return found;
    }
};

// Functions, because a lambda in a class has a compile-time cost for each declared command.

template <class Command>
consteval int arity_of(std::size_t name) {
    constexpr extent words = signature_properties<typename Command::declared::signatures>::words;
    const int all = static_cast<int>(name) + words.least;
    return words.fixed ? all : -all;
}
template <class Command>
consteval key_spec_list key_specs_in(std::size_t name) {
    return signature_properties<typename Command::declared::signatures>::specs(static_cast<int>(name));
}
template <class... Part>
consteval command_info upper_bound_info(bool keyless) {
    command_info known;
    (upper_bound_property<Part>::apply(known), ...);
    known.keyless = keyless;
    return known;
}

/// What a call needs to know. A separate class, so that commands that are declared and not called cost nothing.
template <fixed_string Name, class... Part>
struct command_declaration {
    using signatures = typename leading_signatures<std::make_index_sequence<signature_count<Part...>>, Part...>::type;
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

    /// Number of words, name included; negative: at least that many. As in COMMAND INFO.
    static constexpr int arity = grammar::arity_of<descriptor>(grammar::words_in(Name.view()));
    /// Positions of its keys, as in COMMAND INFO.
    static constexpr grammar::key_spec_list key_specs = grammar::key_specs_in<descriptor>(grammar::words_in(Name.view()));

    /// Upper bound of the properties for any options; `request::info` depends on the options.
    static constexpr hibana::command_info info = grammar::upper_bound_info<Part...>(key_specs[0].is_none());
};

}  // namespace hibana
