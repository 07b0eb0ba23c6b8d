// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "docs/call_syntax.hpp"
#include "docs/reply_syntax.hpp"
#include "docs/notation_text.hpp"
#include "testing/called_commands.hpp"
#include "testing/command_names.hpp"

#include <hibana/protocol/value.hpp>
#include <hibana/testing/all_commands.hpp>
#include <hibana/testing/module_commands.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;

// Generates docs/commands.md from the declarations. HIBANA_WRITE_PAGES=1 ctest -R docs/commands updates the file.

namespace {

std::string to_text(server_version version) {
    if (version == no_version) return "no";
    return std::to_string(version.major) + '.' + std::to_string(version.minor)
           + (version.patch == 0 ? "" : '.' + std::to_string(version.patch));
}

std::filesystem::path project_dir() { return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path(); }

// The calls in the list of a family, in its order.
std::vector<std::string> calls_in(const std::string& list) {
    std::vector<std::string> calls;
    std::ifstream file(project_dir() / "include" / "hibana" / "testing" / list);
    for (std::string line; std::getline(file, line);) {
        const auto begin = line.find("visit(cmd::");
        if (begin != line.npos) calls.push_back(line.substr(begin + 6, line.rfind(");") - begin - 6));
    }
    return calls;
}

// Adds a header and everything that it includes.
void add_includes(std::set<std::string>& to, const std::string& header) {
    if (!to.insert(header).second) return;
    std::ifstream file(project_dir() / "include" / header);
    const std::string_view begin = "#include <hibana/";
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(begin)) add_includes(to, line.substr(begin.size() - 7, line.rfind('>') - begin.size() + 7));
}
std::set<std::string> includes_of(const std::string& header) {
    std::set<std::string> all;
    add_includes(all, header);
    return all;
}

test::declarations all_declarations() {
    test::declarations known;
    const std::filesystem::path include = project_dir() / "include";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(include / "hibana" / "command")) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        known.read(text.str(), entry.path().lexically_relative(include).generic_string());
    }
    return known;
}

// The kinds of argument and their explanation.
constexpr std::pair<std::string_view, std::string_view> kinds_of_argument[] = {
    {"key", "the name of a key: text"},
    {"bulk", "text or a number"},
    {"integer", "an integer"},
    {"real", "a number"},
    {"hidden", "text that error messages and events do not show, such as a password"},
    {"field", "a field of a hash or an entry: text or a number"},
    {"member", "a member of a set: text or a number"},
    {"score", "a number"},
    {"bound", "a bound of a range: a number or text, such as `\"(1\"`, `\"+inf\"`, `\"[a\"`, `\"-\"`"},
    {"stream_id", "the ID of an entry: text or a number, such as `\"5-1\"`, `\"*\"`, `\"$\"`"},
    {"pattern", "text, such as `\"user:*\"`"},
    {"path", "a path in a JSON document: text, such as `\"$.price\"`"},
    {"json", "JSON text, a number, a `bool`, `nullptr`, or a type with `hibana::json_value`"},
    {"floats", "a `std::vector<float>` or another block of `float`, or its bytes"},
    {"seconds", "a duration in whole seconds: `60s`"},
    {"milliseconds", "a duration: `1500ms`, `60s`"},
    {"blocking_seconds", "the maximum time to wait, a duration: `500ms`; `0s`: no limit"},
    {"blocking_milliseconds", "the same"},
    {"unix_seconds", "a point in time of `std::chrono::system_clock`"},
    {"unix_milliseconds", "the same, to the millisecond"},
    {"timestamp", "such a point in time, an integer (milliseconds since 1970), or text: `\"-\"`, `\"+\"`, `\"*\"`"},
};

