// SPDX-License-Identifier: BSL-1.0
/// \file  Call operators of clients, pinned connections and clients with a timeout.
#pragma once
#include <hibana/call/batch.hpp>
#include <hibana/call/blocking_exchange.hpp>
#include <hibana/call/cold_path.hpp>
#include <hibana/call/failure_events.hpp>
#include <hibana/call/transaction.hpp>
#include <hibana/call/unwrap.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/request.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/errors.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/ready.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana::detail {

template <class Type>
concept request_like = requires {
    typename Type::command;
    typename Type::reply;
};

template <class Request> using reply_to = typename reply_of<typename Request::reply>::type;

// Valid arguments: requests, one transaction, or a batch with an optional vector for its results.
template <class... Argument> inline constexpr bool is_call = (request_like<Argument> && ...);
template <class... Request> inline constexpr bool is_call<transaction<Request...>> = true;
template <class Kind, class... Place> inline constexpr bool is_call<batch<Kind>, Place...> = true;

// Whether threads share one connection, so that no operation can lease it.
template <class Client> inline constexpr bool shares_its_connection = requires(Client& client) { client.shared(); };

// Conditions of the checks. Compilers print these names next to the diagnostic.
template <class... Argument> inline constexpr bool are_requests = false;
template <class Request> inline constexpr bool has_regular_reply = !Request::info.pubsub;
template <class Request, bool Pinned> inline constexpr bool is_stateless_or_pinned = Pinned || !Request::info.stateful;
template <class Request>
inline constexpr bool surely_blocks = Request::info.blocks && !requires(const Request& request) { request.is_stateful(); };
template <class Request, bool Shared>
inline constexpr bool is_shareable = !Shared || !(Request::info.stateful || surely_blocks<Request>);
template <class Request, class Access> inline constexpr bool only_reads = Access::allows_writes || !Request::info.writes;

template <class Request, class Server> inline constexpr bool exists_on = Server::has(Request::info);
template <class Request, class Server>
    requires(Server::is_any)
inline constexpr bool exists_on<Request, Server> = true;

// Whether a reply contains a `value`, and whether the header that reads one is included.
template <class Type> inline constexpr bool holds_value = std::is_same_v<Type, value>;
template <template <class...> class List, class... Type> inline constexpr bool holds_value<List<Type...>> = (holds_value<Type> || ...);
template <class Value> concept can_be_read = requires(protocol::cursor& at, Value& into) { read_value(at, into); };
template <class Request, class Value = value> inline constexpr bool has_a_reply_that_can_be_read = true;
template <class Request, class Value>
    requires(holds_value<reply_to<Request>>)
inline constexpr bool has_a_reply_that_can_be_read<Request, Value> = can_be_read<Value>;

/// Whether the client may run this request; reports the violated rule by a static_assert.
template <class Client, class Request> consteval bool check_permitted() {
    using access = typename Client::composition::access;
    using server = typename Client::composition::server;
    if constexpr (!has_regular_reply<Request>) {
        static_assert(has_regular_reply<Request>,
                      "hibana: the answers to this command are pushes, which a request and reply client cannot give");
    } else if constexpr (!is_shareable<Request, shares_its_connection<Client>>) {
        static_assert(is_shareable<Request, shares_its_connection<Client>>,
                      "hibana: this command blocks or changes its connection, which all threads of a shared_connection use; run it on "
                      "a client with other connections");
    } else if constexpr (!is_stateless_or_pinned<Request, Client::is_pinned>) {
        static_assert(is_stateless_or_pinned<Request, Client::is_pinned>,
                      "hibana: this command changes its connection, which others use too and which may be replaced; "
                      "run it on a connection of your own, by pin()");
    } else if constexpr (!only_reads<Request, access>) {
        static_assert(only_reads<Request, access>, "hibana: this client has read_only_access, and the command writes");
    } else if constexpr (!exists_on<Request, server>) {
        static_assert(exists_on<Request, server>,
                      "hibana: the server that this client is written for does not have the command with these options");
    } else if constexpr (!has_a_reply_that_can_be_read<Request>) {
        static_assert(has_a_reply_that_can_be_read<Request>,
                      "hibana: the reply to this command is a hibana::value, which wants #include <hibana/protocol/value_read.hpp>");
    } else {
        return true;
    }
    return false;
}

