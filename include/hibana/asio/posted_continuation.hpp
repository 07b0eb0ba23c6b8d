// SPDX-License-Identifier: BSL-1.0
/// \file  Continuation to be posted to an executor. One type for all calls, compiled once for each executor.
#pragma once
#include <utility>

namespace hibana::detail {

/// Calls `function(argument, true)` when invoked, or `function(argument, false)` if destroyed before that: one of the two, once.
class posted_continuation {
public:
    using function_type = void (*)(void* argument, bool notified);

    posted_continuation(void* argument, function_type function) noexcept : argument_(argument), function_(function) {}
    posted_continuation(posted_continuation&& other) noexcept
        : argument_(std::exchange(other.argument_, nullptr)), function_(other.function_) {}
    posted_continuation& operator=(posted_continuation&&) = delete;
    ~posted_continuation() {
        if (argument_) function_(argument_, false);
    }
    void operator()() { function_(std::exchange(argument_, nullptr), true); }

private:
    void* argument_;
    function_type function_;
};

}  // namespace hibana::detail
