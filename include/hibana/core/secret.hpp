// SPDX-License-Identifier: BSL-1.0
/// \file  Storage of secrets, erased on destruction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

namespace detail {

/// Overwrites memory that is about to be freed; unlike a plain loop, it is not optimised away.
[[gnu::cold, gnu::noinline]] inline void secure_zero(char* bytes, std::size_t size) noexcept {
    for (std::size_t i = 0; i != size; ++i) {
        bytes[i] = '\0';
    }
    // The compiler must assume that the zeros are read.
    asm volatile("" : : "r"(bytes) : "memory");
}

}  // namespace detail

/// Bytes that must not be seen: a password, a token, the passphrase of a key.
///
/// There is no way to print one or to turn one into a string but `view()`, asked for by name. The bytes live in one
/// block of their own, which is overwritten with zeros before it is freed, on assignment and on destruction.
class secret {
public:
    secret() noexcept = default;

    // Implicit, so that `.password = "..."` can be written.
    secret(std::string_view bytes) : bytes_{bytes.empty() ? nullptr : new char[bytes.size()]}, size_{bytes.size()} {
        bytes.copy(bytes_, size_);
    }
    secret(const char* text) : secret{std::string_view{text}} {}
    secret(const std::string& text) : secret{std::string_view{text}} {}

    /// Copies the bytes and erases the argument.
    secret(std::string&& text) : secret{std::string_view{text}} {
        detail::secure_zero(text.data(), text.size());
        text.clear();
    }

    secret(std::nullptr_t) = delete;

    secret(const secret& other) : secret{other.view()} {}
    secret(secret&& other) noexcept
        : bytes_{std::exchange(other.bytes_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

    secret& operator=(secret other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(size_, other.size_);
        return *this;
    }

    ~secret() {
        if (bytes_ != nullptr) {
            detail::secure_zero(bytes_, size_);
            delete[] bytes_;
        }
    }

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Returns the bytes in clear text; valid until this secret is modified or destroyed.
    [[nodiscard]] std::string_view view() const noexcept { return {bytes_, size_}; }

    /// Compares in constant time for secrets of equal size.
    [[nodiscard]] friend bool operator==(const secret& left, const secret& right) noexcept {
        if (left.size_ != right.size_) {
            return false;
        }
        unsigned difference = 0;
        for (std::size_t i = 0; i != left.size_; ++i) {
            difference |= static_cast<unsigned char>(left.bytes_[i])
                          ^ static_cast<unsigned>(static_cast<unsigned char>(right.bytes_[i]));
        }
        return difference == 0;
    }

private:
    char* bytes_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace hibana
