// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of connections.
#pragma once
#include <hibana/command/connection.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_connection_command(Visit&& visit) {
    visit(cmd::auth);
    visit(cmd::echo);
    visit(cmd::hello);
    visit(cmd::ping);
    visit(cmd::quit);
    visit(cmd::reset);
    visit(cmd::select);
    visit(cmd::client::caching);
    visit(cmd::client::capa);
    visit(cmd::client::getname);
    visit(cmd::client::getredir);
    visit(cmd::client::help);
    visit(cmd::client::id);
    visit(cmd::client::import_source);
    visit(cmd::client::info);
    visit(cmd::client::kill);
    visit(cmd::client::list);
    visit(cmd::client::no_evict);
    visit(cmd::client::no_touch);
    visit(cmd::client::pause);
    visit(cmd::client::reply);
    visit(cmd::client::setinfo);
    visit(cmd::client::setname);
    visit(cmd::client::tracking);
    visit(cmd::client::trackinginfo);
    visit(cmd::client::unblock);
    visit(cmd::client::unpause);
}

}  // namespace hibana::testing
