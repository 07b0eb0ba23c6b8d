// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/in_module.hpp>

using namespace hibana;
using namespace hibana::notation;

namespace {

inline constexpr option<"YOUNGER", in_module<"mine", 2, 6>> younger;
inline constexpr descriptor<"MY.GET", bulk(key, maybe<younger>), reads, in_module<"mine", 1, 2, 3>> get;

}  // namespace

TEST_CASE("in_module: a command tells the module and its version, an option a later one", "[command]") {
    STATIC_REQUIRE(get.facts.module == "mine");
    STATIC_REQUIRE(get.facts.module_version == server_version{1, 2, 3});
    STATIC_REQUIRE(get.facts.redis == server_version{4, 0, 0});
    STATIC_REQUIRE(decltype(get("k"))::facts.module_version == server_version{1, 2, 3});
    STATIC_REQUIRE(decltype(get("k", younger))::facts.module_version == server_version{2, 6, 0});
}