// The syntax of the columns for calls and replies.
std::string legend() {
    std::ostringstream text;
    text << "## Syntax of calls\n\n"
            "Calls assume `using namespace hibana`. Arguments have the order of the wire format. Options, `opt::`, may have any position in\n"
            "the call and are sent in the order shown. Fixed words such as `STREAMS` and the number of keys are added automatically. An\n"
            "option has the name of its word in lower case, with `_` for characters that a name cannot contain and after a keyword of C++;\n"
            "other names are listed below the table. An option with parentheses requires them even without arguments. The compiler checks\n"
            "which options exclude or require each other.\n\n"
            "| syntax | meaning |\n|---|---|\n"
            "| `[a]` | `a` or nothing |\n"
            "| `a \\| b` | one of them; the alternatives end at a comma |\n"
            "| `a...` | one or more, also as a range: `\"x\", \"y\"` or a `std::vector` |\n"
            "| `[a]...` | any number, sent in the order of the call |\n"
            "| `(a, b)...` | alternating, `a, b, a, b`, also as pairs or a range of pairs, such as a `std::map`; fields and values also as a "
            "struct, with `<hibana/command/structs.hpp>` or a specialisation of `hibana::members`; the arguments alternate even if the "
            "server expects another order: `\"a\", \">\", \"b\", \">\"` for `(key, stream_id)...` |\n"
            "| `(a \\| b)...` | one or more options, sent in the order of the call |\n"
            "| `keys(key...)` | the function `keys`, or a range of keys, which marks the end of the keys |\n"
            "| `std::tuple(a, b, c)...` | one or more `std::tuple`, also as a range |\n"
            "| `opt::a(see below)` | an option that is described below the table |\n";
    for (const auto& [name, means] : kinds_of_argument) text << "| `" << name << "` | " << means << " |\n";
    text << "\n## Types of replies\n\n"
            "The first type is the reply without options that change it. If there are several, the arguments determine the type. Each\n"
            "option that changes the type follows with the resulting type. If several of them are present, the first one in this order\n"
            "determines the type. Only columns, as those of GEOSEARCH, combine; the type with all of them comes last. Other options do not\n"
            "change the type.\n";
    return text.str();
}

std::string to_text(request_policy policy) {
    switch (policy) {
    case request_policy::all_nodes: return "all nodes";
    case request_policy::all_shards: return "all shards";
    case request_policy::multi_shard: return "shards of the keys";
    case request_policy::special: return "a specific node";
    case request_policy::unspecified: break;
    }
    return {};
}
std::string to_text(response_policy policy) {
    constexpr std::string_view words[] = {"", "one succeeds", "all succeed", "logical and", "logical or",
                                          "minimum", "maximum", "sum", "special"};
    return std::string(words[static_cast<std::size_t>(policy)]);
}
std::string cluster_route(const command_info& known) {
    std::string route = to_text(known.request);
    if (route.empty()) route = known.keyless ? "any node" : "slot of the keys";
    if (known.response != response_policy::unspecified) route += "; replies: " + to_text(known.response);
    return route;
}

struct tested_server {
    std::string_view name;
    bool valkey;
    server_version version;
    int called = 0;
    int equal = 0;
    int partly_equal = 0;

    void count(std::string_view command) {
        const test::compared result = test::comparison_kind(command);
        ++called;
        if (result == test::compared::equal || result == test::compared::simultaneous) ++equal;
        if (result == test::compared::partial) ++partly_equal;
    }
};

struct table {
    std::ostringstream rows;
    int commands = 0;
    int called = 0;                        // on any server
    std::vector<std::string> unavailable;  // commands that no tested server has
    test::option_notes notes;
    std::map<std::string, std::vector<std::string>> headers;  // header: its commands
};

struct generator {
    tested_server servers[3] = {
        {"Redis 7.0", false, {7, 0, 15}}, {"Redis 8.0", false, {8, 0, 2}}, {"Valkey 8.0", true, {8, 0, 1}}};
    tested_server redisearch{"Redis 7.0 with RediSearch 1.2", false, {7, 0, 15}};
    const test::declarations declared = all_declarations();
    test::call_formatter formatter{declared};

    template <class Command>
    std::string replies_of(const std::string& object) {
        INFO(object);
        std::string all = test::reply_formatter(test::replies_of<Command>(), formatter.options(object)).text();
        test::replace_all(all, "|", "\\|");
        return all;
    }

    // The calls of a command. Checks that the text of the declaration agrees with its type.
    template <class Command>
    std::string calls_of(table& in, const std::string& object) {
        INFO(object);
        CHECK(test::signature_texts(declared, "hibana::" + object) == test::signature_texts<Command>());
        std::string all;
        for (const std::string& call : formatter.calls(object)) all += (all.empty() ? "`" : " or `") + call + '`';
        test::option_notes notes = formatter.notes();
        in.notes.long_options.merge(notes.long_options);
        for (auto& [name, words] : notes.renamed) in.notes.renamed[name].merge(words);
        test::replace_all(all, "|", "\\|");
        return all;
    }

    std::string called_on(std::string_view name, const command_info& known, bool core) {
        std::string names;
        if (core) {
            for (tested_server& server : servers)
                if (test::is_called(name, known, server.valkey, server.version)) {
                    server.count(name);
                    names += (names.empty() ? "" : ", ") + std::string(server.name);
                }
        } else {
            for (const test::called_command& one : test::called_commands)
                if (one.name == name) {
                    const bool search = one.server == test::called_on::redisearch_1_2;
                    (search ? redisearch : servers[1]).count(name);
                    names = search ? "RediSearch 1.2" : "Redis 8.0";
                }
        }
        return names;
    }
    bool is_available(const command_info& known) const {
        return std::any_of(std::begin(servers), std::end(servers), [&](const tested_server& server) {
            return (server.valkey ? known.valkey : known.redis) <= server.version;
        });
    }

