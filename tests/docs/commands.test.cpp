// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "docs/spelled_call.hpp"
#include "docs/spelled_reply.hpp"
#include "docs/written_type.hpp"
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

// docs/commands.md is what the declarations say. It is written anew by HIBANA_WRITE_PAGES=1 ctest -R docs/commands.

namespace {

std::string version(server_version of) {
    if (of == no_version) return "no";
    return std::to_string(of.major) + '.' + std::to_string(of.minor) + (of.patch == 0 ? "" : '.' + std::to_string(of.patch));
}

std::filesystem::path project() { return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path(); }

// The calls as they are written in the list of a family, in its order.
std::vector<std::string> calls_in(const std::string& list) {
    std::vector<std::string> calls;
    std::ifstream file(project() / "include" / "hibana" / "testing" / list);
    for (std::string line; std::getline(file, line);) {
        const auto begin = line.find("visit(cmd::");
        if (begin != line.npos) calls.push_back(line.substr(begin + 6, line.rfind(");") - begin - 6));
    }
    return calls;
}

// A header and all that it brings.
void add_included(std::set<std::string>& to, const std::string& header) {
    if (!to.insert(header).second) return;
    std::ifstream file(project() / "include" / header);
    const std::string_view begin = "#include <hibana/";
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(begin)) add_included(to, line.substr(begin.size() - 7, line.rfind('>') - begin.size() + 7));
}
std::set<std::string> included_by(const std::string& header) {
    std::set<std::string> all;
    add_included(all, header);
    return all;
}

test::declarations all_declarations() {
    test::declarations known;
    for (const auto& entry : std::filesystem::directory_iterator(project() / "include" / "hibana" / "command")) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        known.read(text.str(), "hibana/command/" + entry.path().filename().string());
    }
    return known;
}

// What the words for arguments in a call stand for.
constexpr std::pair<std::string_view, std::string_view> kinds_of_argument[] = {
    {"key", "the name of a key: text"},
    {"bulk", "text or a number"},
    {"integer", "a whole number"},
    {"real", "a number"},
    {"hidden", "text that no message shows, such as a password"},
    {"field", "a field of a hash or an entry: text or a number"},
    {"member", "a member of a set: text or a number"},
    {"score", "a number"},
    {"bound", "an end of a range: a number or text, such as `\"(1\"`, `\"+inf\"`, `\"[a\"`, `\"-\"`"},
    {"stream_id", "the id of an entry: text or a number, such as `\"5-1\"`, `\"*\"`, `\"$\"`"},
    {"pattern", "text, such as `\"user:*\"`"},
    {"path", "a path in a JSON document: text, such as `\"$.price\"`"},
    {"json", "JSON text, a number, a `bool`, `nullptr`, or a type with `hibana::json_value`"},
    {"floats", "a `std::vector<float>` or another block of `float`, or its bytes"},
    {"seconds", "a duration of whole seconds: `60s`"},
    {"milliseconds", "a duration: `1500ms`, `60s`"},
    {"blocking_seconds", "how long to wait, a duration: `500ms`; `0s` is for ever"},
    {"blocking_milliseconds", "the same"},
    {"unix_seconds", "a point in time of `std::chrono::system_clock`"},
    {"unix_milliseconds", "the same, to the millisecond"},
    {"timestamp", "such a point in time, milliseconds since 1970 as a whole number, or text: `\"-\"`, `\"+\"`, `\"*\"`"},
};

// How to read the columns of calls and replies.
std::string legend() {
    std::ostringstream text;
    text << "## How to read a call\n\n"
            "A call is written as here, with `using namespace hibana`. Arguments are in the order of the wire; options, `opt::`, may\n"
            "stand anywhere in the call and are sent in this order. What the server is told besides, a word such as `STREAMS` or the\n"
            "number of keys, is written for you. An option has the name of its word in small letters, with `_` for what cannot be in a\n"
            "name and behind what is a word of C++; others are named below the table. One with parentheses has them even where nothing\n"
            "is in them. Which options exclude or need one another, the compiler says.\n\n"
            "| in a call | is |\n|---|---|\n"
            "| `[a]` | `a` or nothing |\n"
            "| `a \\| b` | one of them; it ends at a comma |\n"
            "| `a...` | one or more, also as a range: `\"x\", \"y\"` or a `std::vector` |\n"
            "| `[a]...` | any number of them, which are sent in the order in which they are given |\n"
            "| `(a, b)...` | one after the other, `a, b, a, b`, also as pairs or a range of them, such as a `std::map`; fields and values "
            "also as a struct, by `<hibana/command/structs.hpp>` or a `hibana::members` of yours; the two alternate whatever the server "
            "wants: `\"a\", \">\", \"b\", \">\"` for `(key, stream_id)...` |\n"
            "| `(a \\| b)...` | one or more options, in the order in which they are given |\n"
            "| `keys(key...)` | the function `keys`, or a range of keys, which says where they end |\n"
            "| `std::tuple(a, b, c)...` | one or more `std::tuple`, also as a range |\n"
            "| `opt::a(see below)` | an option that is spelled below the table |\n";
    for (const auto& [name, means] : kinds_of_argument) text << "| `" << name << "` | " << means << " |\n";
    text << "\n## How to read a reply\n\n"
            "First stands the reply of a call that no option changes; where there are several, the arguments decide. Then come the\n"
            "options that change it, each with the reply that it gives alone. Where several of them are given, the one that is named\n"
            "first decides; only columns, as those of GEOSEARCH, combine, and the reply with all of them comes last. An option that is\n"
            "not named leaves the type of the reply as it is.\n";
    return text.str();
}

