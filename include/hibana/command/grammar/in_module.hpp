// SPDX-License-Identifier: BSL-1.0
/// \file  How a command says which module of the server it belongs to.
#pragma once
#include <hibana/command/descriptor.hpp>

namespace hibana {
namespace notation {

/// The command, or the option, is there where a module is loaded, since the given version of the module.
///
/// Modules can be loaded since Redis 4.0; which of them a server has only the server knows. From 8.0 on those of Redis itself
/// have the version of the server.
template <fixed_string Name, int Major, int Minor = 0, int Patch = 0>
struct in_module {};

}  // namespace notation

namespace grammar {

template <fixed_string Name, int Major, int Minor, int Patch>
struct fact<notation::in_module<Name, Major, Minor, Patch>> : a_fact {
    static constexpr void apply(facts& to) {
        fact<notation::since<notation::redis<4>>>::apply(to);
        to.module = literal_text<Name>;
        if (to.module_version < server_version{Major, Minor, Patch}) to.module_version = {Major, Minor, Patch};
    }
};

}  // namespace grammar
}  // namespace hibana
