// SPDX-License-Identifier: BSL-1.0
/// \file  Decisions after the failed attempts of an operation. No I/O.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/retry/backoff.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace hibana {

/// The next step after a failed attempt.
enum class retry_action : unsigned char {
    give_up,     ///< report the error
    retry,       ///< try again after a delay
    redirect,    ///< try the node that the error names, at once
    rediscover,  ///< update the topology, then try again after a delay
};

/// What an error says about the topology of the client.
enum class topology_advice : unsigned char {
    none,        ///< nothing
    redirect,    ///< another node serves the request
    rediscover,  ///< the known topology is outdated
};

/// A failed attempt, without its error.
struct failed_attempt {
    bool is_idempotent = false;  ///< the request may be executed twice
    bool may_repeat = true;      ///< the request can be sent again; false if it depends on the state of a lost connection
    topology_advice advice = topology_advice::none;
};

/// Counts the failures and the redirects of one operation, and decides after each what to do next.
///
/// Redirects have a limit of their own and do not count as failures.
class retry_counter {
public:
    static constexpr unsigned max_redirects = 16;

    /// Decides after a failure with this error. If there were too many redirects, the error is replaced by one with its text,
    /// whose command and endpoint the caller adds.
    template <class Retry> [[gnu::cold]] retry_action on_error(const Retry& retry, error& err, failed_attempt attempt) {
        if (attempt.advice == topology_advice::redirect && attempt.may_repeat) return on_redirect(err);
        count_failure();
        if (!attempt.may_repeat || failures_ > retry.max_retries) return retry_action::give_up;
        if (attempt.advice == topology_advice::rediscover && (attempt.is_idempotent || err.executed() == tristate::no))
            return retry_action::rediscover;
        return retry.should_retry(err, attempt.is_idempotent) ? retry_action::retry : retry_action::give_up;
    }

    void count_failure() noexcept {
        if (failures_ != max_failures) ++failures_;
    }
    unsigned failures() const noexcept { return failures_; }
    unsigned redirects() const noexcept { return redirects_; }

private:
    static constexpr unsigned max_failures = (1u << 27) - 1;

    [[gnu::cold, gnu::noinline]] retry_action on_redirect(error& err) {
        if (redirects_ != max_redirects) return ++redirects_, retry_action::redirect;
        err = error(errc::too_many_redirects, err.fate(), err.text());
        return retry_action::give_up;
    }

    // together four bytes, since each waiting operation has a counter
    std::uint32_t failures_ : 27 = 0;
    std::uint32_t redirects_ : 5 = 0;
};

/// A decision of `retry_state`.
struct retry_decision {
    retry_action action = retry_action::give_up;
    duration delay{};  ///< before the next attempt, for `retry` and `rediscover`
};

/// The attempts of one operation that waits between them: a counter, the delays of a backoff, and the start.
template <class Backoff> class retry_state {
public:
    /// `start` is the start of the first attempt.
    [[gnu::cold]] retry_state(const Backoff& backoff, time_point start) : delays_(make_delays(backoff)), start_(start) {}

    /// Decides after a failure with this error at `now`. Gives up if the next attempt would start at `until` or later.
    ///
    /// If it gives up after several failures, it adds their number and the time since the start to the error.
    template <class Retry, class Random>
    [[gnu::cold]] retry_decision on_error(const Retry& retry, error& err, failed_attempt attempt, Random& random, time_point now,
                                          deadline until) {
        const retry_action action = counter_.on_error(retry, err, attempt);
        if (action == retry_action::redirect) return {action, {}};
        if (action != retry_action::give_up) {
            const duration delay = delays_.delay(failures(), random);
            if (until.is_never() || delay < until.time() - now) return {action, delay};
        }
        add_attempts(err, now);
        return {};
    }
    /// Counts a failure that is always followed by another attempt; returns the delay before it.
    template <class Random> [[gnu::cold]] duration on_failure(Random& random) {
        counter_.count_failure();
        return delays_.delay(failures(), random);
    }
    /// Adds the number of failures, if there were several, and the time since the start to an error.
    [[gnu::cold]] void add_attempts(error& err, time_point now) const {
        if (failures() > 1) err.with_attempts(failures(), (now - start_).count() / (duration::period::den / 1000));
    }

    unsigned failures() const noexcept { return counter_.failures(); }
    /// The number of the current attempt, from 1. Redirects do not count.
    unsigned attempt() const noexcept { return failures() + 1; }

private:
    retry_counter counter_;
    decltype(make_delays(std::declval<const Backoff&>())) delays_;
    time_point start_;
};

}  // namespace hibana