/// The call syntax. `Client` provides connections (`acquire`, `make_lease`) and deadlines (`deadline_for`).
template <class Client> class call_operators {
public:
    /// Runs one request and returns its reply.
    template <request_like Request> auto operator()(const Request& request) {
        if constexpr (check_permitted<Client, Request>()) return unwrap(execute_one(request));
        else return invalid_request();
    }

    /// Runs requests in one round trip and returns the tuple of their replies.
    ///
    /// With `return_errors` each element is the result of its request. With `throw_errors` the first error is thrown after all replies
    /// are read, and `redis_error::results` of the exception has every result, the other errors included.
    template <request_like... Request>
        requires(sizeof...(Request) > 1)
    auto operator()(const Request&... request) {
        if constexpr ((check_permitted<Client, Request>() && ...)) return unwrap(execute_pipeline(request...));
        else return invalid_request();
    }

    /// Runs a transaction and returns the tuple of its replies.
    ///
    /// Errors: `errc::transaction_aborted` (a command was refused, nothing was executed), `errc::watch_conflict` (a
    /// watched key has changed, nothing was executed), or those of its elements.
    template <class... Request> auto operator()(const transaction<Request...>& whole) {
        if constexpr ((check_permitted<Client, Request>() && ...)) return unwrap(execute_transaction(whole));
        else return invalid_request();
    }

    /// Runs a batch in one round trip and returns the replies in its order.
    template <class Kind> auto operator()(const batch<Kind>& all) {
        using type = typename reply_of<Kind>::type;
        std::vector<result<type>> outcomes;
        execute_batch(all, outcomes);
        return unwrap(std::move(outcomes));
    }

    /// Runs a batch and stores the result of each request in `outcomes`, whose memory is reused.
    template <class Kind>
    void operator()(const batch<Kind>& all, std::vector<result<typename reply_of<Kind>::type>>& outcomes) {
        execute_batch(all, outcomes);
    }

    /// Propagates a request that a diagnostic has already rejected.
    template <class... Argument>
        requires(std::is_same_v<std::remove_cvref_t<Argument>, invalid_request> || ...)
    invalid_request operator()(const Argument&...) {
        return {};
    }

    /// Rejects other arguments.
    template <class... Argument>
        requires(!is_call<Argument...> && !(std::is_same_v<Argument, invalid_request> || ...))
    invalid_request operator()(const Argument&...) {
        static_assert(are_requests<Argument...>,
                      "hibana: a call takes requests, such as cmd::get(\"k\") or any_request(\"GET\", \"k\"), or one multi(...), "
                      "or one batch");
        return {};
    }

    /// Runs requests and returns the result of each, independent of the error policy.
    template <request_like... Request> auto results(const Request&... request) {
        if constexpr ((check_permitted<Client, Request>() && ...)) {
            if constexpr (sizeof...(Request) == 1) return execute_one(request...);
            else return execute_pipeline(request...);
        } else {
            return invalid_request();
        }
    }
    /// Runs a transaction and returns its result, which contains the result of each element.
    template <class... Request> auto results(const transaction<Request...>& whole) {
        if constexpr ((check_permitted<Client, Request>() && ...)) return execute_transaction(whole);
        else return invalid_request();
    }
    template <class Kind> auto results(const batch<Kind>& all) {
        std::vector<result<typename reply_of<Kind>::type>> outcomes;
        execute_batch(all, outcomes);
        return outcomes;
    }

    // ---- interface of the recipes

    template <request_like Request> auto run(const Request& request) {
        return ready<result<reply_to<Request>>>(execute_one(request));
    }
    template <class... Request> auto run(const transaction<Request...>& whole) {
        return ready<result<std::tuple<result<reply_to<Request>>...>>>(execute_transaction(whole));
    }

    /// Runs the task of a recipe and returns its result by the error policy.
    template <class Task> auto run_flow(Task task) { return unwrap(std::move(task).get()); }

    /// The value or values, with errors thrown, or the outcome itself, as the error policy determines.
    template <class Outcome> static auto unwrap(Outcome outcome) {
        if constexpr (throws) return unwrapper<cold_path<typename Client::connection_type>>::unwrap(std::move(outcome));
        else return outcome;
    }

private:
    template <class Request> auto execute_one(const Request& request) {
        auto outcome = attempt(request);
        notify_failures(outcome);
        return outcome;
    }
    template <class... Request> auto execute_pipeline(const Request&... request) {
        auto outcomes = attempt_all(request...);
        notify_failures(outcomes);
        return outcomes;
    }
    template <class Kind> void execute_batch(const batch<Kind>& all, std::vector<result<typename reply_of<Kind>::type>>& outcomes) {
        attempt_batch(all, outcomes);
        notify_failures(outcomes);
    }
    template <class... Request> auto execute_transaction(const transaction<Request...>& whole) {
        auto outcome = attempt_transaction(whole);
        notify_failures(outcome);
        return outcome;
    }
    template <class Outcome> void notify_failures([[maybe_unused]] const Outcome& outcome) {
        if constexpr (listens_to<typename Client::composition::events, event::command_failed>)
            emit_command_failed(self().events(), outcome);
    }

    template <class Request> auto attempt(const Request& request) {
        if (result<void> allowed = check_allowed(request); !allowed)
            return result<reply_to<Request>>(std::move(allowed).error());
        if constexpr (shares_its_connection<Client>) return share_one(self(), request);
        else return detail::execute_one(self(), request);
    }
    template <class... Request> auto attempt_all(const Request&... request) {
        result<void> allowed;
        ((allowed ? void(allowed = check_allowed(request)) : void()), ...);
        if (!allowed) return std::tuple<result<reply_to<Request>>...>(result<reply_to<Request>>(allowed.error())...);
        if constexpr (shares_its_connection<Client>) return share_many(self(), request...);
        else return detail::execute_pipeline(self(), request...);
    }
    template <class Kind> void attempt_batch(const batch<Kind>& all, std::vector<result<typename reply_of<Kind>::type>>& outcomes) {
        if constexpr (shares_its_connection<Client>) {
            outcomes.clear();
            if (all.is_refused() || all.may_block())
                outcomes.resize(all.size(), error(errc::refused_command, fate::not_sent,
                                                  "a command of the batch blocks or changes its connection, which others use too"));
            else if (!all.empty()) outcomes = share_batch(self(), all);
        } else {
            detail::execute_batch(self(), all, outcomes);
        }
    }
    /// Checks a request that is known only at run time, and records what it changes in a pinned connection.
    template <class Request> result<void> check_allowed(const Request& request) {
        if constexpr (requires { request.is_stateful(); }) {
            if constexpr (shares_its_connection<Client>)
                if (request.may_block() || request.is_stateful())
                    return error(errc::refused_command, fate::not_sent, "it blocks or changes its connection, which others use too")
                        .with_command(request.name());
            const bool changes = request.is_stateful();
            if (request.has_no_single_reply() || (changes && !Client::is_pinned))
                return error(errc::refused_command, fate::not_sent,
                             changes ? "it changes its connection; use pin()" : "its answers are no replies")
                    .with_command(request.name());
            if constexpr (Client::is_pinned)
                if (changes) self().on_stateful_command(request.name());
        } else if constexpr (Client::is_pinned && Request::info.stateful) {
            self().on_stateful_command(request.name());
        }
        return {};
    }
    template <class... Request> auto attempt_transaction(const transaction<Request...>& whole) {
        using outcome_type = result<std::tuple<result<reply_to<Request>>...>>;
        result<void> allowed;
        std::apply([&](const Request&... request) { ((allowed ? void(allowed = check_allowed(request)) : void()), ...); },
                   whole.requests());
        if (!allowed) return outcome_type(std::move(allowed).error());
        if constexpr (Client::is_pinned) {
            const bool watched = self().is_watching();
            self().on_stateful_command("EXEC");
            outcome_type outcome = detail::execute_transaction(self(), whole);
            if (!outcome && watched && outcome.error().condition() == errc::connection_lost && outcome.error().fate() == fate::not_sent)
                return outcome_type(error(errc::watch_lost).with_command("EXEC").with_endpoint(outcome.error().endpoint()));
            return outcome;
        } else if constexpr (shares_its_connection<Client>) {
            return outcome_type(share_transaction(self(), whole));
        } else {
            return detail::execute_transaction(self(), whole);
        }
    }

    static constexpr bool throws = Client::composition::errors::throws;

    Client& self() noexcept { return static_cast<Client&>(*this); }
};

}  // namespace hibana::detail
