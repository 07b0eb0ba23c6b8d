// SPDX-License-Identifier: BSL-1.0
/// \file  Operation that a thread submits to the executor of a client, and its control block.
#pragma once
#include <hibana/connection/feed_result.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/ref_count.hpp>
#include <hibana/multiplex/operation.hpp>

#include <atomic>
#include <cstdint>
#include <sched.h>
#include <utility>

namespace hibana::detail {

/// A submitted operation. It belongs to the executor until it has completed.
template <class Multiplexer> struct submitted_operation {
    submitted_operation(operation<Multiplexer>& submitted, operation_options requested)
        : node(&submitted), options(std::move(requested)) {}
    submitted_operation(const submitted_operation&) = delete;
    submitted_operation& operator=(const submitted_operation&) = delete;

    operation<Multiplexer>* node;
    operation_options options;
    Multiplexer* multiplexer = nullptr;  ///< the one that was chosen for it, once it was

protected:
    ~submitted_operation() = default;
};

/// What other threads refer to an operation by; it exists longer than the operation. Its last owner destroys it.
template <class Multiplexer> class control_block {
public:
    using destroy_function = void (*)(control_block& self) noexcept;

    control_block(submitted_operation<Multiplexer>& operation, destroy_function destroy) noexcept
        : operation_(&operation), destroy_(destroy) {}
    control_block(const control_block&) = delete;
    control_block& operator=(const control_block&) = delete;

    void add_ref() noexcept { refs_.add(); }
    void release() noexcept {
        if (refs_.release()) destroy_(*this);
    }

    // ---- on the executor

    void on_complete() noexcept { operation_ = nullptr; }
    void cancel(bool is_total) {
        if (operation_ && operation_->multiplexer) operation_->multiplexer->cancel(*operation_->node, is_total);
    }
    /// Removes the operation from its queue, and releases the reference of the executor.
    void remove() {
        if (auto* const removed = std::exchange(operation_, nullptr)) {
            removed->multiplexer->remove(*removed->node);
            release();
        }
    }

    /// The next in the list of the submission queue.
    control_block* next = nullptr;

protected:
    ~control_block() = default;

private:
    submitted_operation<Multiplexer>* operation_;
    destroy_function destroy_;
    ref_count refs_;
};

/// A control block in memory of its own.
template <class Multiplexer> class standalone_control_block final : public control_block<Multiplexer> {
    using base = control_block<Multiplexer>;

public:
    explicit standalone_control_block(submitted_operation<Multiplexer>& operation)
        : base(operation, [](base& self) noexcept { delete static_cast<standalone_control_block*>(&self); }) {}
};

/// A reference to a control block.
template <class Multiplexer> class control_block_ptr {
public:
    control_block_ptr() = default;
    /// Takes ownership of a reference.
    explicit control_block_ptr(control_block<Multiplexer>* block) noexcept : block_(block) {}
    control_block_ptr(const control_block_ptr& other) noexcept : block_(other.block_) {
        if (block_) block_->add_ref();
    }
    control_block_ptr(control_block_ptr&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    control_block_ptr& operator=(control_block_ptr other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~control_block_ptr() {
        if (block_) block_->release();
    }
    explicit operator bool() const noexcept { return block_ != nullptr; }
    /// Gives up ownership of the reference without releasing it.
    void release_ownership() noexcept { block_ = nullptr; }
    control_block<Multiplexer>* operator->() const noexcept { return block_; }

private:
    control_block<Multiplexer>* block_ = nullptr;
};

/// A response whose caller may detach itself while a reply is read; from then on nothing that belongs to the caller is accessed.
template <class Response> class detachable : public Response {
    // Each side first announces its own step and then checks that of the other, so that at least one of them sees the other.
    class access_guard {
    public:
        explicit access_guard(detachable& response) noexcept : response_(&response) { response_->is_accessed_.exchange(true); }
        access_guard(const access_guard&) = delete;
        access_guard& operator=(const access_guard&) = delete;
        ~access_guard() { response_->is_accessed_.store(false, std::memory_order_release); }
        bool is_attached() const noexcept { return !response_->is_detached_.load(); }

    private:
        detachable* response_;
    };

public:
    using Response::Response;

    template <class Connection> feed_result consume(Connection& from, bool partial, std::uint32_t& left, error& broken) {
        const access_guard guard(*this);
        if (!guard.is_attached()) [[unlikely]] return discard(from, left, broken);
        return Response::consume(from, partial, left, broken);
    }
    const error* server_error() { return is_detached_.load(std::memory_order_relaxed) ? nullptr : Response::server_error(); }
    void fail(error err) {
        const access_guard guard(*this);
        if (guard.is_attached()) Response::fail(std::move(err));
    }

    /// Called by the caller, on any thread: waits while a reply is being read.
    void detach() noexcept {
        is_detached_.exchange(true);
        while (is_accessed_.load()) ::sched_yield();
    }

private:
    template <class Connection>
    [[gnu::cold, gnu::noinline]] static feed_result discard(Connection& from, std::uint32_t& left, error& broken) {
        for (; left != 0; --left) {
            error ignored;
            const auto parsed = from.try_parse_reply(discard_reply(), ignored);
            if (parsed == Connection::parse_result::error) return broken = std::move(ignored), feed_result::error;
            if (parsed == Connection::parse_result::need_more) return feed_result::need_more;
        }
        return feed_result::done;
    }

    std::atomic<bool> is_accessed_{false};
    std::atomic<bool> is_detached_{false};
};

}  // namespace hibana::detail
