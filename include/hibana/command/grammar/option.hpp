// SPDX-License-Identifier: BSL-1.0
/// \file  The words that follow the arguments of a command: opt::nx, opt::ex(60s).
#pragma once
#include <hibana/command/grammar/make_request.hpp>

namespace hibana {

/// An option that was given, with its arguments. The second parameter is nothing here; it is the reply of a request.
template <class Option, class, class... Item>
class phrase {
    grammar::items<Item...> items_;

public:
    using is_option = Option;
    constexpr explicit phrase(Item... item) : items_(static_cast<Item&&>(item)...) {}
    constexpr const auto& items() const { return items_; }
    friend bool operator==(const phrase&, const phrase&) = default;
};

namespace grammar {

template <class Part>
inline constexpr bool is_step = !fact<Part>::is_fact;
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

/// The signature of an option: its parts up to the rules among them.
template <class... Part>
struct option_signature : leading_steps<std::make_index_sequence<step_count<Part...>>, Part...> {};
template <class... Part>
    requires(step_count<Part...> == sizeof...(Part))
struct option_signature<Part...> {
    using type = signature<void, Part...>;
};

/// What a call of an option is read by. In a class of its own it costs nothing where the option is declared and not used.
template <class... Part>
struct option_declaration {
    using signature = typename option_signature<Part...>::type;
    using signatures = alternatives<signature>;
    using parts = declaration_parts<Part...>;
    template <class... T>
    using result = phrase<T...>;
};

}  // namespace grammar

/// An option: its word, what it takes in the same steps as a command, then rules (`needs`, `excludes`) and `since`.
///
/// `inline constexpr option<"EX", seconds> ex;` One that takes nothing is a flag, and is given as it is. One without a word
/// keeps arguments together that a command takes several times.
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

// One for all, because a friend of each costs where the option is declared.
template <fixed_string Name, class... Part>
constexpr bool operator==(option<Name, Part...>, option<Name, Part...>) {
    return true;
}

/// One word with several forms, told apart by their arguments: opt::limit(10), opt::limit(0, 10).
template <const auto&... Form>
struct forms {
    using is_option = forms;
    template <class... T>
    constexpr auto operator()(T&&... argument) const {
        using choice = grammar::alternatives<typename grammar::type_of<Form>::declared::signature...>;
        return grammar::nth<choice::template choose<T&&...>(), grammar::type_of<Form>...>()(
            static_cast<T&&>(argument)...);
    }
};
/// A word that is a flag to one command and takes arguments in another.
template <const auto& Flag, const auto&... Form>
struct flag_or : forms<Form...> {
    using is_option = grammar::type_of<Flag>;
};

namespace grammar {

// What is known of an option stands beside it, because a member costs wherever an option is declared.

template <fixed_string Name, class... Part>
struct option_in<option<Name, Part...>> {
    using type = option<Name, Part...>;
};

/// The word of an option.
template <class Option>
inline constexpr std::string_view token_of{};
template <fixed_string Name, class... Part>
inline constexpr std::string_view token_of<option<Name, Part...>> = Name.view();

template <fixed_string Name, class First, class... Rest>
inline constexpr bool wants_arguments<option<Name, First, Rest...>> =
    !option_declaration<First, Rest...>::signature::steps.empty();
template <const auto&... Form>
inline constexpr bool wants_arguments<forms<Form...>> = true;

template <fixed_string Name, class... Part>
struct form<option<Name, Part...>> : constant_form<words_text<Name>, words_in(Name.view())> {};

template <fixed_string Name, class... Part, class... Item>
struct form<phrase<option<Name, Part...>, void, Item...>> {
    using item = phrase<option<Name, Part...>, void, Item...>;
    static constexpr std::size_t words = words_in(Name.view());
    static constexpr std::size_t width = items<Item...>::width == varying ? varying : words + items<Item...>::width;
    static constexpr std::size_t count(const item& value) { return words + value.items().count(); }
    static constexpr std::size_t bound(const item& value) { return words_text<Name>.size() + value.items().bound(); }
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
/// An option of which all is constant is a constant.
template <fixed_string Name, class... Part, class... Item>
    requires(constant<Item> && ...)
struct form<phrase<option<Name, Part...>, void, Item...>> {
    using item = phrase<option<Name, Part...>, void, Item...>;
    static constexpr auto text = [] {
        std::array<char, (words_text<Name>.size() + ... + form<Item>::text.size())> bytes{};
        [[maybe_unused]] char* to = put_words(bytes.data(), Name.view());
        ((to = protocol::put_bytes(to, form<Item>::text.data(), form<Item>::text.size())), ...);
        return bytes;
    }();
    static constexpr std::size_t width = words_in(Name.view()) + (std::size_t{0} + ... + form<Item>::width);
    static constexpr std::size_t bound(const item&) { return text.size(); }
    static constexpr char* write(char* to, const item&) { return protocol::put_bytes(to, text.data(), text.size()); }
    static constexpr bool has_keys = (holds_keys<Item> || ...);
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        value.items().keys(visit);
    }
};

/// The first moment at which an option, or a part of it, exists.
template <class Parts>
struct option_facts {
    static constexpr void apply(facts&) {}
};
template <class... Part>
struct option_facts<declaration_parts<Part...>> {
    static constexpr void apply(facts& to) { (fact<Part>::apply(to), ...); }
};

}  // namespace grammar
}  // namespace hibana
