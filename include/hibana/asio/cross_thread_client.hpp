// SPDX-License-Identifier: BSL-1.0
/// \file  Core and call operators of an asynchronous client that any thread may use.
#pragma once
#include <hibana/asio/call_operators.hpp>
#include <hibana/asio/cross_thread_operation.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/call/effective_timeout.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/connection/server_node.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/submission_queue.hpp>
#include <hibana/multiplex/submitted_operation.hpp>

#include <memory>
#include <utility>

namespace hibana::detail {

/// The call operators of a client, with a timeout. A handle.
template <class Core> class cross_thread_call_operators : public async_call_operators<cross_thread_call_operators<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using submission_queue_type = typename Core::submission_queue_type;
    static constexpr bool is_pinned = false;

    explicit cross_thread_call_operators(Core& core) noexcept : core_(&core) {}
    cross_thread_call_operators(Core& core, std::chrono::milliseconds timeout) noexcept : core_(&core), timeout_(timeout) {}

    execution_type& execution() noexcept { return core_->context().execution; }

    // ---- for the call operators

    template <class Adapter, class Response, class Write, class... Request>
    auto submit(operation_options options, const Write& write, const Request&... request) {
        return cross_thread_operation<Adapter, submission_queue_type, Response>(core_->submission_queue(), std::move(options), write,
                                                                                request...);
    }
    template <class Adapter, class Handler, class Write, class Response>
    void submit_with_handler(Handler&& handler, operation_options options, const Write& write, Response&& response) {
        cross_thread_handler_operation<Adapter, submission_queue_type, Response, Handler>::start(
            std::move(handler), core_->submission_queue(), std::move(options), write, std::move(response));
    }
    std::chrono::milliseconds timeout() const noexcept { return timeout_; }

private:
    Core* core_;
    std::chrono::milliseconds timeout_ = default_timeout;
};

/// The core of a client that any thread may use: it owns the submission queue.
template <class Composition> class cross_thread_core {
public:
    using composition = Composition;
    using executor_type = typename Composition::execution::executor_type;
    using execution_type = asio_execution<executor_type, typename Composition::clock>;
    using context_type = hibana::client_context<execution_type, Composition>;
    using submission_queue_type = detail::submission_queue<context_type>;
    using multiplexer_type = typename submission_queue_type::multiplexer_type;
    using push_commands_type = detail::push_commands<multiplexer_type>;
    using calls_type = cross_thread_call_operators<cross_thread_core>;

    cross_thread_core(const std::shared_ptr<hibana::server_node<context_type>>& to, const multiplexed& settings)
        : queue_(std::make_shared<submission_queue_type>(to, settings)) {}
    cross_thread_core(const cross_thread_core&) = delete;
    cross_thread_core& operator=(const cross_thread_core&) = delete;
    ~cross_thread_core() { queue_->shut_down(); }

    const std::shared_ptr<submission_queue_type>& submission_queue() noexcept { return queue_; }
    context_type& context() noexcept { return queue_->context(); }
    hibana::server_node<context_type>& node() noexcept { return queue_->node(); }
    multiplexer_type& shared() noexcept { return queue_->shared(); }
    auto& exclusive() noexcept { return queue_->exclusive(); }

private:
    std::shared_ptr<submission_queue_type> queue_;
};

}  // namespace hibana::detail
