// SPDX-License-Identifier: BSL-1.0
/// \file  What is posted to an executor to go on with a call: compiled once for each executor, not for each kind of call.
#pragma once
#include <utility>

namespace hibana::detail {

/// Calls `act(of, true)` where it is called, and `act(of, false)` where it never is; one of both, once.
class posted_continuation {
public:
    using action = void (*)(void* of, bool notified);

    posted_continuation(void* of, action act) noexcept : of_(of), act_(act) {}
    posted_continuation(posted_continuation&& other) noexcept : of_(std::exchange(other.of_, nullptr)), act_(other.act_) {}
    posted_continuation& operator=(posted_continuation&&) = delete;
    ~posted_continuation() {
        if (of_) act_(of_, false);
    }
    void operator()() { act_(std::exchange(of_, nullptr), true); }

private:
    void* of_;
    action act_;
};

}  // namespace hibana::detail
