// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/in_module.hpp>

using namespace hibana;
using namespace hibana::notation;

namespace {

inline constexpr option<"YOUNGER", in_module<"mine", 2, 6>> younger;
inline constexpr descriptor<"MY.GET", bulk(key, maybe<younger>), reads, in_module<"mine", 1, 2, 3>> get;

}  // namespace

TEST_CASE("in_module: commands have a module and its version, and options can require a later one", "[command]") {
    STATIC_REQUIRE(get.info.module == "mine");
    STATIC_REQUIRE(get.info.module_version == server_version{1, 2, 3});
    STATIC_REQUIRE(get.info.redis == server_version{4, 0, 0});
    STATIC_REQUIRE(decltype(get("k"))::info.module_version == server_version{1, 2, 3});
    STATIC_REQUIRE(decltype(get("k", younger))::info.module_version == server_version{2, 6, 0});
}
