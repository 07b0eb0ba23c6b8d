// SPDX-License-Identifier: BSL-1.0
/// \file  What a declaration takes in the words of the notation, by its type and by its text: the two are compared.
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
    const std::unique_ptr<char, void (*)(void*)> made(abi::__cxa_demangle(typeid(T).name(), nullptr, nullptr, nullptr),
                                                      &std::free);
    return made.get();
}

inline std::string in_brackets(const std::string& name, const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return parts.empty() ? name : name + '<' + text + '>';
}

// By its type.

/// A kind of argument.
template <class Step>
struct written_step {
    static std::string text() { return unqualified(demangled<Step>()); }
};
template <class Step>
std::string written() {
    return written_step<Step>::text();
}

template <class Signature>
struct written_signature;
template <class Reply, class... Step>
struct written_signature<grammar::signature<Reply, Step...>> {
    static std::vector<std::string> steps() { return {written<Step>()...}; }
};

template <class Option>
std::string written_option() {
    std::vector<std::string> parts{'"' + std::string(grammar::token_of<Option>) + '"'};
    for (std::string& step : written_signature<typename Option::declared::signature>::steps())
        parts.push_back(std::move(step));
    return in_brackets("option", parts);
}

template <template <class...> class List, class... Kind>
struct written_step<List<Kind...>> {
    static std::string text() {
        const std::string whole = demangled<List<Kind...>*>();  // of a pointer, because steps are declared only
        return in_brackets(unqualified(whole.substr(0, whole.find('<'))), {written<Kind>()...});
    }
};
template <fixed_string Text>
struct written_step<notation::word<Text>> {
    static std::string text() { return in_brackets("word", {'"' + std::string(Text.view()) + '"'}); }
};
template <const auto&... Option>
struct written_step<notation::maybe<Option...>> {
    static std::string text() { return in_brackets("maybe", {written_option<grammar::type_of<Option>>()...}); }
};
template <const auto&... Option>
struct written_step<notation::one_of<Option...>> {
    static std::string text() { return in_brackets("one_of", {written_option<grammar::type_of<Option>>()...}); }
};
template <const auto&... Option>
struct written_step<notation::each<Option...>> {
    static std::string text() { return in_brackets("each", {written_option<grammar::type_of<Option>>()...}); }
};
template <const auto&... Option>
struct written_step<notation::some_of<Option...>> {
    static std::string text() { return in_brackets("some_of", {written_option<grammar::type_of<Option>>()...}); }
};

/// The signatures of a command.
template <class Command>
std::vector<std::string> written_signatures() {
    using signatures = typename Command::declared::signatures;
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return std::vector<std::string>{
            in_brackets("call", written_signature<typename signatures::template at<Index>>::steps())...};
    }(std::make_index_sequence<signatures::size>());
}

// By its text.

inline std::string written(const declarations& known, const expression& what) {
    const expression step = known.resolved(what);
    const std::string is = unqualified(step.name);
    const bool of_options = is == "maybe" || is == "one_of" || is == "each" || is == "some_of";
    std::vector<std::string> parts;
    for (const expression& each : step.arguments) {
        if (of_options) {
            std::vector<std::string> taken;
            for (const expression& part : known.option(known.object(each))) taken.push_back(written(known, part));
            parts.push_back(in_brackets("option", taken));
        } else {
            parts.push_back(written(known, each));
        }
    }
    return in_brackets(is, parts);
}

/// The signatures of a command by its whole name.
inline std::vector<std::string> written_signatures(const declarations& known, const std::string& command) {
    std::vector<std::string> texts;
    for (const expression& signature : known.signatures(command)) {
        std::vector<std::string> steps;
        for (const expression& step : signature.steps) steps.push_back(written(known, step));
        texts.push_back(in_brackets("call", steps));
    }
    return texts;
}

}  // namespace hibana::test
