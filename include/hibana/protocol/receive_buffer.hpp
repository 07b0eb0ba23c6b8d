// SPDX-License-Identifier: BSL-1.0
/// \file  Receive buffer with reference-counted blocks, so that views stay valid.
#pragma once

#include <hibana/core/ref_count.hpp>

#include <cstddef>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <utility>

namespace hibana::protocol {

namespace detail {

/// The header of a heap block: a reference count and a capacity. The bytes follow it and are not initialised.
class block {
public:
    [[nodiscard]] static block* make(std::size_t capacity) {
        return new (::operator new(sizeof(block) + capacity)) block(capacity);
    }

    void hold() noexcept { refs_.add(); }

    void release() noexcept {
        if (refs_.release()) {
            this->~block();
            ::operator delete(static_cast<void*>(this));
        }
    }

    /// The caller has the only reference.
    [[nodiscard]] bool is_unique() const noexcept { return refs_.is_unique(); }

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] char* data() noexcept { return reinterpret_cast<char*>(this + 1); }

private:
    explicit block(std::size_t capacity) : capacity_(capacity) {}
    ~block() = default;

    hibana::detail::ref_count refs_;
    std::size_t capacity_;
};

}  // namespace detail

/// Keeps received bytes at their address while it or a copy of it exists. May outlive the buffer, on any thread.
class pin {
public:
    pin() = default;
    pin(const pin& other) noexcept : block_(other.block_) {
        if (block_ != nullptr) block_->hold();
    }
    pin(pin&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    pin& operator=(pin other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~pin() {
        if (block_ != nullptr) block_->release();
    }

private:
    friend class receive_buffer;
    explicit pin(detail::block* b) noexcept : block_(b) { b->hold(); }

    detail::block* block_ = nullptr;
};

/// A queue of received bytes: appended at the end, consumed from the front.
///
/// Memory is never zeroed, and only unread bytes are moved. Pinned bytes stay at their address: the buffer continues in another
/// block, a recycled one if possible.
class receive_buffer {
public:
    static constexpr std::size_t usual_capacity = std::size_t{64} << 10;

    receive_buffer() = default;
    receive_buffer(receive_buffer&& other) noexcept { swap(other); }
    receive_buffer& operator=(receive_buffer&& other) noexcept {
        receive_buffer(std::move(other)).swap(*this);
        return *this;
    }
    ~receive_buffer() {
        for (detail::block*& b : recycled_) drop(b);
        drop(block_);
    }

    /// Space for at least `at_least` bytes after the unread ones. May move the unread bytes.
    [[nodiscard]] std::span<char> prepare(std::size_t at_least) {
        // Restarting at the front keeps the same few cache lines in use. A block that was ever pinned is checked first.
        if (begin_ == end_ && !was_pinned_) begin_ = end_ = start_;
        if (static_cast<std::size_t>(limit_ - end_) < at_least || large_ || was_pinned_) [[unlikely]] make_room(at_least);
        return {end_, static_cast<std::size_t>(limit_ - end_)};
    }

    /// Appends the bytes written to the prepared space.
    void commit(std::size_t size) { end_ += size; }

    [[nodiscard]] const char* begin() const { return begin_; }
    [[nodiscard]] const char* end() const { return end_; }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
    [[nodiscard]] bool empty() const { return begin_ == end_; }
    [[nodiscard]] std::string_view unread() const { return {begin_, size()}; }

    /// The unread byte at this position, for modification.
    [[nodiscard]] char* at(std::size_t position) { return begin_ + position; }

    /// Consumes the bytes before `to`.
    void consume(const char* to) { begin_ += to - begin_; }

    /// Discards the unread bytes, as before a new connection.
    void clear() { begin_ = end_; }

    /// Pins the bytes now in the buffer, consumed or not.
    [[nodiscard]] protocol::pin pin() const {
        if (block_ == nullptr) return {};
        was_pinned_ = true;
        return protocol::pin(block_);
    }

    [[nodiscard]] std::size_t capacity() const { return block_ == nullptr ? 0 : block_->capacity(); }

private:
    static constexpr unsigned recycled_blocks = 4;
    static constexpr unsigned timeout = 64;

    static void drop(detail::block*& b) noexcept {
        if (b != nullptr) std::exchange(b, nullptr)->release();
    }

    void swap(receive_buffer& other) noexcept {
        std::swap(block_, other.block_);
        std::swap(begin_, other.begin_);
        std::swap(end_, other.end_);
        std::swap(limit_, other.limit_);
        for (unsigned n = 0; n < recycled_blocks; ++n) std::swap(recycled_[n], other.recycled_[n]);
        std::swap(unused_, other.unused_);
        std::swap(large_, other.large_);
        std::swap(start_, other.start_);
        std::swap(was_pinned_, other.was_pinned_);
    }

    [[gnu::cold, gnu::noinline]] void make_room(std::size_t at_least) {
        if (was_pinned_ && block_->is_unique()) {
            was_pinned_ = false;
            if (begin_ == end_) begin_ = end_ = start_;
        }
        const std::size_t used = size();
        if (large_ && !should_keep(used + at_least)) {
            replace(usual_capacity);
            return;
        }
        if (static_cast<std::size_t>(limit_ - end_) >= at_least) return;
        if (block_ != nullptr && block_->is_unique() && block_->capacity() - used >= at_least && used <= block_->capacity() / 2) {
            std::memmove(block_->data(), begin_, used);
            begin_ = block_->data();
            end_ = begin_ + used;
            return;
        }
        std::size_t capacity = usual_capacity;
        while (capacity < 2 * used || capacity - used < at_least) capacity *= 2;
        replace(capacity);
    }

    /// A large block is released after a number of uses that needed much less.
    [[nodiscard]] bool should_keep(std::size_t used) {
        unused_ = used > block_->capacity() / 4 || used > usual_capacity ? 0 : unused_ + 1;
        return unused_ < timeout;
    }

    void replace(std::size_t capacity) {
        const std::size_t used = size();
        detail::block* const fresh = take_recycled(capacity);
        if (used != 0) std::memcpy(fresh->data(), begin_, used);
        retire(block_);
        block_ = fresh;
        begin_ = start_ = fresh->data();
        end_ = begin_ + used;
        limit_ = begin_ + fresh->capacity();
        was_pinned_ = false;
        large_ = fresh->capacity() > usual_capacity;
        unused_ = 0;
    }

    [[nodiscard]] detail::block* take_recycled(std::size_t capacity) {
        if (capacity == usual_capacity) {
            for (detail::block*& b : recycled_) {
                if (b != nullptr && b->is_unique()) return std::exchange(b, nullptr);
            }
        }
        return detail::block::make(capacity);
    }

    void retire(detail::block* old) noexcept {
        if (old == nullptr) return;
        if (old->capacity() == usual_capacity) {
            for (detail::block*& b : recycled_) {
                if (b == nullptr) {
                    b = old;
                    return;
                }
            }
        }
        old->release();
    }

    detail::block* block_ = nullptr;
    char* start_ = nullptr;
    char* begin_ = nullptr;
    char* end_ = nullptr;
    char* limit_ = nullptr;
    detail::block* recycled_[recycled_blocks] = {};
    unsigned unused_ = 0;
    bool large_ = false;
    mutable bool was_pinned_ = false;  // since this block was acquired; it may still be pinned
};

}  // namespace hibana::protocol
