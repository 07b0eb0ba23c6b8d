// SPDX-License-Identifier: BSL-1.0
/// \file  Operations of a multiplexer: in the request queue, waiting for room or for a retry, and about to complete; deadlines in ticks.
#pragma once
#include <hibana/call/request_queue.hpp>
#include <hibana/core/error.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// What `operation_queue::remove` and `cancel` have removed.
enum class removal : unsigned char { none, unsent, sent };

/// A request queue of limited size, with operations that wait for room in it, operations that wait to be sent again, and completions.
/// Performs no I/O: its owner sends, reads, advances the ticks and runs the completions.
///
/// `Operation` has `sequence` and `replies`, see `request_queue`; `only_reads()`; and `abandon()`, which is called when it will never
/// complete. Its `sequence` says which queue it is in. It is in none when it completes, fails or is abandoned.
template <class Operation> class operation_queue : public request_queue<Operation> {
    using base = request_queue<Operation>;
    static constexpr std::uint64_t in_overflow = base::not_queued - 1;
    static constexpr std::uint64_t is_completing = base::not_queued - 2;
    static constexpr std::uint64_t is_delayed = base::not_queued - 3;

    // of all side queues, so that one list type is instantiated
    struct entry_outside {
        Operation* operation;
        std::uint32_t deadline_tick = 0;  // in the overflow, or delayed
        protocol::send_buffer request{};  // in the overflow, or delayed
        error err{};                      // of a completion
        std::uint32_t resume_tick = 0;    // if delayed
    };
    using list = std::deque<entry_outside>;

public:
    /// A number of ticks that never pass.
    static constexpr std::uint32_t never = 1u << 30;

    explicit operation_queue(std::size_t capacity) : capacity_(capacity), limit_(capacity) {}
    ~operation_queue() { abandon_all(); }

    bool empty() const noexcept { return base::empty() && !has_overflow() && !has_completions() && delayed_.empty(); }
    bool has_completions() const noexcept { return !completions_.empty(); }
    bool has_overflow() const noexcept { return !overflow_.empty(); }
    /// The number of operations that wait to be sent or for replies. Removed ones do not count, though their replies are awaited.
    std::size_t waiting() const noexcept { return base::operation_count() + overflow_.size() + delayed_.size(); }
    /// Whether an operation may be enqueued. While others are in the overflow there is no room, so that it overtakes none of them.
    bool has_room() const noexcept { return base::size() < limit_; }
    /// Whether the next reply is of an operation that was removed.
    bool awaits_discarded_reply() noexcept { return base::begin() != base::sent() && !base::front().operation; }

    // ---- ticks

    std::uint32_t now() const noexcept { return now_; }
    void advance(std::uint32_t ticks) noexcept { now_ += ticks; }
    static bool is_before(std::uint32_t tick, std::uint32_t other) noexcept { return static_cast<std::int32_t>(tick - other) < 0; }
    /// Whether there may be a deadline that will pass, or a delay.
    bool has_deadline() const noexcept { return next_deadline_ - now_ < never; }
    bool is_deadline_reached() const noexcept { return !is_before(now_, next_deadline_); }

    // ---- operations

    /// Adds an operation, whose request `write(buffer)` appends; it expires after `timeout_ticks`, and up to one tick more.
    template <class Write> void enqueue(Operation& operation, std::uint32_t timeout_ticks, Write& write) {
        const std::uint32_t deadline_tick = now_ + timeout_ticks + 1;
        base::enqueue(operation, deadline_tick, write);
        include_tick(deadline_tick, next_deadline_);
    }
    /// Adds an operation that there is no room for: it is enqueued by `make_room`.
    void push_overflow(Operation& operation, std::uint32_t timeout_ticks, protocol::send_buffer request) {
        const std::uint32_t deadline_tick = now_ + timeout_ticks + 1;
        overflow_.push_back({&operation, deadline_tick, std::move(request), error(), 0});
        operation.sequence = in_overflow;
        limit_ = 0;
        include_tick(deadline_tick, next_deadline_);
    }
    /// Enqueues operations of the overflow for which there is room; returns whether there were any.
    bool make_room() {
        base::compact_unsent();
        if (limit_ != 0) [[likely]] return false;
        admit_overflow();
        return true;
    }
    /// Whether `make_room` has something to do after operations have completed.
    bool is_overflowing() const noexcept { return limit_ == 0; }
    [[gnu::cold, gnu::noinline]] void admit_overflow() {
        while (!overflow_.empty() && base::size() < capacity_) {
            const entry_outside first = std::move(overflow_.front());
            overflow_.pop_front();
            base::enqueue(*first.operation, first.deadline_tick, first.request.view());
        }
        if (overflow_.empty()) limit_ = capacity_;
    }

    /// Takes the first operation, whose request was answered, out of the queue: `expire` enqueues it again after `delay_ticks`. Returns
    /// false, and changes nothing, if it would expire before.
    [[gnu::cold]] bool delay_front(std::uint32_t delay_ticks) {
        const auto first = base::front();
        const std::uint32_t resume_tick = now_ + delay_ticks + 1;
        if (!is_before(resume_tick, first.deadline_tick)) return false;
        protocol::send_buffer request;
        request.append(base::request_of(*first.operation));
        delayed_.push_back({first.operation, first.deadline_tick, std::move(request), error(), resume_tick});
        base::pop(*first.operation);
        first.operation->sequence = is_delayed;
        include_tick(resume_tick, next_deadline_);
        return true;
    }

    /// Removes an operation, wherever it is; nothing of it will be touched any more.
    [[gnu::cold]] removal remove(Operation& operation) noexcept {
        if (operation.sequence == base::not_queued) return removal::none;
        if (operation.sequence == in_overflow) return remove_from(overflow_, operation);
        if (operation.sequence == is_completing) return remove_from(completions_, operation);
        if (operation.sequence == is_delayed) return remove_from(delayed_, operation);
        const bool was_sent = base::was_sent(operation);
        base::remove(operation);
        return was_sent ? removal::sent : removal::unsent;
    }
    /// Removes an operation and lets it complete with `errc::cancelled`. If the cancellation must have no effect that the caller can
    /// observe (`is_total`), an operation that was sent is cancelled only if it only reads.
    [[gnu::cold]] removal cancel(Operation& operation, bool is_total) {
        if (operation.sequence == base::not_queued || operation.sequence == is_completing) return removal::none;
        const bool was_sent = base::was_sent(operation);  // never, if it is outside of the request queue
        if (is_total && was_sent && !operation.only_reads()) return removal::none;
        return remove_and_complete(operation, error(errc::cancelled, was_sent ? fate::unknown : fate::not_sent));
    }
    /// Lets an operation that is in no queue complete with this error, or without one if there was nothing to do.
    [[gnu::cold]] void complete(Operation& operation, error err) {
        push_completion(operation, std::move(err));
        operation.sequence = is_completing;
    }
    /// Runs all completions, those too that are added meanwhile: `on_complete(operation, error)`.
    template <class OnComplete> [[gnu::cold]] void run_completions(OnComplete on_complete) {
        while (!completions_.empty()) {
            entry_outside first = std::move(completions_.front());
            completions_.pop_front();
            first.operation->sequence = base::not_queued;
            on_complete(*first.operation, std::move(first.err));
        }
    }

    /// Enqueues the operations whose delay has passed, and removes those whose deadline has passed: `on_expired(operation, was_sent)` for
    /// each, which may change the queue, and returns whether to go on. Those outside of the request queue complete with `outside_error`
    /// instead.
    template <class OnExpired> [[gnu::cold]] void expire(const error& outside_error, OnExpired on_expired) {
        std::uint32_t next = now_ + never;
        bool goes_on = true;
        for (auto sequence = base::begin(); sequence != base::end() && goes_on; ++sequence) {
            auto& queued = base::at(sequence);
            if (!queued.operation) continue;
            if (is_before(now_, queued.deadline_tick)) {
                include_tick(queued.deadline_tick, next);
                continue;
            }
            Operation& operation = *queued.operation;
            const bool was_sent = base::was_sent(operation);
            base::remove(operation);
            goes_on = on_expired(operation, was_sent);
        }
        expire_outside(overflow_, outside_error, next);
        expire_outside(delayed_, outside_error, next);
        for (auto at = delayed_.begin(); at != delayed_.end();) {
            if (is_before(now_, at->resume_tick)) {
                include_tick(at->resume_tick, next);
                ++at;
            } else {
                base::enqueue(*at->operation, at->deadline_tick, at->request.view());
                at = delayed_.erase(at);
            }
        }
        next_deadline_ = next;
    }

    /// The connection is lost. Operations for which `keeps(operation, was_sent)` is true will be sent again; the others are removed:
    /// `on_failed(operation, was_sent)` for each, which may change the queue, and returns whether to go on.
    template <class Keeps, class OnFailed> [[gnu::cold]] void requeue_after_disconnect(Keeps keeps, OnFailed on_failed) {
        const auto end_of_sent = base::requeue_after_disconnect(keeps);
        for (bool goes_on = true; base::begin() != base::sent() && goes_on;) {
            const bool was_sent = base::begin() < end_of_sent;
            Operation* const operation = base::front().operation;
            if (!operation) {  // removed by `on_failed`
                base::pop_tombstone();
                continue;
            }
            base::pop(*operation);
            goes_on = on_failed(*operation, was_sent);
        }
    }

    /// Lets the operations of the overflow complete with this error.
    [[gnu::cold]] void complete_overflow(const error& err) {
        for (; !overflow_.empty(); overflow_.pop_front()) complete(*overflow_.front().operation, err);
    }
    /// Removes everything that waits and lets it complete with this error, whose fate is set for each operation.
    [[gnu::cold]] void complete_all(const error& err) {
        for (auto sequence = base::begin(); sequence != base::end(); ++sequence) {
            Operation* const operation = base::at(sequence).operation;
            if (!operation) continue;
            const auto fate = base::was_sent(*operation) ? fate::unknown : fate::not_sent;
            remove_and_complete(*operation, error(err).with_fate(fate));
        }
        complete_overflow(error(err).with_fate(fate::not_sent));
        for (; !delayed_.empty(); delayed_.pop_front()) complete(*delayed_.front().operation, error(err).with_fate(fate::not_sent));
    }
    /// Removes and abandons all operations.
    [[gnu::cold]] void abandon_all() noexcept {
        while (!base::empty()) {
            Operation* const operation = base::front().operation;
            if (!operation) {
                base::pop_tombstone();
                continue;
            }
            base::pop(*operation);
            operation->abandon();
        }
        while (!overflow_.empty()) abandon_front(overflow_);
        while (!delayed_.empty()) abandon_front(delayed_);
        while (!completions_.empty()) abandon_front(completions_);
    }

private:
    static void include_tick(std::uint32_t tick, std::uint32_t& next) noexcept {
        if (is_before(tick, next)) next = tick;
    }
    void expire_outside(list& entries, const error& err, std::uint32_t& next) {
        for (auto at = entries.begin(); at != entries.end();) {
            if (is_before(now_, at->deadline_tick)) {
                include_tick(at->deadline_tick, next);
                ++at;
            } else {
                complete(*at->operation, err);
                at = entries.erase(at);
            }
        }
    }
    void push_completion(Operation& operation, error err) {
        completions_.push_back({&operation, 0, protocol::send_buffer(), std::move(err), 0});
    }
    removal remove_and_complete(Operation& operation, error err) {
        push_completion(operation, std::move(err));  // first, since it may throw
        const removal removed = remove(operation);
        operation.sequence = is_completing;
        return removed;
    }
    static removal remove_from(list& entries, Operation& operation) noexcept {
        for (auto at = entries.begin(); at != entries.end(); ++at) {
            if (at->operation != &operation) continue;
            entries.erase(at);
            break;
        }
        operation.sequence = base::not_queued;
        return removal::unsent;
    }
    static void abandon_front(list& entries) noexcept {
        Operation* const first = entries.front().operation;
        entries.pop_front();
        first->sequence = base::not_queued;
        first->abandon();
    }

    list overflow_;
    list delayed_;
    list completions_;
    std::size_t capacity_;
    std::size_t limit_;  // `capacity_`, or none while operations are in the overflow
    std::uint32_t now_ = 0;
    std::uint32_t next_deadline_ = never;
};

}  // namespace hibana::detail
