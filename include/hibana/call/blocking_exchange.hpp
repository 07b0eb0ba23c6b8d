// SPDX-License-Identifier: BSL-1.0
/// \file  Fast path of the blocking client: encode, send, receive, decode; and its continuation by the cold path.
#pragma once
#include <hibana/call/batch.hpp>
#include <hibana/call/cold_path.hpp>
#include <hibana/call/reply_slot.hpp>
#include <hibana/call/transaction.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/request.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/protocol/element.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace hibana::detail {

/// Continues a request by the cold path, which may replace the connection; returns the error that remains.
template <class Source, class Connection>
[[gnu::always_inline]] inline error execute_slow(lease<Source, Connection>& held, const pending_request& request, deadline until) {
    Connection* connection = held.detach();
    error err = cold_path<Connection>::execute(held.source(), connection, request, until);
    held.attach(connection);
    return err;
}

/// Sends bytes. If there is no connection, or nothing was sent, it is repeated as the retry policy allows.
template <class Source, class Connection>
error send(lease<Source, Connection>& held, std::string_view bytes, std::size_t replies, std::string_view command, deadline& until) {
    if (held->send(bytes, replies, until)) [[likely]] return error();
    return execute_slow(held, {.bytes = bytes, .command = command, .replies = replies}, until);
}

/// Converts a stored reply to its value, which may pin the bytes that it refers to.
template <class Reply, class Connection>
auto finish(typename Reply::storage&& holder, const Connection& connection) -> result<typename Reply::type> {
    if constexpr (Reply::pins) return result<typename Reply::type>(Reply::convert(std::move(holder), connection.received().pin()));
    else return result<typename Reply::type>(Reply::convert(std::move(holder)));
}

/// Sets the deadline of a call and acquires a connection for it, with an empty output buffer.
template <class Caller, class... Request>
[[gnu::always_inline]] inline auto start_call(Caller& caller, deadline& until, error& err, const Request&... request) {
    until = caller.deadline_for(request...);
    auto held = caller.acquire(until, err);
    if (held) [[likely]] held->output().clear();
    return held;
}

template <class Caller, class Request>
auto execute_one(Caller& caller, const Request& request) -> result<typename reply_of<typename Request::reply>::type> {
    using kind = typename Request::reply;
    using reply = reply_of<kind>;
    using outcome_type = result<typename reply::type>;
    deadline until;
    error err;
    auto held = start_call(caller, until, err, request);
    if (!held) [[unlikely]] return outcome_type(std::move(err.with_command(request.name())));
    auto& connection = *held;
    auto& output = connection.output();
    encode(request, output);
    const auto state = connection.round_trip(until);
    const auto execute_into = [&](reply_reader into) {
        return execute_slow(held, {output.view(), request.name(), &into, Request::info.idempotent, state}, until);
    };
    if constexpr (reply::direct) {
        outcome_type outcome;
        if (state != progress::answered || !connection.template read<kind>(*outcome)) [[unlikely]] {
            if (error failed = execute_into(reader_for<kind>(*outcome))) outcome = std::move(failed);
        }
        return outcome;
    } else {
        auto holder = request.make_storage();
        if (state != progress::answered || !connection.template read<kind>(holder)) [[unlikely]] {
            if (error failed = execute_into(reader_for<kind>(holder))) return outcome_type(std::move(failed));
        }
        return finish<reply>(std::move(holder), *held);
    }
}

/// Reads the reply to one request of several. After the connection was lost, all further ones fail with the reason.
template <class Kind, class Connection, class Slot>
void read_next(Connection& connection, Slot& slot, std::string_view command, deadline& until, error& lost) {
    if (lost) [[unlikely]] {
        slot.fail(error(lost).with_command(command));
        return;
    }
    if (connection.has_unread() || connection.receive_some(until)) [[likely]] {
        if (connection.template read<Kind>(slot.holder())) [[likely]] {
            slot.complete(connection.received());
            return;
        }
    }
    error err = connection.is_open()
                      ? cold_path<Connection>::receive(connection, reader_for<Kind>(slot.holder()), command, until)
                      : connection.consume_error().with_command(command).with_endpoint(connection.endpoint_text());
    if (!err) {
        slot.complete(connection.received());
    } else {
        if (!connection.is_open()) lost = err;
        slot.fail(std::move(err));
    }
}

template <class Caller, class... Request> auto execute_pipeline(Caller& caller, const Request&... request) {
    std::tuple<reply_slot<Request>...> slots(request...);
    deadline until;
    error err;
    auto held = start_call(caller, until, err, request...);
    const std::string_view names[] = {request.name()...};
    if (held) {
        auto& output = held->output();
        (encode(request, output), ...);
        err = send(held, output.view(), sizeof...(Request), names[0], until);
    }
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        if (err && !(held && err.fate() == fate::unknown)) {
            (std::get<Index>(slots).fail(error(err).with_command(names[Index])), ...);
        } else {
            (read_next<typename Request::reply>(*held, std::get<Index>(slots), names[Index], until, err), ...);
        }
        return std::tuple<result<typename reply_of<typename Request::reply>::type>...>(
            std::move(std::get<Index>(slots).outcome())...);
    }(std::index_sequence_for<Request...>());
}

