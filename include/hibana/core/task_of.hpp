// SPDX-License-Identifier: BSL-1.0
/// \file  Coroutine type of an execution.
#pragma once

namespace hibana {

/// The coroutine type of execution `X` that returns a `T` when awaited inside another task of `X`.
template <class X, class T> using task_of = typename X::template task<T>;

}  // namespace hibana
