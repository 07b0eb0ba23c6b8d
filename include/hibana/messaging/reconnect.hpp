// SPDX-License-Identifier: BSL-1.0
/// \file  Opening of a message source: at once, then after delays, as often as the retry policy allows.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/retry/retry_state.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// The failed attempts to open a source, and the time of the next one. It outlives the calls that wait for the source, so that a caller
/// that waits for short times does not try more often than one that waits long.
template <class Source> class reconnect {
    using context_type = typename Source::context_type;
    using execution_type = typename Source::execution_type;
    using state_type = decltype(retry_state(std::declval<context_type&>().backoff, time_point()));

public:
    /// Called when the source has worked: the next failure is the first one again.
    void reset() { attempts_.reset(); }

    /// Counts a failure. Returns no error if another attempt may follow, after a delay; else the error, which is final.
    error on_error(context_type& context, error err) {
        const time_point now = context.execution.now();
        if (!attempts_) attempts_.emplace(context.backoff, now);
        const failed_attempt failed{.is_idempotent = true};
        const retry_decision next = attempts_->on_error(context.retry, err, failed, context.random, now, deadline::never());
        if (next.action == retry_action::give_up) {
            reset();
            return err;
        }
        not_before_ = now + next.delay;
        emit(context.events, [&] { return event::retrying{std::string_view(), attempts_->attempt(), next.delay, err}; });
        return error();
    }

    /// Opens the source, in as many attempts as necessary. The error is `timeout` if the next attempt would start after `until`.
    auto open(Source& source, deadline until) -> task_of<execution_type, result<void>> {
        auto& context = source.context();
        for (;;) {
            if (attempts_ && context.execution.now() < not_before_) {
                const bool is_late = not_before_ >= until.time();
                auto slept = co_await context.execution.sleep_until(is_late ? until.time() : not_before_);
                if (!slept) co_return std::move(slept).error();
                if (is_late) co_return error(errc::timeout, fate::not_sent);
            }
            auto opened = co_await source.open(attempts_ ? attempts_->attempt() : 1, until);
            if (opened) co_return result<void>();
            if (opened.error() == errc::timeout && until.has_passed(context.execution)) co_return std::move(opened).error();
            if (error final_err = on_error(context, std::move(opened).error())) co_return std::move(final_err);
        }
    }

private:
    std::optional<state_type> attempts_;
    time_point not_before_{};
};

}  // namespace hibana::detail
