// SPDX-License-Identifier: BSL-1.0
/// \file  Condition variable of the blocking execution.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/blocking.hpp>
#include <hibana/execution/ready.hpp>

#include <condition_variable>
#include <mutex>

namespace hibana {

/// The mutex of the blocking execution; a separate class, so that it can be declared without including `<mutex>`.
class blocking_mutex : public std::mutex {};

/// A condition variable with deadlines. It is notified while the mutex is locked.
///
/// With a manual clock there is only one thread, and no notification can arrive: a wait advances the clock to the deadline.
template <class Clock> class blocking_condition_variable {
public:
    explicit blocking_condition_variable(basic_blocking<Clock>& execution) : execution_(execution) {}

    /// Unlocks, waits, and locks again. A wake-up may be spurious.
    ready<result<void>> wait(std::unique_lock<blocking_mutex>& lock, const deadline& until) {
        if constexpr (is_manual_clock<Clock>) {
            if (!until.is_never()) {
                lock.unlock();
                static_cast<void>(execution_.sleep_until(until.time()));
                lock.lock();
            }
            return result<void>(error(errc::timeout));
        } else {
            std::unique_lock<std::mutex> native_lock(*lock.mutex(), std::adopt_lock);
            auto status = std::cv_status::no_timeout;
            if (until.is_never()) native_.wait(native_lock);
            else status = native_.wait_until(native_lock, until.time());
            native_lock.release();
            if (status == std::cv_status::timeout) return result<void>(error(errc::timeout));
            return result<void>();
        }
    }

    void notify_one() noexcept { native_.notify_one(); }
    void notify_all() noexcept { native_.notify_all(); }

private:
    std::condition_variable native_;
    [[no_unique_address]] basic_blocking<Clock> execution_;
};

}  // namespace hibana
