// SPDX-License-Identifier: BSL-1.0
/// \file  Name lookup that a flow waits for: asked of the system by a thread, so that neither loop nor deadline waits for it.
#pragma once
#include <hibana/asio/awaiter_base.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/resolver.hpp>
#include <hibana/transport/socket_address.hpp>

#include <atomic>
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

/// A lookup that is awaited. Numeric addresses ask nobody. One that the deadline abandons ends by itself later, and touches nothing of
/// ours then.
template <class Executor> class resolve_awaiter : public awaiter_base {
    using outcome_type = result<address_list>;

    // Shared by the flow and the thread.
    struct question {
        std::mutex mutex;
        resolve_awaiter* asker = nullptr;  // null once nobody waits any more
        std::optional<outcome_type> answer{};
    };

public:
    resolve_awaiter(const Executor& executor, std::string_view host, std::uint16_t port, deadline until)
        : timer_(executor, until.time()), host_(host), port_(port) {}
    ~resolve_awaiter() { forget(); }

    [[gnu::cold, gnu::noinline]] bool await_ready() {
        if (const auto numeric = socket_address::numeric(host_, port_)) outcome_.emplace(address_list{*numeric});
        else if (host_.empty() || host_.find('\0') != std::string::npos)
            outcome_.emplace(error(errc::invalid_argument, fate::not_sent, "the host name is empty or contains a zero byte"));
        else if (under_way.load(std::memory_order_relaxed) >= resolver::max_concurrent_lookups)
            outcome_.emplace(error(errc::resolve_failed, fate::not_sent, "too many name lookups are pending"));
        return outcome_.has_value();
    }
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
        return suspend(waiter, waiter.promise().flow());
    }
    [[gnu::cold, gnu::noinline]] bool suspend(std::coroutine_handle<> waiter, flow* flow) {
        if (flow->is_cancelled()) return outcome_.emplace(error(errc::cancelled)), false;
        question_ = std::make_shared<question>();
        question_->asker = this;
        under_way.fetch_add(1, std::memory_order_relaxed);
        try {
            std::thread([shared = question_, host = host_, port = port_, executor = timer_.get_executor()] {
                auto answer = resolver::resolve(host, port, deadline::never());
                under_way.fetch_sub(1, std::memory_order_relaxed);
                const std::lock_guard lock(shared->mutex);
                if (!shared->asker) return;
                shared->answer.emplace(std::move(answer));
                asio::post(executor, [shared] {
                    if (shared->asker) shared->asker->timer_.cancel();
                });
            }).detach();
        } catch (const std::system_error& err) {
            under_way.fetch_sub(1, std::memory_order_relaxed);
            outcome_.emplace(error(errc::resolve_failed, fate::not_sent, "cannot start a thread for the name lookup")
                                 .with_cause(err.code()));
            return false;
        }
        this->begin(waiter, flow);
        this->one_more();
        timer_.async_wait(awaiter_handler<resolve_awaiter>(*this));
        return true;
    }
    outcome_type await_resume() { return std::move(*outcome_); }

    void interrupt() override {
        is_cancelled_ = true;
        timer_.cancel();
    }
    void ended(asio_error_code) {
        forget();
        if (is_cancelled_) outcome_.emplace(error(errc::cancelled));
        else if (question_->answer) outcome_ = std::move(question_->answer);
        else outcome_.emplace(error(errc::timeout, fate::not_sent, "the name lookup took too long"));
        this->end_of_one(false);
    }

private:
    static inline std::atomic<unsigned> under_way{0};

    void forget() {
        if (!question_) return;
        const std::lock_guard lock(question_->mutex);
        question_->asker = nullptr;
    }

    asio_timer<Executor> timer_;
    std::string host_;
    std::uint16_t port_;
    bool is_cancelled_ = false;
    std::shared_ptr<question> question_;
    std::optional<outcome_type> outcome_;
};

}  // namespace hibana::detail
