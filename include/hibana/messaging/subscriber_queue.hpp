// SPDX-License-Identifier: BSL-1.0
/// \file  What has come over a shared connection for one subscriber, and is not read yet.
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

/// Messages and answers in the order in which they came, as bytes, up to a limit.
///
/// It is cut where it is to take nothing more: what came before can be read, and then there is an end. One that is cut because it was
/// full counts what it misses.
class subscriber_queue {
public:
    explicit subscriber_queue(std::size_t max_unread_bytes) noexcept : most_unread_(max_unread_bytes) {}
    subscriber_queue(const subscriber_queue&) = delete;
    subscriber_queue& operator=(const subscriber_queue&) = delete;

    // ---- for who fills it

    /// Takes a message, or drops it.
    void deliver(std::string_view message) {
        if (!is_cut_ && !received_.empty() && received_.size() + message.size() > most_unread_)
            is_cut_ = is_full_ = true;
        if (is_cut_) missed_ += is_full_;
        else put(message);
        wake();
    }
    /// Takes an answer: `>3 subscribe name count`. It is never too much, since somebody has asked for it.
    void confirm(std::string_view word, std::string_view name) {
        if (!is_cut_)
            put_text({">3\r\n$", digits(word.size()), "\r\n", word, "\r\n$", digits(name.size()), "\r\n", name,
                      "\r\n:1\r\n"});
        wake();
    }
    void refuse(std::string_view line) {
        if (!is_cut_) put_text({"!", digits(line.size()), "\r\n", line, "\r\n"});
        wake();
    }
    void pong() {
        if (!is_cut_) put("+PONG\r\n");
        wake();
    }
    /// Nothing more comes.
    void cut() {
        is_cut_ = true;
        is_full_ = false;
        wake();
    }
    /// Wakes the flow that waits for messages.
    virtual void wake() = 0;
    topic_set& topics() noexcept { return topics_; }

    // ---- for who reads it

    bool has_unread() const noexcept { return !received_.empty(); }
    bool is_cut() const noexcept { return is_cut_; }
    /// The next message or answer; empty where there is none. It stays until the reader waits for more, or longer where it is pinned.
    std::string_view take() noexcept {
        if (received_.empty()) return {};
        std::size_t size = 0;
        std::memcpy(&size, received_.begin(), sizeof size);
        const std::string_view first(received_.begin() + sizeof size, size);
        received_.consume(first.data() + size);
        return first;
    }
    protocol::pin pin() const { return received_.pin(); }
    /// How many messages were dropped since this was asked last.
    std::uint64_t take_dropped_count() noexcept { return std::exchange(missed_, 0); }
    /// Begins anew, with nothing to be read.
    void begin() noexcept {
        received_.clear();
        is_cut_ = is_full_ = false;
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

    void put(std::string_view whole) { put_text({whole}); }
    void put_text(std::initializer_list<std::string_view> parts) {
        std::size_t size = 0;
        for (const std::string_view part : parts) size += part.size();
        char* at = received_.prepare(sizeof size + size).data();
        const auto append = [&at](const void* bytes, std::size_t count) {
            if (count != 0) std::memcpy(at, bytes, count);
            at += count;
        };
        append(&size, sizeof size);
        for (const std::string_view part : parts) append(part.data(), part.size());
        received_.commit(sizeof size + size);
    }

    protocol::receive_buffer received_;
    topic_set topics_;
    std::size_t most_unread_;
    std::uint64_t missed_ = 0;
    bool is_cut_ = false;
    bool is_full_ = false;
};

}  // namespace hibana::detail
