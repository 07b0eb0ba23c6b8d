// SPDX-License-Identifier: BSL-1.0
/// \file  What a recipe needs of a client: something that runs requests.
#pragma once

namespace hibana {

/// Runs requests for a flow that does not know where they go: a client, a pinned connection, a test double.
///
/// `run(request)` and `run(transaction)` await to a `result`; `execution()` is where the flow waits.
template <class Runner>
concept runner = requires(Runner& runner) {
    typename Runner::execution_type;
    runner.execution();
};

}  // namespace hibana
