// SPDX-License-Identifier: BSL-1.0
/// \file  A call that a thread hands over to the executor of its client, and by what the thread reaches it from then on.
#pragma once
#include <hibana/call/effective_timeout.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/ref_count.hpp>
#include <hibana/multiplex/operation.hpp>

#include <atomic>
#include <cstdint>
#include <sched.h>
#include <utility>

namespace hibana::detail {

/// What a call asks of the connection that it will go over.
struct operation_options {
    error refusal{};                           ///< it is not to be sent, for this reason
    std::chrono::milliseconds timeout = default_timeout;
    std::chrono::milliseconds server_time{0};  ///< how long the server may take on top of its usual time; `no_timeout` for ever
    bool waits_in_server = false;              ///< it needs a connection of its own

    operation_options() = default;
};

/// A call that was handed over. It belongs to the executor until it has ended.
template <class Multiplexer> struct submitted_operation {
    submitted_operation(operation<Multiplexer>& which, operation_options asked) : call(&which), terms(std::move(asked)) {}
    submitted_operation(const submitted_operation&) = delete;
    submitted_operation& operator=(const submitted_operation&) = delete;

    operation<Multiplexer>* call;
    operation_options terms;
    Multiplexer* carrier = nullptr;  ///< the one that it went over, once it did

protected:
    ~submitted_operation() = default;
};

/// What is left of a call when it has ended, for those who reach for it from other threads. The last of them destroys it.
template <class Multiplexer> class control_block {
public:
    using destroyer = void (*)(control_block& self) noexcept;

    control_block(submitted_operation<Multiplexer>& of, destroyer destroy) noexcept : of_(&of), destroy_(destroy) {}
    control_block(const control_block&) = delete;
    control_block& operator=(const control_block&) = delete;

    void hold() noexcept { refs_.add(); }
    void release() noexcept {
        if (refs_.release()) destroy_(*this);
    }

    // ---- on the executor

    void ended() noexcept { of_ = nullptr; }
    void cancel(bool totally) {
        if (of_ && of_->carrier) of_->carrier->cancel(*of_->call, totally);
    }
    /// The call is not the executor's any more.
    void leave() {
        if (auto* const one = std::exchange(of_, nullptr)) {
            one->carrier->leave(*one->call);
            release();
        }
    }

    /// For the inbox: the one that was left before.
    control_block* next = nullptr;

protected:
    ~control_block() = default;

private:
    submitted_operation<Multiplexer>* of_;
    destroyer destroy_;
    ref_count refs_;
};

/// The anchor of a call that is nothing else.
template <class Multiplexer> class standalone_control_block final : public control_block<Multiplexer> {
    using base = control_block<Multiplexer>;

public:
    explicit standalone_control_block(submitted_operation<Multiplexer>& of)
        : base(of, [](base& self) noexcept { delete static_cast<standalone_control_block*>(&self); }) {}
};

/// One of those who hold an anchor.
template <class Multiplexer> class control_block_ptr {
public:
    control_block_ptr() = default;
    /// Takes over what one holds already.
    explicit control_block_ptr(control_block<Multiplexer>* held) noexcept : held_(held) {}
    control_block_ptr(const control_block_ptr& other) noexcept : held_(other.held_) {
        if (held_) held_->hold();
    }
    control_block_ptr(control_block_ptr&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    control_block_ptr& operator=(control_block_ptr other) noexcept {
        std::swap(held_, other.held_);
        return *this;
    }
    ~control_block_ptr() {
        if (held_) held_->release();
    }
    explicit operator bool() const noexcept { return held_ != nullptr; }
    /// Somebody else holds it from now on.
    void forget() noexcept { held_ = nullptr; }
    control_block<Multiplexer>* operator->() const noexcept { return held_; }

private:
    control_block<Multiplexer>* held_ = nullptr;
};

/// A response whose caller may give it up while a reply is read, after which nothing that he owns is touched.
template <class Response> class abandonable : public Response {
    // each says first what it is about to do and looks then at what the other said, so that at least one of them sees the other
    class reading {
    public:
        explicit reading(abandonable& what) noexcept : what_(&what) { what_->is_read_.exchange(true); }
        reading(const reading&) = delete;
        reading& operator=(const reading&) = delete;
        ~reading() { what_->is_read_.store(false, std::memory_order_release); }
        bool may_go_on() const noexcept { return !what_->is_given_up_.load(); }

    private:
        abandonable* what_;
    };

public:
    using Response::Response;

    template <class Connection> feed_result consume(Connection& from, bool partial, std::uint32_t& left, error& broken) {
        const reading now(*this);
        if (!now.may_go_on()) [[unlikely]] return skip(from, left, broken);
        return Response::consume(from, partial, left, broken);
    }
    const error* server_error() { return is_given_up_.load(std::memory_order_relaxed) ? nullptr : Response::server_error(); }
    void fail(error err) {
        const reading now(*this);
        if (now.may_go_on()) Response::fail(std::move(err));
    }

    /// For the caller, on any thread: waits while a reply is being read.
    void give_up() noexcept {
        is_given_up_.exchange(true);
        while (is_read_.load()) ::sched_yield();
    }

private:
    template <class Connection> [[gnu::cold, gnu::noinline]] static feed_result skip(Connection& from, std::uint32_t& left, error& broken) {
        for (; left != 0; --left) {
            error ignored;
            const auto found = from.try_parse_reply(discard_reply(), ignored);
            if (found == Connection::parse_result::error) return broken = std::move(ignored), feed_result::error;
            if (found == Connection::parse_result::need_more) return feed_result::need_more;
        }
        return feed_result::done;
    }

    std::atomic<bool> is_read_{false};
    std::atomic<bool> is_given_up_{false};
};

}  // namespace hibana::detail
