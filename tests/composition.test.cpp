// SPDX-License-Identifier: BSL-1.0
#include <hibana/composition.hpp>

#include <hibana/client.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"

#include <type_traits>

using namespace hibana;

namespace {

template <class... Policy> using composed_of = detail::composition<detail::blocking_client_kind, Policy...>;

struct stateless_events {
    using plays = role::events;
};

}  // namespace

TEST_CASE("composition: what is not named is taken from the table of defaults", "[composition]") {
    STATIC_REQUIRE(std::is_same_v<composed_of<>::transport, tcp_transport>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::parser, resp3_parser>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::backoff, exponential_jitter_backoff>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::retry, retry_safe>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::cache, no_cache>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::auth, no_auth>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::connections, single_connection>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::errors, throw_errors>);
    STATIC_REQUIRE(std::is_same_v<composed_of<>::events, no_events>);
}

TEST_CASE("composition: a policy is found wherever it stands", "[composition]") {
    using first = composed_of<unix_transport, resp2_parser, constant_backoff>;
    using other = composed_of<constant_backoff, resp2_parser, unix_transport>;

    STATIC_REQUIRE(std::is_same_v<first, other>);
    STATIC_REQUIRE(std::is_same_v<first::transport, unix_transport>);
    STATIC_REQUIRE(std::is_same_v<first::parser, resp2_parser>);
    STATIC_REQUIRE(std::is_same_v<first::backoff, constant_backoff>);
    STATIC_REQUIRE(std::is_same_v<first::retry, retry_safe>);
}

TEST_CASE("composition: naming a default changes nothing", "[composition]") {
    STATIC_REQUIRE(std::is_same_v<composed_of<>, composed_of<tcp_transport, no_cache, throw_errors>>);
}

TEST_CASE("composition: policies without state take no room", "[composition]") {
    STATIC_REQUIRE(sizeof(client<stateless_events>) == sizeof(client<>));
    STATIC_REQUIRE(sizeof(client<return_errors>) == sizeof(client<>));
    STATIC_REQUIRE(std::is_empty_v<no_cache> && std::is_empty_v<no_auth> && std::is_empty_v<no_events> &&
                   std::is_empty_v<standalone> && std::is_empty_v<full_access> && std::is_empty_v<any_server>);
}
