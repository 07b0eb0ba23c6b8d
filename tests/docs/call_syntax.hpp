// SPDX-License-Identifier: BSL-1.0
/// \file  Formats the calls of a command for docs/commands.md: `cmd::lpos(key, bulk, [opt::rank(integer)], [opt::count(integer)])`.
#pragma once
#include "docs/declarations.hpp"

#include <set>
#include <utility>

namespace hibana::test {

/// Notes on options below a table.
struct option_notes {
    std::set<std::string> long_options;                    // options that are too long for a call
    std::map<std::string, std::set<std::string>> renamed;  // name: words, for options whose name differs from the word
};

/// Formats calls from their declarations. Throws std::runtime_error for an unsupported declaration.
class call_formatter {
    static constexpr std::size_t max_option_size = 100;         // characters of an option in a call
    static constexpr std::size_t max_nested_option_size = 60;   // characters of an option inside another

    const declarations& known_;
    int depth_ = 0;  // of nested options
    std::set<std::string> kinds_;
    option_notes notes_;

public:
    struct option_call {
        std::string name;  // without arguments
        std::string call;
    };

    explicit call_formatter(const declarations& known) : known_(known) {}

    /// Returns the calls of a command, such as `cmd::lpos`, one for each signature.
    std::vector<std::string> calls(const std::string& command) {
        std::vector<std::string> result;
        for (const expression& signature : known_.signatures("hibana::" + command))
            result.push_back(command + '(' + all(signature.steps) + ')');
        return result;
    }

    /// Returns the options of each signature of a command, in the order of the declaration.
    std::vector<std::vector<option_call>> options(const std::string& command) {
        std::vector<std::vector<option_call>> result;
        for (const expression& signature : known_.signatures("hibana::" + command)) {
            result.emplace_back();
            for (const expression& each_step : signature.steps) {
                const expression step = known_.resolved(each_step);
                if (!has_options(unqualified(step.name))) continue;
                for (const expression& each : step.arguments) result.back().push_back({name_of(known_.object(each)), option(each)});
            }
        }
        return result;
    }

    /// Returns the kinds of argument in all calls so far.
    const std::set<std::string>& kinds() const { return kinds_; }

    /// Returns the notes on options since the last call of this function.
    option_notes notes() { return std::exchange(notes_, {}); }

private:
    static bool is_list(const std::string& step) {
        return step == "some" || step == "any" || step == "counted" || step == "counted_any" || step == "counted_words"
               || step == "zipped";
    }

    static bool has_options(const std::string& step) {
        return step == "maybe" || step == "one_of" || step == "each" || step == "some_of";
    }

    std::string all(const std::vector<expression>& steps) {
        std::string text;
        for (auto at = steps.begin(); at != steps.end(); ++at) {
            const bool another_list = std::any_of(at + 1, steps.end(), [this](const expression& later) {
                return is_list(unqualified(known_.resolved(later).name));
            });
            const std::string one = step_text(*at, another_list);
            text += (text.empty() || one.empty() ? "" : ", ") + one;
        }
        return text;
    }

    std::string step_text(const expression& value, bool another_list) {
        const expression step = known_.resolved(value);
        const std::string name = unqualified(step.name);
        if (name == "word") return {};  // sent without an argument
        if (name == "maybe") return '[' + one_of(step) + ']';
        if (name == "one_of") return one_of(step);
        if (name == "each") return '[' + one_of(step) + "]...";
        if (name == "some_of") return step.arguments.size() == 1 ? one_of(step) + "..." : '(' + one_of(step) + ")...";
        if (name == "optional") return '[' + argument(step.arguments.at(0)) + ']';
        if (!is_list(name)) return argument(value);

        const std::string element = name == "zipped" ? group(step) : argument(step.arguments.at(0));
        const std::string list = name.find("any") == name.npos ? element + "..." : '[' + element + "]...";
        if (!another_list) return list;
        // The end of the list must be recognisable, which a call supports only for keys.
        if (element != "key") throw_unsupported(name, "another list follows, and the elements are not keys");
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
        if (!word.empty() && !matches_word(word, unqualified(name))) notes_.renamed[name].insert(word);
        steps.erase(steps.begin());
        if (steps.empty()) return name;
        ++depth_;
        std::string whole = name + '(' + all(steps) + ')';
        --depth_;
        if (whole.size() <= (depth_ == 0 ? max_option_size : max_nested_option_size)) return whole;
        notes_.long_options.insert(std::move(whole));
        return name + "(see below)";
    }

    // Returns whether the name is the word in lower case, with `_` for other characters and after a keyword of C++.
    static bool matches_word(std::string word, const std::string& name) {
        for (char& letter : word) {
            const auto code = static_cast<unsigned char>(letter);
            letter = std::isalnum(code) ? static_cast<char>(std::tolower(code)) : '_';
        }
        return name == word || name == word + '_';
    }

    std::string argument(const expression& value) {
        const expression kind = known_.resolved(value);
        const std::string name = unqualified(kind.name);
        if (name == "pair") return group(kind);
        if (name == "triple") return "std::tuple" + group(kind);
        if (!kind.arguments.empty() || kind.called) throw_unsupported(name, "it is not a kind of argument");
        return *kinds_.insert(unqualified(value.name)).first;
    }
    std::string group(const expression& tuple) {
        std::string text;
        for (const expression& one : tuple.arguments) text += (text.empty() ? "" : ", ") + argument(one);
        return '(' + text + ')';
    }
};

}  // namespace hibana::test
