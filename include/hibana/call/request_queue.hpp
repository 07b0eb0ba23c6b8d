// SPDX-License-Identifier: BSL-1.0
/// \file  Queue of the requests of one connection: bytes to send and operations that wait for replies. Performs no I/O.
#pragma once
#include <hibana/protocol/send_buffer.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::detail {

/// Operations in the order of their requests: the first have been sent and wait for replies, the others wait to be sent.
///
/// `Operation` has `sequence`, which this class sets, and `replies`, the number of replies that are still to come. An operation that is
/// removed after it was sent leaves a tombstone, since its replies have to be discarded. The bytes of a request are kept until its
/// replies have arrived, so that it can be sent again.
template <class Operation> class request_queue {
public:
    using sequence_type = std::uint64_t;
    static constexpr sequence_type not_queued = ~sequence_type{0};

    struct entry {
        Operation* operation;         ///< null: a tombstone
        std::uint32_t deadline_tick;
        std::uint32_t replies;        ///< that the request asks for; of a tombstone, that are still to come
        std::size_t end;              ///< of its bytes in the buffer of its batch
    };

    request_queue() : ring_(initial_size) {}
    request_queue(const request_queue&) = delete;
    request_queue& operator=(const request_queue&) = delete;

    bool empty() const noexcept { return head_ == tail_; }
    /// The number of entries, tombstones included.
    std::size_t size() const noexcept { return static_cast<std::size_t>(tail_ - head_); }
    std::size_t operation_count() const noexcept { return size() - tombstones_; }
    sequence_type begin() const noexcept { return head_; }
    sequence_type end() const noexcept { return tail_; }
    /// The end of the entries that have been sent.
    sequence_type sent() const noexcept { return sent_; }
    bool has_unsent() const noexcept { return sent_ != tail_; }
    std::size_t unsent_bytes() const noexcept { return output_.size(); }
    bool was_sent(const Operation& operation) const noexcept { return operation.sequence < sent_; }
    entry& at(sequence_type sequence) noexcept { return ring_[sequence & (ring_.size() - 1)]; }
    entry& front() noexcept { return at(head_); }

    /// Adds an operation, whose request `write(buffer)` appends. If that throws, nothing is changed.
    template <class Write>
        requires std::invocable<Write&, protocol::send_buffer&>
    void enqueue(Operation& operation, std::uint32_t deadline_tick, Write& write) {
        struct rollback {
            protocol::send_buffer* output;
            std::size_t size;
            ~rollback() {
                if (output) output->commit(output->grow(0) - output->size() + size);
            }
        } rollback_guard{&output_, output_.size()};
        write(output_);
        push(operation, deadline_tick);
        rollback_guard.output = nullptr;
    }
    /// Adds an operation with an encoded request.
    void enqueue(Operation& operation, std::uint32_t deadline_tick, std::string_view request) {
        const auto write = [request](protocol::send_buffer& output) { output.append(request); };
        enqueue(operation, deadline_tick, write);
    }

    /// Removes the first operation, which has all of its replies.
    void pop(Operation& first) noexcept {
        first.sequence = not_queued;
        ++head_;
    }
    /// Removes a tombstone from the front.
    void pop_tombstone() noexcept {
        --tombstones_;
        ++head_;
    }
    /// Counts a reply to the tombstone at the front, and removes the tombstone after its last one.
    void count_discarded_reply() noexcept {
        if (--front().replies == 0) pop_tombstone();
    }

    /// Removes an operation that has not completed.
    void remove(Operation& operation) noexcept {
        entry& removed = at(operation.sequence);
        if (!was_sent(operation)) {
            ++unsent_tombstones_;
            unsent_replies_ -= removed.replies;
        }
        removed.replies = operation.replies;
        removed.operation = nullptr;
        operation.sequence = not_queued;
        ++tombstones_;
    }

    /// Makes a batch of everything unsent, which counts as sent from now on, and returns its bytes: they are valid until its replies have
    /// arrived. `replies` is set to the number of replies that the batch asks for.
    std::string_view next_batch(std::size_t& replies) {
        if (unsent_tombstones_ != 0) [[unlikely]] remove_unsent_tombstones();
        release_answered_batches();
        replies = 0;
        if (sent_ == tail_) return {};
        if (batch_count_ == batches_.size()) [[unlikely]] grow_batches();
        replies = std::exchange(unsent_replies_, 0);
        batch& next = batch_at(batch_count_++);
        std::swap(next.bytes, output_);
        output_.clear();
        next.begin = sent_;
        next.end = sent_ = tail_;
        return next.bytes.view();
    }

    /// Drops the bytes of operations that were removed before they were sent.
    void compact_unsent() {
        if (unsent_tombstones_ != 0) remove_unsent_tombstones();
    }

    /// The connection is lost: everything counts as unsent. Operations for which `keeps(operation, was_sent)` is true will be sent again.
    /// The others come first, up to `sent()`, and are to be popped next; returns the end of those among them that had been sent.
    template <class Keeps> [[gnu::cold]] sequence_type requeue_after_disconnect(Keeps keeps) {
        protocol::send_buffer kept_bytes;
        std::vector<entry> kept;
        std::vector<entry> failed;
        std::size_t failed_sent = 0;
        std::size_t begin_of_bytes = 0;
        std::size_t index = 0;
        for (sequence_type sequence = head_; sequence != tail_; ++sequence) {
            while (index != batch_count_ && sequence >= batch_at(index).end) ++index;
            const bool was_sent = index != batch_count_;
            const std::string_view bytes = was_sent ? batch_at(index).bytes.view() : output_.view();
            const sequence_type first = was_sent ? batch_at(index).begin : sent_;
            if (sequence == head_ || sequence == first) begin_of_bytes = sequence == first ? 0 : at(sequence - 1).end;
            entry each = at(sequence);
            const std::string_view request = bytes.substr(begin_of_bytes, each.end - begin_of_bytes);
            begin_of_bytes = each.end;
            if (!each.operation) continue;
            if (keeps(*each.operation, was_sent)) {
                kept_bytes.append(request);
                each.end = kept_bytes.size();
                kept.push_back(each);
            } else {
                failed.push_back(each);
                failed_sent += was_sent;
            }
        }
        for (; batch_count_ != 0; --batch_count_) drop_first_batch();
        output_ = std::move(kept_bytes);
        sequence_type sequence = head_;
        for (const entry& each : failed) put(sequence++, each);
        sent_ = sequence;
        unsent_replies_ = 0;
        for (const entry& each : kept) {
            put(sequence++, each);
            unsent_replies_ += each.replies;
        }
        tail_ = sequence;
        tombstones_ = unsent_tombstones_ = 0;
        return head_ + failed_sent;
    }

    /// The request of a queued operation. Valid until the queue is changed.
    [[gnu::cold]] std::string_view request_of(const Operation& operation) noexcept {
        const sequence_type sequence = operation.sequence;
        std::size_t index = 0;
        while (index != batch_count_ && sequence >= batch_at(index).end) ++index;
        const bool was_sent = index != batch_count_;
        const std::string_view bytes = was_sent ? batch_at(index).bytes.view() : output_.view();
        const sequence_type first = was_sent ? batch_at(index).begin : sent_;
        const std::size_t begin_of_bytes = sequence == first ? 0 : at(sequence - 1).end;
        return bytes.substr(begin_of_bytes, at(sequence).end - begin_of_bytes);
    }

private:
    struct batch {
        protocol::send_buffer bytes;
        sequence_type begin = 0;
        sequence_type end = 0;
    };
    static constexpr std::size_t initial_size = 256;

    void push(Operation& operation, std::uint32_t deadline_tick) {
        if (size() + 1 >= ring_.size()) [[unlikely]]
            grow();  // the entry before `head_` is kept: its `end` is where the bytes of the first begin
        operation.sequence = tail_;
        unsent_replies_ += operation.replies;
        at(tail_++) = {&operation, deadline_tick, operation.replies, output_.size()};
    }
    void put(sequence_type sequence, const entry& value) {
        at(sequence) = value;
        value.operation->sequence = sequence;
    }
    batch& batch_at(std::size_t index) noexcept { return batches_[(first_batch_ + index) & (batches_.size() - 1)]; }

    void drop_first_batch() noexcept {
        batches_[first_batch_].bytes.clear();
        first_batch_ = (first_batch_ + 1) & (batches_.size() - 1);
    }
    void release_answered_batches() noexcept {
        for (; batch_count_ != 0 && batch_at(0).end <= head_; --batch_count_) drop_first_batch();
    }

    [[gnu::cold, gnu::noinline]] void grow() {
        std::vector<entry> larger(ring_.size() * 2);
        for (sequence_type sequence = head_ == 0 ? 0 : head_ - 1; sequence != tail_; ++sequence)
            larger[sequence & (larger.size() - 1)] = at(sequence);
        ring_.swap(larger);
    }
    [[gnu::cold, gnu::noinline]] void grow_batches() {
        std::vector<batch> larger(batches_.empty() ? 4 : batches_.size() * 2);
        for (std::size_t index = 0; index != batch_count_; ++index) larger[index] = std::move(batch_at(index));
        batches_.swap(larger);
        first_batch_ = 0;
    }

    [[gnu::cold, gnu::noinline]] void remove_unsent_tombstones() {
        char* const bytes = output_.grow(0) - output_.size();
        std::size_t begin_of_bytes = 0;
        std::size_t kept_bytes = 0;
        sequence_type kept = sent_;
        for (sequence_type sequence = sent_; sequence != tail_; ++sequence) {
            entry each = at(sequence);
            const std::size_t end = each.end;
            if (each.operation) {
                std::memmove(bytes + kept_bytes, bytes + begin_of_bytes, end - begin_of_bytes);
                kept_bytes += end - begin_of_bytes;
                each.end = kept_bytes;
                put(kept++, each);
            }
            begin_of_bytes = end;
        }
        tail_ = kept;
        output_.commit(bytes + kept_bytes);
        tombstones_ -= std::exchange(unsent_tombstones_, 0);
    }

    std::vector<entry> ring_;
    sequence_type head_ = 0;
    sequence_type tail_ = 0;
    sequence_type sent_ = 0;
    std::size_t tombstones_ = 0;
    std::size_t unsent_tombstones_ = 0;
    std::size_t unsent_replies_ = 0;
    protocol::send_buffer output_;
    std::vector<batch> batches_;  // a ring: `batch_count_` of them from `first_batch_` on
    std::size_t first_batch_ = 0;
    std::size_t batch_count_ = 0;
};

}  // namespace hibana::detail