    template <class Command>
    void add(table& to, const std::string& object, bool core) {
        const command_info& known = Command::info;
        const std::string servers_called = called_on(Command::name, known, core);
        ++to.commands;
        to.headers[declared.header("hibana::" + object)].emplace_back(Command::name);
        to.called += servers_called.empty() ? 0 : 1;
        if (servers_called.empty() && !(core && is_available(known))) to.unavailable.emplace_back(Command::name);
        const std::string replies = replies_of<Command>(object);
        to.rows << "| " << Command::name << " | " << calls_of<Command>(to, object) << " | " << replies << " | "
                << (known.module.empty() ? to_text(known.redis) : std::string(known.module) + ' ' + to_text(known.module_version)) << " | "
                << (known.module.empty() ? to_text(known.valkey) : "") << " | "
                << (known.writes  ? "writes"
                    : known.reads ? "reads"
                                  : "")
                << (known.cacheable ? ", cacheable" : "") << " | " << cluster_route(known) << " | "
                << (servers_called.empty() ? "wire format only" : servers_called) << " |\n";
    }
};

// Writes the headers of a family.
void write_headers(std::ostream& to, const table& rows) {
    static const std::set<std::string> in_hibana = includes_of("hibana/hibana.hpp");
    static const std::set<std::string> in_modules = includes_of("hibana/module_commands.hpp");
    const auto all_are_in = [&rows](const std::set<std::string>& included) {
        return std::all_of(rows.headers.begin(), rows.headers.end(), [&](const auto& each) { return included.contains(each.first); });
    };
    const bool is_core = all_are_in(in_hibana);
    CHECK((is_core || all_are_in(in_modules)));
    const bool several = rows.headers.size() > 1;
    for (const auto& [header, commands] : rows.headers) {
        to << (several ? "* " : "") << "`#include <" << header << ">`";
        for (const std::string& each : commands)
            if (several) to << (&each == &commands.front() ? ": " : ", ") << each;
        if (several) to << '\n';
    }
    to << (several ? "\nAll of them are" : ", also") << " in `<hibana/"
       << (is_core ? "hibana.hpp>`" : "module_commands.hpp>` (all modules and vector sets), not in `<hibana/hibana.hpp>`")
       << ".\n";
}

void write_notes(std::ostream& to, const test::option_notes& notes) {
    if (!notes.renamed.empty()) to << "\nOptions whose name differs from their word: ";
    for (const auto& [name, words] : notes.renamed) {
        to << (name == notes.renamed.begin()->first ? "`" : ", `") << name << "` is ";
        for (const std::string& word : words) to << (word == *words.begin() ? "`" : " or `") << word << '`';
    }
    if (!notes.renamed.empty()) to << ".\n";
    if (!notes.long_options.empty()) to << "\nLong options:\n\n";
    for (const std::string& option : notes.long_options) to << "* `" << option << "`\n";
}

