// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/retry/retry.hpp>

using namespace hibana;

namespace {

struct own_rule {
    using plays = role::retry;
    unsigned max_retries = 3;
    bool should_retry(const error& error, bool) const { return error == errc::read_only; }
};
struct uncounted {
    using plays = role::retry;
    bool should_retry(const error&, bool) const;
};
struct without_judgement {
    using plays = role::retry;
    unsigned max_retries = 3;
};

}  // namespace

TEST_CASE("policy::retry: a rule that counts and judges proves the role, one that lacks either is refused", "[retry]") {
    STATIC_REQUIRE(policy::retry<own_rule>);
    STATIC_REQUIRE_FALSE(policy::retry<uncounted>);
    STATIC_REQUIRE_FALSE(policy::retry<without_judgement>);
    STATIC_REQUIRE_FALSE(policy::retry<int>);
}

TEST_CASE("is_transient_server_error: the server did nothing, and will soon", "[retry]") {
    for (int value = 0; value != 2'000; ++value) {
        const auto condition = static_cast<errc>(value);
        if (is_transient_server_error(condition)) {
            CHECK(is_server_error(condition));
            CHECK(error{condition, fate::answered}.executed() == tristate::no);
        }
        CHECK_FALSE((is_transient_server_error(condition) && is_connection_error(condition)));
    }
}
