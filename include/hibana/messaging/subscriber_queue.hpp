// SPDX-License-Identifier: BSL-1.0
/// \file  Queue of the unread messages of one subscriber of a shared connection.
#pragma once
#include <hibana/messaging/topic_set.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Messages and replies in the order received, as bytes, up to a limit.
///
/// Once closed it accepts no more messages; buffered ones can still be read. If it was closed because it was full, it counts dropped
/// messages.
class subscriber_queue {
public:
    explicit subscriber_queue(std::size_t max_unread_bytes) noexcept : max_unread_bytes_(max_unread_bytes) {}
    subscriber_queue(const subscriber_queue&) = delete;
    subscriber_queue& operator=(const subscriber_queue&) = delete;

    // ---- for the router

    /// Appends a message. Drops it if the queue is closed; closes the queue if it is full.
    void push(std::string_view message) {
        if (!is_closed_ && !received_.empty() && received_.size() + message.size() > max_unread_bytes_)
            is_closed_ = is_full_ = true;
        if (is_closed_) dropped_ += is_full_;
        else append(message);
        wake();
    }
    /// Appends a confirmation: `>3 subscribe name count`. Replies do not count against the limit, since each belongs to a request.
    void push_confirmation(std::string_view word, std::string_view name) {
        if (!is_closed_)
            append_parts({">3\r\n$", digits(word.size()), "\r\n", word, "\r\n$", digits(name.size()), "\r\n", name,
                      "\r\n:1\r\n"});
        wake();
    }
    void push_error(std::string_view line) {
        if (!is_closed_) append_parts({"!", digits(line.size()), "\r\n", line, "\r\n"});
        wake();
    }
    void push_pong() {
        if (!is_closed_) append("+PONG\r\n");
        wake();
    }
    /// Accepts no more messages.
    void close() {
        is_closed_ = true;
        is_full_ = false;
        wake();
    }
    /// Resumes the flow that waits for this queue.
    virtual void wake() = 0;
    topic_set& topics() noexcept { return topics_; }

    // ---- for the subscriber

    bool has_unread() const noexcept { return !received_.empty(); }
    bool is_closed() const noexcept { return is_closed_; }
    /// Pops the next message or reply; empty if there is none. Its bytes are valid until the next wait, or while they are pinned.
    std::string_view pop() noexcept {
        if (received_.empty()) return {};
        std::size_t size = 0;
        std::memcpy(&size, received_.begin(), sizeof size);
        const std::string_view first(received_.begin() + sizeof size, size);
        received_.consume(first.data() + size);
        return first;
    }
    protocol::pin pin() const { return received_.pin(); }
    /// Returns the number of dropped messages, and resets it.
    std::uint64_t take_dropped_count() noexcept { return std::exchange(dropped_, 0); }
    /// Discards all messages and opens the queue again.
    void reset() noexcept {
        received_.clear();
        is_closed_ = is_full_ = false;
    }

protected:
    ~subscriber_queue() = default;

private:
    class digits {
    public:
        explicit digits(std::size_t number) noexcept
            : size_(static_cast<std::size_t>(std::to_chars(text_, text_ + sizeof text_, number).ptr - text_)) {}
        operator std::string_view() const noexcept { return {text_, size_}; }

    private:
        char text_[20];
        std::size_t size_;
    };

    void append(std::string_view whole) { append_parts({whole}); }
    void append_parts(std::initializer_list<std::string_view> parts) {
        std::size_t size = 0;
        for (const std::string_view part : parts) size += part.size();
        char* at = received_.prepare(sizeof size + size).data();
        const auto copy = [&at](const void* bytes, std::size_t count) {
            if (count != 0) std::memcpy(at, bytes, count);
            at += count;
        };
        copy(&size, sizeof size);
        for (const std::string_view part : parts) copy(part.data(), part.size());
        received_.commit(sizeof size + size);
    }

    protocol::receive_buffer received_;
    topic_set topics_;
    std::size_t max_unread_bytes_;
    std::uint64_t dropped_ = 0;
    bool is_closed_ = false;
    bool is_full_ = false;
};

}  // namespace hibana::detail
