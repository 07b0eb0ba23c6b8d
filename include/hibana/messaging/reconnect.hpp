// SPDX-License-Identifier: BSL-1.0
/// \file  How a source of messages is opened again: at once, then after pauses, as often as the retry policy says.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/retry/backoff.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// How often opening has failed in a row, and when it may be tried again. It outlives the calls that wait for it, so that a caller who
/// waits a little at a time does not try more often than one who waits long.
template <class Source> class reconnect {
    using context_type = typename Source::context_type;
    using execution_type = typename Source::execution_type;
    using backoff_type = decltype(make_delays(std::declval<context_type&>().backoff));

public:
    /// It is open, and has served its purpose: the next failure is the first one again.
    void forget_failures() {
        failures_ = 0;
        waits_.reset();
    }

    /// Takes down a failure. Nothing if another attempt may follow, after a pause; else the error, which is final.
    error note(context_type& context, error err) {
        ++failures_;
        if (failures_ > context.retry.max_retries || !context.retry.should_retry(err, true)) {
            forget_failures();
            return err;
        }
        if (!waits_) waits_.emplace(make_delays(context.backoff));
        const duration pause = waits_->delay(failures_, context.random);
        not_before_ = context.execution.now() + pause;
        emit(context.events, [&] { return event::retrying{std::string_view(), failures_ + 1, pause, err}; });
        return error();
    }

    /// Opens the source, as often as it takes. `timeout` if that would be later than `until`.
    auto open(Source& source, deadline until) -> task_of<execution_type, result<void>> {
        auto& context = source.context();
        for (;;) {
            if (failures_ != 0 && context.execution.now() < not_before_) {
                const bool is_late = not_before_ >= until.time();
                auto slept = co_await context.execution.sleep_until(is_late ? until.time() : not_before_);
                if (!slept) co_return std::move(slept).error();
                if (is_late) co_return error(errc::timeout, fate::not_sent);
            }
            auto opened = co_await source.open(failures_ + 1, until);
            if (opened) co_return result<void>();
            if (opened.error() == errc::timeout && until.has_passed(context.execution)) co_return std::move(opened).error();
            if (error final = note(context, std::move(opened).error())) co_return std::move(final);
        }
    }

private:
    std::optional<backoff_type> waits_;
    time_point not_before_{};
    unsigned failures_ = 0;
};

}  // namespace hibana::detail
