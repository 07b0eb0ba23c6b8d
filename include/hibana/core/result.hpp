// SPDX-License-Identifier: BSL-1.0
/// \file  Value or error of a function.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/redis_error.hpp>

#include <concepts>
#include <optional>  // which brings std::construct_at and std::addressof, and all of <memory> would be ten times as much
#include <type_traits>
#include <utility>
#include <version>

#if defined(__cpp_lib_expected)
#include <expected>
#endif

namespace hibana {

/// The reply of a command that reports success only.
struct ok_reply {
    friend constexpr bool operator==(ok_reply, ok_reply) noexcept = default;
};

template <class T>
class result;

namespace detail {

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

// The types that convert implicitly to result<T>: those that convert to T, except errors and results.
template <class U, class T>
concept makes =
    std::constructible_from<T, U> && !is_result<std::remove_cvref_t<U>> && !std::same_as<std::remove_cvref_t<U>, error>
    && !std::same_as<std::remove_cvref_t<U>, std::in_place_t>;

}  // namespace detail

/// A `T`, or an `error`. Has the interface of `std::expected<T, error>`.
///
/// `value()` throws the exception of the error; `*` and `->` do not look.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;
    using error_type = hibana::error;
    template <class U>
    using rebind = result<U>;

    constexpr result() noexcept(std::is_nothrow_default_constructible_v<T>)
        requires std::default_initializable<T>
        : value_{}, has_value_{true} {}

    template <detail::makes<T> U = T>
    constexpr explicit(!std::convertible_to<U, T>) result(U&& value) noexcept(std::is_nothrow_constructible_v<T, U>)
        : value_(std::forward<U>(value)), has_value_{true} {}

    template <class... Arguments>
        requires std::constructible_from<T, Arguments...>
    constexpr explicit result(std::in_place_t, Arguments&&... arguments)
        : value_(std::forward<Arguments>(arguments)...), has_value_{true} {}

    constexpr result(hibana::error error) noexcept : error_{std::move(error)}, has_value_{false} {}

    constexpr result(const result& other) noexcept(std::is_nothrow_copy_constructible_v<T>)
        requires std::copy_constructible<T>
        : has_value_{other.has_value_} {
        if (has_value_) [[likely]] {
            std::construct_at(std::addressof(value_), other.value_);
        } else {
            std::construct_at(std::addressof(error_), other.error_);
        }
    }

    constexpr result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : has_value_{other.has_value_} {
        if (has_value_) [[likely]] {
            std::construct_at(std::addressof(value_), std::move(other.value_));
        } else {
            std::construct_at(std::addressof(error_), std::move(other.error_));
        }
    }

    constexpr result& operator=(const result& other) noexcept(std::is_nothrow_copy_constructible_v<T>
                                                              && std::is_nothrow_copy_assignable_v<T>)
        requires std::copyable<T>
    {
        assign(other);
        return *this;
    }

    constexpr result& operator=(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>
                                                         && std::is_nothrow_move_assignable_v<T>) {
        assign(std::move(other));
        return *this;
    }

    constexpr result& operator=(hibana::error error) noexcept {
        if (has_value_) std::destroy_at(std::addressof(value_));
        if (has_value_) std::construct_at(std::addressof(error_));
        has_value_ = false;
        error_ = std::move(error);
        return *this;
    }

    constexpr ~result() {
        if (has_value_) [[likely]] {
            std::destroy_at(std::addressof(value_));
        } else {
            std::destroy_at(std::addressof(error_));
        }
    }

    [[nodiscard]] constexpr bool has_value() const noexcept { return has_value_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value_; }

    [[nodiscard]] constexpr T& operator*() & noexcept { return value_; }
    [[nodiscard]] constexpr const T& operator*() const& noexcept { return value_; }
    [[nodiscard]] constexpr T&& operator*() && noexcept { return std::move(value_); }
    [[nodiscard]] constexpr const T&& operator*() const&& noexcept { return std::move(value_); }

