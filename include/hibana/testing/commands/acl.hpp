// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of access control lists.
#pragma once
#include <hibana/command/acl.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_acl_command(Visit&& visit) {
    visit(cmd::acl::cat);
    visit(cmd::acl::deluser);
    visit(cmd::acl::dryrun);
    visit(cmd::acl::genpass);
    visit(cmd::acl::getuser);
    visit(cmd::acl::help);
    visit(cmd::acl::list);
    visit(cmd::acl::load);
    visit(cmd::acl::log);
    visit(cmd::acl::save);
    visit(cmd::acl::setuser);
    visit(cmd::acl::users);
    visit(cmd::acl::whoami);
}

}  // namespace hibana::testing
