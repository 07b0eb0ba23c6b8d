// SPDX-License-Identifier: BSL-1.0
/// \file  The words of the wire that a declaration knows, and since when: those of its options, and of theirs, and the constant ones.
#pragma once
#include <hibana/command/descriptor.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace hibana::test {

/// The first versions that have a word; where it has several places, that of the oldest.
struct word_facts {
    server_version redis = no_version;
    server_version valkey = no_version;
};
using word_list = std::map<std::string, word_facts>;

inline std::string in_capitals(std::string_view text) {
    std::string all(text);
    for (char& character : all)
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    return all;
}

inline void add_words(word_list& to, std::string_view name, const command_info& since) {
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find(' ', at), name.size());
        const std::string_view word = name.substr(at, end - at);
        at = end + 1;
        if (word.find_first_not_of("0123456789") == word.npos) continue;  // METRICS 2
        word_facts& known = to[in_capitals(word)];
        known.redis = std::min(known.redis, since.redis);
        known.valkey = std::min(known.valkey, since.valkey);
    }
}

/// What `since_with` says of an option.
template <class Part, class Option>
struct since_of_option {
    static void apply(command_info&) {}
};
template <class Since, const auto&... One, class Option>
struct since_of_option<notation::since_with<Since, One...>, Option>
    : grammar::property_with_options<notation::since_with<Since, One...>, Option> {};

template <class Parts, class Option>
struct since_in;
template <class... Part, class Option>
struct since_in<grammar::declaration_parts<Part...>, Option> {
    static void apply(command_info& to) { (since_of_option<Part, Option>::apply(to), ...); }
};

template <class Parts, class Signature>
struct words_in_signature;

template <class Parts, class Option>
void add_option(word_list& to, command_info since) {
    since_in<Parts, Option>::apply(since);
    grammar::option_properties<typename Option::declared::parts>::apply(since);
    add_words(to, grammar::token_of<Option>, since);
    words_in_signature<grammar::declaration_parts<>, typename Option::declared::signature>::add(to, since);
}

template <class Parts, class Step>
struct words_in_step {
    static void add(word_list&, const command_info&) {}
};
template <class Parts, fixed_string Text>
struct words_in_step<Parts, notation::word<Text>> {
    static void add(word_list& to, const command_info& since) { add_words(to, Text.view(), since); }
};
template <class Parts, template <const auto&...> class Group, const auto&... Option>
    requires(grammar::accepts_options(grammar::step_of<Group<Option...>>.kind))
struct words_in_step<Parts, Group<Option...>> {
    static void add(word_list& to, const command_info& since) { (add_option<Parts, grammar::type_of<Option>>(to, since), ...); }
};

template <class Parts, class Reply, class... Step>
struct words_in_signature<Parts, grammar::signature<Reply, Step...>> {
    static void add(word_list& to, const command_info& since) { (words_in_step<Parts, Step>::add(to, since), ...); }
};

/// The words that may stand in a call of a command behind its name.
template <class Command>
word_list declared_words(const Command&) {
    using signatures = typename Command::declared::signatures;
    word_list all;
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (words_in_signature<typename Command::declared::parts, typename signatures::template at<Index>>::add(all, Command::info), ...);
    }(std::make_index_sequence<signatures::size>());
    return all;
}

}  // namespace hibana::test
