// SPDX-License-Identifier: BSL-1.0
/// \file  Growing output buffer without initialisation.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>  // std::allocator
#include <string_view>
#include <utility>

namespace hibana::protocol {

/// A growing block of bytes for encoded requests.
///
/// Memory is reused; the memory of a rare large request is released after a number of smaller uses. Not thread-safe.
class send_buffer {
public:
    /// The capacity up to which memory is never released.
    static constexpr std::size_t retained_capacity = 64 * 1024;

    send_buffer() = default;
    send_buffer(send_buffer&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)), small_uses_(std::exchange(other.small_uses_, 0)) {}
    send_buffer& operator=(send_buffer&& other) noexcept {
        send_buffer taken(std::move(other));
        std::swap(data_, taken.data_);
        std::swap(size_, taken.size_);
        std::swap(capacity_, taken.capacity_);
        std::swap(small_uses_, taken.small_uses_);
        return *this;
    }
    ~send_buffer() { std::free(data_); }

    /// The end of the written bytes, followed by space for `size` uninitialised bytes. Throws std::bad_alloc.
    [[nodiscard]] char* grow(std::size_t size) {
        if (capacity_ - size_ < size) [[unlikely]]
            enlarge(size);
        return data_ + size_;
    }

    /// Appends the bytes written since `grow`, up to `end`.
    void commit(const char* end) { size_ = static_cast<std::size_t>(end - data_); }

    void append(std::string_view bytes) {
        char* const at = grow(bytes.size());
        if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
        size_ += bytes.size();
    }

    /// Discards the bytes; their memory is reused.
    void clear() {
        if (capacity_ > retained_capacity) [[unlikely]]
            shrink();
        size_ = 0;
    }

    std::string_view view() const { return {data_, size_}; }
    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    bool empty() const { return size_ == 0; }

private:
    static constexpr std::size_t most_ = static_cast<std::size_t>(-1) / 4;
    static constexpr unsigned max_small_uses_ = 64;  // uses that need much less than the capacity, before memory is released

    char* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    unsigned small_uses_ = 0;

    [[gnu::noinline]] void enlarge(std::size_t size) {
        const std::size_t doubled = capacity_ * 2;
        const std::size_t required = size_ + size;
        const std::size_t capacity = doubled < required ? (required < 512 ? 512 : required) : doubled;
        const bool possible = size < most_ && capacity < most_;
        void* const moved = possible ? std::realloc(data_, capacity) : nullptr;
        if (moved == nullptr) fail();
        data_ = static_cast<char*>(moved);
        capacity_ = capacity;
    }

    /// The standard allocator throws std::bad_alloc with less code than an own throw expression.
    [[noreturn]] static void fail() {
        static_cast<void>(std::allocator<char>().allocate(static_cast<std::size_t>(-1)));
        std::abort();
    }

    [[gnu::noinline]] void shrink() {
        if (size_ > capacity_ / 4) {
            small_uses_ = 0;
        } else if (++small_uses_ == max_small_uses_) {
            std::free(std::exchange(data_, nullptr));
            capacity_ = 0;
            small_uses_ = 0;
        }
    }
};

}  // namespace hibana::protocol
