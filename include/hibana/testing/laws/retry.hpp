// SPDX-License-Identifier: BSL-1.0
/// \file  Semantic requirements of retry rules.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/retry/retry.hpp>

namespace hibana::testing {

/// Calls `check(holds, sentence)` for every law of a retry rule.
///
/// The laws: authentication errors, cancelled calls and invalid calls are never retried;
/// and an idempotent command is attempted again wherever one that is not would be.
template <policy::retry Rule, class Check>
void retry_laws(const Rule& rule, Check&& check) {
    constexpr fate fates[] = {fate::not_sent, fate::unknown, fate::answered};
    constexpr errc hopeless[] = {
        errc::cancelled,    errc::invalid_url,   errc::invalid_argument,  errc::not_supported, errc::refused_command,
        errc::wrong_thread, errc::child_process, errc::connection_closed, errc::type_mismatch, errc::wrong_type};
    constexpr errc credentials[] = {errc::no_auth,         errc::wrong_password,       errc::wrong_auth_arguments,
                                    errc::no_password_set, errc::external_auth_failed, errc::credentials_failed};
    for (const fate fate : fates) {
        for (const errc condition : credentials) {
            check(!rule.should_retry(error{condition, fate}, true), "what is about credentials is never attempted again");
        }
        for (const errc condition : hopeless) {
            check(!rule.should_retry(error{condition, fate}, true), "what cannot succeed is never attempted again");
        }
        for (int value = 0; value != 2'000; ++value) {
            const error any{static_cast<errc>(value), fate};
            check(rule.should_retry(any, true) || !rule.should_retry(any, false),
                  "idempotent commands are attempted again at least as often");
        }
    }
}

/// Calls `check(holds, sentence)` for the law of the rules that call themselves safe.
///
/// The law: no command that may have been executed is attempted again, unless it is idempotent.
template <policy::retry Rule, class Check>
void safe_retry_laws(const Rule& rule, Check&& check) {
    for (const fate fate : {fate::not_sent, fate::unknown, fate::answered}) {
        for (int value = 0; value != 2'000; ++value) {
            const error any{static_cast<errc>(value), fate};
            check(any.executed() == tristate::no || !rule.should_retry(any, false),
                  "what may have been executed is not attempted again");
        }
    }
}

}  // namespace hibana::testing
