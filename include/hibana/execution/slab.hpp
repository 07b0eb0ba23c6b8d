// SPDX-License-Identifier: BSL-1.0
/// \file  Memory for operations that are begun and ended all the time: what was given back is used again.
#pragma once
#include <cstddef>
#include <new>
#include <utility>

namespace hibana::detail {

/// Free blocks by size. For one thread at a time.
class slab {
public:
    slab() = default;
    slab(const slab&) = delete;
    slab& operator=(const slab&) = delete;
    ~slab() {
        for (block*& list : free_)
            while (list) ::operator delete(std::exchange(list, list->next));
    }

    [[nodiscard]] void* take(std::size_t size) {
        const std::size_t class_of = (size + step - 1) / step;
        if (class_of >= classes) return ::operator new(size);
        if (block*& list = free_[class_of]) return std::exchange(list, list->next);
        return ::operator new(class_of * step);
    }
    void give(void* memory, std::size_t size) noexcept {
        const std::size_t class_of = (size + step - 1) / step;
        if (class_of >= classes) return ::operator delete(memory);
        free_[class_of] = ::new (memory) block{free_[class_of]};
    }

private:
    struct block {
        block* next;
    };
    static constexpr std::size_t step = 64;
    static constexpr std::size_t classes = 17;

    block* free_[classes] = {};
};

/// An allocator that takes from a slab.
template <class T> class slab_allocator {
public:
    using value_type = T;

    explicit slab_allocator(slab& from) noexcept : from_(&from) {}
    template <class Other> slab_allocator(const slab_allocator<Other>& other) noexcept : from_(other.from()) {}

    T* allocate(std::size_t count) { return static_cast<T*>(from_->take(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t count) noexcept { from_->give(memory, count * sizeof(T)); }
    slab* from() const noexcept { return from_; }
    template <class Other> bool operator==(const slab_allocator<Other>& other) const noexcept { return from_ == other.from(); }

private:
    slab* from_;
};

}  // namespace hibana::detail
