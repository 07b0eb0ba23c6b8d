// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/parser.hpp>

#include "catch.hpp"

namespace parsers {

using hibana::policy::parser;

struct claims_nothing {
    static constexpr int version = 3;
};
struct plays_another {
    using plays = hibana::role::backoff;
    static constexpr int version = 3;
};
struct names_no_version {
    using plays = hibana::role::parser;
};
struct names_a_future_version {
    using plays = hibana::role::parser;
    static constexpr int version = 4;
};
struct of_a_user {
    using plays = hibana::role::parser;
    static constexpr unsigned version = 2;
};

}  // namespace parsers

using namespace parsers;

TEST_CASE("parser: only a policy that declares the role and an existing version is one", "[protocol]") {
    STATIC_REQUIRE(parser<of_a_user>);
    STATIC_REQUIRE_FALSE(parser<claims_nothing>);
    STATIC_REQUIRE_FALSE(parser<plays_another>);
    STATIC_REQUIRE_FALSE(parser<names_no_version>);
    STATIC_REQUIRE_FALSE(parser<names_a_future_version>);
    STATIC_REQUIRE_FALSE(parser<int>);
}
