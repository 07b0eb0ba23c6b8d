// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/slab.hpp>

#include "catch.hpp"

#include <memory>

TEST_CASE("slab: reuses a freed block for the same size class", "[execution]") {
    hibana::detail::slab memory;
    void* const small = memory.allocate(100);
    void* const other = memory.allocate(100);
    CHECK(small != other);
    memory.deallocate(small, 100);
    CHECK(memory.allocate(128) == small);
    memory.deallocate(small, 128);
    void* const less = memory.allocate(64);
    CHECK(less != small);
    memory.deallocate(less, 64);
    memory.deallocate(other, 100);
    void* const large = memory.allocate(1 << 20);
    memory.deallocate(large, 1 << 20);
}

TEST_CASE("slab: allocators are equal if they use the same slab", "[execution]") {
    hibana::detail::slab one, two;
    const hibana::detail::slab_allocator<int> first(one);
    const hibana::detail::slab_allocator<char> same(first);
    const hibana::detail::slab_allocator<int> other(two);
    CHECK(same == first);
    CHECK_FALSE(first == other);
}