    [[nodiscard]] constexpr T* operator->() noexcept { return std::addressof(value_); }
    [[nodiscard]] constexpr const T* operator->() const noexcept { return std::addressof(value_); }

    /// The value; without one, throws the exception of the error, or aborts if exceptions are disabled.
    constexpr T& value() & { return check(), value_; }
    constexpr const T& value() const& { return check(), value_; }
    constexpr T&& value() && { return check(), std::move(value_); }
    constexpr const T&& value() const&& { return check(), std::move(value_); }

    [[nodiscard]] constexpr hibana::error& error() & noexcept { return error_; }
    [[nodiscard]] constexpr const hibana::error& error() const& noexcept { return error_; }
    [[nodiscard]] constexpr hibana::error&& error() && noexcept { return std::move(error_); }
    [[nodiscard]] constexpr const hibana::error&& error() const&& noexcept { return std::move(error_); }

    template <class U>
    [[nodiscard]] constexpr T value_or(U&& otherwise) const& {
        return has_value_ ? value_ : static_cast<T>(std::forward<U>(otherwise));
    }
    template <class U>
    [[nodiscard]] constexpr T value_or(U&& otherwise) && {
        return has_value_ ? std::move(value_) : static_cast<T>(std::forward<U>(otherwise));
    }

    /// `function(value)`, which returns a result; or the error.
    template <class F>
    constexpr auto and_then(F&& function) & {
        return chain(*this, std::forward<F>(function));
    }
    template <class F>
    constexpr auto and_then(F&& function) const& {
        return chain(*this, std::forward<F>(function));
    }
    template <class F>
    constexpr auto and_then(F&& function) && {
        return chain(std::move(*this), std::forward<F>(function));
    }

    /// The result of `function(value)`, or the error.
    template <class F>
    constexpr auto transform(F&& function) & {
        return map(*this, std::forward<F>(function));
    }
    template <class F>
    constexpr auto transform(F&& function) const& {
        return map(*this, std::forward<F>(function));
    }
    template <class F>
    constexpr auto transform(F&& function) && {
        return map(std::move(*this), std::forward<F>(function));
    }

    /// The value, or `function(error)`, which returns a `result<T>`.
    template <class F>
    constexpr result or_else(F&& function) const& {
        return has_value_ ? *this : result{std::forward<F>(function)(error_)};
    }
    template <class F>
    constexpr result or_else(F&& function) && {
        return has_value_ ? std::move(*this) : result{std::forward<F>(function)(std::move(error_))};
    }

    template <class U>
        requires requires(const T& left, const U& right) {
            { left == right } -> std::convertible_to<bool>;
        }
    [[nodiscard]] friend constexpr bool operator==(const result& left, const result<U>& right) {
        return left.has_value() == right.has_value()
               && (left.has_value() ? bool(*left == *right) : left.error() == right.error());
    }

    [[nodiscard]] friend constexpr bool operator==(const result& left, const T& right)
        requires std::equality_comparable<T>
    {
        return left.has_value_ && bool(left.value_ == right);
    }

    [[nodiscard]] friend bool operator==(const result& left, const hibana::error& right) noexcept {
        return !left.has_value_ && left.error_ == right;
    }

#if defined(__cpp_lib_expected)
    constexpr operator std::expected<T, hibana::error>() const& {
        return has_value_ ? std::expected<T, hibana::error>{std::in_place, value_} : std::unexpected{error_};
    }
    constexpr operator std::expected<T, hibana::error>() && {
        return has_value_ ? std::expected<T, hibana::error>{std::in_place, std::move(value_)}
                          : std::unexpected{std::move(error_)};
    }
#endif

private:
    constexpr void check() const {
        if (!has_value_) [[unlikely]] {
            throw_error(error_);
        }
    }