std::string generate_page() {
    generator all;
    std::vector<std::pair<std::string, table>> families;
    const auto family = [&families](std::string name) -> table& {
        for (auto& [known, rows] : families)
            if (known == name) return rows;
        families.emplace_back(std::move(name), table{});
        return families.back().second;
    };
    const auto core = [&](const std::string& name, auto&& for_each) {
        const std::vector<std::string> calls = calls_in("commands/" + name + ".hpp");
        std::size_t at = 0;
        table& rows = family(name);
        for_each([&](const auto& command) { all.add<std::remove_cvref_t<decltype(command)>>(rows, calls.at(at++), true); });
        CHECK(at == calls.size());
    };
#define HIBANA_FAMILY(name) core(#name, [](auto&& visit) { testing::for_each_##name##_command(visit); })
    HIBANA_FAMILY(acl);
    HIBANA_FAMILY(array);
    HIBANA_FAMILY(bitmap);
    HIBANA_FAMILY(cluster);
    HIBANA_FAMILY(connection);
    HIBANA_FAMILY(generic);
    HIBANA_FAMILY(geo);
    HIBANA_FAMILY(hash);
    HIBANA_FAMILY(hyperloglog);
    HIBANA_FAMILY(list);
    HIBANA_FAMILY(management);
    HIBANA_FAMILY(pubsub);
    HIBANA_FAMILY(scripting);
    HIBANA_FAMILY(sentinel);
    HIBANA_FAMILY(set);
    HIBANA_FAMILY(sorted_set);
    HIBANA_FAMILY(stream);
    HIBANA_FAMILY(string);
    HIBANA_FAMILY(transaction);
#undef HIBANA_FAMILY
    const std::vector<std::string> calls = calls_in("module_commands.hpp");
    std::size_t at = 0;
    testing::for_each_module_command([&](const auto& command) {
        using type = std::remove_cvref_t<decltype(command)>;
        constexpr std::pair<std::string_view, std::string_view> prefixes[] = {
            {"JSON.", "json"}, {"FT.", "search"}, {"TS.", "time_series"}, {"BF.", "bloom"}, {"CF.", "cuckoo"},
            {"CMS.", "count_min"}, {"TDIGEST.", "t_digest"}, {"TOPK.", "top_k"}, {"V", "vector_set"}};
        for (const auto& [prefix, name] : prefixes)
            if (type::name.starts_with(prefix)) {
                all.add<type>(family(std::string(name)), calls.at(at++), false);
                break;
            }
    });
    CHECK(at == calls.size());

    int commands = 0, called = 0;
    for (const auto& [name, rows] : families) {
        commands += rows.commands;
        called += rows.called;
    }
    std::ostringstream text;
    text << "# All commands\n\n"
         << "Generated from the declarations: " << commands << " commands in " << families.size()
         << " families. The header of a family precedes its table. `since` is the\n"
            "first version with the command; Valkey has all commands of Redis up to 7.2. `tests/live` calls commands on these servers over\n"
            "RESP2 and RESP3 and compares the two replies:\n\n"
         << "| server | commands called | replies equal | partly equal | not compared |\n|---|---|---|---|---|\n";
    for (const tested_server& server : {all.servers[0], all.servers[1], all.servers[2], all.redisearch})
        text << "| " << server.name << " | " << server.called << " | " << server.equal << " | " << server.partly_equal << " | "
             << server.called - server.equal - server.partly_equal << " |\n";
    std::set<std::string> explained;
    for (const auto& kind : kinds_of_argument) explained.emplace(kind.first);
    CHECK(all.formatter.kinds() == explained);
    text << "\nAt least one of them executes " << called << " of the commands. The other " << commands - called
         << " are tested by their encoded requests and,\nif documented, replies. "
            "See [unavailable commands](#unavailable-commands), [commands not called](#commands-not-called),\n"
            "[replies compared differently](#replies-compared-differently) and [commands not declared](#commands-not-declared).\n\n"
         << legend() << "\n## Families\n\n";
    for (const auto& [name, rows] : families)
        text << "* [" << name << "](#" << name << "): " << rows.commands << " commands, " << rows.called << " called\n";
    for (const auto& [name, rows] : families) {
        text << "\n## " << name << "\n\n";
        write_headers(text, rows);
        text << "\n| command | call | reply | since Redis or module | since Valkey | access | cluster route | tested on |\n"
                "|---|---|---|---|---|---|---|---|\n"
             << rows.rows.str();
        write_notes(text, rows.notes);
    }
    int unavailable = 0;
    for (const auto& [name, rows] : families) unavailable += static_cast<int>(rows.unavailable.size());
    text << "\n## Unavailable commands\n\n"
         << unavailable << " commands are newer than the servers above or belong to modules that these do not have:\n\n";
    for (const auto& [name, rows] : families) {
        if (rows.unavailable.empty()) continue;
        text << "* " << name << ": ";
        for (const std::string& each : rows.unavailable) text << (&each == &rows.unavailable.front() ? "" : ", ") << each;
        text << '\n';
    }
    text << "\n## Commands not called\n\nCommands of the servers above that no live test calls, with the reason:\n\n";
    for (const test::uncalled_command& one : test::uncalled_commands) text << "* " << one.name << ": " << one.reason << '\n';
    text << "\n## Replies compared differently\n\nReplies that differ between calls, with the reason:\n\n";
    for (const test::comparison& one : test::special_comparisons) {
        const std::string_view result = one.kind == test::compared::simultaneous ? "equal for two simultaneous calls"
                                        : one.kind == test::compared::partial   ? "partly equal"
                                                                             : "not compared";
        text << "* " << one.name << " " << one.reason << ": " << result << '\n';
    }
    text << "\n## Commands not declared\n\nOther commands of servers and modules, and why they are not declared:\n\n";
    for (const test::undeclared_command& one : test::undeclared_commands) text << "* " << one.name << " " << one.reason << '\n';
    return text.str();
}

}  // namespace

TEST_CASE("commands: docs/commands.md agrees with the declarations", "[docs]") {
    const auto path = project_dir() / "docs" / "commands.md";
    const std::string generated = generate_page();
    if (std::getenv("HIBANA_WRITE_PAGES")) std::ofstream(path) << generated;
    std::ifstream file(path);
    std::stringstream page;
    page <<  file.rdbuf();

    CHECK((page.str() == generated));
}
