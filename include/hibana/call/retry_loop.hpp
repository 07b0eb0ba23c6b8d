// SPDX-License-Identifier: BSL-1.0
/// \file  Attempts of a blocking call: connecting, sending, receiving, and waiting before the next attempt.
#pragma once
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/connection/lease.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/protocol/send_buffer.hpp>
#include <hibana/retry/retry_state.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// A request, or several, with the progress of its first attempt.
struct pending_request {
    std::string_view bytes{};             ///< valid during the first attempt
    std::string_view command{};           ///< for errors
    const reply_reader* reply = nullptr;  ///< reads the one reply; null: the request is sent only
    bool is_idempotent = false;
    progress state = progress::unsent;
    std::size_t replies = 1;              ///< that it asks for
};

/// Completes the error of a failed attempt, decides what follows, and emits the event of a retry.
template <class Connection, class State>
[[gnu::cold, gnu::noinline]] retry_decision after_failure(Connection& connection, State& state, error& err, std::string_view command,
                                                          failed_attempt attempt, deadline until) {
    auto& context = connection.context();
    const retry_decision next = state.on_error(context.retry, err, attempt, context.random, context.execution.now(), until);
    if (err.command().empty()) err.with_command(command);
    if (err.endpoint().empty()) err.with_endpoint(connection.endpoint_text());
    if (next.action != retry_action::give_up)
        emit(context.events, [&] { return event::retrying{command, state.attempt(), next.delay, err}; });
    return next;
}

/// Continues the attempt of a request over a connection, which is opened if necessary. A pinned connection is not opened again.
template <class Connection>
[[gnu::cold]] error continue_attempt(Connection& connection, pending_request& request, bool is_pinned, unsigned attempt, deadline until) {
    if (request.state == progress::unsent) connection.resync();
    if (!connection.is_open()) {
        if (is_pinned) return connection.not_replaceable_error(request.state == progress::unsent ? fate::not_sent : fate::unknown);
        if (error err = establish(connection, attempt, until).get().error()) return err;
    }
    if (request.state == progress::unsent) {
        auto written = connection.write(request.bytes, request.replies, until).get();
        if (!written && !connection.is_partial_write(written.error())) return connection.close_with(std::move(written).error());
        request.state = progress::sent;
    }
    return request.reply ? connection.receive(*request.reply, until).get().error() : error();
}

/// Continues a request that has not succeeded at once, and repeats it as the retry policy and the deadline allow. Returns the error that
/// remains.
///
/// `connection` is acquired from `source`, or pinned if that is null. No connection is held between attempts; afterwards `connection` is
/// the one that is held then, null if there is none.
template <class Source, class Connection>
[[gnu::cold]] error execute_with_retry(Source* source, Connection*& connection, pending_request request, deadline until) {
    lease<Source, Connection> held(source, std::exchange(connection, nullptr));
    auto& context = held->context();
    const bool is_pinned = source == nullptr;
    retry_state state(context.backoff, context.execution.now());
    protocol::send_buffer copy;
    error err = held->consume_error();
    error previous;
    for (;;) {
        if (!err) err = continue_attempt(*held, request, is_pinned, state.attempt(), until);
        // the deadline has passed while it connected again: why that was necessary says more
        if (err == errc::timeout && err.fate() == fate::not_sent && previous) err = previous;
        retry_decision next;
        const failed_attempt failed{.is_idempotent = request.is_idempotent, .may_repeat = !is_pinned};
        if (err) next = after_failure(*held, state, err, request.command, failed, until);
        if (next.action == retry_action::give_up) {  // or success
            connection = held.detach();
            return err;
        }
        if (copy.size() == 0) copy.append(request.bytes);  // those of the connection are overwritten when another thread acquires it
        request.bytes = copy.view();
        request.state = progress::unsent;
        if constexpr (requires { source->on_connect_failed(err); })
            if (!held->is_open()) source->on_connect_failed(err);
        held.release();
        if (next.delay > duration::zero() && !context.execution.sleep_until(context.execution.now() + next.delay).get()) return err;
        error exhausted;
        held = acquire(*source, until, exhausted);
        if (!held) return err;  // it says more than that no connection is left
        previous.swap(err);
        err = error();
    }
}

}  // namespace hibana::detail
