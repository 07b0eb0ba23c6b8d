// SPDX-License-Identifier: BSL-1.0
/// \file  The notation of a declaration, from its type and from its source text, for comparison.
#pragma once
#include "docs/declarations.hpp"

#include <hibana/command/grammar/option.hpp>

#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <typeinfo>
#include <utility>

namespace hibana::test {

template <class T>
std::string demangled() {
    const std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(typeid(T).name(), nullptr, nullptr, nullptr),
                                                      &std::free);
    return name.get();
}

inline std::string in_brackets(const std::string& name, const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return parts.empty() ? name : name + '<' + text + '>';
}

// From the type.

/// Returns the name of a kind of argument.
template <class Step>
struct step_text {
    static std::string text() { return unqualified(demangled<Step>()); }
};
template <class Step>
std::string to_notation() {
    return step_text<Step>::text();
}

template <class Signature>
struct signature_text;
template <class Reply, class... Step>
struct signature_text<grammar::signature<Reply, Step...>> {
    static std::vector<std::string> steps() { return {to_notation<Step>()...}; }
};

template <class Option>
std::string option_text() {
    std::vector<std::string> parts{'"' + std::string(grammar::token_of<Option>) + '"'};
    for (std::string& step : signature_text<typename Option::declared::signature>::steps())
        parts.push_back(std::move(step));
    return in_brackets("option", parts);
}

template <template <class...> class List, class... Kind>
struct step_text<List<Kind...>> {
    static std::string text() {
        const std::string whole = demangled<List<Kind...>*>();  // a pointer, because steps are incomplete types
        return in_brackets(unqualified(whole.substr(0, whole.find('<'))), {to_notation<Kind>()...});
    }
};
template <fixed_string Text>
struct step_text<notation::word<Text>> {
    static std::string text() { return in_brackets("word", {'"' + std::string(Text.view()) + '"'}); }
};
template <const auto&... Option>
struct step_text<notation::maybe<Option...>> {
    static std::string text() { return in_brackets("maybe", {option_text<grammar::type_of<Option>>()...}); }
};
template <const auto&... Option>
struct step_text<notation::one_of<Option...>> {
    static std::string text() { return in_brackets("one_of", {option_text<grammar::type_of<Option>>()...}); }
};
template <const auto&... Option>
struct step_text<notation::each<Option...>> {
    static std::string text() { return in_brackets("each", {option_text<grammar::type_of<Option>>()...}); }
};
template <const auto&... Option>
struct step_text<notation::some_of<Option...>> {
    static std::string text() { return in_brackets("some_of", {option_text<grammar::type_of<Option>>()...}); }
};

/// Returns the signatures of a command.
template <class Command>
std::vector<std::string> signature_texts() {
    using signatures = typename Command::declared::signatures;
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return std::vector<std::string>{
            in_brackets("call", signature_text<typename signatures::template at<Index>>::steps())...};
    }(std::make_index_sequence<signatures::size>());
}

// From the source text.

inline std::string to_notation(const declarations& known, const expression& value) {
    const expression step = known.resolved(value);
    const std::string name = unqualified(step.name);
    const bool has_options = name == "maybe" || name == "one_of" || name == "each" || name == "some_of";
    std::vector<std::string> parts;
    for (const expression& each : step.arguments) {
        if (has_options) {
            std::vector<std::string> option_parts;
            for (const expression& part : known.option(known.object(each))) option_parts.push_back(to_notation(known, part));
            parts.push_back(in_brackets("option", option_parts));
        } else {
            parts.push_back(to_notation(known, each));
        }
    }
    return in_brackets(name, parts);
}

/// Returns the signatures of a command by its qualified name.
inline std::vector<std::string> signature_texts(const declarations& known, const std::string& command) {
    std::vector<std::string> texts;
    for (const expression& signature : known.signatures(command)) {
        std::vector<std::string> steps;
        for (const expression& step : signature.steps) steps.push_back(to_notation(known, step));
        texts.push_back(in_brackets("call", steps));
    }
    return texts;
}

}  // namespace hibana::test
