// SPDX-License-Identifier: BSL-1.0
/// \file  What a blocking operation returns: an awaitable that already has its result.
#pragma once
#include <coroutine>
#include <utility>

namespace hibana {

/// An awaitable that never suspends. Outside of coroutines `get()` takes the value.
template <class T> class [[nodiscard]] ready {
public:
    template <class... Argument>
        requires(sizeof...(Argument) != 1)
    explicit ready(Argument&&... argument) : value_(std::forward<Argument>(argument)...) {}
    // NOLINTNEXTLINE(google-explicit-constructor): an operation returns its plain result
    ready(T value) : value_(std::move(value)) {}

    static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(std::coroutine_handle<>) noexcept {}
    T await_resume() noexcept(noexcept(T(std::declval<T&&>()))) { return std::move(value_); }

    T get() && noexcept(noexcept(T(std::declval<T&&>()))) { return std::move(value_); }

private:
    T value_;
};

}  // namespace hibana
