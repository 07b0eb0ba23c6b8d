// SPDX-License-Identifier: BSL-1.0
/// \file  Exception classes by kind of error. A program throws them if any part of it includes this header.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/redis_error.hpp>

namespace hibana {

// clang-format off

// Detected by the client.
class connection_error : public redis_error { public: using redis_error::redis_error; };
class pool_exhausted_error : public connection_error { public: using connection_error::connection_error; };
class master_not_found_error : public connection_error { public: using connection_error::connection_error; };
class timeout_error : public redis_error { public: using redis_error::redis_error; };
class cancelled_error : public redis_error { public: using redis_error::redis_error; };
class protocol_error : public redis_error { public: using redis_error::redis_error; };
class type_mismatch_error : public redis_error { public: using redis_error::redis_error; };
class invalid_url_error : public redis_error { public: using redis_error::redis_error; };
class usage_error : public redis_error { public: using redis_error::redis_error; };
class cluster_error : public redis_error { public: using redis_error::redis_error; };
class watch_error : public redis_error { public: using redis_error::redis_error; };
class lock_error : public redis_error { public: using redis_error::redis_error; };
class lock_not_owned_error : public lock_error { public: using lock_error::lock_error; };

/// Authentication failed, or credentials could not be obtained. Not a `connection_error`, because it is not retried.
class authentication_error : public redis_error { public: using redis_error::redis_error; };

/// The server replied with an error. Common ones have a class; `error().condition()` distinguishes all of them.
class response_error : public redis_error { public: using redis_error::redis_error; };
class wrong_type_error : public response_error { public: using response_error::response_error; };
class no_script_error : public response_error { public: using response_error::response_error; };
class out_of_memory_error : public response_error { public: using response_error::response_error; };
class read_only_error : public response_error { public: using response_error::response_error; };
class no_permission_error : public response_error { public: using response_error::response_error; };
class loading_error : public response_error { public: using response_error::response_error; };
class busy_group_error : public response_error { public: using response_error::response_error; };
class moved_error : public response_error { public: using response_error::response_error; };
class ask_error : public response_error { public: using response_error::response_error; };
class try_again_error : public response_error { public: using response_error::response_error; };
class cluster_down_error : public response_error { public: using response_error::response_error; };
class master_down_error : public response_error { public: using response_error::response_error; };
class cross_slot_error : public response_error { public: using response_error::response_error; };
class module_error : public response_error { public: using response_error::response_error; };
class no_such_fieldset_error : public response_error { public: using response_error::response_error; };
class transaction_aborted_error : public response_error { public: using response_error::response_error; };

// clang-format on

#if defined(__cpp_exceptions)
namespace detail {

[[gnu::cold, gnu::noinline]] inline void throw_specific(const error& error, const hibana::error& message) {
    switch (error.condition()) {
    case errc::resolve_failed:
    case errc::connect_failed:
    case errc::connection_lost:
    case errc::connection_closed:
    case errc::tls_failed:
    case errc::not_a_redis_server:
    case errc::handshake_failed:
    case errc::no_healthy_database:
    case errc::circuit_open:
    case errc::child_process: throw connection_error{error, message};
    case errc::pool_exhausted: throw pool_exhausted_error{error, message};
    case errc::master_not_found: throw master_not_found_error{error, message};
    case errc::timeout: throw timeout_error{error, message};
    case errc::cancelled: throw cancelled_error{error, message};
    case errc::protocol_error:
    case errc::limit_exceeded: throw protocol_error{error, message};
    case errc::type_mismatch: throw type_mismatch_error{error, message};
    case errc::invalid_url: throw invalid_url_error{error, message};
    case errc::wrong_thread:
    case errc::invalid_argument:
    case errc::not_supported:
    case errc::refused_command: throw usage_error{error, message};
    case errc::too_many_redirects:
    case errc::slot_not_covered: throw cluster_error{error, message};
    case errc::watch_conflict:
    case errc::watch_lost: throw watch_error{error, message};
    case errc::lock_not_acquired: throw lock_error{error, message};
    case errc::lock_not_owned: throw lock_not_owned_error{error, message};
    case errc::credentials_failed:
    case errc::no_password_set:
    case errc::wrong_auth_arguments:
    case errc::no_auth:
    case errc::wrong_password:
    case errc::external_auth_failed: throw authentication_error{error, message};
    case errc::wrong_type: throw wrong_type_error{error, message};
    case errc::no_script: throw no_script_error{error, message};
    case errc::out_of_memory: throw out_of_memory_error{error, message};
    case errc::read_only: throw read_only_error{error, message};
    case errc::no_permission: throw no_permission_error{error, message};
    case errc::loading: throw loading_error{error, message};
    case errc::busy_group: throw busy_group_error{error, message};
    case errc::moved: throw moved_error{error, message};
    case errc::ask: throw ask_error{error, message};
    case errc::try_again: throw try_again_error{error, message};
    case errc::cluster_down: throw cluster_down_error{error, message};
    case errc::master_down: throw master_down_error{error, message};
    case errc::cross_slot: throw cross_slot_error{error, message};
    case errc::module_error: throw module_error{error, message};
    case errc::no_such_fieldset: throw no_such_fieldset_error{error, message};
    case errc::transaction_aborted: throw transaction_aborted_error{error, message};
    default: break;
    }
    if (is_server_error(error.condition())) throw response_error{error, message};
}

/// Has the classes thrown from before `main` on, and no longer than the code that throws them is there: it may be unloaded.
class factory_registration {
public:
    factory_registration() noexcept { __atomic_store_n(&exception_factory, &throw_specific, __ATOMIC_RELAXED); }
    factory_registration(const factory_registration&) = delete;
    factory_registration& operator=(const factory_registration&) = delete;
    ~factory_registration() {
        error_thrower mine = &throw_specific;
        __atomic_compare_exchange_n(&exception_factory, &mine, nullptr, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    }
};
inline const factory_registration classes_are_thrown;

}  // namespace detail
#endif

}  // namespace hibana
