// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of transactions.
#pragma once
#include <hibana/command/transaction.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_transaction_command(Visit&& visit) {
    visit(cmd::discard);
    visit(cmd::exec);
    visit(cmd::multi);
    visit(cmd::unwatch);
    visit(cmd::watch);
}

}  // namespace hibana::testing
