// SPDX-License-Identifier: BSL-1.0
/// \file  One connection for any number of threads at once, without a thread of its own.
#pragma once
#include <hibana/call/response.hpp>
#include <hibana/call/retry_loop.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/connection/server_node.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/execution/fork_generation.hpp>
#include <hibana/execution/fork_safe_mutex.hpp>
#include <hibana/pool/leader_follower_connection.hpp>
#include <hibana/retry/retry_state.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana {

namespace detail {

template <class Transport> inline constexpr bool is_read_while_written = !Transport::is_encrypted;

}  // namespace detail

/// Plays `role::connections` with one connection for all threads: requests of several threads leave by one write, and one of the
/// threads that wait reads the replies of all.
///
/// Thread-safe. There is no `pin()`, and no command that blocks or changes the connection. A sink of events must not call the client.
struct shared_connection {
    using plays = role::connections;
    static constexpr bool needs_concurrency = false;
    static constexpr bool is_thread_safe = true;

    template <class Connection> class source {
        using execution = typename Connection::execution_type;
        using context_type = typename Connection::context_type;
        using connection_type = detail::leader_follower_connection<Connection>;

    public:
        static constexpr bool is_shared = true;

        source(const shared_connection&, server_node<context_type>& to) : node_(&to), shared_(std::make_unique<connection_type>(to)) {
            static_assert(detail::is_read_while_written<typename context_type::composition::transport>,
                          "hibana: a shared_connection is read by one thread while another writes to it, which a TLS session cannot "
                          "bear; use a pool");
            detail::watch_for_forks();
        }

        /// Runs a call: `encode(output)` writes its requests, and its outcome is stored in `response`.
        template <class Response, class Encode>
        void run(Response& response, std::string_view command, const Encode& encode, deadline until) {
            until.invalidate_cached_now();
            error err = attempt(response, encode, until);
            if (!err && !response.server_error()) [[likely]] return;
            retry(response, command, encode, until, std::move(err));
        }

        /// Closes the connection if no call uses it; the next call opens it again.
        void close() {
            const auto lock = this->lock();
            shared_->close();
        }

    private:
        template <class Response, class Encode> error attempt(Response& response, const Encode& encode, deadline& until) {
            auto lock = this->lock();
            connection_type& shared = *shared_;
            detail::shared_call<Connection, Response> call(shared, response);
            return shared.exchange(lock, call, encode, until);
        }

        template <class Response, class Encode>
        [[gnu::cold, gnu::noinline]] void retry(Response& response, std::string_view command, const Encode& encode, deadline until,
                                                error err) {
            Connection& connection = shared_->connection();
            auto& context = node_->context();
            retry_state state(context.backoff, context.execution.now());
            for (;;) {
                if (!err && response.server_error()) err = *response.server_error();
                if (!err) return;
                // of several requests some may have been answered: they are sent again only if none was sent
                const failed_attempt failed{.is_idempotent = Response::is_idempotent,
                                            .may_repeat = Response::is_single || err.fate() == fate::not_sent};
                const retry_decision next = detail::after_failure(connection, state, err, command, failed, until);
                if (next.action == retry_action::give_up) return response.fail(std::move(err));
                if (next.delay > duration::zero() && !context.execution.sleep_until(context.execution.now() + next.delay).get())
                    return response.fail(std::move(err));
                if constexpr (Response::is_single) response.reset();
                err = attempt(response, encode, until);
            }
        }

        /// In the child of a fork the connection of the parent is replaced: the threads that used it do not exist there.
        std::unique_lock<typename execution::mutex> lock() {
            std::unique_lock lock(mutex_.get());
            if (generation_ != detail::fork_generation()) [[unlikely]] {
                generation_ = detail::fork_generation();
                leaked_by_fork_.push_back(shared_.release());
                shared_ = std::make_unique<connection_type>(*node_);
            }
            return lock;
        }

        detail::fork_safe_mutex<typename execution::mutex> mutex_;
        server_node<context_type>* node_;
        std::unique_ptr<connection_type> shared_;
        std::vector<connection_type*> leaked_by_fork_;  // not destroyed: their state is unknown
        unsigned generation_ = detail::fork_generation();
    };
};

namespace detail {

template <class Caller, class Request> auto share_one(Caller& caller, const Request& request) {
    single_response<Request> response(request);
    caller.shared().run(response, request.name(), [&](auto& output) { encode(request, output); }, caller.deadline_for(request));
    return std::move(response.outcome());
}
template <class Caller, class First, class... Request> auto share_many(Caller& caller, const First& first, const Request&... request) {
    pipeline_response<First, Request...> response(first, request...);
    const auto write = [&](auto& output) { encode(first, output), (encode(request, output), ...); };
    caller.shared().run(response, first.name(), write, caller.deadline_for(first, request...));
    return std::move(response.outcome());
}
template <class Caller, class... Request> auto share_transaction(Caller& caller, const transaction<Request...>& whole) {
    transaction_response<Request...> response(whole);
    caller.shared().run(response, "MULTI", [&](auto& output) { encode(whole, output); }, caller.deadline_for());
    return std::move(response.outcome());
}
template <class Caller, class Kind> auto share_batch(Caller& caller, const batch<Kind>& all) {
    batch_response<Kind> response(all);
    caller.shared().run(response, all.command(0), [&](auto& output) { output.append(all.bytes()); }, caller.deadline_for(all));
    return std::move(response.outcome());
}

}  // namespace detail

}  // namespace hibana
