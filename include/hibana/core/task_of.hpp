// SPDX-License-Identifier: BSL-1.0
/// \file  Coroutine type of an execution.
#pragma once

namespace hibana {

/// The coroutine type of the execution `X` that returns a `T`; awaiting it inside another task of `X` gives the `T`.
template <class X, class T> using task_of = typename X::template task<T>;

}  // namespace hibana
