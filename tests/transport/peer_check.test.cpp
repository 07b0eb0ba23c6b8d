// SPDX-License-Identifier: BSL-1.0
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/peer_check.hpp>

#include "catch.hpp"

#include <type_traits>

using namespace hibana;

namespace {

struct accepts_all {
    template <class Execution> auto check(Execution&, const tls_peer&, deadline) const -> task_of<Execution, result<void>>;
};
struct with_preparation : accepts_all {
    void prepare(SSL* native) const;
};
struct without_deadline {
    template <class Execution> auto check(Execution&, const tls_peer&) const -> task_of<Execution, result<void>>;
};
struct not_const {
    template <class Execution> auto check(Execution&, const tls_peer&, deadline) -> task_of<Execution, result<void>>;
    void prepare(SSL* native);
};

}  // namespace

TEST_CASE("peer_check: requires a const member check with execution, peer and deadline", "[transport]") {
    STATIC_REQUIRE(policy::peer_check<accepts_all>);
    STATIC_REQUIRE(policy::peer_check<with_preparation>);
    STATIC_REQUIRE_FALSE(policy::peer_check<without_deadline>);
    STATIC_REQUIRE_FALSE(policy::peer_check<not_const>);
}

TEST_CASE("peer_check: preparing the handshake is optional", "[transport]") {
    STATIC_REQUIRE(prepares_tls<with_preparation>);
    STATIC_REQUIRE_FALSE(prepares_tls<accepts_all>);
    STATIC_REQUIRE_FALSE(prepares_tls<not_const>);
}

TEST_CASE("peer_check: no_peer_check is empty and not a check", "[transport]") {
    STATIC_REQUIRE(std::is_empty_v<no_peer_check>);
    STATIC_REQUIRE_FALSE(policy::peer_check<no_peer_check>);
    STATIC_REQUIRE_FALSE(prepares_tls<no_peer_check>);
}
