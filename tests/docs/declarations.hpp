// SPDX-License-Identifier: BSL-1.0
/// \file  Parser for the declarations of commands and options. Keeps aliases that a type does not contain: `field` is `bulk`.
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

/// An expression of a declaration: `counted<key>`, `ok(key, bulk)`, `"EX"`, `Head...`.
struct expression {
    std::string name;
    std::string scope;                  // the enclosing namespace
    std::vector<expression> arguments;  // in <>
    std::vector<expression> steps;      // in ()
    bool called = false;                // followed by ()
};

[[noreturn]] inline void throw_unsupported(const std::string& name, const std::string& reason) {
    throw std::runtime_error("unsupported declaration: " + name + ": " + reason);
}

/// Returns the last part of a qualified name.
inline std::string unqualified(const std::string& name) {
    const auto colons = name.rfind("::");
    return colons == name.npos ? name : name.substr(colons + 2);
}
inline std::string within(const std::string& scope, const std::string& name) {
    return scope.empty() ? name : scope + "::" + name;
}

/// Splits a source into tokens. A qualified name is one token; comments and preprocessor directives are dropped.
inline std::vector<std::string> tokens_of(std::string_view source) {
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

/// Parses the expression at a token and advances past it.
inline expression parse_expression(const std::vector<std::string>& words, std::size_t& at, const std::string& scope) {
    expression result;
    result.name = words.at(at++);
    result.scope = scope;
    if (!std::isalnum(static_cast<unsigned char>(result.name[0])) && result.name[0] != '_' && result.name[0] != '"')
        throw_unsupported(result.name, "it is not a name");
    const auto list = [&](std::vector<expression>& to, std::string_view end) {
        for (++at; words.at(at) != end;) {
            to.push_back(parse_expression(words, at, scope));
            if (words.at(at) == ",") ++at;
            else if (words.at(at) != end) throw_unsupported(result.name, "unexpected " + words.at(at));
        }
        ++at;
    };
    if (words.at(at) == "<") list(result.arguments, ">");
    result.called = words.at(at) == "(";
    if (result.called) list(result.steps, ")");
    if (words.at(at) == "...") ++at;  // a pack expands to any number of expressions
    return result;
}

/// The declarations of the headers of commands. Errors are std::runtime_error or std::out_of_range.
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
    std::map<std::string, std::string> headers_;  // object: header
    std::map<std::string, alias> types_;
    std::map<std::string, expression> namespaces_;  // namespace aliases

public:
    /// Reads a header. `header` is its path for `header()`.
    void read(std::string_view source, const std::string& header = {}) {
        static const std::string nowhere = "{";  // scope of a class or function, whose names are ignored
        const std::vector<std::string> words = tokens_of(source);
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
                namespaces_[name] = parse_expression(words, at += 3, scope);
            } else if (word == "using") {
                const auto end = std::find(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), ";");
                if (end == words.end()) throw_unsupported(words.at(at + 1), "the end is missing");
                const auto aliased = words.begin() + static_cast<std::ptrdiff_t>(at) + 3;
                // Parsed only on use: most are types of C++.
                if (scope != nowhere && words.at(at + 2) == "=")
                    types_[within(scope, words[at + 1])] = {parameters, {aliased, end + 1}, scope};
                at = static_cast<std::size_t>(end - words.begin());
            } else if (word == "inline" && words.at(at + 1) == "constexpr" && is_declaration(words.at(at + 2))) {
                const expression value = parse_expression(words, at += 2, scope);
                objects_[within(scope, words.at(at))] = value;
                headers_[within(scope, words.at(at))] = header;
            }
            ++at;
            parameters.clear();
        }
    }

    /// Returns the qualified name of the object that a name refers to.
    std::string object(const expression& named) const {
        const auto found = find(objects_, named.scope, named.name);
        if (found == objects_.end()) throw_unsupported(named.name, "no such object in " + named.scope);
        return found->first;
    }

    /// Returns the header that declares an object with a qualified name.
    const std::string& header(const std::string& object) const { return headers_.at(object); }

    /// Expands an alias. Returns other expressions unchanged.
    expression resolved(expression value) const {
        while (!value.called) {
            auto found = find(types_, value.scope, value.name);
            if (found == types_.end()) found = types_.find(within("hibana::notation", value.name));
            if (found == types_.end()) break;
            const alias& target = found->second;
            bound_parameters bound;
            auto given = value.arguments.begin();
            for (const parameter& each : target.parameters) {
                const bool none = given == value.arguments.end();
                if (none && !each.pack) break;  // the alias has a default
                const auto next = none || each.pack ? value.arguments.end() : given + 1;
                bound[each.name] = {given, next};
                given = next;
            }
            std::size_t at = 0;
            const expression pattern = parse_expression(target.words, at, target.scope);
            if (target.words.at(at) != ";") throw_unsupported(value.name, "unexpected " + target.words[at]);
            std::vector<expression> expanded;
            substitute(pattern, bound, expanded);
            value = expanded.at(0);
        }
        return value;
    }

    /// Returns the signatures of a command by its qualified name, each a function type of the reply.
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
        if (calls.empty()) throw_unsupported(command, "the signature is missing");
        return calls;
    }

    /// Returns the word of an option by its qualified name, followed by its arguments.
    std::vector<expression> option(const std::string& name) const {
        const expression& declaration = declared(name, "option");
        const auto is_rule = [this](const expression& part) {
            const std::string word = unqualified(resolved(part).name);
            return word == "needs" || word == "excludes" || word == "since" || word == "in_module";
        };
        return {declaration.arguments.begin(), std::find_if(declaration.arguments.begin(), declaration.arguments.end(), is_rule)};
    }

    /// Returns the name by which an option is called: its own, or that of the overload set that contains it.
    std::string caller(const std::string& option) const {
        std::string found = option;
        for (const auto& [name, object_value] : objects_) {
            if (object_value.name != "option_overloads" && object_value.name != "flag_or_option") continue;
            const bool is_it = std::any_of(object_value.arguments.begin(), object_value.arguments.end(),
                                           [&](const expression& form) { return object(form) == option; });
            if (is_it && found != option) throw_unsupported(option, "it is an overload of " + found + " and of " + name);
            if (is_it) found = name;
        }
        return found;
    }

