// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/testing/all_commands.hpp>

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
    CHECK(names.size() >= 215);
}
