// SPDX-License-Identifier: BSL-1.0
/// \file  Read, decide, write, and start again if somebody else wrote in between: WATCH around a transaction.
#pragma once
#include <hibana/command/transaction.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/session/runner.hpp>

#include <type_traits>
#include <utility>

namespace hibana {

/// Watches keys on one pinned connection, lets `decide(connection)` read and return a transaction, runs it, and begins anew
/// while another client's write to a watched key prevents it.
///
/// Ends with the results, with `errc::watch_conflict` after `attempts` conflicts, or with any other error. What `decide`
/// throws goes through; the keys are no longer watched then, since the connection is closed.
template <class Pinned, class Watch, class Decide>
auto optimistic(Pinned& pinned, Watch watch, Decide& decide, unsigned attempts)
    -> task_of<typename Pinned::execution_type,
               decltype(pinned.run(decide(pinned)).await_resume())> {
    for (unsigned attempt = 1;; ++attempt) {
        auto watched = co_await pinned.run(watch);
        if (!watched) co_return std::move(watched).error();
        auto transaction = decide(pinned);
        auto outcome = co_await pinned.run(transaction);
        if (outcome || outcome.error().condition() != errc::watch_conflict || attempt >= attempts) co_return outcome;
    }
}

}  // namespace hibana
