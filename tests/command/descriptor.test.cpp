// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

namespace shop {  // user-defined commands
using namespace hibana::notation;

inline constexpr option<"DISCOUNT", real> discount;
inline constexpr descriptor<"SHOP.BUY", nullable<integer>(key, some<pair<bulk, integer>>, maybe<discount>, maybe<opt::ex>), writes,
                            when<discount, array<integer>>, since<redis<7>>>
    buy;

}  // namespace shop

TEST_CASE("descriptor: users can declare commands", "[command]") {
    CHECK(encoded_text(shop::buy("cart", "apple", 3, "pear", 2, shop::discount(0.5), opt::ex(1min)))
          == "SHOP.BUY cart apple 3 pear 2 DISCOUNT 0.5 EX 60");
    CHECK(has_reply<notation::nullable<notation::integer>>(shop::buy("cart", "apple", 1)));
    CHECK(has_reply<notation::array<notation::integer>>(shop::buy("cart", "apple", 1, shop::discount(1))));
    STATIC_REQUIRE(shop::buy.arity == -4);
    STATIC_REQUIRE(shop::buy.info.writes);
    STATIC_REQUIRE(slot(shop::buy("foo"_key, "apple", 1)) == 12182);
}

TEST_CASE("descriptor: the info of a command is an upper bound for all options", "[command]") {
    STATIC_REQUIRE(cmd::sort.info.writes);
    STATIC_REQUIRE_FALSE(cmd::sort.info.reads);
    STATIC_REQUIRE(decltype(cmd::sort("l"))::info.reads);
    STATIC_REQUIRE(cmd::set.name == "SET");
}
