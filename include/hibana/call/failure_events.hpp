// SPDX-License-Identifier: BSL-1.0
/// \file  What the events hear of the requests of a call that have failed.
#pragma once
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>

#include <tuple>
#include <vector>

namespace hibana::detail {

/// Tells of each request that has failed; `outcome` is what a call gives: of one request, of several, of a batch, or of a transaction.
template <class Events, class Type> void emit_command_failed(Events& events, const result<Type>& outcome) {
    if (!outcome) events.on(event::command_failed{outcome.error().command(), outcome.error()});
}
template <class Events, class... Type> void emit_command_failed(Events& events, const std::tuple<result<Type>...>& outcomes) {
    std::apply([&events](const auto&... each) { (emit_command_failed(events, each), ...); }, outcomes);
}
template <class Events, class Type> void emit_command_failed(Events& events, const std::vector<result<Type>>& outcomes) {
    for (const auto& each : outcomes) emit_command_failed(events, each);
}
template <class Events, class... Type> void emit_command_failed(Events& events, const result<std::tuple<result<Type>...>>& outcome) {
    if (outcome) emit_command_failed(events, *outcome);
    else events.on(event::command_failed{outcome.error().command(), outcome.error()});
}

}  // namespace hibana::detail
