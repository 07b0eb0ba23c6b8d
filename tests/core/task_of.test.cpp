// SPDX-License-Identifier: BSL-1.0
#include <hibana/core/task_of.hpp>

#include "catch.hpp"

#include <type_traits>

namespace {

template <class T> struct box {};
struct execution {
    template <class T> using task = box<T>;
};

}  // namespace

TEST_CASE("task_of: is the coroutine type that the execution names", "[core]") {
    STATIC_REQUIRE(std::is_same_v<hibana::task_of<execution, int>, box<int>>);
    STATIC_REQUIRE(std::is_same_v<hibana::task_of<execution, void>, box<void>>);
}