std::string in_words(request_policy policy) {
    switch (policy) {
    case request_policy::all_nodes: return "all nodes";
    case request_policy::all_shards: return "all shards";
    case request_policy::multi_shard: return "the shards of its keys";
    case request_policy::special: return "a node it names";
    case request_policy::unspecified: break;
    }
    return {};
}
std::string in_words(response_policy policy) {
    constexpr std::string_view words[] = {"", "one succeeds", "all succeed", "logical and", "logical or",
                                          "the least", "the greatest", "the sum", "of its own"};
    return std::string(words[static_cast<std::size_t>(policy)]);
}
std::string in_a_cluster(const command_info& known) {
    std::string where = in_words(known.request);
    if (where.empty()) where = known.keyless ? "any node" : "the slot of its keys";
    if (known.response != response_policy::unspecified) where += "; replies: " + in_words(known.response);
    return where;
}

struct server_at_hand {
    std::string_view name;
    bool valkey;
    server_version version;
    int called = 0;
    int equal = 0;
    int in_part = 0;

    void count(std::string_view command) {
        const test::compared how = test::how_compared(command);
        ++called;
        if (how == test::compared::whole || how == test::compared::at_one_time) ++equal;
        if (how == test::compared::in_part) ++in_part;
    }
};

struct table {
    std::ostringstream rows;
    int commands = 0;
    int called = 0;                 // on any server
    std::vector<std::string> nowhere;  // the commands that no server at hand has
    test::notes_on_options notes;
    std::map<std::string, std::vector<std::string>> headers;  // the commands that each declares
};

struct whole {
    server_at_hand servers[3] = {
        {"Redis 7.0", false, {7, 0, 15}}, {"Redis 8.0", false, {8, 0, 2}}, {"Valkey 8.0", true, {8, 0, 1}}};
    server_at_hand with_search{"Redis 7.0 with RediSearch 1.2", false, {7, 0, 15}};
    const test::declarations declared = all_declarations();
    test::call_speller speller{declared};

    template <class Command>
    std::string replies_of(const std::string& object) {
        INFO(object);
        std::string all = test::reply_speller(test::replies_of<Command>(), speller.options(object)).spelled();
        test::replace_all(all, "|", "\\|");
        return all;
    }

    // The ways to call a command. What the headers say of it is what the compiler has read.
    template <class Command>
    std::string calls_of(table& in, const std::string& object) {
        INFO(object);
        CHECK(test::written_signatures(declared, "hibana::" + object) == test::written_signatures<Command>());
        std::string all;
        for (const std::string& call : speller.calls(object)) all += (all.empty() ? "`" : " or `") + call + '`';
        test::notes_on_options notes = speller.notes();
        in.notes.apart.merge(notes.apart);
        for (auto& [name, words] : notes.words) in.notes.words[name].merge(words);
        test::replace_all(all, "|", "\\|");
        return all;
    }

    std::string where_called(std::string_view name, const command_info& known, bool core) {
        std::string where;
        if (core) {
            for (server_at_hand& server : servers)
                if (test::is_called(name, known, server.valkey, server.version)) {
                    server.count(name);
                    where += (where.empty() ? "" : ", ") + std::string(server.name);
                }
        } else {
            for (const test::called_command& one : test::called_commands)
                if (one.name == name) {
                    const bool search = one.where == test::called_on::redisearch_1_2;
                    (search ? with_search : servers[1]).count(name);
                    where = search ? "RediSearch 1.2" : "Redis 8.0";
                }
        }
        return where;
    }
    bool is_at_hand(const command_info& known) const {
        return std::any_of(std::begin(servers), std::end(servers), [&](const server_at_hand& server) {
            return (server.valkey ? known.valkey : known.redis) <= server.version;
        });
    }

    template <class Command>
    void add(table& to, const std::string& object, bool core) {
        const command_info& known = Command::info;
        const std::string where = where_called(Command::name, known, core);
        ++to.commands;
        to.headers[declared.header("hibana::" + object)].emplace_back(Command::name);
        to.called += where.empty() ? 0 : 1;
        if (where.empty() && !(core && is_at_hand(known))) to.nowhere.emplace_back(Command::name);
        const std::string replies = replies_of<Command>(object);
        to.rows << "| " << Command::name << " | " << calls_of<Command>(to, object) << " | " << replies << " | "
                << (known.module.empty() ? version(known.redis) : std::string(known.module) + ' ' + version(known.module_version)) << " | "
                << (known.module.empty() ? version(known.valkey) : "") << " | "
                << (known.writes  ? "writes"
                    : known.reads ? "reads"
                                  : "")
                << (known.cacheable ? ", cacheable" : "") << " | " << in_a_cluster(known) << " | "
                << (where.empty() ? "the wire form" : where) << " |\n";
    }
};

