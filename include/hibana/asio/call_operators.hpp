// SPDX-License-Identifier: BSL-1.0
/// \file  Call operators of an asynchronous client: from arguments and a completion token to an operation.
#pragma once
#include <hibana/asio/config.hpp>
#include <hibana/asio/flow_bridge.hpp>
#include <hibana/asio/operation.hpp>
#include <hibana/call/batch.hpp>
#include <hibana/call/call_operators.hpp>
#include <hibana/call/effective_timeout.hpp>
#include <hibana/call/response.hpp>
#include <hibana/call/result_adapter.hpp>
#include <hibana/call/transaction.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// The response type of a call: of requests, of one transaction, or of one batch. Other arguments are no call.
template <class... Request> struct response_for {
    static constexpr bool exists = false;
};
template <class Request>
    requires request_like<Request>
struct response_for<Request> {
    static constexpr bool exists = true;
    using type = single_response<Request>;
};
template <class First, class Second, class... Other>
    requires(request_like<First> && request_like<Second> && (request_like<Other> && ...))
struct response_for<First, Second, Other...> {
    static constexpr bool exists = true;
    using type = pipeline_response<First, Second, Other...>;
};
template <class... Request> struct response_for<transaction<Request...>> {
    static constexpr bool exists = true;
    using type = transaction_response<Request...>;
};
template <class Kind> struct response_for<batch<Kind>> {
    static constexpr bool exists = true;
    using type = batch_response<Kind>;
};

/// Of an argument of a call: whether the client permits it, how it is encoded, and its requests.
template <class Client, class Request> struct call_traits {
    static consteval bool is_permitted() { return check_permitted<Client, Request>(); }
    static void write(const Request& request, protocol::send_buffer& output) { encode(request, output); }
    template <class Visit> static void for_each(const Request& request, Visit visit) { visit(request); }
};
template <class Client, class... Request> struct call_traits<Client, transaction<Request...>> {
    static consteval bool is_permitted() { return (check_permitted<Client, Request>() && ...); }
    static void write(const transaction<Request...>& requests, protocol::send_buffer& output) { encode(requests, output); }
    template <class Visit> static void for_each(const transaction<Request...>& requests, Visit visit) {
        std::apply([&visit](const Request&... request) { (visit(request), ...); }, requests.requests());
    }
};
template <class Client, class Kind> struct call_traits<Client, batch<Kind>> {
    static consteval bool is_permitted() { return true; }
    static void write(const batch<Kind>& requests, protocol::send_buffer& output) { output.append(requests.bytes()); }
    template <class Visit> static void for_each(const batch<Kind>& requests, Visit visit) { visit(requests); }
};

/// Checks a request that is known only at run time, and records what it changes in a pinned connection.
template <class Client, class Request> error check_allowed(Client& client, const Request& request) {
    if constexpr (requires { request.is_stateful(); }) {
        const bool is_stateful = request.is_stateful();
        if (request.has_no_single_reply() || (is_stateful && !Client::is_pinned))
            return error(errc::refused_command, fate::not_sent,
                         is_stateful ? "it changes its connection; use pin()" : "its answers are no replies")
                .with_command(request.name());
        if constexpr (Client::is_pinned)
            if (is_stateful) client.on_stateful_command(request.name());
    } else if constexpr (requires { request.is_refused(); }) {
        if (request.is_refused()) return error(errc::refused_command, fate::not_sent, "a command of the batch changes its connection");
    } else if constexpr (Client::is_pinned && Request::info.stateful) {
        client.on_stateful_command(request.name());
    }
    return error();
}

/// The options of the operation that runs these requests.
template <class Client, class... Request> operation_options options_for(Client& client, const Request&... request) {
    operation_options options;
    options.timeout = client.timeout();
    const auto add = [&](const auto& each) {
        if (error err = check_allowed(client, each); err && !options.refusal) options.refusal = std::move(err);
        if constexpr (std::remove_cvref_t<decltype(each)>::info.blocks) {
            const auto block_time = each.block_for();
            if (block_time) options.block_time = saturating_add(options.block_time, server_block_time(*block_time));
            if constexpr (requires { each.may_block(); }) options.blocks = options.blocks || each.may_block();
            else options.blocks = options.blocks || block_time;
        }
    };
    (call_traits<Client, Request>::for_each(request, add), ...);
    if constexpr ((is_transaction<Request> || ...)) {
        options.blocks = false;  // commands do not block in a transaction
        if constexpr (Client::is_pinned) {
            options.depends_on_watch = client.is_watching();
            client.on_stateful_command("EXEC");
        }
    }
    return options;
}

/// A function that appends the encoded requests to a buffer; they are referred to.
template <class Client, class... Request> auto encoder_for(const Request&... request) {
    return [&](protocol::send_buffer& output) { (call_traits<Client, Request>::write(request, output), ...); };
}

/// The result of a call that a diagnostic has refused: awaiting it is no further error.
class invalid_operation : public invalid_request {
public:
    operation_probe_result operator()(operation_probe);
    signature_of<void(invalid_request)> operator()(signature_probe);
    template <class Handler> void operator()(Handler&&) {}
};

/// Whether operations are submitted from any thread: `Client` has `submit` and `submit_with_handler` instead of `multiplexer_for`.
template <class Client> inline constexpr bool is_cross_thread = requires { typename Client::submission_queue_type; };