    // `from` is a result, forwarded as an lvalue or an rvalue.
    template <class From>
    constexpr void assign(From&& from) {
        if (this == std::addressof(from)) {
            return;
        }
        if (has_value_ && from.has_value_) [[likely]] {
            value_ = std::forward<From>(from).value_;
        } else if (!has_value_ && !from.has_value_) {
            error_ = std::forward<From>(from).error_;
        } else if (has_value_) {
            std::destroy_at(std::addressof(value_));
            std::construct_at(std::addressof(error_), std::forward<From>(from).error_);
            has_value_ = false;
        } else {
            // The value is made first: should that throw, this keeps its error.
            T value(std::forward<From>(from).value_);
            std::destroy_at(std::addressof(error_));
            std::construct_at(std::addressof(value_), std::move(value));
            has_value_ = true;
        }
    }

    template <class Self, class F>
    static constexpr auto chain(Self&& self, F&& function) {
        using next = std::remove_cvref_t<decltype(std::forward<F>(function)(*std::forward<Self>(self)))>;
        if constexpr (detail::is_result<next>)
            return self.has_value() ? std::forward<F>(function)(*std::forward<Self>(self)) : next{std::forward<Self>(self).error()};
        else
            static_assert(detail::is_result<next>, "hibana::result::and_then: the function has to return a result; use transform");
    }

    template <class Self, class F>
    static constexpr auto map(Self&& self, F&& function) {
        using mapped = std::remove_cv_t<decltype(std::forward<F>(function)(*std::forward<Self>(self)))>;
        using next = result<mapped>;
        if (!self.has_value()) {
            return next{std::forward<Self>(self).error()};
        }
        if constexpr (std::is_void_v<mapped>) {
            std::forward<F>(function)(*std::forward<Self>(self));
            return next{};
        } else {
            return next{std::in_place, std::forward<F>(function)(*std::forward<Self>(self))};
        }
    }

    union {
        T value_;
        hibana::error error_;
    };
    bool has_value_;
};

/// Success, or an error; two words.
template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;
    using error_type = hibana::error;
    template <class U>
    using rebind = result<U>;

    constexpr result() noexcept = default;
    constexpr explicit result(std::in_place_t) noexcept {}
    constexpr result(hibana::error error) noexcept : error_{std::move(error)} {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return !error_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return !error_; }

    constexpr void operator*() const noexcept {}

    constexpr void value() const {
        if (error_) [[unlikely]] {
            throw_error(error_);
        }
    }

    [[nodiscard]] constexpr hibana::error& error() & noexcept { return error_; }
    [[nodiscard]] constexpr const hibana::error& error() const& noexcept { return error_; }
    [[nodiscard]] constexpr hibana::error&& error() && noexcept { return std::move(error_); }

    template <class F>
    constexpr auto and_then(F&& function) const {
        using next = std::remove_cvref_t<decltype(std::forward<F>(function)())>;
        if constexpr (detail::is_result<next>)
            return has_value() ? std::forward<F>(function)() : next{error_};
        else
            static_assert(detail::is_result<next>, "hibana::result::and_then: the function has to return a result; use transform");
    }

    template <class F>
    constexpr auto transform(F&& function) const {
        using mapped = std::remove_cv_t<decltype(std::forward<F>(function)())>;
        using next = result<mapped>;
        if (!has_value()) {
            return next{error_};
        }
        if constexpr (std::is_void_v<mapped>) {
            std::forward<F>(function)();
            return next{};
        } else {
            return next{std::in_place, std::forward<F>(function)()};
        }
    }

    template <class F>
    constexpr result or_else(F&& function) const {
        return has_value() ? result{} : result{std::forward<F>(function)(error_)};
    }

    [[nodiscard]] friend bool operator==(const result& left, const result& right) noexcept {
        return left.error_ == right.error_;
    }
    [[nodiscard]] friend bool operator==(const result& left, const hibana::error& right) noexcept {
        return !left.has_value() && left.error_ == right;
    }

#if defined(__cpp_lib_expected)
    constexpr operator std::expected<void, hibana::error>() const {
        return has_value() ? std::expected<void, hibana::error>{} : std::unexpected{error_};
    }
#endif

private:
    hibana::error error_;
};

}  // namespace hibana
