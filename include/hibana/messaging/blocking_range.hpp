// SPDX-License-Identifier: BSL-1.0
/// \file  What the ranges of a blocking client have in common: waiting for the next element, and ending.
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

/// The base of a range whose elements are waited for, by the error policy of its client: with `throw_errors` its elements are values,
/// with `return_errors` results.
///
/// `Derived` has `wait(deadline)`, which gives `result<Value>`, and `is_over()`, after which no more element comes.
template <class Derived, class Client, class Value> class blocking_range {
    static constexpr bool throws = Client::composition::errors::throws;

public:
    using element_type = std::conditional_t<throws, Value, result<Value>>;

    blocking_range(const blocking_range&) = delete;
    blocking_range& operator=(const blocking_range&) = delete;

    /// Whether it was begun; if not, the first element is the reason.
    explicit operator bool() const noexcept { return !refusal_; }

    /// Waits for the next element, however long that takes.
    element_type next() { return give(first_or_wait(deadline::never())); }

    /// The next element, or nothing where none comes in time.
    auto next(std::chrono::milliseconds timeout) {
        result<Value> came = first_or_wait(client_->deadline_within(timeout));
        result<std::optional<Value>> outcome;
        if (came) *outcome = *std::move(came);
        else if (came.error() != errc::timeout) outcome = std::move(came).error();
        return give(std::move(outcome));
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

    /// It could not be begun. Throws, or keeps the error for the first element.
    void fail(error err) {
        if constexpr (throws) throw_error(err);
        else refusal_ = std::move(err);
    }

    /// An outcome by the error policy.
    template <class Type> static auto give(result<Type> outcome) {
        if constexpr (throws) {
            if (!outcome) throw_error(outcome.error());
            if constexpr (std::is_void_v<Type>) return;
            else return Type(*std::move(outcome));
        } else {
            return outcome;
        }
    }

private:
    result<Value> first_or_wait(deadline until) {
        if (refusal_) return std::exchange(refusal_, error());
        return static_cast<Derived&>(*this).wait(until);
    }
    void advance() {
        current_.reset();
        if (!refusal_ && static_cast<Derived&>(*this).is_finished()) return;
        result<Value> came = first_or_wait(deadline::never());
        // it may have ended while it was waited for
        if (!came && came.error() == errc::cancelled && static_cast<Derived&>(*this).is_finished()) return;
        current_.emplace(give(std::move(came)));
    }

    Client* client_;
    error refusal_;
    std::optional<element_type> current_;
};

}  // namespace hibana
