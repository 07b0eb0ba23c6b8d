// SPDX-License-Identifier: BSL-1.0
/// \file  The declarations of commands and options as the headers spell them, with what is lost in a type: that a bulk is a `field`.
#pragma once
#include <algorithm>
#include <cctype>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::test {

/// A part of a declaration: `counted<key>`, `ok(key, bulk)`, `"EX"`, `Head...`.
struct expression {
    std::string name;
    std::string scope;                  // the namespace that it is written in
    std::vector<expression> arguments;  // in <>
    std::vector<expression> steps;      // in ()
    bool called = false;                // whether there is a ()
};

[[noreturn]] inline void not_understood(const std::string& what, const std::string& why) {
    throw std::runtime_error("a declaration is not understood: " + what + ": " + why);
}

/// The last word of a name.
inline std::string unqualified(const std::string& name) {
    const auto colons = name.rfind("::");
    return colons == name.npos ? name : name.substr(colons + 2);
}
inline std::string within(const std::string& scope, const std::string& name) {
    return scope.empty() ? name : scope + "::" + name;
}

/// The words of a source, a qualified name being one; neither comments nor what is for the preprocessor.
inline std::vector<std::string> words_of(std::string_view source) {
    std::vector<std::string> words;
    const auto has = [&](std::size_t at, std::string_view text) {
        return at < source.size() && source.substr(at).starts_with(text);
    };
    const auto is_letter = [&](std::size_t at) {
        return at < source.size() && (std::isalnum(static_cast<unsigned char>(source[at])) || source[at] == '_');
    };
    for (std::size_t at = 0, end = 0; at < source.size(); at = end) {
        const char first = source[at];
        end = at + 1;
        if (first == '#' || has(at, "//")) {
            end = std::min(source.find('\n', at), source.size());
            continue;
        }
        if (first == '"' || first == '\'') {
            for (; end < source.size() && source[end] != first; ++end)
                if (source[end] == '\\') ++end;
            ++end;
        } else if (is_letter(at)) {
            while (is_letter(end) || (has(end, "'") && is_letter(end + 1)) || (has(end, "::") && is_letter(end + 2)))
                end += has(end, "::") ? 2u : 1u;
        } else if (has(at, "...")) {
            end = at + 3;
        }
        if (!std::isspace(static_cast<unsigned char>(first))) words.emplace_back(source.substr(at, end - at));
    }
    return words;
}

/// Reads the expression that begins at a word, and goes on behind it.
inline expression parsed_expression(const std::vector<std::string>& words, std::size_t& at, const std::string& scope) {
    expression made;
    made.name = words.at(at++);
    made.scope = scope;
    if (!std::isalnum(static_cast<unsigned char>(made.name[0])) && made.name[0] != '_' && made.name[0] != '"')
        not_understood(made.name, "it is no name");
    const auto list = [&](std::vector<expression>& to, std::string_view end) {
        for (++at; words.at(at) != end;) {
            to.push_back(parsed_expression(words, at, scope));
            if (words.at(at) == ",") ++at;
            else if (words.at(at) != end) not_understood(made.name, "there is a " + words.at(at) + " inside of it");
        }
        ++at;
    };
    if (words.at(at) == "<") list(made.arguments, ">");
    made.called = words.at(at) == "(";
    if (made.called) list(made.steps, ")");
    if (words.at(at) == "...") ++at;  // what it stands for is put in its place, however many that is
    return made;
}

/// What the headers of commands declare. What it cannot find or read is a std::runtime_error or a std::out_of_range.
class declarations {
    struct parameter {
        std::string name;
        bool pack = false;
    };
    struct alias {
        std::vector<parameter> parameters;
        std::vector<std::string> words;
        std::string scope;
    };
    using bound_parameters = std::map<std::string, std::vector<expression>>;

