// SPDX-License-Identifier: BSL-1.0
/// \file  Read, decide, write, and start again if somebody else wrote in between: WATCH around a transaction.
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

/// The transaction that was decided on: given at once, or by a coroutine that `Pinned::wait_for` waits for.
template <class Pinned, class Decision> struct transaction_from {
    using type = Decision;
};
template <class Pinned, class Decision>
    requires requires(Pinned& pinned, Decision decision) { pinned.wait_for(std::move(decision)); }
struct transaction_from<Pinned, Decision> {
    using type = std::remove_cvref_t<decltype(std::declval<Pinned&>().wait_for(std::declval<Decision>()).await_resume())>;
};

template <class Pinned, class Decide>
using transaction_decided_on = typename transaction_from<Pinned, decltype(std::declval<Decide&>()(std::declval<Pinned&>()))>::type;

template <class Type>
concept is_made_by_multi = requires(const Type& whole) { whole.requests(); };

/// Whether a function decides on a transaction; says that it has to where it does not.
template <class Pinned, class Decide> consteval bool decides() {
    using decision = transaction_decided_on<Pinned, Decide>;
    static_assert(is_made_by_multi<decision> || std::is_same_v<decision, invalid_request>,
                  "hibana: the function that is given to watch() has to return multi(...), which is run if the keys are unchanged");
    return is_made_by_multi<decision>;
}

/// What running it gives.
template <class Pinned, class Decide>
using outcome_of_decision =
    decltype(std::declval<Pinned&>().run(std::declval<const transaction_decided_on<Pinned, Decide>&>()).await_resume());

}  // namespace detail

/// Watches keys on one pinned connection, lets `decide(connection)` read and return a transaction, runs it, and begins anew
/// while another client's write to a watched key prevents it. Where flows suspend, `decide` may be a coroutine.
///
/// Ends with the results, with `errc::watch_conflict` after `attempts` conflicts, or with any other error. What `decide`
/// throws goes through; the keys are no longer watched then, since the connection is closed.
template <class Pinned, class Watch, class Decide>
auto optimistic(Pinned& pinned, Watch watch, Decide& decide, unsigned attempts)
    -> task_of<typename Pinned::execution_type, detail::outcome_of_decision<Pinned, Decide>> {
    using decision = decltype(decide(pinned));
    using transaction_type = detail::transaction_decided_on<Pinned, Decide>;
    for (unsigned attempt = 1;; ++attempt) {
        auto watched = co_await pinned.run(watch);
        if (!watched) co_return std::move(watched).error();
        if constexpr (std::is_same_v<decision, transaction_type>) {
            const auto transaction = decide(pinned);
            auto outcome = co_await pinned.run(transaction);
            if (outcome || outcome.error().condition() != errc::watch_conflict || attempt >= attempts) co_return outcome;
        } else {
            const auto transaction = co_await pinned.wait_for(decide(pinned));
            auto outcome = co_await pinned.run(transaction);
            if (outcome || outcome.error().condition() != errc::watch_conflict || attempt >= attempts) co_return outcome;
        }
    }
}

}  // namespace hibana
