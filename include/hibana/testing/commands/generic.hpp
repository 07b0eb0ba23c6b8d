// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of keys of any type.
#pragma once
#include <hibana/command/generic.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_generic_command(Visit&& visit) {
    visit(cmd::copy);
    visit(cmd::del);
    visit(cmd::dump);
    visit(cmd::exists);
    visit(cmd::expire);
    visit(cmd::expireat);
    visit(cmd::pexpire);
    visit(cmd::pexpireat);
    visit(cmd::persist);
    visit(cmd::expiretime);
    visit(cmd::pexpiretime);
    visit(cmd::ttl);
    visit(cmd::pttl);
    visit(cmd::keys);
    visit(cmd::migrate);
    visit(cmd::move);
    visit(cmd::object::encoding);
    visit(cmd::object::freq);
    visit(cmd::object::help);
    visit(cmd::object::idletime);
    visit(cmd::object::refcount);
    visit(cmd::randomkey);
    visit(cmd::rename);
    visit(cmd::renamenx);
    visit(cmd::restore);
    visit(cmd::scan);
    visit(cmd::sort);
    visit(cmd::sort_ro);
    visit(cmd::touch);
    visit(cmd::type);
    visit(cmd::unlink);
    visit(cmd::wait);
    visit(cmd::waitaof);
}

}  // namespace hibana::testing
