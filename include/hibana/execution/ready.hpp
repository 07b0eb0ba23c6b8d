// SPDX-License-Identifier: BSL-1.0
/// \file  Awaitable that already has its result, returned by blocking operations.
#pragma once
#include <coroutine>
#include <utility>

namespace hibana {

/// An awaitable that never suspends. Outside of coroutines `get()` returns the value.
template <class T> class [[nodiscard]] ready {
public:
    template <class... Argument>
        requires(sizeof...(Argument) != 1)
    explicit ready(Argument&&... argument) : value_(std::forward<Argument>(argument)...) {}
    // NOLINTNEXTLINE(google-explicit-constructor): lets an operation return a plain value
    ready(T value) : value_(std::move(value)) {}

    static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(std::coroutine_handle<>) noexcept {}
    T await_resume() noexcept(noexcept(T(std::declval<T&&>()))) { return std::move(value_); }

    T get() && noexcept(noexcept(T(std::declval<T&&>()))) { return std::move(value_); }

private:
    T value_;
};

}  // namespace hibana