/// The call operators of an asynchronous client. `Client` has `multiplexer_for(options)`, the multiplexer that an operation uses, and
/// `timeout()`, the timeout of its operations or `default_timeout`.
template <class Client> class async_call_operators {
    template <bool AsResults, class Self = Client>
    using adapter = std::conditional_t<AsResults || !Self::composition::errors::throws, as_results, as_values>;

public:
    /// Runs requests, one transaction or one batch; a completion token may follow.
    ///
    /// Without a token it starts at once, and returns an object to be awaited, in a coroutine of any type.
    template <class... Argument> auto operator()(Argument&&... argument) { return dispatch<false>(std::forward<Argument>(argument)...); }
    /// The same, with results whatever the error policy is.
    template <class... Argument> auto results(Argument&&... argument) { return dispatch<true>(std::forward<Argument>(argument)...); }

    // ---- the runner of recipes

    /// Runs requests, a transaction or a batch for a flow of the execution.
    template <class... Request> auto run(const Request&... request) {
        return operation_awaiter([&] { return dispatch<true>(request...); });
    }
    /// Lets a flow of the execution wait for a coroutine of Asio.
    template <class Type, class Executor> auto wait_for(asio::awaitable<Type, Executor> coroutine) {
        return awaitable_awaiter(self().execution().executor(), std::move(coroutine));
    }
    /// Runs a flow of a recipe when it is awaited, and returns its outcome by the error policy of this client.
    template <class Outcome> auto run_flow(flow_task<Outcome> task) {
        using executor_type = typename Client::execution_type::executor_type;
        return flow_operation<adapter<false>, executor_type, Outcome>(self().execution().executor(), std::move(task));
    }

private:
    template <bool AsResults, class... Argument> auto dispatch(Argument&&... argument) {
        if constexpr ((is_invalid_request<Argument> || ...)) {
            return invalid_operation();
        } else if constexpr (response_for<std::remove_cvref_t<Argument>...>::exists) {
            if constexpr ((call_traits<Client, std::remove_cvref_t<Argument>>::is_permitted() && ...)) return start<AsResults>(argument...);
            else return invalid_operation();
        } else {
            return split_token<AsResults>(std::make_index_sequence<sizeof...(Argument) == 0 ? 0 : sizeof...(Argument) - 1>(),
                                          std::forward_as_tuple(std::forward<Argument>(argument)...));
        }
    }

    /// Starts an operation to be awaited.
    template <bool AsResults, class... Request> auto start(const Request&... request) {
        using response = typename response_for<Request...>::type;
        operation_options options = options_for(self(), request...);
        const auto write = encoder_for<Client>(request...);
        if constexpr (is_cross_thread<Client>) {
            return self().template submit<adapter<AsResults>, response>(std::move(options), write, request...);
        } else {
            using multiplexer_type = typename Client::multiplexer_type;
            return awaitable_operation<adapter<AsResults>, multiplexer_type, response>(self().multiplexer_for(options), options, write,
                                                                                       request...);
        }
    }

    /// The last argument is a completion token, if the call is valid.
    template <bool AsResults, std::size_t... Index, class Arguments> auto split_token(std::index_sequence<Index...>, Arguments arguments) {
        constexpr bool is_call = response_for<std::remove_cvref_t<std::tuple_element_t<Index, Arguments>>...>::exists;
        if constexpr (is_call) {
            if constexpr ((call_traits<Client, std::remove_cvref_t<std::tuple_element_t<Index, Arguments>>>::is_permitted() && ...))
                return initiate<AsResults>(std::get<sizeof...(Index)>(std::move(arguments)), std::get<Index>(std::move(arguments))...);
            else return invalid_operation();
        } else {
            static_assert(are_requests<std::tuple_element_t<Index, Arguments>...>,
                          "hibana: a call takes requests, such as cmd::get(\"k\") or any_request(\"GET\", \"k\"), or one multi(...), "
                          "or one batch, and after them a completion token if any");
            return invalid_operation();
        }
    }
    template <bool AsResults, class Token, class... Request> auto initiate(Token&& token, Request&&... request) {
        using response = typename response_for<std::remove_cvref_t<Request>...>::type;
        using signature = typename handler_signature<adapter<AsResults>, typename response::outcome_type>::type;
        if constexpr (!check_token<adapter<AsResults>, std::decay_t<Token>, signature>()) return invalid_operation();
        else return asio::async_initiate<Token, signature>(
            [client = Client(self())](auto handler, const auto&... each) mutable {
                client.template start_with_handler<AsResults, response>(std::move(handler), each...);
            },
            token, std::forward<Request>(request)...);
    }
    /// Starts an operation that completes by a handler.
    template <bool AsResults, class Response, class Handler, class... Request>
    void start_with_handler(Handler&& handler, const Request&... request) {
        operation_options options = options_for(self(), request...);
        const auto write = encoder_for<Client>(request...);
        if constexpr (is_cross_thread<Client>) {
            self().template submit_with_handler<adapter<AsResults>>(std::move(handler), std::move(options), write, Response(request...));
        } else {
            using multiplexer_type = typename Client::multiplexer_type;
            handler_operation<adapter<AsResults>, multiplexer_type, Response, Handler>::start(
                std::move(handler), self().multiplexer_for(options), options, write, Response(request...));
        }
    }

    template <class> friend class async_call_operators;
    Client& self() noexcept { return static_cast<Client&>(*this); }
};

}  // namespace hibana::detail
