// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/live.hpp"
#include "testing/declared_words.hpp"

#include <hibana/client.hpp>
#include <hibana/command/management.hpp>
#include <hibana/testing/all_commands.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace hibana;

namespace {

std::string sent(const server_version& version) {
    return std::to_string(version.major) + '.' + std::to_string(version.minor) + '.' + std::to_string(version.patch);
}

// The literal words of the arguments that a server reports, each with the version that added it if the server reports one.
using reported_words = std::map<std::string, std::string>;

void add_reported(reported_words& to, const std::vector<replies::command_argument>& arguments, const std::string& since = {}) {
    for (const replies::command_argument& argument : arguments) {
        const std::string& here = argument.since.empty() ? since : argument.since;
        if (!argument.token.empty() && argument.token != "\"\"") to.emplace(test::in_capitals(argument.token), here);
        add_reported(to, argument.arguments, here);
    }
}

// Intended differences between COMMAND DOCS and declarations.
struct difference {
    std::string_view command;
    std::string_view word;
    std::string_view reason;
};
constexpr difference differences[] = {
    {"BITOP", "AND", "7.0 tells of the operation as of a text"},
    {"BITOP", "OR", "7.0 tells of the operation as of a text"},
    {"BITOP", "XOR", "7.0 tells of the operation as of a text"},
    {"BITOP", "NOT", "7.0 tells of the operation as of a text"},
    {"CLIENT KILL", "YES", "7.0 tells of it as of a text"},
    {"CLIENT KILL", "NO", "7.0 tells of it as of a text"},
    {"CLIENT LIST", "SLAVE", "accepted, as in CLIENT KILL, and not documented"},
    {"CLIENT LIST", "PRIMARY", "accepted, as in CLIENT KILL, and not documented"},
    {"XADD", "*", "an id, given as text"},
    {"XGROUP CREATE", "$", "an id, given as text"},
    {"XGROUP SETID", "$", "an id, given as text"},
};
bool is_known(std::string_view command, std::string_view word) {
    return std::any_of(std::begin(differences), std::end(differences),
                       [&](const difference& known) { return known.command == command && known.word == word; });
}

int hold_words(client<unix_transport>& db, bool sentinel) {
    int held = 0;
    testing::for_each_command([&](const auto& command) {
        const std::string name(command.name);
        if (name.starts_with("SENTINEL ") != sentinel) return;
        std::string asked = name;
        std::replace(asked.begin(), asked.end(), ' ', '|');
        const auto docs = db(cmd::command::docs(asked));
        if (docs.empty()) return;
        reported_words reported;
        add_reported(reported, docs[0].arguments);
        const test::word_list declared = test::declared_words(command);

        const auto& release = test::release();
        const server_version here{release.major, release.minor, release.patch};
        const bool is_valkey = release.name == "valkey";
        for (const auto& [word, since] : reported) {
            if (is_known(name, word)) continue;
            INFO(name << " ... " << word);
            const auto found = declared.find(word);
            CHECK(found != declared.end());
            if (found == declared.end()) continue;
            // Valkey has all commands of Redis 7.2, and reports the Redis versions that added them.
            const server_version& first =
                is_valkey && found->second.redis > server_version{7, 2, 4} ? found->second.valkey : found->second.redis;
            CHECK(first <= here);
            if (!since.empty()) CHECK(sent(first) == since);
        }
        for (const auto& [word, first] : declared) {
            if (reported.contains(word) || is_known(name, word)) continue;
            INFO(name << " ... " << word);
            CHECK((is_valkey ? first.valkey : first.redis) > here);
        }
        ++held;
    });
    return held;
}

}  // namespace

TEST_CASE("raw_requests: declared options and their versions equal those of COMMAND DOCS", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const test::server server;
    client<unix_transport> db{live::at(server)};
    CHECK(hold_words(db, false) > 300);
    const test::server sentinel({.settings = {"sentinel monitor watched 127.0.0.1 1 1"}, .sentinel = true});
    client<unix_transport> watcher{live::at(sentinel)};
    CHECK(hold_words(watcher, true) >= 21);
}
