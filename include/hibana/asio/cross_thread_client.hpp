// SPDX-License-Identifier: BSL-1.0
/// \file  What an asynchronous client is made of that any thread may call: its inbox, and the calls that go there.
#pragma once
#include <hibana/asio/call_operators.hpp>
#include <hibana/asio/cross_thread_operation.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/call/effective_timeout.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/submission_queue.hpp>
#include <hibana/multiplex/submitted_operation.hpp>

#include <memory>
#include <utility>

namespace hibana::detail {

/// The calls of a client, with a timeout of their own or the usual one. A handle.
template <class Core> class cross_thread_call_operators : public async_call_operators<cross_thread_call_operators<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using carrier_type = typename Core::carrier_type;
    using inbox_type = typename Core::inbox_type;
    static constexpr bool is_pinned = false;

    explicit cross_thread_call_operators(Core& core) noexcept : core_(&core) {}
    cross_thread_call_operators(Core& core, std::chrono::milliseconds timeout) noexcept : core_(&core), timeout_(timeout) {}

    execution_type& execution() noexcept { return core_->context().execution; }

    // ---- what calls are made of

    template <class Face, class Response, class Write, class... Said>
    auto begin_afar(admission& asked, Write write, const Said&... said) {
        return cross_thread_operation<Face, inbox_type, Response>(core_->inbox(), terms(asked), write, said...);
    }
    template <class Face, class Response, class Write, class Handler>
    void begin_afar(admission& asked, Write write, Response&& response, Handler&& handler) {
        cross_thread_handler_operation<Face, inbox_type, Response, Handler>::start(std::move(handler), core_->inbox(), terms(asked),
                                                                         std::move(response), write);
    }

private:
    operation_options terms(admission& asked) const {
        operation_options all;
        all.refusal = std::move(asked.refusal);
        all.timeout = timeout_;
        all.server_time = asked.server_time;
        all.waits_in_server = asked.waits_in_server;
        return all;
    }

    Core* core_;
    std::chrono::milliseconds timeout_ = default_timeout;
};

/// The client's end of its inbox.
template <class Composition> class cross_thread_core {
public:
    using composition = Composition;
    using executor_type = typename Composition::execution::executor_type;
    using execution_type = asio_execution<executor_type, typename Composition::clock>;
    using context_type = hibana::client_context<execution_type, Composition>;
    using inbox_type = detail::inbox<context_type>;
    using carrier_type = typename inbox_type::carrier_type;
    using calls_type = cross_thread_call_operators<cross_thread_core>;

    cross_thread_core(std::shared_ptr<context_type> context, const multiplexed& recipe)
        : inbox_(std::make_shared<inbox_type>(std::move(context), recipe)) {}
    cross_thread_core(const cross_thread_core&) = delete;
    cross_thread_core& operator=(const cross_thread_core&) = delete;
    ~cross_thread_core() { inbox_->close(); }

    const std::shared_ptr<inbox_type>& inbox() noexcept { return inbox_; }
    context_type& context() noexcept { return inbox_->context(); }
    carrier_type& shared() noexcept { return inbox_->shared(); }
    auto& own() noexcept { return inbox_->own(); }

private:
    std::shared_ptr<inbox_type> inbox_;
};

}  // namespace hibana::detail
