// SPDX-License-Identifier: BSL-1.0
/// \file  One connection for any number of threads at once, without a thread of its own.
#pragma once
#include <hibana/call/response.hpp>
#include <hibana/call/retry_loop.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/execution/fork_generation.hpp>
#include <hibana/execution/fork_safe_mutex.hpp>
#include <hibana/pool/leader_follower_connection.hpp>
#include <hibana/retry/backoff.hpp>

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

    template <class Connection> class store {
        using execution = typename Connection::execution_type;
        using context_type = typename Connection::context_type;
        using line_type = detail::leader_follower_connection<Connection>;

    public:
        static constexpr bool is_shared = true;

        store(const shared_connection&, context_type& context)
            : context_(&context), line_(std::make_unique<line_type>(context)) {
            static_assert(detail::is_read_while_written<typename context_type::composition::transport>,
                          "hibana: a shared_connection is read by one thread while another writes to it, which a TLS session cannot "
                          "bear; use a pool");
            detail::watch_for_forks();
        }

        /// Carries on a conversation whose requests `encode(output)` writes; its outcome is in `told`.
        template <class Conversation, class Encode>
        void run(Conversation& told, std::string_view command, const Encode& encode, deadline until) {
            until.settle();
            error wrong = attempt(told, encode, until);
            if (!wrong && !told.refusal()) [[likely]] return;
            go_on(told, command, encode, until, std::move(wrong));
        }

        /// Closes the connection if nobody uses it; the next command opens it again.
        void close() {
            const auto lock = this->lock();
            line_->close();
        }

    private:
        template <class Conversation, class Encode> error attempt(Conversation& told, const Encode& encode, deadline& until) {
            auto lock = this->lock();
            line_type& line = *line_;
            detail::shared_call<Connection, Conversation> call(line, told);
            return line.exchange(lock, call, encode, until);
        }

        template <class Conversation, class Encode>
        [[gnu::cold, gnu::noinline]] void go_on(Conversation& told, std::string_view command, const Encode& encode, deadline until,
                                                error wrong) {
            Connection& connection = line_->connection();
            auto backoff = make_delays(context_->backoff);
            const time_point began = context_->execution.now();
            const detail::errand task{{}, command, nullptr, Conversation::is_idempotent, true};
            for (unsigned failures = 1;; ++failures) {
                if (!wrong && told.refusal()) wrong = *told.refusal();
                if (!wrong) return;
                // of several requests some may have been answered: they are sent again only where none was sent
                duration pause{};
                const bool may_again = Conversation::is_single || wrong.fate() == fate::not_sent;
                if (!may_again || !detail::tries_again(connection, task, failures, began, backoff, until, wrong, pause)) {
                    if (wrong.endpoint().empty()) wrong.with_endpoint(connection.endpoint_text());
                    return told.fail(std::move(wrong));
                }
                if (pause > duration::zero() && !context_->execution.sleep_until(context_->execution.now() + pause).get())
                    return told.fail(std::move(wrong));
                if constexpr (Conversation::is_single) told.restart();
                wrong = attempt(told, encode, until);
            }
        }

        /// In the child of a fork: the threads that used the old line do not exist there, and nobody knows what they were doing to it.
        std::unique_lock<typename execution::mutex> lock() {
            std::unique_lock lock(mutex_.get());
            if (generation_ != detail::fork_generation()) [[unlikely]] {
                generation_ = detail::fork_generation();
                lost_.push_back(line_.release());
                line_ = std::make_unique<line_type>(*context_);
            }
            return lock;
        }

        detail::fork_safe_mutex<typename execution::mutex> mutex_;
        context_type* context_;
        std::unique_ptr<line_type> line_;
        std::vector<line_type*> lost_;  // never touched again, not even destroyed
        unsigned generation_ = detail::fork_generation();
    };
};

namespace detail {

template <class Caller, class Request> auto share_one(Caller& caller, const Request& request) {
    single<Request> told(request);
    caller.shared().run(told, request.name(), [&](auto& output) { encode(request, output); }, caller.deadline_for(request));
    return std::move(told.outcome());
}
template <class Caller, class First, class... Request> auto share_many(Caller& caller, const First& first, const Request&... request) {
    several<First, Request...> told(first, request...);
    const auto write = [&](auto& output) { encode(first, output), (encode(request, output), ...); };
    caller.shared().run(told, first.name(), write, caller.deadline_for(first, request...));
    return std::move(told.outcome());
}
template <class Caller, class... Request> auto share_transaction(Caller& caller, const transaction<Request...>& whole) {
    atomic<Request...> told(whole);
    caller.shared().run(told, "MULTI", [&](auto& output) { encode(whole, output); }, caller.deadline_for());
    return std::move(told.outcome());
}
template <class Caller, class Kind> auto share_batch(Caller& caller, const batch<Kind>& all) {
    listed<Kind> told(all);
    caller.shared().run(told, all.command(0), [&](auto& output) { output.append(all.bytes()); }, caller.deadline_for(all));
    return std::move(told.outcome());
}

}  // namespace detail

}  // namespace hibana
