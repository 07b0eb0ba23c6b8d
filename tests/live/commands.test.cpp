// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/live.hpp"

#include <hibana/client.hpp>
#include <hibana/protocol/value.hpp>
#include <hibana/testing/all_commands.hpp>
#include <hibana/testing/module_commands.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace hibana;

namespace {

// CLIENT KILL is client|kill in COMMAND INFO.
std::string name_in_command_info(std::string_view name) {
    std::string lower(name);
    for (char& character : lower) {
        if (character == ' ') character = '|';
        else if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    }
    return lower;
}

std::set<std::string> words_of(const value& list) {
    std::set<std::string> words;
    for (const value& word : list.elements()) words.emplace(word.text());
    return words;
}

std::string sent(const key_spec& spec) {
    switch (spec.type) {
    case key_spec::kind::none: return "none";
    case key_spec::kind::range:
        return "range from " + std::to_string(spec.first) + " to " + std::to_string(spec.last) + " step "
               + std::to_string(spec.step);
    case key_spec::kind::keynum:
        return "number at " + std::to_string(spec.first) + " step " + std::to_string(spec.step);
    case key_spec::kind::keyword: return "behind a keyword";
    case key_spec::kind::option: return "behind a keyword";
    }
    return {};
}

// The key specifications of the server as text; empty where the server does not know the position.
std::string words_of_server(const value& spec) {
    const value* begin = spec.find("begin_search");
    const value* find = spec.find("find_keys");
    if (!begin || !find || begin->find("type")->text() == "unknown" || find->find("type")->text() == "unknown")
        return {};
    if (begin->find("type")->text() == "keyword") return "behind a keyword";
    const value& where = *begin->find("spec");
    const value& how = *find->find("spec");
    const auto first = std::to_string(where.find("index")->integer().value());
    const auto step = std::to_string(how.find("keystep")->integer().value());
    if (find->find("type")->text() == "keynum") return "number at " + first + " step " + step;
    return "range from " + first + " to " + std::to_string(how.find("lastkey")->integer().value()) + " step " + step;
}

// The tips that a declaration amounts to.
std::string sent(request_policy policy) {
    constexpr std::string_view names[] = {"", "all_nodes", "all_shards", "multi_shard", "special"};
    return std::string(names[static_cast<std::size_t>(policy)]);
}
std::string sent(response_policy policy) {
    constexpr std::string_view names[] = {
        "",        "one_succeeded", "all_succeeded", "agg_logical_and", "agg_logical_or",
        "agg_min", "agg_max",       "agg_sum",       "special"};
    return std::string(names[static_cast<std::size_t>(policy)]);
}
// A tip of the server, such as "request_policy:all_shards".
std::string tip(const value& tips, std::string_view name) {
    for (const value& each : tips.elements())
        if (each.text().starts_with(name) && each.text().substr(name.size()).starts_with(':'))
            return std::string(each.text().substr(name.size() + 1));
    return {};
}
std::string sent(const server_version& version) {
    return std::to_string(version.major) + '.' + std::to_string(version.minor) + '.' + std::to_string(version.patch);
}

// Intended differences between declarations and COMMAND.
struct deviation {
    std::string_view command;
    std::string_view fact;
    std::string_view reason;
};
constexpr deviation deviations[] = {
    {"QUIT", "arity", "the server takes arguments that it ignores"},
    {"PSYNC", "arity", "the server takes arguments that it ignores"},
    {"COMMAND", "arity", "what follows is a command of its own"},
    {"COMMAND GETKEYS", "arity", "7.0 wants an argument, which a command without one lacks"},
    {"COMMAND GETKEYSANDFLAGS", "arity", "7.0 wants an argument, which a command without one lacks"},
    {"ZRANK", "arity", "WITHSCORE came with 7.2"},
    {"ZREVRANK", "arity", "WITHSCORE came with 7.2"},
    {"WAIT", "blocking", "it waits, and later servers say so"},
    {"MULTI", "no_multi", "it is refused inside a transaction when it is executed"},
    {"WATCH", "no_multi", "it is refused inside a transaction when it is executed"},
    {"EVAL", "write", "the script may write"},
    {"EVALSHA", "write", "the script may write"},
    {"FCALL", "write", "the function may write"},
    {"CLIENT PAUSE", "since", "7.0 says 2.9.50"},
    {"SENTINEL CONFIG", "arity", "7.0 says one less"},
    {"GEOSEARCH", "arity", "a polygon has more corners than the one that is counted"},
    {"GEOSEARCHSTORE", "arity", "a polygon has more corners than the one that is counted"},
};
bool deviates(std::string_view command, std::string_view fact) {
    return std::any_of(std::begin(deviations), std::end(deviations),
                       [&](const deviation& known) { return known.command == command && known.fact == fact; });
}

// Tips of 7.0 that differ from 7.2 and later, which the declarations follow.
struct earlier_tips {
    std::string_view command;
    std::string_view request;
    std::string_view response;
    std::string_view reason;
};
constexpr earlier_tips tips_of_7_0[] = {
    {"ACL DELUSER", "", "", "nodes do not tell each other of users"},
    {"ACL SAVE", "", "", "each node has a file of its own"},
    {"ACL SETUSER", "", "", "nodes do not tell each other of users"},
    {"CLIENT SETNAME", "", "", "a client has a connection to each node"},
    {"CONFIG RESETSTAT", "", "", "each node counts for itself"},
    {"CONFIG REWRITE", "", "", "each node has a file of its own"},
    {"LATENCY RESET", "all_nodes", "all_succeeded", "it says how many, which add up"},
    {"MSETNX", "multi_shard", "agg_min", "it sets all or nothing, which no two shards can do"},
    {"RANDOMKEY", "all_shards", "", "of several replies one is to be chosen"},
    {"SCAN", "special", "", "a cursor belongs to a node"},
};
const earlier_tips* find_tips(std::string_view command, server_version on) {
    if (on >= server_version{7, 2, 0}) return nullptr;
    const auto* found = std::find_if(std::begin(tips_of_7_0), std::end(tips_of_7_0),
                                     [&](const earlier_tips& one) { return one.command == command; });
    return found == std::end(tips_of_7_0) ? nullptr : found;
}

// The declared key specifications in the notation of the server. It has one range for keys that are declared one by one, and does not
// know the positions of the keys of some options.
std::vector<std::string> our_key_specs(const testing::command_description& description,
                                       const std::vector<std::string>& theirs) {
    std::vector<key_spec> joined;
    for (const key_spec& spec : description.key_specs) {
        if (spec.type == key_spec::kind::none) break;
        const bool goes_on = description.name == "LCS" && !joined.empty();
        if (goes_on) joined.back().last = spec.first - joined.back().first;
        else joined.push_back(spec);
    }
    std::vector<std::string> words;
    for (const key_spec& spec : joined) {
        // One group of options may be several places to the server.
        const auto is_known_there = [&] { return words.size() < theirs.size() && theirs[words.size()] == sent(spec); };
        if (spec.type != key_spec::kind::option) words.push_back(sent(spec));
        else
            while (is_known_there()) words.push_back(sent(spec));
    }
    return words;
}

// The commands of a server that nothing here declares.
std::vector<std::string> undeclared(const test::server& server) {
    std::set<std::string> declared;
    testing::for_each_command([&](const auto& command) {
        const std::string name = name_in_command_info(testing::describe(command).name);
        declared.insert(name);
        declared.insert(name.substr(0, name.find('|')));  // a container
    });
    testing::for_each_module_command([&](const auto& command) { declared.insert(name_in_command_info(command.name)); });
    client<unix_transport> db{live::at(server)};
    std::vector<std::string> missing;
    for (const std::string& name : db(any_request("COMMAND LIST").as<std::vector<std::string>>()))
        if (!declared.contains(name) && !declared.contains(name_in_command_info(name))) missing.push_back(name);
    return missing;
}

// Holds the commands of which one is a command of this server: a sentinel has its own.
int hold_commands(const test::server& server, bool sentinel) {
    client<unix_transport> db{live::at(server)};
    int held = 0;
    testing::for_each_command([&](const auto& command) {
        const auto description = testing::describe(command);
        if (description.name.starts_with("SENTINEL ") != sentinel) return;
        INFO(description.name);
        const value info = db(any_request("COMMAND INFO", name_in_command_info(description.name)));
        const value& known = info.elements().empty() ? info : info.elements()[0];
        const auto& release = test::release();
        const auto since = release.name == "valkey" ? description.info.valkey : description.info.redis;
        const server_version here{release.major, release.minor, release.patch};
        if (known.is_null() || known.elements().size() < 9) {
            CHECK(since > here);
            return;
        }
        CHECK(since <= here);

        const auto facts = known.elements();
        CHECK(facts[0].text() == name_in_command_info(description.name));
        if (!deviates(description.name, "arity")) CHECK(facts[1].integer().value() == description.arity);
        const auto flags = words_of(facts[2]);
        if (!deviates(description.name, "write")) CHECK(description.info.writes == flags.contains("write"));
        if (!description.info.keyless) CHECK(description.info.reads == flags.contains("readonly"));
        CHECK(description.info.admin == flags.contains("admin"));
        if (!deviates(description.name, "blocking")) CHECK(description.info.blocks == flags.contains("blocking"));
        if (!deviates(description.name, "no_multi")) CHECK(description.info.no_multi == flags.contains("no_multi"));

        const std::string request = tip(facts[7], "request_policy"), response = tip(facts[7], "response_policy");
        if (const earlier_tips* earlier = find_tips(description.name, here)) {
            CHECK(earlier->request == request);
            CHECK(earlier->response == response);
            CHECK((sent(description.info.request) != request || sent(description.info.response) != response));
        } else {
            CHECK(sent(description.info.request) == request);
            CHECK(sent(description.info.response) == response);
        }
        const value docs = db(any_request("COMMAND DOCS", name_in_command_info(description.name)));
        const value* first = docs.elements().size() == 2 ? docs.elements()[1].find("since") : nullptr;
        // Valkey has all commands of Redis 7.2, and reports the Redis versions that added them.
        const bool inherited = description.info.redis <= server_version{7, 2, 4};
        if (first && !deviates(description.name, "since"))
            CHECK(sent(release.name == "valkey" && !inherited ? description.info.valkey : description.info.redis)
                  == first->text());

        std::vector<std::string> theirs;
        for (const value& spec : facts[8].elements())
            if (auto words = words_of_server(spec); !words.empty()) theirs.push_back(std::move(words));
        CHECK(our_key_specs(description, theirs) == theirs);
        ++held;
    });
    return held;
}

}  // namespace

TEST_CASE("commands: names, arity, flags, key positions, tips and first versions equal those of COMMAND",
          "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const test::server server;
    CHECK(hold_commands(server, false) > 300);
    CHECK(undeclared(server) == std::vector<std::string>{});
    const test::server sentinel({.settings = {"sentinel monitor watched 127.0.0.1 1 1"}, .sentinel = true});
    CHECK(hold_commands(sentinel, true) >= 21);
    CHECK(undeclared(sentinel) == std::vector<std::string>{});
}
