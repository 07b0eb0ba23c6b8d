// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of scripts and functions.
#pragma once
#include <hibana/command/scripting.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_scripting_command(Visit&& visit) {
    visit(cmd::eval);
    visit(cmd::eval_ro);
    visit(cmd::evalsha);
    visit(cmd::evalsha_ro);
    visit(cmd::fcall);
    visit(cmd::fcall_ro);
    visit(cmd::function::delete_);
    visit(cmd::function::dump);
    visit(cmd::function::flush);
    visit(cmd::function::help);
    visit(cmd::function::kill);
    visit(cmd::function::list);
    visit(cmd::function::load);
    visit(cmd::function::restore);
    visit(cmd::function::stats);
    visit(cmd::script::debug);
    visit(cmd::script::exists);
    visit(cmd::script::flush);
    visit(cmd::script::help);
    visit(cmd::script::kill);
    visit(cmd::script::load);
    visit(cmd::script::show);
}

}  // namespace hibana::testing