// What to include for a family.
void write_headers(std::ostream& to, const table& rows) {
    static const std::set<std::string> in_hibana = included_by("hibana/hibana.hpp");
    static const std::set<std::string> in_modules = included_by("hibana/module_commands.hpp");
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
    to << (several ? "\nAll of it is" : ", also") << " in `<hibana/"
       << (is_core ? "hibana.hpp>`" : "module_commands.hpp>`, which brings all modules and vector sets; `hibana.hpp` brings none of them")
       << ".\n";
}

void write_notes(std::ostream& to, const test::notes_on_options& notes) {
    if (!notes.words.empty()) to << "\nOptions that are not named by their word: ";
    for (const auto& [name, words] : notes.words) {
        to << (name == notes.words.begin()->first ? "`" : ", `") << name << "` is ";
        for (const std::string& word : words) to << (word == *words.begin() ? "`" : " or `") << word << '`';
    }
    if (!notes.words.empty()) to << ".\n";
    if (!notes.apart.empty()) to << "\nOptions that are too long for the table:\n\n";
    for (const std::string& option : notes.apart) to << "* `" << option << "`\n";
}

std::string page() {
    whole all;
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
         << "Made from the declarations: " << commands << " commands in " << families.size()
         << " families. Each has its header above its table. `since` names the\n"
            "first version that has the command; Valkey has all that Redis had up to 7.2. Called for real over\n"
            "RESP2 and RESP3, by `tests/live`, and the two replies compared:\n\n"
         << "| server | commands called | replies equal | equal in part | not compared |\n|---|---|---|---|---|\n";
    for (const server_at_hand& server : {all.servers[0], all.servers[1], all.servers[2], all.with_search})
        text << "| " << server.name << " | " << server.called << " | " << server.equal << " | " << server.in_part << " | "
             << server.called - server.equal - server.in_part << " |\n";
    std::set<std::string> explained;
    for (const auto& kind : kinds_of_argument) explained.emplace(kind.first);
    CHECK(all.speller.kinds() == explained);
    text << "\nAny of them answers " << called << " of the commands; the other " << commands - called
         << " are tested by the bytes of their requests, and of documented\nreplies at most. "
            "[Which no server at hand has](#no-server-at-hand-has-them), [which are not called](#not-called) although one has\nthem, "
            "[which replies are not simply compared](#not-simply-compared) and [what is not declared](#not-declared) is at the end.\n\n"
         << legend() << "\n## Families\n\n";
    for (const auto& [name, rows] : families)
        text << "* [" << name << "](#" << name << "): " << rows.commands << " commands, " << rows.called << " called\n";
    for (const auto& [name, rows] : families) {
        text << "\n## " << name << "\n\n";
        write_headers(text, rows);
        text << "\n| command | call | reply | since Redis or module | since Valkey | | in a cluster goes to | held against |\n"
                "|---|---|---|---|---|---|---|---|\n"
             << rows.rows.str();
        write_notes(text, rows.notes);
    }
    int nowhere = 0;
    for (const auto& [name, rows] : families) nowhere += static_cast<int>(rows.nowhere.size());
    text << "\n## No server at hand has them\n\n" << nowhere << " commands are later than the servers above, or of modules that they lack:\n\n";
    for (const auto& [name, rows] : families) {
        if (rows.nowhere.empty()) continue;
        text << "* " << name << ": ";
        for (const std::string& each : rows.nowhere) text << (&each == &rows.nowhere.front() ? "" : ", ") << each;
        text << '\n';
    }
    text << "\n## Not called\n\nCommands of a server at hand that no test has answered as a reply, and why:\n\n";
    for (const test::uncalled_command& one : test::uncalled_commands) text << "* " << one.name << ": " << one.reason << '\n';
    text << "\n## Not simply compared\n\nReplies that are not the same each time, and why:\n\n";
    for (const test::comparison& one : test::compared_otherwise) {
        const std::string_view what = one.kind == test::compared::at_one_time ? "equal, of two calls at one time"
                                      : one.kind == test::compared::in_part   ? "equal in part"
                                                                             : "not compared";
        text << "* " << one.name << " " << one.reason << ": " << what << '\n';
    }
    text << "\n## Not declared\n\nWhat servers or modules have besides, and why it has no declaration:\n\n";
    for (const test::undeclared_command& one : test::undeclared_commands) text << "* " << one.name << " " << one.reason << '\n';
    return text.str();
}

}  // namespace

TEST_CASE("commands: the page says what the declarations say", "[docs]") {
    const auto path = project() / "docs" / "commands.md";
    const std::string now = page();
    if (std::getenv("HIBANA_WRITE_PAGES")) std::ofstream(path) << now;
    std::ifstream file(path);
    std::stringstream written;
    written << file.rdbuf();

    CHECK((written.str() == now));
}
