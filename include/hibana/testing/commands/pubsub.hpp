// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of publishing and subscribing.
#pragma once
#include <hibana/command/pubsub.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_pubsub_command(Visit&& visit) {
    visit(cmd::publish);
    visit(cmd::spublish);
    visit(cmd::pubsub::channels);
    visit(cmd::pubsub::help);
    visit(cmd::pubsub::numpat);
    visit(cmd::pubsub::numsub);
    visit(cmd::pubsub::shardchannels);
    visit(cmd::pubsub::shardnumsub);
    visit(cmd::subscribe);
    visit(cmd::psubscribe);
    visit(cmd::ssubscribe);
    visit(cmd::unsubscribe);
    visit(cmd::punsubscribe);
    visit(cmd::sunsubscribe);
}

}  // namespace hibana::testing
