// SPDX-License-Identifier: BSL-1.0
/// \file  How a command is called, as its reader writes it: `cmd::lpos(key, bulk, [opt::rank(integer)], [opt::count(integer)])`.
#pragma once
#include "docs/declarations.hpp"

#include <set>
#include <utility>

namespace hibana::test {

/// What calls do not show of their options.
struct notes_on_options {
    std::set<std::string> apart;                         // those that are too long to stand in a call, spelled
    std::map<std::string, std::set<std::string>> words;  // of those whose name is not their word
};

/// Spells calls by their declarations. What it does not know how to spell is a std::runtime_error.
class call_speller {
    static constexpr std::size_t most_in_a_call = 100;    // of one option; beyond it a call cannot be read
    static constexpr std::size_t most_in_an_option = 60;  // of one inside of another

    const declarations& known_;
    int depth_ = 0;  // of options in options
    std::set<std::string> kinds_;
    notes_on_options notes_;

public:
    struct spelled_option {
        std::string name;  // without what it takes
        std::string call;
    };

    explicit call_speller(const declarations& known) : known_(known) {}

    /// The ways to call a command, `cmd::lpos`; one for each of its signatures.
    std::vector<std::string> calls(const std::string& command) {
        std::vector<std::string> made;
        for (const expression& signature : known_.signatures("hibana::" + command))
            made.push_back(command + '(' + all(signature.steps) + ')');
        return made;
    }

    /// The options of each signature of a command, in the order of the declaration.
    std::vector<std::vector<spelled_option>> options(const std::string& command) {
        std::vector<std::vector<spelled_option>> made;
        for (const expression& signature : known_.signatures("hibana::" + command)) {
            made.emplace_back();
            for (const expression& what : signature.steps) {
                const expression step = known_.resolved(what);
                if (!takes_options(unqualified(step.name))) continue;
                for (const expression& each : step.arguments) made.back().push_back({name_of(known_.object(each)), option(each)});
            }
        }
        return made;
    }

    /// The kinds of argument in all calls up to now.
    const std::set<std::string>& kinds() const { return kinds_; }

    /// The notes on options since the last question.
    notes_on_options notes() { return std::exchange(notes_, {}); }

private:
    static bool is_list(const std::string& step) {
        return step == "some" || step == "any" || step == "counted" || step == "counted_any" || step == "counted_words"
               || step == "zipped";
    }

    static bool takes_options(const std::string& step) {
        return step == "maybe" || step == "one_of" || step == "each" || step == "some_of";
    }

    std::string all(const std::vector<expression>& steps) {
        std::string text;
        for (auto at = steps.begin(); at != steps.end(); ++at) {
            const bool another_list = std::any_of(at + 1, steps.end(), [this](const expression& later) {
                return is_list(unqualified(known_.resolved(later).name));
            });
            const std::string one = spelled(*at, another_list);
            text += (text.empty() || one.empty() ? "" : ", ") + one;
        }
        return text;
    }

    std::string spelled(const expression& what, bool another_list) {
        const expression step = known_.resolved(what);
        const std::string is = unqualified(step.name);
        if (is == "word") return {};  // it is said without being given
        if (is == "maybe") return '[' + one_of(step) + ']';
        if (is == "one_of") return one_of(step);
        if (is == "each") return '[' + one_of(step) + "]...";
        if (is == "some_of") return step.arguments.size() == 1 ? one_of(step) + "..." : '(' + one_of(step) + ")...";
        if (is == "optional") return '[' + argument(step.arguments.at(0)) + ']';
        if (!is_list(is)) return argument(what);

        const std::string element = is == "zipped" ? group(step) : argument(step.arguments.at(0));
        const std::string list = is.find("any") == is.npos ? element + "..." : '[' + element + "]...";
        if (!another_list) return list;
        // Where it ends is to be seen, and of keys alone a call can say so.
        if (element != "key") not_understood(is, "another list follows, and its elements are no keys");
        return "keys(" + list + ')';
    }

    std::string one_of(const expression& options) {
        std::vector<std::string> texts;
        for (const expression& each : options.arguments) {
            std::string text = option(each);
            if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
        }
        std::string all;
        for (const std::string& text : texts) all += (all.empty() ? "" : " | ") + text;
        return all;
    }

    std::string name_of(const std::string& object) const { return known_.caller(object).substr(std::string("hibana::").size()); }

    std::string option(const expression& named) {
        const std::string object = known_.object(named);
        const std::string name = name_of(object);
        std::vector<expression> steps = known_.option(object);
        const std::string word = steps.at(0).name.substr(1, steps[0].name.size() - 2);
        if (!word.empty() && !is_named_by(word, unqualified(name))) notes_.words[name].insert(word);
        steps.erase(steps.begin());
        if (steps.empty()) return name;
        ++depth_;
        std::string whole = name + '(' + all(steps) + ')';
        --depth_;
        if (whole.size() <= (depth_ == 0 ? most_in_a_call : most_in_an_option)) return whole;
        notes_.apart.insert(std::move(whole));
        return name + "(see below)";
    }

    // Whether a name is the word in small letters, as far as they can be in a name; one that C++ has taken ends in _.
    static bool is_named_by(std::string word, const std::string& name) {
        for (char& letter : word) {
            const auto code = static_cast<unsigned char>(letter);
            letter = std::isalnum(code) ? static_cast<char>(std::tolower(code)) : '_';
        }
        return name == word || name == word + '_';
    }

    std::string argument(const expression& what) {
        const expression kind = known_.resolved(what);
        const std::string is = unqualified(kind.name);
        if (is == "pair") return group(kind);
        if (is == "triple") return "std::tuple" + group(kind);
        if (!kind.arguments.empty() || kind.called) not_understood(is, "it is no kind of argument");
        return *kinds_.insert(unqualified(what.name)).first;
    }
    std::string group(const expression& several) {
        std::string text;
        for (const expression& one : several.arguments) text += (text.empty() ? "" : ", ") + argument(one);
        return '(' + text + ')';
    }
};

}  // namespace hibana::test