    std::map<std::string, expression> objects_;
    std::map<std::string, std::string> headers_;  // of objects
    std::map<std::string, alias> types_;
    std::map<std::string, expression> namespaces_;  // that are another name for one

public:
    /// Reads a header, which has a name where somebody will ask for it.
    void read(std::string_view source, const std::string& header = {}) {
        static const std::string nowhere = "{";  // where names are of no interest: in a class or a function
        const std::vector<std::string> words = words_of(source);
        std::vector<std::string> scopes{""};
        std::vector<parameter> parameters;
        for (std::size_t at = 0; at < words.size();) {
            const std::string& word = words[at];
            const std::string scope = scopes.back();
            if (word == "template") {
                parameters = parameters_of(words, ++at);
                continue;
            }
            if (word == "{") {
                scopes.push_back(nowhere);
            } else if (word == "}") {
                scopes.pop_back();
            } else if (word == "namespace" && words.at(at + 2) == "{") {
                scopes.push_back(within(scope, words[at + 1]));
                at += 2;
            } else if (word == "namespace" && words.at(at + 2) == "=") {
                const std::string name = within(scope, words[at + 1]);
                namespaces_[name] = parsed_expression(words, at += 3, scope);
            } else if (word == "using") {
                const auto end = std::find(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), ";");
                if (end == words.end()) not_understood(words.at(at + 1), "it does not end");
                const auto stands_for = words.begin() + static_cast<std::ptrdiff_t>(at) + 3;
                // Read only when it is asked for: most are types of C++.
                if (scope != nowhere && words.at(at + 2) == "=")
                    types_[within(scope, words[at + 1])] = {parameters, {stands_for, end + 1}, scope};
                at = static_cast<std::size_t>(end - words.begin());
            } else if (word == "inline" && words.at(at + 1) == "constexpr" && declares(words.at(at + 2))) {
                const expression what = parsed_expression(words, at += 2, scope);
                objects_[within(scope, words.at(at))] = what;
                headers_[within(scope, words.at(at))] = header;
            }
            ++at;
            parameters.clear();
        }
    }

    /// The whole name of the object that is meant by a name.
    std::string object(const expression& named) const {
        const auto found = find(objects_, named.scope, named.name);
        if (found == objects_.end()) not_understood(named.name, "there is no such object in " + named.scope);
        return found->first;
    }

    /// The header that an object is declared in, by its whole name.
    const std::string& header(const std::string& object) const { return headers_.at(object); }

    /// What an alias stands for; anything else is itself.
    expression resolved(expression what) const {
        while (!what.called) {
            auto found = find(types_, what.scope, what.name);
            if (found == types_.end()) found = types_.find(within("hibana::notation", what.name));
            if (found == types_.end()) break;
            const alias& meant = found->second;
            bound_parameters bound;
            auto given = what.arguments.begin();
            for (const parameter& each : meant.parameters) {
                const bool none = given == what.arguments.end();
                if (none && !each.pack) break;  // the alias says what stands for it
                const auto behind = none || each.pack ? what.arguments.end() : given + 1;
                bound[each.name] = {given, behind};
                given = behind;
            }
            std::size_t at = 0;
            const expression pattern = parsed_expression(meant.words, at, meant.scope);
            if (meant.words.at(at) != ";") not_understood(what.name, "there is a " + meant.words[at] + " behind it");
            std::vector<expression> made;
            put_in(pattern, bound, made);
            what = made.at(0);
        }
        return what;
    }

    /// The signatures of a command by its whole name, each a call of its reply.
    std::vector<expression> signatures(const std::string& command) const {
        std::vector<expression> calls;
        const std::vector<expression>& parts = declared(command, "descriptor").arguments;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            calls.push_back(resolved(parts[i]));
            if (!calls.back().called) {
                calls.pop_back();
                break;
            }
        }
        if (calls.empty()) not_understood(command, "it has no signature");
        return calls;
    }

    /// The word of an option by its whole name, then what it takes.
    std::vector<expression> option(const std::string& name) const {
        const expression& what = declared(name, "option");
        const auto is_rule = [this](const expression& part) {
            const std::string word = unqualified(resolved(part).name);
            return word == "needs" || word == "excludes" || word == "since" || word == "in_module";
        };
        return {what.arguments.begin(), std::find_if(what.arguments.begin(), what.arguments.end(), is_rule)};
    }

    /// The name by which an option is called: its own, or that of the word with several forms of which it is one.
    std::string caller(const std::string& option) const {
        std::string found = option;
        for (const auto& [name, what] : objects_) {
            if (what.name != "forms" && what.name != "flag_or") continue;
            const bool is_it = std::any_of(what.arguments.begin(), what.arguments.end(),
                                           [&](const expression& form) { return object(form) == option; });
            if (is_it && found != option) not_understood(option, "it is a form of " + found + " and of " + name);
            if (is_it) found = name;
        }
        return found;
    }

private:
    static bool declares(const std::string& word) {
        return word == "descriptor" || word == "option" || word == "sized_option" || word == "forms"
               || word == "flag_or";
    }

    static std::vector<parameter> parameters_of(const std::vector<std::string>& words, std::size_t& at) {
        std::vector<parameter> made(1);
        bool named = false;
        for (int depth = 0;; ++at) {
            const std::string& word = words.at(at);
            depth += word == "<" ? 1 : word == ">" ? -1 : 0;
            if (depth == 0) break;
            if (depth != 1) continue;
            if (word == "," || word == "<") {
                if (word == ",") made.emplace_back();
                named = true;
            } else if (word == "=") {
                named = false;  // what follows stands for one that is not given
            } else if (named && word == "...") {
                made.back().pack = true;
            } else if (named) {
                made.back().name = word;
            }
        }
        ++at;
        return made;
    }

    const expression& declared(const std::string& name, const std::string& as) const {
        const auto found = objects_.find(name);
        if (found == objects_.end()) not_understood(name, "it is not declared");
        if (found->second.name != as && found->second.name != "sized_" + as) not_understood(name, "it is no " + as);
        return found->second;
    }

    // What is meant by a name is in the innermost namespace around it that has it.
    template <class Named>
    typename Named::const_iterator find(const Named& among, std::string scope, const std::string& name) const {
        for (;;) {
            if (const auto found = among.find(within(scope, name)); found != among.end()) return found;
            const auto colons = name.find("::");
            const auto other =
                colons == name.npos ? namespaces_.end() : namespaces_.find(within(scope, name.substr(0, colons)));
            if (other != namespaces_.end())
                return find(among, other->second.scope, other->second.name + name.substr(colons));
            if (scope.empty()) return among.end();
            scope.erase(scope.find("::") == scope.npos ? 0 : scope.rfind("::"));
        }
    }

    // Writes an expression with what was given for its parameters.
    static void put_in(const expression& what, const bound_parameters& bound, std::vector<expression>& to) {
        const auto given = bound.find(what.name);
        if (given != bound.end() && !what.called) {
            to.insert(to.end(), given->second.begin(), given->second.end());
            return;
        }
        expression made = given == bound.end() ? expression{what.name, what.scope, {}, {}, false} : given->second.at(0);
        made.called = what.called;
        for (const expression& argument : what.arguments) put_in(argument, bound, made.arguments);
        for (const expression& step : what.steps) put_in(step, bound, made.steps);
        to.push_back(std::move(made));
    }
};

}  // namespace hibana::test
