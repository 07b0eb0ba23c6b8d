// SPDX-License-Identifier: BSL-1.0
/// \file  Condition variable for flows on an Asio executor.
#pragma once
#include <hibana/asio/awaiter_base.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>

#include <coroutine>
#include <mutex>
#include <utility>

namespace hibana {

/// A condition variable for flows, notified in the order in which they began to wait. A notification is never lost to a deadline that
/// expires at the same time.
template <class Executor, class Clock> class async_condition_variable {
    class wait_awaiter : public detail::awaiter_base {
    public:
        wait_awaiter(async_condition_variable& condition, const Executor& executor, const deadline& until)
            : timer_(executor, until.time()), condition_(&condition) {}
        ~wait_awaiter() { unlink(); }

        static constexpr bool await_ready() noexcept { return false; }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled()) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->add_pending();
            previous_ = condition_->last_;
            (previous_ ? previous_->next_ : condition_->first_) = this;
            condition_->last_ = this;
            is_linked_ = true;
            timer_.async_wait(detail::awaiter_handler<wait_awaiter>(*this));
            return true;
        }
        result<void> await_resume() const {
            if (is_notified_) return {};
            return error(is_cancelled_ ? errc::cancelled : errc::timeout);
        }
        void interrupt() override {
            unlink();  // a later notify_one() must reach a flow that still waits
            is_cancelled_ = true;
            timer_.cancel();
        }
        void notify() {
            unlink();
            is_notified_ = true;
            timer_.cancel();
        }
        void on_complete(detail::asio_error_code) {
            unlink();
            this->on_operation_done(false);
        }

    private:
        void unlink() {
            if (!std::exchange(is_linked_, false)) return;
            (previous_ ? previous_->next_ : condition_->first_) = next_;
            (next_ ? next_->previous_ : condition_->last_) = previous_;
        }

        detail::asio_timer<Executor, Clock> timer_;
        async_condition_variable* condition_;
        wait_awaiter* previous_ = nullptr;
        wait_awaiter* next_ = nullptr;
        bool is_linked_ = false;
        bool is_notified_ = false;
        bool is_cancelled_ = false;
    };

public:
    explicit async_condition_variable(asio_execution<Executor, Clock>& execution) : executor_(execution.executor()) {}
    async_condition_variable(const async_condition_variable&) = delete;
    async_condition_variable& operator=(const async_condition_variable&) = delete;

    auto wait(std::unique_lock<no_mutex>&, const deadline& until) { return wait_awaiter(*this, executor_, until); }
    void notify_one() {
        if (first_) first_->notify();
    }
    void notify_all() {
        while (first_) first_->notify();
    }

private:
    friend class wait_awaiter;
    Executor executor_;
    wait_awaiter* first_ = nullptr;
    wait_awaiter* last_ = nullptr;
};

}  // namespace hibana
