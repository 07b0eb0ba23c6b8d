// SPDX-License-Identifier: BSL-1.0
/// \file  Optimistic transaction: WATCH, reads, MULTI and EXEC, repeated after a conflict.
#pragma once
#include <hibana/call/runner.hpp>
#include <hibana/command/grammar/invalid_request.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/task_of.hpp>

#include <type_traits>
#include <utility>

namespace hibana {

namespace detail {

/// The type of the transaction that `decide` returns, directly or from a coroutine that `Pinned::wait_for` awaits.
template <class Pinned, class Decision> struct transaction_from {
    using type = Decision;
};
template <class Pinned, class Decision>
    requires requires(Pinned& pinned, Decision decision) { pinned.wait_for(std::move(decision)); }
struct transaction_from<Pinned, Decision> {
    using type = std::remove_cvref_t<decltype(std::declval<Pinned&>().wait_for(std::declval<Decision>()).await_resume())>;
};

template <class Pinned, class Decide>
using decided_transaction = typename transaction_from<Pinned, decltype(std::declval<Decide&>()(std::declval<Pinned&>()))>::type;

template <class Type>
concept has_requests = requires(const Type& transaction) { transaction.requests(); };

/// Checks that a function returns a transaction.
template <class Pinned, class Decide> consteval bool check_decide() {
    using decision = decided_transaction<Pinned, Decide>;
    static_assert(has_requests<decision> || std::is_same_v<decision, invalid_request>,
                  "hibana: the function passed to watch() must return multi(...), which is executed if the keys are unchanged");
    return has_requests<decision>;
}

/// The result of running the decided transaction.
template <class Pinned, class Decide>
using transaction_outcome =
    decltype(std::declval<Pinned&>().run(std::declval<const decided_transaction<Pinned, Decide>&>()).await_resume());

}  // namespace detail

/// Watches keys on a pinned connection, calls `decide(connection)`, which reads and returns a transaction, and runs it. Repeats this if
/// another client has written to a watched key. On an asynchronous client `decide` may be a coroutine.
///
/// Returns the results, `errc::watch_conflict` after `max_attempts` conflicts, or any other error. Exceptions of `decide` propagate, and
/// the connection is closed, so that the keys are no longer watched.
template <class Pinned, class Watch, class Decide>
auto watch_transaction(Pinned& pinned, Watch watch, Decide& decide, unsigned max_attempts)
    -> task_of<typename Pinned::execution_type, detail::transaction_outcome<Pinned, Decide>> {
    using decision = decltype(decide(pinned));
    using transaction_type = detail::decided_transaction<Pinned, Decide>;
    for (unsigned attempt = 1;; ++attempt) {
        auto watched = co_await pinned.run(watch);
        if (!watched) co_return std::move(watched).error();
        if constexpr (std::is_same_v<decision, transaction_type>) {
            const auto transaction = decide(pinned);
            auto outcome = co_await pinned.run(transaction);
            if (outcome || outcome.error().condition() != errc::watch_conflict || attempt >= max_attempts) co_return outcome;
        } else {
            const auto transaction = co_await pinned.wait_for(decide(pinned));
            auto outcome = co_await pinned.run(transaction);
            if (outcome || outcome.error().condition() != errc::watch_conflict || attempt >= max_attempts) co_return outcome;
        }
    }
}

}  // namespace hibana