template <class Caller, class Kind>
void execute_batch(Caller& caller, const batch<Kind>& all, std::vector<result<typename reply_of<Kind>::type>>& outcomes) {
    outcomes.resize(all.size());
    if (all.empty()) return;
    if (all.is_refused()) {
        for (auto& outcome : outcomes)
            outcome = error(errc::refused_command, fate::not_sent, "a command of the batch changes its connection");
        return;
    }
    deadline until = caller.deadline_for(all);
    error err;
    auto held = caller.acquire(until, err);
    if (held) err = send(held, all.bytes(), all.size(), all.command(0), until);
    for (std::size_t index = 0; index != outcomes.size(); ++index) {
        result<typename reply_of<Kind>::type>& outcome = outcomes[index];
        const std::string_view command = all.command(index);
        if (!held) outcome = error(err).with_command(command);
        else {
            external_reply_slot<Kind> slot(outcome);
            read_next<Kind>(*held, slot, command, until, err);
        }
    }
}

/// Completes an element of a transaction, which has been read or has failed.
template <class Slot, class Connection> void complete_element(Slot& slot, const Connection& from, std::string_view command) {
    if (!slot.has_failed()) [[likely]] slot.complete(from.received());
    else slot.outcome().error().with_command(command).with_endpoint(from.endpoint_text());
}

/// The error of a transaction that was not executed, with the error of the command that caused it.
inline error exec_error(const error& by_exec, const error& by_command) {
    if (by_exec.condition() != errc::transaction_aborted || !by_command) return by_exec;
    return error(by_exec.condition(), by_exec.fate(), std::string(by_exec.text()) + " (" + std::string(by_command.text()) + ")")
        .with_command("EXEC")
        .with_endpoint(by_exec.endpoint());
}

/// Skips a reply and records whether it is +QUEUED.
inline protocol::status read_queued(void* is_queued, protocol::cursor& at) {
    const std::string_view bytes(at.at, static_cast<std::size_t>(at.end - at.at));
    *static_cast<bool*>(is_queued) |= bytes.starts_with("+QUEUED\r\n");
    return protocol::skip(at);
}

/// The error of a transaction whose MULTI was refused, for example by an ACL rule: its commands were executed nevertheless.
inline error multi_refused_error(const error& by_multi) {
    return error(errc::server_error, fate::answered,
                 std::string(by_multi.text()) + " (MULTI was refused: the commands were executed one by one)")
        .with_command("MULTI");
}

template <class Caller, class... Request>
auto execute_transaction(Caller& caller, const transaction<Request...>& whole)
    -> result<std::tuple<result<typename reply_of<typename Request::reply>::type>...>> {
    using outcomes = std::tuple<result<typename reply_of<typename Request::reply>::type>...>;
    std::tuple<reply_slot<Request>...> slots(whole.requests());
    deadline until;
    error err;
    auto held = start_call(caller, until, err);
    if (!held) return err.with_command("MULTI");
    auto& output = held->output();
    encode(whole, output);
    using cold = cold_path<typename Caller::connection_type>;
    if ((err = send(held, output.view(), sizeof...(Request) + 2, "MULTI", until))) return err;
    auto& connection = *held;

    error refusal;
    bool is_apart = false;
    for (std::size_t queued = 0; queued != sizeof...(Request) + 1; ++queued) {
        const std::string_view expected = queued == 0 ? "+OK\r\n" : "+QUEUED\r\n";
        if (connection.skip(expected)) continue;
        bool is_queued = queued == 0;
        err = cold::receive(connection, reply_reader{&read_queued, &is_queued}, queued == 0 ? "MULTI" : "EXEC", until);
        if (!connection.is_open()) return err;
        if (err && !refusal) refusal = err;
        is_apart = is_apart || !(err || is_queued);
    }
    exec_reply<reply_slot<Request>...> replies(slots);
    const reply_reader into{&exec_reply<reply_slot<Request>...>::read, &replies};
    if (!connection.read(into)) err = cold::receive(connection, into, "EXEC", until);
    if (is_apart && connection.is_open()) return multi_refused_error(refusal).with_endpoint(connection.endpoint_text());
    if (err) return exec_error(err, refusal);
    if (replies.is_conflict())
        return error(errc::watch_conflict, fate::answered).with_command("EXEC").with_endpoint(connection.endpoint_text());
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (complete_element(std::get<Index>(slots), connection, std::get<Index>(whole.requests()).name()), ...);
        return outcomes(std::move(std::get<Index>(slots).outcome())...);
    }(std::index_sequence_for<Request...>());
}

}  // namespace hibana::detail
