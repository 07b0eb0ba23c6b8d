// SPDX-License-Identifier: BSL-1.0
/// \file  Where any thread leaves its calls for the executor of a client, which takes all that is there in one turn.
#pragma once
#include <hibana/core/chrono.hpp>
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

/// The connections of a client, and the way to them from any thread.
///
/// Threads write their requests into it, under its mutex; the first to do so wakes the executor. The connections are the executor's:
/// no thread looks at them. What a thread left behind is taken in its order.
template <class Context> class inbox : public std::enable_shared_from_this<inbox<Context>> {
public:
    using context_type = Context;
    using carrier_type = multiplexer<Context>;
    using manner = typename carrier_type::manner;
    using call_type = submitted_operation<carrier_type>;
    using anchor = control_block<carrier_type>;
    using anchor_type = control_block_ptr<carrier_type>;

    inbox(std::shared_ptr<Context> context, const multiplexed& recipe)
        : context_(std::move(context)), shared_(carrier_type::make(context_, recipe, manner::shared)) {
        own_.emplace(context_, recipe);
    }
    inbox(const inbox&) = delete;
    inbox& operator=(const inbox&) = delete;

    Context& context() noexcept { return *context_; }
    auto executor() const noexcept { return context_->execution.executor(); }

    // ---- from any thread

    /// Hands a call over, which is the executor's from now on, unless something is thrown; `write(buffer)` appends its request under the
    /// mutex, and calls nobody who calls this client.
    template <class Write> void begin(call_type& call, Write&& write) {
        std::unique_lock lock(mutex_);
        if (is_gone_) [[unlikely]] {
            lock.unlock();
            return call.call->does->drop(*call.call);
        }
        {
            request_rollback writing(waiting_.bytes);
            write(waiting_.bytes);
            waiting_.entries.push_back({what::begins, false, &call, {}, waiting_.bytes.size()});
            writing.is_whole();
        }
        wake(lock, true);
    }
    /// Nobody wants this call any more; who held it does so for this inbox from now on. Where there is no memory to wake the executor it
    /// comes to know with the next that wakes it.
    void leave(anchor& call) noexcept {
        std::unique_lock lock(mutex_);
        if (is_gone_) {
            lock.unlock();
            return call.release();
        }
        call.next = std::exchange(left_, &call);
        try_notify(lock);
    }
    /// See `call_line::cancel`.
    void cancel(anchor_type call, bool totally) {
        std::unique_lock lock(mutex_);
        if (is_gone_) return;
        waiting_.entries.push_back({what::is_cancelled, totally, nullptr, std::move(call), waiting_.bytes.size()});
        wake(lock, true);
    }

    /// The client is no more: what it still has to do ends.
    void close() noexcept {
        std::unique_lock lock(mutex_);
        if (is_gone_) return;
        is_closing_ = true;
        try_notify(lock);
    }

    // ---- on the executor

    /// For tests: the connection of all, and those of single calls.
    carrier_type& shared() noexcept { return *shared_; }
    own_connections<carrier_type>& own() noexcept { return *own_; }

private:
    enum class what : unsigned char { begins, is_cancelled, nothing };
    struct entry {
        what happens;
        bool totally;
        call_type* call;
        anchor_type held;
        std::size_t end;  // of its bytes
    };
    struct batch {
        std::vector<entry> entries;
        protocol::send_buffer bytes;

        void clear() noexcept {
            entries.clear();
            bytes.clear();
        }
    };

    /// A request that could not be written to its end leaves no bytes behind.
    class request_rollback {
    public:
        explicit request_rollback(protocol::send_buffer& output) noexcept : output_(&output), size_(output.size()) {}
        request_rollback(const request_rollback&) = delete;
        request_rollback& operator=(const request_rollback&) = delete;
        ~request_rollback() {
            if (output_) output_->commit(output_->view().data() + size_);
        }
        void is_whole() noexcept { output_ = nullptr; }

    private:
        protocol::send_buffer* output_;
        std::size_t size_;
    };

    /// On its way to the executor; where that never calls it, the event loop is gone, and all calls go with it. Not where it could not
    /// even be sent.
    class visit {
    public:
        explicit visit(inbox& whose) : whose_(whose.shared_from_this()) {}
        visit(visit&&) = default;
        ~visit() {
            if (whose_ && whose_->posting_.load(std::memory_order_relaxed) == 0) whose_->drop_all();
        }
        void operator()() {
            const auto self = std::move(whose_);
            self->take_all();
        }

    private:
        std::shared_ptr<inbox> whose_;
    };

    /// Only the first wakes the executor: it takes what the others add until it comes. Where it cannot be woken, the last entry
    /// (`of_an_entry`) is undone, and what was thrown is thrown.
    void wake(std::unique_lock<std::mutex>& lock, bool of_an_entry) {
        if (std::exchange(is_notified_, true)) return;
        const std::size_t own = waiting_.entries.size();
        lock.unlock();
#if defined(__cpp_exceptions)
        try {
            post_visit();
        } catch (...) {
            undo(lock, of_an_entry ? own : 0);
            throw;
        }
#else
        post_visit();
#endif
    }
    void try_notify(std::unique_lock<std::mutex>& lock) noexcept {
#if defined(__cpp_exceptions)
        try {
            wake(lock, false);
        } catch (...) {
        }
#else
        wake(lock, false);
#endif
    }
    void post_visit() {
        struct posting {
            std::atomic<int>& count;
            explicit posting(std::atomic<int>& all) : count(all) { count.fetch_add(1, std::memory_order_relaxed); }
            ~posting() { count.fetch_sub(1, std::memory_order_relaxed); }
        } now(posting_);
        context_->execution.post(visit(*this));
    }
#if defined(__cpp_exceptions)
    /// The executor was not woken: the entry of this number, counted from one, is none. For others, who count on its being woken, that is
    /// tried until there is memory.
    [[gnu::cold, gnu::noinline]] void undo(std::unique_lock<std::mutex>& lock, std::size_t number) {
        lock.lock();
        if (is_gone_) return;
        const bool is_last = number == waiting_.entries.size();
        if (number != 0 && is_last) {
            const std::size_t size = number == 1 ? 0 : waiting_.entries[number - 2].end;
            waiting_.entries.pop_back();
            waiting_.bytes.commit(waiting_.bytes.view().data() + size);
        } else if (number != 0) {
            waiting_.entries[number - 1].happens = what::nothing;
        }
        for (; !waiting_.entries.empty(); ::sched_yield()) {
            lock.unlock();
            try {
                return post_visit();
            } catch (...) {
                lock.lock();
            }
        }
        is_notified_ = false;
    }
#endif

    void take_all() {
        struct all_taken {
            batch& entries;
            ~all_taken() { entries.clear(); }
        } at_the_end{taken_};
        anchor* left = nullptr;
        bool is_the_last = false;
        {
            const std::lock_guard lock(mutex_);
            std::swap(waiting_, taken_);
            std::swap(left, left_);
            is_the_last = std::exchange(is_closing_, false);
            is_notified_ = false;
        }
        const std::string_view bytes = taken_.bytes.view();
        std::size_t from = 0;
        for (entry& each : taken_.entries) {
            if (each.happens == what::begins) [[likely]] take(*each.call, bytes.substr(from, each.end - from));
            else if (each.happens == what::is_cancelled) cancel_taken(each);
            from = each.end;
        }
        while (left) {
            anchor* const next = left->next;
            left->leave();
            left->release();
            left = next;
        }
        if (is_the_last) shut_down();
    }
    void cancel_taken(entry& of) {
#if defined(__cpp_exceptions)
        try {
            of.held->cancel(of.totally);
        } catch (...) {  // it goes on
        }
#else
        of.held->cancel(of.totally);
#endif
    }
    /// What is thrown while it begins is the end of this one.
    void take(call_type& call, std::string_view request) {
#if defined(__cpp_exceptions)
        try {
            begin_taken(call, request);
        } catch (...) {
            give_up(call);
        }
#else
        begin_taken(call, request);
#endif
    }
#if defined(__cpp_exceptions)
    [[gnu::cold, gnu::noinline]] void give_up(call_type& call) noexcept {
        if (!call.carrier) call.carrier = shared_.get();
        call.carrier->take_back(*call.call);
        try {
            call.carrier->refuse(*call.call, error(errc::limit_exceeded, fate::not_sent, "there was no memory for it"));
        } catch (...) {
            call.carrier->take_back(*call.call);
            call.call->does->drop(*call.call);
        }
    }
#endif
    void begin_taken(call_type& call, std::string_view request) {
        carrier_type& carrier = choose(call);
        call.carrier = &carrier;
        if (call.terms.refusal) [[unlikely]] return carrier.refuse(*call.call, std::move(call.terms.refusal));
        if (call.call->replies == 0) [[unlikely]] return carrier.refuse(*call.call, error());
        carrier.begin(*call.call, carrier.ticks_of_call(call.terms.timeout, call.terms.server_time),
                      [request](protocol::send_buffer& to) { to.append(request); });
    }
    carrier_type& choose(call_type& call) {
        if (!call.terms.waits_in_server) [[likely]] return *shared_;
        carrier_type* const one = own_->take(manner::own, call.terms.refusal);
        return one ? *one : *shared_;
    }
    /// The connections stay for as long as calls end on them, and hold themselves that long.
    [[gnu::cold]] void shut_down() {
        {
            // the loop is not woken any more: it may go, and slots of callers may be used after that
            const std::lock_guard lock(mutex_);
            is_gone_ = true;
        }
        shared_->shut_down();
        own_->shut_down();
        shared_.reset();
        own_.reset();
    }

    [[gnu::cold]] void drop_all() noexcept {
        batch left;
        anchor* given_up = nullptr;
        std::shared_ptr<carrier_type> shared;
        std::optional<own_connections<carrier_type>> own;
        {
            const std::lock_guard lock(mutex_);
            is_gone_ = true;
            std::swap(waiting_, left);
            std::swap(left_, given_up);
            shared.swap(shared_);
            own.swap(own_);
        }
        for (entry& each : left.entries)
            if (each.happens == what::begins) each.call->call->does->drop(*each.call->call);
        while (given_up) std::exchange(given_up, given_up->next)->release();
    }

    std::shared_ptr<Context> context_;
    std::mutex mutex_;
    batch waiting_;          // under the mutex
    bool is_notified_ = false;  // under the mutex
    bool is_gone_ = false;   // under the mutex
    bool is_closing_ = false;  // under the mutex
    anchor* left_ = nullptr;   // those that nobody wants any more; under the mutex
    std::atomic<int> posting_{0};  // so many threads
    batch taken_;
    std::shared_ptr<carrier_type> shared_;
    std::optional<own_connections<carrier_type>> own_;
};

}  // namespace hibana::detail
