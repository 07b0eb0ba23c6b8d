// SPDX-License-Identifier: BSL-1.0
/// \file  Base of the ranges of a blocking client whose elements are waited for.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/redis_error.hpp>
#include <hibana/core/result.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

namespace hibana {

/// Base of a range whose elements are waited for. With `throw_errors` its elements are values, with `return_errors` results.
///
/// `Derived` has `wait(deadline)`, which returns `result<Value>`, and `is_finished()`, which ends the range.
template <class Derived, class Client, class Value> class blocking_range {
    static constexpr bool throws = Client::composition::errors::throws;

public:
    using element_type = std::conditional_t<throws, Value, result<Value>>;

    blocking_range(const blocking_range&) = delete;
    blocking_range& operator=(const blocking_range&) = delete;

    /// Whether it was started; if not, the first element is the error.
    explicit operator bool() const noexcept { return !start_error_; }

    /// Waits for the next element, without a timeout.
    element_type next() { return unwrap(wait_for_next(deadline::never())); }

    /// Waits for the next element; empty after `timeout`.
    auto next(std::chrono::milliseconds timeout) {
        result<Value> element = wait_for_next(client_->deadline_within(timeout));
        result<std::optional<Value>> outcome;
        if (element) *outcome = *std::move(element);
        else if (element.error() != errc::timeout) outcome = std::move(element).error();
        return unwrap(std::move(outcome));
    }

    class iterator {
    public:
        using value_type = element_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(blocking_range& from) : from_(&from) { from_->advance(); }
        value_type& operator*() const noexcept { return *from_->current_; }
        value_type* operator->() const noexcept { return &*from_->current_; }
        iterator& operator++() {
            from_->advance();
            return *this;
        }
        void operator++(int) { from_->advance(); }
        friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.is_end(); }

    private:
        bool is_end() const noexcept { return !from_->current_; }
        blocking_range* from_ = nullptr;
    };

    /// Waits for the first element.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

protected:
    explicit blocking_range(Client& client) : client_(&client) {}
    ~blocking_range() = default;

    Client& client() const noexcept { return *client_; }

    /// Throws the error of a failed start, or keeps it as the first element.
    void fail(error err) {
        if constexpr (throws) throw_error(err);
        else start_error_ = std::move(err);
    }

    /// Returns the value, throws its error, or returns the result: by the error policy.
    template <class Type> static auto unwrap(result<Type> outcome) {
        if constexpr (throws) {
            if (!outcome) throw_error(outcome.error());
            if constexpr (std::is_void_v<Type>) return;
            else return Type(*std::move(outcome));
        } else {
            return outcome;
        }
    }

private:
    result<Value> wait_for_next(deadline until) {
        if (start_error_) return std::exchange(start_error_, error());
        return static_cast<Derived&>(*this).wait(until);
    }
    void advance() {
        current_.reset();
        if (!start_error_ && static_cast<Derived&>(*this).is_finished()) return;
        result<Value> outcome = wait_for_next(deadline::never());
        // the range may have been stopped during the wait
        if (!outcome && outcome.error() == errc::cancelled && static_cast<Derived&>(*this).is_finished()) return;
        current_.emplace(unwrap(std::move(outcome)));
    }

    Client* client_;
    error start_error_;
    std::optional<element_type> current_;
};

}  // namespace hibana
