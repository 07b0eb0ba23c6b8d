// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/exceptions.hpp>

#include <exception>
#include <string>
#include <type_traits>

using namespace hibana;

namespace {

template <class Exception>
bool throws_as(errc condition) {
    try {
        throw_error(error{condition, fate::answered, "text"});
    } catch (const Exception& thrown) {
        return thrown.error() == error{condition, fate::answered, "text"};
    } catch (...) {
        return false;
    }
}

// The dynamic type, not a base of it.
template <class Exception>
bool throws_exactly(errc condition) {
    try {
        throw_error(error{condition, fate::answered, "text"});
    } catch (const redis_error& thrown) {
        return typeid(thrown) == typeid(Exception);
    }
}

}  // namespace

TEST_CASE("throw_error: each error of this side has its exception", "[core]") {
    CHECK(throws_exactly<connection_error>(errc::resolve_failed));
    CHECK(throws_exactly<connection_error>(errc::connect_failed));
    CHECK(throws_exactly<connection_error>(errc::connection_lost));
    CHECK(throws_exactly<connection_error>(errc::connection_closed));
    CHECK(throws_exactly<connection_error>(errc::tls_failed));
    CHECK(throws_exactly<connection_error>(errc::not_a_redis_server));
    CHECK(throws_exactly<connection_error>(errc::handshake_failed));
    CHECK(throws_exactly<timeout_error>(errc::timeout));
    CHECK(throws_exactly<cancelled_error>(errc::cancelled));
    CHECK(throws_exactly<hibana::protocol_error>(errc::protocol_error));
    CHECK(throws_exactly<hibana::protocol_error>(errc::limit_exceeded));
    CHECK(throws_exactly<type_mismatch_error>(errc::type_mismatch));
    CHECK(throws_exactly<pool_exhausted_error>(errc::pool_exhausted));
    CHECK(throws_exactly<invalid_url_error>(errc::invalid_url));
    CHECK(throws_exactly<usage_error>(errc::invalid_argument));
    CHECK(throws_exactly<usage_error>(errc::refused_command));
    CHECK(throws_exactly<watch_error>(errc::watch_conflict));
    CHECK(throws_exactly<watch_error>(errc::watch_lost));
    CHECK(throws_exactly<lock_error>(errc::lock_not_acquired));
    CHECK(throws_exactly<lock_not_owned_error>(errc::lock_not_owned));
    CHECK(throws_exactly<cluster_error>(errc::too_many_redirects));
    CHECK(throws_exactly<cluster_error>(errc::slot_not_covered));
    CHECK(throws_exactly<master_not_found_error>(errc::master_not_found));
}

TEST_CASE("throw_error: each server error throws response_error or a class derived from it", "[core]") {
    CHECK(throws_exactly<response_error>(errc::server_error));
    CHECK(throws_exactly<wrong_type_error>(errc::wrong_type));
    CHECK(throws_exactly<no_script_error>(errc::no_script));
    CHECK(throws_exactly<out_of_memory_error>(errc::out_of_memory));
    CHECK(throws_exactly<read_only_error>(errc::read_only));
    CHECK(throws_exactly<no_permission_error>(errc::no_permission));
    CHECK(throws_exactly<loading_error>(errc::loading));
    CHECK(throws_exactly<moved_error>(errc::moved));
    CHECK(throws_exactly<ask_error>(errc::ask));
    CHECK(throws_exactly<cross_slot_error>(errc::cross_slot));
    CHECK(throws_exactly<transaction_aborted_error>(errc::transaction_aborted));
    for (int value = static_cast<int>(errc::server_error); value <= static_cast<int>(errc::no_master_link); ++value) {
        const auto condition = static_cast<errc>(value);
        INFO(describe(condition));
        CHECK(throws_as<redis_error>(condition));
        CHECK(throws_as<response_error>(condition) != is_authentication_error(condition));
        CHECK(throws_as<authentication_error>(condition) == is_authentication_error(condition));
    }
}

TEST_CASE("throw_error: every error throws something below redis_error, known or not", "[core]") {
    for (int value = 0; value <= 1'100; ++value) {
        CHECK(throws_as<redis_error>(static_cast<errc>(value)));
    }
}

TEST_CASE("authentication_error: is no connection_error", "[core]") {
    STATIC_REQUIRE_FALSE(std::is_base_of_v<connection_error, authentication_error>);
    CHECK(throws_exactly<authentication_error>(errc::no_auth));
    CHECK(throws_exactly<authentication_error>(errc::wrong_password));
    CHECK(throws_as<authentication_error>(errc::credentials_failed));
    CHECK_FALSE(throws_as<connection_error>(errc::credentials_failed));
}

TEST_CASE("exceptions: a copy does not throw and has the same message", "[core]") {
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<redis_error>);
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<moved_error>);
    STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<moved_error>);

    std::exception_ptr kept;
    try {
        throw_error(error{errc::moved, fate::answered, "MOVED 1 h:1"});
    } catch (const moved_error& thrown) {
        kept = std::make_exception_ptr(thrown);
    }
    CHECK_THROWS_WITH(std::rethrow_exception(kept), "MOVED 1 h:1");
}
