// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "testing/called_commands.hpp"
#include "testing/command_names.hpp"

#include <hibana/testing/all_commands.hpp>
#include <hibana/testing/module_commands.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

using namespace hibana;

TEST_CASE("all_commands: no two commands have the same name, and all are sound", "[testing]") {
    std::set<std::string> names;
    testing::for_each_command([&names](const auto& command) {
        const testing::command_description known = testing::describe(command);
        INFO(known.name);
        CHECK(names.insert(std::string(known.name)).second);
        CHECK(known.arity != 0);
        CHECK(known.info.keyless == (known.key_specs[0].type == key_spec::kind::none));
        CHECK_FALSE((known.info.reads && known.info.writes));
        CHECK_FALSE((known.info.cacheable && (known.info.writes || known.info.keyless)));
        CHECK((known.info.redis != no_version || known.info.valkey != no_version));
        CHECK(known.info.redis != server_version{});
    });
    CHECK(names.size() == 453);
}

// A container is declared by its subcommands.
TEST_CASE("all_commands: every command that servers have is declared", "[testing]") {
    std::set<std::string_view> declared;
    testing::for_each_command([&declared](const auto& command) {
        const std::string_view name = testing::describe(command).name;
        declared.insert(name);
        declared.insert(name.substr(0, name.find(' ')));
    });
    testing::for_each_module_command([&declared](const auto& command) {
        declared.insert(command.name);
        declared.insert(command.name.substr(0, command.name.find(' ')));
    });
    std::set<std::string_view> missing;
    const auto count = [&](const auto& names) {
        for (const std::string_view name : names)
            if (!declared.contains(name)) missing.insert(name);
        return std::size(names);
    };
    CHECK(count(test::names_of_valkey_8_0) == 399);
    CHECK(count(test::later_names) == 69);
    CHECK(count(test::names_of_modules) == 138);
    CHECK(count(test::further_names_of_modules) == 16);
    CHECK(missing == std::set<std::string_view>{});
    for (const auto& [name, reason] : test::undeclared_commands) {
        INFO(name);
        CHECK_FALSE(declared.contains(name));
    }

    // redis-py has 136, and two are documented that it does not say.
    int all = 0;
    for (const auto& [prefix, expected] : test::counts_of_redis_py) {
        INFO(prefix);
        CHECK(std::count_if(std::begin(test::names_of_modules), std::end(test::names_of_modules), [&](std::string_view name) {
                  const bool was_sent = std::find(std::begin(test::not_in_redis_py), std::end(test::not_in_redis_py), name)
                                       == std::end(test::not_in_redis_py);
                  return was_sent && name.starts_with(prefix);
              })
              == expected);
        all += expected;
    }
    CHECK(all == 136);
}

TEST_CASE("all_commands: the table of calls names existing commands only", "[testing]") {
    std::set<std::string_view> declared;
    testing::for_each_command([&declared](const auto& command) { declared.insert(testing::describe(command).name); });
    testing::for_each_module_command([&declared](const auto& command) { declared.insert(command.name); });
    const auto hold = [&declared](const auto& rows) {
        for (const auto& row : rows) {
            INFO(row.name);
            CHECK(declared.contains(row.name));
        }
    };
    hold(test::uncalled_commands);
    hold(test::special_comparisons);
    hold(test::called_commands);
}

namespace {

// What is written of commands that are younger than the servers at hand, and how a cluster sends them: COMMAND of Redis 8.10.0 as
// the client Jedis has recorded it, the pages of redis.io, and Valkey for INCREX and MSETEX.
struct recorded {
    std::string_view name;
    int arity;
    bool writes;
    bool admin;
    server_version redis;
    server_version valkey = no_version;
    request_policy request = request_policy::unspecified;
    response_policy response = response_policy::unspecified;
};
constexpr recorded facts_of_redis_8_10[] = {
    {"BACKUP ABORT", 2, false, true, {8, 10}},
    {"BACKUP CLEANUP", 2, false, true, {8, 10}},
    {"BACKUP HELP", 2, false, false, {8, 10}},
    {"BACKUP LIST", 2, false, true, {8, 10}},
    {"BACKUP SEAL", 2, false, true, {8, 10}},
    {"BACKUP START", 2, false, true, {8, 10}},
    {"BACKUP STATUS", 2, false, true, {8, 10}},
    {"HIMPORT DISCARD", 3, false, false, {8, 10}, no_version, request_policy::all_shards},
    {"HIMPORT DISCARDALL", 2, false, false, {8, 10}, no_version, request_policy::all_shards},
    {"HIMPORT PREPARE", -4, false, false, {8, 10}, no_version, request_policy::all_shards},
    {"HOTKEYS GET", 2, false, true, {8, 6}, no_version, request_policy::special, response_policy::special},
    {"HOTKEYS HELP", 2, false, false, {8, 6, 1}},
    {"HOTKEYS RESET", 2, false, true, {8, 6}, no_version, request_policy::special},
    {"HOTKEYS STOP", 2, false, true, {8, 6}, no_version, request_policy::special},
    {"INCREX", -2, true, false, {8, 8}, {9, 2}},
    {"MSETEX", -4, true, false, {8, 4}, {9, 1}, request_policy::multi_shard, response_policy::all_succeeded},
};

}  // namespace

TEST_CASE("all_commands: those that no server at hand has are as Redis 8.10 has them", "[testing]") {
    std::size_t held = 0;
    testing::for_each_command([&held](const auto& command) {
        const testing::command_description known = testing::describe(command);
        INFO(known.name);
        const auto other = std::find_if(std::begin(facts_of_redis_8_10), std::end(facts_of_redis_8_10),
                                        [&](const recorded& one) { return one.name == known.name; });
        if (other == std::end(facts_of_redis_8_10)) return;
        ++held;
        CHECK(known.arity == other->arity);
        CHECK(known.info.writes == other->writes);
        CHECK(known.info.admin == other->admin);
        CHECK(known.info.redis == other->redis);
        CHECK(known.info.valkey == other->valkey);
        CHECK(known.info.request == other->request);
        CHECK(known.info.response == other->response);
    });
    CHECK(held == std::size(facts_of_redis_8_10));
}
