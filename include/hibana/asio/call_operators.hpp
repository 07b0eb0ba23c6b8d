// SPDX-License-Identifier: BSL-1.0
/// \file  db(...) of an asynchronous client: what a call takes, and what it gives to co_await or to a completion token.
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

// What may be called: requests, one transaction, or one batch; nothing otherwise.
template <class... Said> struct response_for {
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

// For each of them: whether a caller may run it, at compile time and at run time, how it is written, and how long the server may keep
// its answer back.
template <class Caller, class Said> struct utterance {
    static consteval bool check_permitted_all() { return check_permitted<Caller, Said>(); }
    static void write(const Said& said, protocol::send_buffer& to) { encode(said, to); }
    template <class Visit> static void each(const Said& said, Visit visit) { visit(said); }
};
template <class Caller, class... Request> struct utterance<Caller, transaction<Request...>> {
    using said_type = transaction<Request...>;
    static consteval bool check_permitted_all() { return (check_permitted<Caller, Request>() && ...); }
    static void write(const said_type& said, protocol::send_buffer& to) { encode(said, to); }
    template <class Visit> static void each(const said_type& said, Visit visit) {
        std::apply([&visit](const Request&... request) { (visit(request), ...); }, said.requests());
    }
};
template <class Caller, class Kind> struct utterance<Caller, batch<Kind>> {
    static consteval bool check_permitted_all() { return true; }
    static void write(const batch<Kind>& said, protocol::send_buffer& to) { to.append(said.bytes()); }
    template <class Visit> static void each(const batch<Kind>& said, Visit visit) { visit(said); }
};

/// Why a request that is known at run time only may not be run here, if it may not.
template <class Caller, class Request> error not_admitted(Caller& caller, const Request& request) {
    if constexpr (requires { request.is_stateful(); }) {
        const bool changes = request.is_stateful();
        if (request.has_no_single_reply() || (changes && !Caller::is_pinned))
            return error(errc::refused_command, fate::not_sent,
                         changes ? "it changes its connection; use pin()" : "its answers are no replies")
                .with_command(request.name());
        if constexpr (Caller::is_pinned)
            if (changes) caller.on_stateful_command(request.name());
    } else if constexpr (requires { request.is_refused(); }) {
        if (request.is_refused()) return error(errc::refused_command, fate::not_sent, "a command of the batch changes its connection");
    } else if constexpr (Caller::is_pinned && Request::info.stateful) {
        caller.on_stateful_command(request.name());
    }
    return error();
}

/// What is known of a call before it begins.
struct admission {
    error refusal{};
    bool depends_on_watch = false;                 ///< it is a transaction where keys are watched
    bool waits_in_server = false;                  ///< it needs a connection of its own
    std::chrono::milliseconds server_time{0};      ///< how long the server may take on top of its usual time; `no_timeout` for ever

    template <class Caller, class Request> void consider(Caller& caller, const Request& request) {
        if (error err = not_admitted(caller, request); err && !refusal) refusal = std::move(err);
        if constexpr (Request::info.blocks) {
            const auto told = request.block_for();
            if (told) server_time = saturating_add(server_time, server_block_time(*told));
            if constexpr (requires { request.may_block(); }) waits_in_server = waits_in_server || request.may_block();
            else waits_in_server = waits_in_server || told;
        }
    }
};

/// A call that was refused, and about which the compiler has said why: awaiting it is no further error.
class invalid_operation : public invalid_request {
public:
    operation_probe_result operator()(operation_probe);
    signature_of<void(invalid_request)> operator()(signature_probe);
    template <class Handler> void operator()(Handler&&) {}
};

/// Whether calls are handed over to another thread: `Caller` has `begin_afar<Face, Response>(admission, write, ...)` then, and none
/// of the below.
template <class Caller> inline constexpr bool is_cross_thread = requires { typename Caller::inbox_type; };

/// The call syntax. `Caller` has `carrier(waits_in_server, refusal)`, the multiplexer that a call goes over, and `timeout()`, the time
/// that it has, or `default_timeout`.
template <class Caller> class async_call_operators {
    template <bool Raw, class Who = Caller>
    using face = std::conditional_t<Raw || !Who::composition::errors::throws, as_results, as_values>;

public:
    /// Runs requests, one transaction or one batch; a completion token may follow.
    ///
    /// Without a token: begins at once, and gives an object to be awaited, in a coroutine of any kind.
    template <class... Argument> auto operator()(Argument&&... argument) {
        return run_by<false>(std::forward<Argument>(argument)...);
    }
    /// The same, and gives the results whatever the error policy.
    template <class... Argument> auto results(Argument&&... argument) { return run_by<true>(std::forward<Argument>(argument)...); }

    // ---- the runner that recipes ask for

    /// Runs requests, a transaction or a batch for a flow of the execution.
    template <class... Said> auto run(const Said&... said) {
        return operation_awaiter([&] { return run_by<true>(said...); });
    }
    /// Has a flow of the execution wait for a coroutine of Asio.
    template <class Type, class Executor> auto wait_for(asio::awaitable<Type, Executor> coroutine) {
        return awaitable_awaiter(self().execution().executor(), std::move(coroutine));
    }
    /// Runs a flow of a recipe when it is awaited, and gives what it gives by this caller's error policy.
    template <class Outcome> auto run_flow(flow_task<Outcome> task) {
        using executor_type = typename Caller::execution_type::executor_type;
        return flow_operation<face<false>, executor_type, Outcome>(self().execution().executor(), std::move(task));
    }

private:
    template <bool Raw, class... Argument> auto run_by(Argument&&... argument) {
        if constexpr ((is_invalid_request<Argument> || ...)) {
            return invalid_operation();
        } else if constexpr (response_for<std::remove_cvref_t<Argument>...>::exists) {
            if constexpr ((utterance<Caller, std::remove_cvref_t<Argument>>::check_permitted_all() && ...)) return begin<Raw>(argument...);
            else return invalid_operation();
        } else {
            return split<Raw>(std::make_index_sequence<sizeof...(Argument) == 0 ? 0 : sizeof...(Argument) - 1>(),
                              std::forward_as_tuple(std::forward<Argument>(argument)...));
        }
    }

    template <bool Raw, class... Said> auto begin(const Said&... said) {
        using response = typename response_for<Said...>::type;
        using carrier_type = typename Caller::carrier_type;
        admission asked;
        if constexpr (is_cross_thread<Caller>) {
            consider(asked, said...);
            return self().template begin_afar<face<Raw>, response>(asked, writing(said...), said...);
        } else {
            carrier_type& carrier = choose(asked, said...);
            return call<face<Raw>, carrier_type, response>(
                carrier, [&](carrier_type& on, auto& one) { put_in_line(on, one, asked, said...); }, said...);
        }
    }

    /// The last argument is a token, if all is right.
    template <bool Raw, std::size_t... Index, class All> auto split(std::index_sequence<Index...>, All all) {
        constexpr bool are_calls = response_for<std::remove_cvref_t<std::tuple_element_t<Index, All>>...>::exists;
        if constexpr (are_calls) {
            if constexpr ((utterance<Caller, std::remove_cvref_t<std::tuple_element_t<Index, All>>>::check_permitted_all() && ...))
                return initiate<Raw>(std::get<sizeof...(Index)>(std::move(all)), std::get<Index>(std::move(all))...);
            else return invalid_operation();
        } else {
            static_assert(are_requests<std::tuple_element_t<Index, All>...>,
                          "hibana: a call takes requests, such as cmd::get(\"k\") or any_request(\"GET\", \"k\"), or one multi(...), "
                          "or one batch, and after them a completion token if any");
            return invalid_operation();
        }
    }
    template <bool Raw, class Token, class... Said> auto initiate(Token&& token, Said&&... said) {
        using response = typename response_for<std::remove_cvref_t<Said>...>::type;
        using signature = typename completion<face<Raw>, typename response::outcome_type>::signature;
        if constexpr (!may_end<face<Raw>, std::decay_t<Token>, signature>()) return invalid_operation();
        else return asio::async_initiate<Token, signature>(
            [caller = Caller(self())](auto handler, const auto&... each) mutable {
                using handler_type = std::decay_t<decltype(handler)>;
                using carrier_type = typename Caller::carrier_type;
                admission asked;
                if constexpr (is_cross_thread<Caller>) {
                    caller.consider(asked, each...);
                    caller.template begin_afar<face<Raw>, response>(asked, writing(each...), response(each...), std::move(handler));
                } else {
                    carrier_type& carrier = caller.choose(asked, each...);
                    handler_operation<face<Raw>, carrier_type, response, handler_type>::start(
                        std::move(handler), carrier, response(each...),
                        [&](carrier_type& on, auto& one) { caller.put_in_line(on, one, asked, each...); });
                }
            },
            token, std::forward<Said>(said)...);
    }

    template <class... Said> void consider(admission& asked, const Said&... said) {
        (utterance<Caller, Said>::each(said, [&](const auto& request) { asked.consider(self(), request); }), ...);
        if constexpr ((is_transaction<Said> || ...)) {
            asked.waits_in_server = false;  // inside of one nothing waits
            if constexpr (Caller::is_pinned) {
                asked.depends_on_watch = self().is_watching();
                self().on_stateful_command("EXEC");
            }
        }
    }
    template <class... Said> auto& choose(admission& asked, const Said&... said) {
        consider(asked, said...);
        return self().carrier(asked.waits_in_server, asked.refusal);
    }
    template <class Carrier, class Operation, class... Said>
    void put_in_line(Carrier& carrier, Operation& one, admission& asked, const Said&... said) {
        if (asked.refusal) [[unlikely]] return carrier.refuse(one, std::move(asked.refusal));
        if (one.replies == 0) [[unlikely]] return carrier.refuse(one, error());
        if (asked.depends_on_watch) [[unlikely]] one.depends_on_watch();
        carrier.begin(one, carrier.ticks_of_call(self().timeout(), asked.server_time),
                      [&](protocol::send_buffer& to) { (utterance<Caller, Said>::write(said, to), ...); });
    }
    template <class... Said> static auto writing(const Said&... said) {
        return [&](protocol::send_buffer& to) { (utterance<Caller, Said>::write(said, to), ...); };
    }

    template <class> friend class async_call_operators;
    Caller& self() noexcept { return static_cast<Caller&>(*this); }
};

}  // namespace hibana::detail
