// SPDX-License-Identifier: BSL-1.0
/// \file  What a flow returns under a given execution.
#pragma once

namespace hibana {

/// The coroutine type of the execution `X` that gives a `T`; awaiting it inside another task of `X` gives the `T`.
template <class X, class T> using task_of = typename X::template task<T>;

/// An execution whose operations are done when they return, and says so: `at_once<T>` is an awaitable that holds its `T`.
///
/// Flows that every program needs are no coroutines there, which cost a compiler much and here bring nothing.
template <class X> concept runs_at_once = requires { typename X::template at_once<int>; };

namespace detail {

template <class X, class T> struct flow_result {
    using type = task_of<X, T>;
};
template <runs_at_once X, class T> struct flow_result<X, T> {
    using type = typename X::template at_once<T>;
};

}  // namespace detail

/// What a flow gives that is a coroutine only where it has to be; awaited like a task.
template <class X, class T> using flow_of = typename detail::flow_result<X, T>::type;

}  // namespace hibana
