// SPDX-License-Identifier: BSL-1.0
/// \file  Who waits for which reply on a connection that many share, and which bytes have to be sent for it. Does no I/O.
#pragma once
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::detail {

/// Operations in the order of their requests: some have been sent and wait for replies, the others wait to be sent.
///
/// `Operation` has `ticket`, a number that this class keeps, and `replies`, how many it still waits for. An operation that leaves after
/// it was sent stays as a stone: somebody has to take the reply that is still to come. The bytes of a request are kept until its
/// replies are there, so that it can be sent again.
template <class Operation> class request_queue {
public:
    using place_type = std::uint64_t;
    static constexpr place_type nowhere = ~place_type{0};

    struct entry {
        Operation* who;        ///< null: a stone
        std::uint32_t due;     ///< until when it waits, in ticks; of a stone, how many replies are to be skipped; see `requeue_after_disconnect`
        std::uint32_t replies; ///< so many does it ask for
        std::size_t end;       ///< of its bytes in the buffer that they are in
    };

    request_queue() : ring_(first_size) {}
    request_queue(const request_queue&) = delete;
    request_queue& operator=(const request_queue&) = delete;

    bool empty() const noexcept { return head_ == tail_; }
    std::size_t size() const noexcept { return static_cast<std::size_t>(tail_ - head_); }
    /// How many of them wait, and are no stones.
    std::size_t operations() const noexcept { return size() - stones_; }
    place_type begin() const noexcept { return head_; }
    place_type end() const noexcept { return tail_; }
    /// What lies before this place has been sent.
    place_type sent() const noexcept { return sent_; }
    bool has_unsent() const noexcept { return sent_ != tail_; }
    entry& at(place_type place) noexcept { return ring_[place & (ring_.size() - 1)]; }
    entry& front() noexcept { return at(head_); }

    /// Where the bytes of the next operation are to be written, before it joins.
    protocol::send_buffer& output() noexcept { return output_; }

    /// The operation joins at the end; its bytes have been written.
    void join(Operation& who, std::uint32_t due) {
        if (size() + 1 >= ring_.size()) [[unlikely]] grow();  // one place stays free: behind the first of a batch lies where it begins
        who.ticket = tail_;
        unsent_replies_ += who.replies;
        at(tail_++) = {&who, due, who.replies, output_.size()};
    }

    /// The same, with the bytes that `write(buffer)` appends. Where something is thrown, nothing of them is left behind.
    template <class Write> void join_with(Operation& who, std::uint32_t due, Write& write) {
        struct rollback {
            protocol::send_buffer* to;
            std::size_t size;
            ~rollback() {
                if (to) to->commit(to->grow(0) - to->size() + size);
            }
        } rollback_guard{&output_, output_.size()};
        write(output_);
        join(who, due);
        rollback_guard.to = nullptr;
    }

    /// The first has all of its replies.
    void pop() noexcept { ++head_; }
    /// The same of a stone.
    void pop_tombstone() noexcept {
        --stones_;
        pop();
    }

    /// The operation at this place leaves early.
    void leave(place_type place) noexcept {
        entry& left = at(place);
        left.due = left.who->replies;
        left.who->ticket = nowhere;
        left.who = nullptr;
        ++stones_;
        if (place < sent_) return;
        ++unsent_stones_;
        unsent_replies_ -= left.replies;
    }

    /// Gives the bytes of all that has not been sent, which counts as sent from now on; they stay where they are until the replies are
    /// there. `replies` is how many are asked for.
    std::string_view send_all(std::size_t& replies) {
        if (unsent_stones_ != 0) [[unlikely]] forget_unsent_stones();
        retire();
        replies = 0;
        if (sent_ == tail_) return {};
        if (count_ == batches_.size()) [[unlikely]] grow_batches();
        replies = std::exchange(unsent_replies_, 0);
        batch& next = batch_at(count_++);
        std::swap(next.bytes, output_);
        output_.clear();
        next.first = sent_;
        next.behind = sent_ = tail_;
        return next.bytes.view();
    }

    /// Forgets those that have left before they were sent.
    void tidy() {
        if (unsent_stones_ != 0) forget_unsent_stones();
    }

    /// The connection is lost, and nothing has been sent any more. Those for which `stays(operation, was_sent)` are to be sent again; the
    /// others are the first in line, up to `sent()`, and are to be popped next; their `due` says whether they had been sent. Of stones
    /// nothing is left.
    template <class Stays> [[gnu::cold]] void requeue_after_disconnect(Stays stays) {
        protocol::send_buffer again;
        std::vector<entry> stayed;
        std::vector<entry> left;
        std::size_t from = 0;
        std::size_t index = 0;
        for (place_type place = head_; place != tail_; ++place) {
            while (index != count_ && place >= batch_at(index).behind) ++index;
            const bool was_sent = index != count_;
            const std::string_view bytes = was_sent ? batch_at(index).bytes.view() : output_.view();
            const place_type first = was_sent ? batch_at(index).first : sent_;
            if (place == head_ || place == first) from = place == first ? 0 : at(place - 1).end;
            entry each = at(place);
            const std::size_t size = each.end - from;
            if (each.who && stays(*each.who, was_sent)) {
                again.append(bytes.substr(from, size));
                from = each.end;
                each.end = again.size();
                stayed.push_back(each);
            } else {
                from = each.end;
                each.due = was_sent;
                if (each.who) left.push_back(each);
            }
        }
        for (; count_ != 0; --count_) drop_first_batch();
        output_ = std::move(again);
        place_type place = head_;
        for (const entry& each : left) put(place++, each);
        sent_ = place;
        unsent_replies_ = 0;
        for (const entry& each : stayed) {
            put(place++, each);
            unsent_replies_ += each.replies;
        }
        tail_ = place;
        stones_ = unsent_stones_ = 0;
    }

    /// The first in line goes to its end, to be sent once more; only where it has been sent and asks for one reply.
    [[gnu::cold]] void join_again() {
        std::size_t index = 0;
        while (head_ >= batch_at(index).behind) ++index;
        const std::size_t from = head_ == batch_at(index).first ? 0 : at(head_ - 1).end;
        const entry first = front();
        output_.append(batch_at(index).bytes.view().substr(from, first.end - from));
        pop();
        join(*first.who, first.due);
    }

private:
    struct batch {
        protocol::send_buffer bytes;
        place_type first = 0;
        place_type behind = 0;
    };
    static constexpr std::size_t first_size = 256;

    void put(place_type place, const entry& one) {
        at(place) = one;
        if (one.who) one.who->ticket = place;
    }
    batch& batch_at(std::size_t index) noexcept { return batches_[(first_batch_ + index) & (batches_.size() - 1)]; }

    void drop_first_batch() noexcept {
        batches_[first_batch_].bytes.clear();
        first_batch_ = (first_batch_ + 1) & (batches_.size() - 1);
    }
    /// Lets go of the bytes to which all replies have come.
    void retire() noexcept {
        for (; count_ != 0 && batch_at(0).behind <= head_; --count_) drop_first_batch();
    }

    [[gnu::cold, gnu::noinline]] void grow() {
        std::vector<entry> larger(ring_.size() * 2);
        for (place_type place = head_ == 0 ? 0 : head_ - 1; place != tail_; ++place) larger[place & (larger.size() - 1)] = at(place);
        ring_.swap(larger);
    }
    [[gnu::cold, gnu::noinline]] void grow_batches() {
        std::vector<batch> larger(batches_.empty() ? 4 : batches_.size() * 2);
        for (std::size_t index = 0; index != count_; ++index) larger[index] = std::move(batch_at(index));
        batches_.swap(larger);
        first_batch_ = 0;
    }

    [[gnu::cold, gnu::noinline]] void forget_unsent_stones() {
        char* const bytes = output_.grow(0) - output_.size();
        std::size_t from = 0;
        std::size_t kept = 0;
        place_type to = sent_;
        for (place_type place = sent_; place != tail_; ++place) {
            entry each = at(place);
            const std::size_t end = each.end;
            if (each.who) {
                std::memmove(bytes + kept, bytes + from, end - from);
                kept += end - from;
                each.end = kept;
                put(to++, each);
            }
            from = end;
        }
        tail_ = to;
        output_.commit(bytes + kept);
        stones_ -= std::exchange(unsent_stones_, 0);
    }

    std::vector<entry> ring_;
    place_type head_ = 0;
    place_type tail_ = 0;
    place_type sent_ = 0;
    std::size_t stones_ = 0;
    std::size_t unsent_stones_ = 0;
    std::size_t unsent_replies_ = 0;
    protocol::send_buffer output_;
    std::vector<batch> batches_;  // a ring of its own: `count_` of them from `first_batch_` on
    std::size_t first_batch_ = 0;
    std::size_t count_ = 0;
};

}  // namespace hibana::detail
