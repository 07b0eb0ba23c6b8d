// SPDX-License-Identifier: BSL-1.0
/// \file  Queue through which any thread submits operations to the executor of a client.
#pragma once
#include <hibana/connection/server_node.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/exclusive_connections.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/multiplexer.hpp>
#include <hibana/multiplex/submitted_operation.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <sched.h>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::detail {

/// The connections of a client, and the queue of operations for them, which any thread may use.
///
/// Threads write requests into the queue, under its mutex; the first to do so notifies the executor, which drains the queue in one turn and
/// in order. The connections belong to the executor: no other thread accesses them.
template <class Context> class submission_queue : public std::enable_shared_from_this<submission_queue<Context>> {
public:
    using context_type = Context;
    using multiplexer_type = multiplexer<Context>;
    using mode = typename multiplexer_type::mode;
    using operation_type = submitted_operation<multiplexer_type>;
    using block_type = control_block<multiplexer_type>;
    using block_ptr = control_block_ptr<multiplexer_type>;

    submission_queue(const std::shared_ptr<hibana::server_node<Context>>& to, const multiplexed& settings)
        : node_(to), context_(&to->context()), shared_(multiplexer_type::make(to, settings, mode::shared)) {
        exclusive_.emplace(to, settings);
    }
    submission_queue(const submission_queue&) = delete;
    submission_queue& operator=(const submission_queue&) = delete;

    Context& context() noexcept { return *context_; }
    hibana::server_node<Context>& node() noexcept { return *node_; }
    auto executor() const noexcept { return context_->execution.executor(); }

    // ---- on any thread

    /// Submits an operation, which belongs to the executor from now on unless an exception is thrown. `write(buffer)` appends its request,
    /// under the mutex; it does not use this client.
    template <class Write> void enqueue(operation_type& operation, const Write& write) {
        std::unique_lock lock(mutex_);
        if (is_shut_down_) [[unlikely]] {
            lock.unlock();
            return operation.node->abandon();
        }
        {
            request_rollback rollback(pending_.bytes);
            write(pending_.bytes);
            pending_.entries.push_back({action::enqueue, false, &operation, {}, pending_.bytes.size()});
            rollback.commit();
        }
        notify(lock, true);
    }
    /// Removes an operation that its caller does not wait for any more, and takes over a reference of the caller. If there is no memory to
    /// notify the executor, that happens with the next notification.
    void remove(block_type& block) noexcept {
        std::unique_lock lock(mutex_);
        if (is_shut_down_) {
            lock.unlock();
            return block.release();
        }
        block.next = std::exchange(removed_, &block);
        try_notify(lock);
    }
    /// See `multiplexer::cancel`.
    void cancel(block_ptr block, bool is_total) {
        std::unique_lock lock(mutex_);
        if (is_shut_down_) return;
        pending_.entries.push_back({action::cancel, is_total, nullptr, std::move(block), pending_.bytes.size()});
        notify(lock, true);
    }
    /// Lets all operations complete with `errc::cancelled`, on the executor.
    void shut_down() noexcept {
        std::unique_lock lock(mutex_);
        if (is_shut_down_) return;
        is_shutting_down_ = true;
        try_notify(lock);
    }

    // ---- on the executor

    /// The connection of all callers, and those of single operations.
    multiplexer_type& shared() noexcept { return *shared_; }
    exclusive_connections<multiplexer_type>& exclusive() noexcept { return *exclusive_; }

private:
    enum class action : unsigned char { enqueue, cancel, nothing };
    struct entry {
        action requested;
        bool is_total;              // of `cancel`
        operation_type* operation;  // of `enqueue`
        block_ptr block;            // of `cancel`
        std::size_t end;            // of its bytes
    };
    struct batch {
        std::vector<entry> entries;
        protocol::send_buffer bytes;

        void clear() noexcept {
            entries.clear();
            bytes.clear();
        }
    };

    /// Drops the bytes of a request that could not be written completely.
    class request_rollback {
    public:
        explicit request_rollback(protocol::send_buffer& output) noexcept : output_(&output), size_(output.size()) {}
        request_rollback(const request_rollback&) = delete;
        request_rollback& operator=(const request_rollback&) = delete;
        ~request_rollback() {
            if (output_) output_->commit(output_->view().data() + size_);
        }
        void commit() noexcept { output_ = nullptr; }

    private:
        protocol::send_buffer* output_;
        std::size_t size_;
    };

    /// The function that is posted to the executor. If it is destroyed without having been called, the event loop is gone, and all
    /// operations are abandoned; but not if posting it has failed.
    class drain_handler {
    public:
        explicit drain_handler(submission_queue& queue) : queue_(queue.shared_from_this()) {}
        drain_handler(drain_handler&&) = default;
        ~drain_handler() {
            if (queue_ && queue_->posting_.load(std::memory_order_relaxed) == 0) queue_->abandon_all();
        }
        void operator()() {
            const auto self = std::move(queue_);
            self->drain();
        }

    private:
        std::shared_ptr<submission_queue> queue_;
    };

    /// Notifies the executor, unless it has been notified. If that throws, the last entry is rolled back (`is_of_entry`).
    void notify(std::unique_lock<std::mutex>& lock, bool is_of_entry) {
        if (std::exchange(is_notified_, true)) return;
        const std::size_t entry_count = pending_.entries.size();
        lock.unlock();
#if defined(__cpp_exceptions)
        try {
            post_drain();
        } catch (...) {
            rollback(lock, is_of_entry ? entry_count : 0);
            throw;
        }
#else
        post_drain();
#endif
    }
    void try_notify(std::unique_lock<std::mutex>& lock) noexcept {
#if defined(__cpp_exceptions)
        try {
            notify(lock, false);
        } catch (...) {
        }
#else
        notify(lock, false);
#endif
    }
    void post_drain() {
        struct scoped_count {
            std::atomic<int>& count;
            explicit scoped_count(std::atomic<int>& counter) : count(counter) { count.fetch_add(1, std::memory_order_relaxed); }
            ~scoped_count() { count.fetch_sub(1, std::memory_order_relaxed); }
        } posting(posting_);
        context_->execution.post(drain_handler(*this));
    }
#if defined(__cpp_exceptions)
    /// The executor was not notified: removes the entry with this number, counted from one. For the entries of other threads, which rely
    /// on the notification, it is tried again until there is memory.
    [[gnu::cold, gnu::noinline]] void rollback(std::unique_lock<std::mutex>& lock, std::size_t number) {
        lock.lock();
        if (is_shut_down_) return;
        const bool is_last = number == pending_.entries.size();
        if (number != 0 && is_last) {
            const std::size_t size = number == 1 ? 0 : pending_.entries[number - 2].end;
            pending_.entries.pop_back();
            pending_.bytes.commit(pending_.bytes.view().data() + size);
        } else if (number != 0) {
            pending_.entries[number - 1].requested = action::nothing;
        }
        for (; !pending_.entries.empty(); ::sched_yield()) {
            lock.unlock();
            try {
                return post_drain();
            } catch (...) {
                lock.lock();
            }
        }
        is_notified_ = false;
    }
#endif

    void drain() {
        struct clear_guard {
            batch& entries;
            ~clear_guard() { entries.clear(); }
        } clear_draining{draining_};
        block_type* removed = nullptr;
        bool is_last = false;
        {
            const std::lock_guard lock(mutex_);
            std::swap(pending_, draining_);
            std::swap(removed, removed_);
            is_last = std::exchange(is_shutting_down_, false);
            is_notified_ = false;
        }
        const std::string_view bytes = draining_.bytes.view();
        std::size_t begin = 0;
        for (entry& each : draining_.entries) {
            if (each.requested == action::enqueue) [[likely]] start(*each.operation, bytes.substr(begin, each.end - begin));
            else if (each.requested == action::cancel) cancel_drained(each);
            begin = each.end;
        }
        while (removed) {
            block_type* const next = removed->next;
            removed->remove();
            removed->release();
            removed = next;
        }
        if (is_last) shut_down_connections();
    }
    void cancel_drained(entry& drained) {
#if defined(__cpp_exceptions)
        try {
            drained.block->cancel(drained.is_total);
        } catch (...) {  // the operation continues
        }
#else
        drained.block->cancel(drained.is_total);
#endif
    }
    /// Starts an operation; if that throws, only this operation fails.
    void start(operation_type& operation, std::string_view request) {
        const auto enqueue_request = [&] {
            const auto write = [request](protocol::send_buffer& output) { output.append(request); };
            multiplexer_for(operation).enqueue(*operation.node, operation.options, write);
        };
#if defined(__cpp_exceptions)
        try {
            enqueue_request();
        } catch (...) {
            fail_start(operation);
        }
#else
        enqueue_request();
#endif
    }
#if defined(__cpp_exceptions)
    [[gnu::cold, gnu::noinline]] void fail_start(operation_type& operation) noexcept {
        if (!operation.multiplexer) operation.multiplexer = shared_.get();
        operation.multiplexer->rollback(*operation.node);
        try {
            operation.multiplexer->complete(*operation.node, error(errc::limit_exceeded, fate::not_sent, "out of memory"));
        } catch (...) {
            operation.multiplexer->rollback(*operation.node);
            operation.node->abandon();
        }
    }
#endif
    multiplexer_type& multiplexer_for(operation_type& operation) {
        operation.multiplexer = shared_.get();
        if (operation.options.blocks) [[unlikely]] {
            multiplexer_type* const one = exclusive_->acquire(mode::exclusive, operation.options.refusal);
            if (one) operation.multiplexer = one;
        }
        return *operation.multiplexer;
    }
    /// The multiplexers keep themselves alive while operations complete on them.
    [[gnu::cold]] void shut_down_connections() {
        {
            // the executor is not notified any more: the loop may be destroyed, and slots of callers be used after that
            const std::lock_guard lock(mutex_);
            is_shut_down_ = true;
        }
        shared_->shut_down();
        exclusive_->shut_down();
        shared_.reset();
        exclusive_.reset();
    }

    [[gnu::cold]] void abandon_all() noexcept {
        batch pending;
        block_type* removed = nullptr;
        std::shared_ptr<multiplexer_type> shared;
        std::optional<exclusive_connections<multiplexer_type>> exclusive;
        {
            const std::lock_guard lock(mutex_);
            is_shut_down_ = true;
            std::swap(pending_, pending);
            std::swap(removed_, removed);
            shared.swap(shared_);
            exclusive.swap(exclusive_);
        }
        for (entry& each : pending.entries)
            if (each.requested == action::enqueue) each.operation->node->abandon();
        while (removed) std::exchange(removed, removed->next)->release();
    }

    std::shared_ptr<hibana::server_node<Context>> node_;
    Context* context_;
    std::mutex mutex_;
    batch pending_;                    // under the mutex
    bool is_notified_ = false;         // under the mutex
    bool is_shut_down_ = false;        // under the mutex
    bool is_shutting_down_ = false;    // under the mutex
    block_type* removed_ = nullptr;    // under the mutex
    std::atomic<int> posting_{0};      // threads that are posting
    batch draining_;
    std::shared_ptr<multiplexer_type> shared_;
    std::optional<exclusive_connections<multiplexer_type>> exclusive_;
};

}  // namespace hibana::detail
