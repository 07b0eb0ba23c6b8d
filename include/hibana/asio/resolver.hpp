// SPDX-License-Identifier: BSL-1.0
/// \file  Name lookup in a thread of its own, awaited by a flow.
#pragma once
#include <hibana/asio/awaiter_base.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/resolver.hpp>
#include <hibana/transport/socket_address.hpp>

#include <coroutine>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace hibana::detail {

/// Awaits a name lookup. A numeric address completes at once. A lookup abandoned at its deadline ends later in its own thread and touches
/// only the shared state.
template <class Executor> class resolve_awaiter : public awaiter_base {
    using outcome_type = result<address_list>;

    // Shared by the flow and the thread.
    struct shared_state {
        std::mutex mutex;
        resolve_awaiter* waiter = nullptr;  // null once the wait is over
        std::optional<outcome_type> outcome{};
    };

public:
    resolve_awaiter(const Executor& executor, std::string_view host, std::uint16_t port, deadline until)
        : timer_(executor, until.time()), host_(host), port_(port) {}
    ~resolve_awaiter() { detach_state(); }

    [[gnu::cold, gnu::noinline]] bool await_ready() {
        if (const auto numeric = socket_address::numeric(host_, port_)) outcome_.emplace(address_list{*numeric});
        else if (host_.empty() || host_.find('\0') != std::string::npos)
            outcome_.emplace(error(errc::invalid_argument, fate::not_sent, "the host name is empty or contains a zero byte"));
        return outcome_.has_value();
    }
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
        return suspend(waiter, waiter.promise().flow());
    }
    [[gnu::cold, gnu::noinline]] bool suspend(std::coroutine_handle<> waiter, flow* flow) {
        if (flow->is_cancelled()) return outcome_.emplace(error(errc::cancelled)), false;
        state_ = std::make_shared<shared_state>();
        state_->waiter = this;
        if (!resolver::begin_lookup()) return outcome_.emplace(resolver::too_many_lookups()), false;
        try {
            std::thread([shared = state_, host = host_, port = port_, executor = timer_.get_executor()] {
                auto outcome = resolver::resolve(host, port, deadline::never());
                resolver::end_lookup();
                const std::lock_guard lock(shared->mutex);
                if (!shared->waiter) return;
                shared->outcome.emplace(std::move(outcome));
                asio::post(executor, [shared] {
                    if (shared->waiter) shared->waiter->timer_.cancel();
                });
            }).detach();
        } catch (const std::system_error& err) {
            resolver::end_lookup();
            outcome_.emplace(error(errc::resolve_failed, fate::not_sent, "cannot start a thread for the name lookup")
                                 .with_cause(err.code()));
            return false;
        }
        this->begin(waiter, flow);
        this->add_pending();
        timer_.async_wait(awaiter_handler<resolve_awaiter>(*this));
        return true;
    }
    outcome_type await_resume() { return std::move(*outcome_); }

    void interrupt() override {
        is_cancelled_ = true;
        timer_.cancel();
    }
    void on_complete(asio_error_code) {
        detach_state();
        if (is_cancelled_) outcome_.emplace(error(errc::cancelled));
        else if (state_->outcome) outcome_ = std::move(state_->outcome);
        else outcome_.emplace(error(errc::timeout, fate::not_sent, "the name lookup took too long"));
        this->on_operation_done(false);
    }

private:
    void detach_state() {
        if (!state_) return;
        const std::lock_guard lock(state_->mutex);
        state_->waiter = nullptr;
    }

    asio_timer<Executor> timer_;
    std::string host_;
    std::uint16_t port_;
    bool is_cancelled_ = false;
    std::shared_ptr<shared_state> state_;
    std::optional<outcome_type> outcome_;
};

}  // namespace hibana::detail
