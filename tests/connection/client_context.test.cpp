// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"

#include <string>
#include <utility>

using namespace hibana;

namespace {

// Counts its copies and moves.
struct counted {
    int copies = 0, moves = 0;
    counted() = default;
    counted(const counted& other) : copies(other.copies + 1), moves(other.moves) {}
    counted(counted&& other) noexcept : copies(other.copies), moves(other.moves + 1) {}
    counted& operator=(const counted&) = default;
};

template <class... Object> auto arguments(Object&&... object) { return detail::policy_arguments<Object...>(std::forward<Object>(object)...); }

using plain = detail::compose<detail::blocking_client_kind, true>::type;
using without_policies = client_context<blocking, plain>;

}  // namespace

TEST_CASE("client_context: a policy object is moved from an rvalue and copied from an lvalue", "[connection]") {
    counted kept;
    const counted constant;

    CHECK(arguments(counted()).get<counted>().copies == 0);
    CHECK(arguments(kept).get<counted>().copies == 1);
    CHECK(arguments(kept).get<counted>().moves == 0);
    CHECK(arguments(constant).get<counted>().copies == 1);
}

TEST_CASE("client_context: policies that are not passed are default-constructed", "[connection]") {
    const session_settings settings{.database = 5};

    CHECK(arguments(settings).get<session_settings>().database == 5);
    CHECK(arguments(settings).get<tcp_transport>().port == 6379);
    CHECK(arguments().get<session_settings>().database == 0);
}

TEST_CASE("client_context: has one object per role, with the passed objects", "[connection]") {
    tcp_transport transport{.host = "there", .port = 7};

    const without_policies made(arguments(std::move(transport), session_settings{.client_name = "me"}));

    CHECK(made.transport.host == "there");
    CHECK(made.transport.port == 7);
    CHECK(made.settings.client_name == "me");
    CHECK(made.retry.max_retries == retry_safe().max_retries);
    CHECK_FALSE(made.configuration_error);
}

TEST_CASE("client_context: policies without state take no space", "[connection]") {
    struct only_state {
        tcp_transport transport;
        session_settings settings;
        exponential_jitter_backoff backoff;
        retry_safe retry;
        error refusal;
    };

    STATIC_REQUIRE(sizeof(without_policies) <= sizeof(only_state));
}

TEST_CASE("client_context: a policy initializer modifies the policies and the connections before their first use", "[connection]") {
    without_policies made(arguments());
    int pool = 3;

    const detail::policy_initializer change([](auto& context, int& connections) {
        context.settings.database = 9;
        connections = 4;
    });

    CHECK(change(made, pool) == 4);
    CHECK(made.settings.database == 9);
    CHECK(detail::no_policy_initializer()(made, 7) == 7);
}
