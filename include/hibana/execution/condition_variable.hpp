// SPDX-License-Identifier: BSL-1.0
/// \file  Where threads wait for one another: the gate of the blocking execution, for pools.
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

/// The mutex of the blocking execution; a class of its own so that naming it costs no header.
class blocking_mutex : public std::mutex {};

/// A condition variable that keeps deadlines. Notified under the lock.
///
/// With a clock that is advanced by hand there is one thread, which nobody can wake: a wait advances the clock to the
/// deadline.
template <class Clock> class blocking_condition_variable {
public:
    explicit blocking_condition_variable(basic_blocking<Clock>& execution) : execution_(execution) {}

    /// Unlocks, waits, and locks again. A wake-up may be spurious: the caller looks at what it waits for.
    ready<result<void>> wait(std::unique_lock<blocking_mutex>& lock, const deadline& until) {
        if constexpr (is_manual_clock<Clock>) {
            if (!until.is_never()) {
                lock.unlock();
                static_cast<void>(execution_.sleep_until(until.time()));
                lock.lock();
            }
            return result<void>(error(errc::timeout));
        } else {
            std::unique_lock<std::mutex> native(*lock.mutex(), std::adopt_lock);
            auto status = std::cv_status::no_timeout;
            if (until.is_never()) woken_.wait(native);
            else status = woken_.wait_until(native, until.time());
            native.release();
            if (status == std::cv_status::timeout) return result<void>(error(errc::timeout));
            return result<void>();
        }
    }

    void notify_one() noexcept { woken_.notify_one(); }
    void notify_all() noexcept { woken_.notify_all(); }

private:
    std::condition_variable woken_;
    [[no_unique_address]] basic_blocking<Clock> execution_;
};

using blocking_gate = blocking_condition_variable<monotonic_clock>;

}  // namespace hibana
