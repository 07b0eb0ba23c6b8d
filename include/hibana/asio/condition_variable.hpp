// SPDX-License-Identifier: BSL-1.0
/// \file  Where flows wait for one another: the gate of the asynchronous execution, for pools and subscribers.
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

/// Flows that wait in a row; the one that came first is woken first. No wake-up is lost to a deadline that comes meanwhile.
template <class Executor, class Clock> class async_condition_variable {
    class waiting : public detail::awaiter_base {
    public:
        waiting(async_condition_variable& gate, const Executor& executor, const deadline& until) : timer_(executor, until.time()), gate_(&gate) {}
        ~waiting() { leave(); }

        static constexpr bool await_ready() noexcept { return false; }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled()) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->one_more();
            before_ = gate_->last_;
            (before_ ? before_->behind_ : gate_->first_) = this;
            gate_->last_ = this;
            is_linked_ = true;
            timer_.async_wait(detail::awaiter_handler<waiting>(*this));
            return true;
        }
        result<void> await_resume() const {
            if (is_notified_) return {};
            return error(is_cancelled_ ? errc::cancelled : errc::timeout);
        }
        void interrupt() override {
            leave();  // who wakes one means somebody who still waits
            is_cancelled_ = true;
            timer_.cancel();
        }
        void wake() {
            leave();
            is_notified_ = true;
            timer_.cancel();
        }
        void ended(detail::asio_error_code) {
            leave();
            this->end_of_one(false);
        }

    private:
        void leave() {
            if (!std::exchange(is_linked_, false)) return;
            (before_ ? before_->behind_ : gate_->first_) = behind_;
            (behind_ ? behind_->before_ : gate_->last_) = before_;
        }

        detail::asio_timer<Executor, Clock> timer_;
        async_condition_variable* gate_;
        waiting* before_ = nullptr;
        waiting* behind_ = nullptr;
        bool is_linked_ = false;
        bool is_notified_ = false;
        bool is_cancelled_ = false;
    };

public:
    explicit async_condition_variable(asio_execution<Executor, Clock>& execution) : executor_(execution.executor()) {}
    async_condition_variable(const async_condition_variable&) = delete;
    async_condition_variable& operator=(const async_condition_variable&) = delete;

    auto wait(std::unique_lock<no_mutex>&, const deadline& until) { return waiting(*this, executor_, until); }
    void notify_one() {
        if (first_) first_->wake();
    }
    void notify_all() {
        while (first_) first_->wake();
    }

private:
    friend class waiting;
    Executor executor_;
    waiting* first_ = nullptr;
    waiting* last_ = nullptr;
};

}  // namespace hibana
