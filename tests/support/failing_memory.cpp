// SPDX-License-Identifier: BSL-1.0
/// \file  Replacements of the allocation functions of a program.
#include "support/failing_memory.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

thread_local long support::allocations_left = -1;

namespace {

bool may_allocate() {
    long& left = support::allocations_left;
    if (left == 0) {
        left = -1;
        return false;
    }
    if (left > 0) --left;
    return true;
}

}  // namespace

void* operator new(std::size_t size) {
    if (!may_allocate()) throw std::bad_alloc();
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
// Asio allocates the memory of its handlers with this function.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    void* memory = nullptr;
    return may_allocate() && ::posix_memalign(&memory, std::max(alignment, sizeof(void*)), size) == 0 ? memory : nullptr;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size == 0 ? 1 : size); }
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