private:
    static bool is_declaration(const std::string& word) {
        return word == "descriptor" || word == "option" || word == "sized_option" || word == "option_overloads"
               || word == "flag_or_option";
    }

    static std::vector<parameter> parameters_of(const std::vector<std::string>& words, std::size_t& at) {
        std::vector<parameter> result(1);
        bool named = false;
        for (int depth = 0;; ++at) {
            const std::string& word = words.at(at);
            depth += word == "<" ? 1 : word == ">" ? -1 : 0;
            if (depth == 0) break;
            if (depth != 1) continue;
            if (word == "," || word == "<") {
                if (word == ",") result.emplace_back();
                named = true;
            } else if (word == "=") {
                named = false;  // a default follows
            } else if (named && word == "...") {
                result.back().pack = true;
            } else if (named) {
                result.back().name = word;
            }
        }
        ++at;
        return result;
    }

    const expression& declared(const std::string& name, const std::string& as) const {
        const auto found = objects_.find(name);
        if (found == objects_.end()) throw_unsupported(name, "it is not declared");
        if (found->second.name != as && found->second.name != "sized_" + as) throw_unsupported(name, "it is not of kind " + as);
        return found->second;
    }

    // Looks a name up from the innermost namespace outwards.
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

    // Appends an expression with its parameters substituted.
    static void substitute(const expression& value, const bound_parameters& bound, std::vector<expression>& to) {
        const auto given = bound.find(value.name);
        if (given != bound.end() && !value.called) {
            to.insert(to.end(), given->second.begin(), given->second.end());
            return;
        }
        expression result = given == bound.end() ? expression{value.name, value.scope, {}, {}, false} : given->second.at(0);
        result.called = value.called;
        for (const expression& argument : value.arguments) substitute(argument, bound, result.arguments);
        for (const expression& step : value.steps) substitute(step, bound, result.steps);
        to.push_back(std::move(result));
    }
};

}  // namespace hibana::test
