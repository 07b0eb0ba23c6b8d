// SPDX-License-Identifier: BSL-1.0
/// \file  A call that a thread hands over to the executor of its client, and by what the thread reaches it from then on.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/holders.hpp>
#include <hibana/session/operation.hpp>
#include <hibana/session/patience.hpp>
#include <hibana/session/reply_reader.hpp>

#include <atomic>
#include <cstdint>
#include <sched.h>
#include <utility>

namespace hibana::detail {

/// What a call asks of the connection that it will go over.
struct call_terms {
    error refusal{};                           ///< it is not to be sent, for this reason
    std::chrono::milliseconds timeout = usual_timeout;
    std::chrono::milliseconds server_time{0};  ///< how long the server may take on top of its usual time; `no_timeout` for ever
    bool waits_in_server = false;              ///< it needs a connection of its own

    call_terms() = default;
};

/// A call that was handed over. It belongs to the executor until it has ended.
template <class Multiplexer> struct handed_call {
    handed_call(operation<Multiplexer>& which, call_terms asked) : call(&which), terms(std::move(asked)) {}
    handed_call(const handed_call&) = delete;
    handed_call& operator=(const handed_call&) = delete;

    operation<Multiplexer>* call;
    call_terms terms;
    Multiplexer* carrier = nullptr;  ///< the one that it went over, once it did

protected:
    ~handed_call() = default;
};

/// What is left of a call when it has ended, for those who reach for it from other threads. The last of them destroys it.
template <class Multiplexer> class call_anchor {
public:
    using destroyer = void (*)(call_anchor& self) noexcept;

    call_anchor(handed_call<Multiplexer>& of, destroyer destroy) noexcept : of_(&of), destroy_(destroy) {}
    call_anchor(const call_anchor&) = delete;
    call_anchor& operator=(const call_anchor&) = delete;

    void hold() noexcept { holders_.add(); }
    void release() noexcept {
        if (holders_.drop()) destroy_(*this);
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
    call_anchor* next = nullptr;

protected:
    ~call_anchor() = default;

private:
    handed_call<Multiplexer>* of_;
    destroyer destroy_;
    holders holders_;
};

/// The anchor of a call that is nothing else.
template <class Multiplexer> class lone_anchor final : public call_anchor<Multiplexer> {
    using base = call_anchor<Multiplexer>;

public:
    explicit lone_anchor(handed_call<Multiplexer>& of)
        : base(of, [](base& self) noexcept { delete static_cast<lone_anchor*>(&self); }) {}
};

/// One of those who hold an anchor.
template <class Multiplexer> class anchor_pointer {
public:
    anchor_pointer() = default;
    /// Takes over what one holds already.
    explicit anchor_pointer(call_anchor<Multiplexer>* held) noexcept : held_(held) {}
    anchor_pointer(const anchor_pointer& other) noexcept : held_(other.held_) {
        if (held_) held_->hold();
    }
    anchor_pointer(anchor_pointer&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    anchor_pointer& operator=(anchor_pointer other) noexcept {
        std::swap(held_, other.held_);
        return *this;
    }
    ~anchor_pointer() {
        if (held_) held_->release();
    }
    explicit operator bool() const noexcept { return held_ != nullptr; }
    /// Somebody else holds it from now on.
    void forget() noexcept { held_ = nullptr; }
    call_anchor<Multiplexer>* operator->() const noexcept { return held_; }

private:
    call_anchor<Multiplexer>* held_ = nullptr;
};

/// A conversation whose caller may give it up while a reply is read, after which nothing that he owns is touched.
template <class Conversation> class abandonable : public Conversation {
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
    using Conversation::Conversation;

    template <class Connection> fed listen(Connection& from, bool slowly, std::uint32_t& left, error& broken) {
        const reading now(*this);
        if (!now.may_go_on()) [[unlikely]] return skip(from, left, broken);
        return Conversation::listen(from, slowly, left, broken);
    }
    const error* refusal() { return is_given_up_.load(std::memory_order_relaxed) ? nullptr : Conversation::refusal(); }
    void fail(error wrong) {
        const reading now(*this);
        if (now.may_go_on()) Conversation::fail(std::move(wrong));
    }

    /// For the caller, on any thread: waits while a reply is being read.
    void give_up() noexcept {
        is_given_up_.exchange(true);
        while (is_read_.load()) ::sched_yield();
    }

private:
    template <class Connection> [[gnu::cold, gnu::noinline]] static fed skip(Connection& from, std::uint32_t& left, error& broken) {
        for (; left != 0; --left) {
            error ignored;
            const auto found = from.take(any_reply(), ignored);
            if (found == Connection::arrival::broken) return broken = std::move(ignored), fed::broken;
            if (found == Connection::arrival::nothing) return fed::more;
        }
        return fed::done;
    }

    std::atomic<bool> is_read_{false};
    std::atomic<bool> is_given_up_{false};
};

}  // namespace hibana::detail
