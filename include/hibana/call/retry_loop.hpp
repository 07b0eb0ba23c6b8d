// SPDX-License-Identifier: BSL-1.0
/// \file  What happens around a command when all is not well: connecting, waiting, trying again.
#pragma once
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/retry/backoff.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// A command, or a batch of them, on its way: how far it came, and what may be done about it.
struct pending_request {
    std::string_view bytes;          ///< kept by the caller until all is over, so that they can be sent again
    std::string_view command;        ///< what an error calls it
    const reply_reader* reply = nullptr;  ///< the one reply that is awaited here; none: only sending is done
    bool idempotent = false;         ///< sending it twice does no harm and gives the same reply
    bool may_reconnect = true;            ///< false on a pinned connection, whose state would be lost unseen
    progress state = progress::unsent;
    std::size_t replies = 1;         ///< so many replies does it ask for
};

/// Whether to try again after so many failures since `began`, and after which pause; tells the events, and completes what the error says.
template <class Connection, class Backoff>
[[gnu::cold, gnu::noinline]] bool should_retry(Connection& connection, const pending_request& task, unsigned failures, time_point began,
                                              Backoff& backoff, deadline until, error& err, duration& pause) {
    auto& context = connection.context();
    if (err.command().empty()) err.with_command(task.command);
    if (err.endpoint().empty()) err.with_endpoint(connection.endpoint_text());
    bool again = task.may_reconnect && failures <= context.retry.max_retries && context.retry.should_retry(err, task.idempotent);
    if (again) {
        pause = backoff.delay(failures, context.random);
        again = until.is_never() || pause < until.left(context.execution);
    }
    if (!again) {
        if (failures > 1) err.with_attempts(failures, (context.execution.now() - began).count() / (duration::period::den / 1000));
        return false;
    }
    emit(context.events, [&] { return event::retrying{task.command, failures + 1, pause, err}; });
    return true;
}

/// Carries an pending_request to its end: dials where there is no connection, sends, receives, and tries again as the retry policy
/// allows and the deadline leaves time for. For executions that run at once; others share their connections, see `multiplexer`.
///
/// `err` is what went err before, if anything did. Gives the error that remains, with the fate of the command.
template <class Connection>
    requires(!Connection::execution_type::concurrent)
[[gnu::cold]] error execute_with_retry(Connection& connection, pending_request task, error err, deadline until) {
    auto& execution = connection.context().execution;
    auto backoff = make_delays(connection.context().backoff);
    const time_point began = execution.now();
    for (unsigned failures = 1;; ++failures) {
        if (!err && task.state == progress::unsent) connection.resync();
        if (!err && !connection.is_open()) {
            if (task.may_reconnect) err = establish(connection, failures, until).get().error();
            else err = connection.not_replaceable_error(task.state == progress::unsent ? fate::not_sent : fate::unknown);
        }
        if (!err && task.state == progress::unsent) {
            auto written = connection.write(task.bytes, task.replies, until).get();
            if (written || connection.is_partial_write(written.error())) task.state = progress::sent;
            else err = connection.close_with(std::move(written).error());
        }
        if (!err && task.reply) err = connection.receive(*task.reply, until).get().error();

        duration pause{};
        if (!err || !should_retry(connection, task, failures, began, backoff, until, err, pause)) return err;
        if (pause > duration::zero() && !execution.sleep_until(execution.now() + pause).get()) return err;
        err = error();
        task.state = progress::unsent;
    }
}

}  // namespace hibana::detail
