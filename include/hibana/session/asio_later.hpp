// SPDX-License-Identifier: BSL-1.0
/// \file  What is posted to an executor to go on with a call: compiled once for each executor, not for each kind of call.
#pragma once
#include <utility>

namespace hibana::detail {

/// Calls `act(of, true)` where it is called, and `act(of, false)` where it never is; one of both, once.
class asio_later {
public:
    using action = void (*)(void* of, bool is_called);

    asio_later(void* of, action act) noexcept : of_(of), act_(act) {}
    asio_later(asio_later&& other) noexcept : of_(std::exchange(other.of_, nullptr)), act_(other.act_) {}
    asio_later& operator=(asio_later&&) = delete;
    ~asio_later() {
        if (of_) act_(of_, false);
    }
    void operator()() { act_(std::exchange(of_, nullptr), true); }

private:
    void* of_;
    action act_;
};

}  // namespace hibana::detail
