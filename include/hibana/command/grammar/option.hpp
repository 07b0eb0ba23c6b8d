// SPDX-License-Identifier: BSL-1.0
/// \file  Options of commands: opt::nx, opt::ex(60s).
#pragma once
#include <hibana/command/grammar/make_request.hpp>

namespace hibana {

/// An option with its arguments. The second parameter is unused; requests have their reply there.
template <class Option, class, class... Item>
class option_value {
    grammar::items<Item...> items_;

public:
    using is_option = Option;
    constexpr explicit option_value(Item... item) : items_(static_cast<Item&&>(item)...) {}
    constexpr const auto& items() const { return items_; }
    friend bool operator==(const option_value&, const option_value&) = default;
};

namespace grammar {

template <class Part>
inline constexpr bool is_step = !property<Part>::is_property;
template <const auto& Option, const auto&... One>
inline constexpr bool is_step<notation::needs<Option, One...>> = false;
template <const auto& Option, const auto&... None>
inline constexpr bool is_step<notation::excludes<Option, None...>> = false;

template <class Indices, class... Part>
struct leading_steps;
template <std::size_t... Index, class... Part>
struct leading_steps<std::index_sequence<Index...>, Part...> {
    using type = signature<void, nth<Index, Part...>...>;
};
template <class... Part>
inline constexpr std::size_t step_count = (std::size_t{0} + ... + is_step<Part>);

/// The signature of an option: its parts before the rules.
template <class... Part>
struct option_signature : leading_steps<std::make_index_sequence<step_count<Part...>>, Part...> {};
template <class... Part>
    requires(step_count<Part...> == sizeof...(Part))
struct option_signature<Part...> {
    using type = signature<void, Part...>;
};

/// What a call of an option needs to know. A separate class, so that options that are declared and not used cost nothing.
template <class... Part>
struct option_declaration {
    using signature = typename option_signature<Part...>::type;
    using signatures = overloads<signature>;
    using parts = declaration_parts<Part...>;
    template <class... T>
    using result = option_value<T...>;
};

}  // namespace grammar

/// An option: its name, its arguments as steps, then rules (`needs`, `excludes`) and `since`.
///
/// `inline constexpr option<"EX", seconds> ex;` An option without arguments is a flag and is used without a call. An option
/// without a name groups arguments that a command accepts repeatedly.
template <fixed_string Name, class... Part>
struct option {
    using declared = grammar::option_declaration<Part...>;
    template <class... T>
    constexpr auto operator()(T&&... argument) const {
        return grammar::make_request<option>(static_cast<T&&>(argument)...);
    }
};
template <fixed_string Name>
struct option<Name> {
    using declared = grammar::option_declaration<>;
};

// A template instead of a friend of each option, which would cost compile time for each declaration.
template <fixed_string Name, class... Part>
constexpr bool operator==(option<Name, Part...>, option<Name, Part...>) {
    return true;
}

/// Options with the same name, selected by their arguments: opt::limit(10), opt::limit(0, 10).
template <const auto&... Form>
struct option_overloads {
    using is_option = option_overloads;
    template <class... T>
    constexpr auto operator()(T&&... argument) const {
        using choice = grammar::overloads<typename grammar::type_of<Form>::declared::signature...>;
        return grammar::nth<choice::template best_match<T&&...>(), grammar::type_of<Form>...>()(static_cast<T&&>(argument)...);
    }
};
/// A name that is a flag for some commands and an option with arguments for others.
template <const auto& Flag, const auto&... Form>
struct flag_or_option : option_overloads<Form...> {
    using is_option = grammar::type_of<Flag>;
};

namespace grammar {

// Traits of options are not members, because members cost compile time for each declared option.

template <fixed_string Name, class... Part>
struct option_in<option<Name, Part...>> {
    using type = option<Name, Part...>;
};

/// The name of an option.
template <class Option>
inline constexpr std::string_view token_of{};
template <fixed_string Name, class... Part>
inline constexpr std::string_view token_of<option<Name, Part...>> = Name.view();

template <fixed_string Name, class First, class... Rest>
inline constexpr bool requires_arguments<option<Name, First, Rest...>> = !option_declaration<First, Rest...>::signature::steps.empty();
template <const auto&... Form>
inline constexpr bool requires_arguments<option_overloads<Form...>> = true;

template <fixed_string Name, class... Part>
struct wire_format<option<Name, Part...>> : constant_format<words_text<Name>, words_in(Name.view())> {};

template <fixed_string Name, class... Part, class... Item>
struct wire_format<option_value<option<Name, Part...>, void, Item...>> {
    using item = option_value<option<Name, Part...>, void, Item...>;
    static constexpr std::size_t words = words_in(Name.view());
    static constexpr std::size_t width = items<Item...>::width == varying ? varying : words + items<Item...>::width;
    static constexpr std::size_t count(const item& value) { return words + value.items().count(); }
    static constexpr std::size_t max_size(const item& value) { return words_text<Name>.size() + value.items().max_size(); }
    static constexpr char* write(char* to, const item& value) {
        if constexpr (words == 0) return value.items().write(to);
        else return value.items().write(protocol::put_bytes(to, words_text<Name>.data(), words_text<Name>.size()));
    }
    static constexpr bool has_keys = (holds_keys<Item> || ...);
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        value.items().keys(visit);
    }
};
/// An option with only constant arguments is constant.
template <fixed_string Name, class... Part, class... Item>
    requires(constant<Item> && ...)
struct wire_format<option_value<option<Name, Part...>, void, Item...>> {
    using item = option_value<option<Name, Part...>, void, Item...>;
    static constexpr auto text = [] {
        std::array<char, (words_text<Name>.size() + ... + wire_format<Item>::text.size())> bytes{};
        [[maybe_unused]] char* to = put_words(bytes.data(), Name.view());
        ((to = protocol::put_bytes(to, wire_format<Item>::text.data(), wire_format<Item>::text.size())), ...);
        return bytes;
    }();
    static constexpr std::size_t width = words_in(Name.view()) + (std::size_t{0} + ... + wire_format<Item>::width);
    static constexpr std::size_t max_size(const item&) { return text.size(); }
    static constexpr char* write(char* to, const item&) { return protocol::put_bytes(to, text.data(), text.size()); }
    static constexpr bool has_keys = (holds_keys<Item> || ...);
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        value.items().keys(visit);
    }
};

/// The versions since which an option and its parts exist.
template <class Parts>
struct option_properties {
    static constexpr void apply(command_info&) {}
};
template <class... Part>
struct option_properties<declaration_parts<Part...>> {
    static constexpr void apply(command_info& to) { (property<Part>::apply(to), ...); }
};

}  // namespace grammar
}  // namespace hibana
