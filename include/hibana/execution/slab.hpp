// SPDX-License-Identifier: BSL-1.0
/// \file  Memory pool for frequently allocated operations.
#pragma once
#include <cstddef>
#include <new>
#include <utility>

namespace hibana::detail {

/// Free lists by size class. Not thread-safe.
class slab {
public:
    slab() = default;
    slab(const slab&) = delete;
    slab& operator=(const slab&) = delete;
    ~slab() {
        for (block*& list : free_)
            while (list) ::operator delete(std::exchange(list, list->next));
    }

    [[nodiscard]] void* allocate(std::size_t size) {
        const std::size_t size_class = (size + step - 1) / step;
        if (size_class >= classes) return ::operator new(size);
        if (block*& list = free_[size_class]) return std::exchange(list, list->next);
        return ::operator new(size_class * step);
    }
    void deallocate(void* memory, std::size_t size) noexcept {
        const std::size_t size_class = (size + step - 1) / step;
        if (size_class >= classes) return ::operator delete(memory);
        free_[size_class] = ::new (memory) block{free_[size_class]};
    }

private:
    struct block {
        block* next;
    };
    static constexpr std::size_t step = 64;
    static constexpr std::size_t classes = 17;

    block* free_[classes] = {};
};

/// Allocator that uses a slab.
template <class T> class slab_allocator {
public:
    using value_type = T;

    explicit slab_allocator(slab& from) noexcept : from_(&from) {}
    template <class Other> slab_allocator(const slab_allocator<Other>& other) noexcept : from_(other.from()) {}

    T* allocate(std::size_t count) { return static_cast<T*>(from_->allocate(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t count) noexcept { from_->deallocate(memory, count * sizeof(T)); }
    slab* from() const noexcept { return from_; }
    template <class Other> bool operator==(const slab_allocator<Other>& other) const noexcept { return from_ == other.from(); }

private:
    slab* from_;
};

}  // namespace hibana::detail
