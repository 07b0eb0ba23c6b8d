// SPDX-License-Identifier: BSL-1.0
/// \file  What a flow returns under a given execution.
#pragma once

namespace hibana {

/// The coroutine type of the execution `X` that gives a `T`; awaiting it inside another task of `X` gives the `T`.
template <class X, class T> using task_of = typename X::template task<T>;

}  // namespace hibana
