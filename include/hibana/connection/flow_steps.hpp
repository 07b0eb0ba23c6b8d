// SPDX-License-Identifier: BSL-1.0
/// \file  How a flow that waits is written once: it says what it wants, and whoever carries it brings that.
#pragma once
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>

#include <utility>

namespace hibana::detail {

/// What a flow waits for: an operation of that name, whose result it is then given.
enum class awaited : unsigned char { nothing, stream, credentials, room, bytes };

/// Carries a flow to its end, which is where it wants nothing any more: each operation is waited for as the execution does.
///
/// The flow is a state machine: it decides, and knows no execution. Nothing is decided here.
template <class Flow> [[gnu::cold]] auto carry(Flow& flow) -> task_of<typename Flow::execution_type, result<void>> {
    for (;;) {
        switch (flow.next()) {
        case awaited::stream: {
            auto opened = co_await flow.open();
            flow.opened(std::move(opened));
            break;
        }
        case awaited::credentials:
            if constexpr (Flow::waits_for_credentials) {
                auto who = co_await flow.ask();
                flow.told(std::move(who));
            }
            break;
        case awaited::room: {
            auto written = co_await flow.write();
            flow.written(std::move(written));
            break;
        }
        case awaited::bytes: {
            auto some = co_await flow.read();
            flow.received(std::move(some));
            break;
        }
        default: co_return flow.outcome();
        }
    }
}
template <class Flow>
    requires runs_at_once<typename Flow::execution_type>
[[gnu::cold]] auto carry(Flow& flow) -> flow_of<typename Flow::execution_type, result<void>> {
    for (;;) {
        switch (flow.next()) {
        case awaited::stream: flow.opened(flow.open().await_resume()); break;
        case awaited::credentials:
            if constexpr (Flow::waits_for_credentials) flow.told(flow.ask().await_resume());
            break;
        case awaited::room: flow.written(flow.write().await_resume()); break;
        case awaited::bytes: flow.received(flow.read().await_resume()); break;
        default: return result<void>(flow.outcome());
        }
    }
}

}  // namespace hibana::detail
