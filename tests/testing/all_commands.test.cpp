// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "testing/command_names.hpp"

#include <hibana/testing/all_commands.hpp>
#include <hibana/testing/module_commands.hpp>

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
        CHECK(known.facts.keyless == (known.key_specs[0].is == key_spec::kind::none));
        CHECK_FALSE((known.facts.reads && known.facts.writes));
        CHECK_FALSE((known.facts.cacheable && (known.facts.writes || known.facts.keyless)));
        CHECK((known.facts.redis != no_version || known.facts.valkey != no_version));
        CHECK(known.facts.redis != server_version{});
    });
    CHECK(names.size() == 445);
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
    CHECK(count(test::later_names) == 57);
    CHECK(count(test::names_of_modules) == 138);
    CHECK(missing == std::set<std::string_view>{});
}
