// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of strings.
#pragma once
#include <hibana/command/string.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_string_command(Visit&& visit) {
    visit(cmd::append);
    visit(cmd::decr);
    visit(cmd::decrby);
    visit(cmd::delex);
    visit(cmd::delifeq);
    visit(cmd::digest);
    visit(cmd::get);
    visit(cmd::getdel);
    visit(cmd::getex);
    visit(cmd::getrange);
    visit(cmd::getset);
    visit(cmd::incr);
    visit(cmd::incrby);
    visit(cmd::incrbyfloat);
    visit(cmd::increx);
    visit(cmd::lcs);
    visit(cmd::mget);
    visit(cmd::mset);
    visit(cmd::msetex);
    visit(cmd::msetnx);
    visit(cmd::psetex);
    visit(cmd::set);
    visit(cmd::setex);
    visit(cmd::setnx);
    visit(cmd::setrange);
    visit(cmd::strlen);
    visit(cmd::substr);
}

}  // namespace hibana::testing
