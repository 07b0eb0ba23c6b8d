// SPDX-License-Identifier: BSL-1.0
/// \file  Module and module version of a command.
#pragma once
#include <hibana/command/descriptor.hpp>

namespace hibana {
namespace notation {

/// The command or option exists since this version of a module, if the module is loaded.
///
/// Redis loads modules since 4.0; only the server knows which ones. Since 8.0 the modules of Redis have the version of the
/// server.
template <fixed_string Name, int Major, int Minor = 0, int Patch = 0>
struct in_module {};

}  // namespace notation

namespace grammar {

template <fixed_string Name, int Major, int Minor, int Patch>
struct property<notation::in_module<Name, Major, Minor, Patch>> : property_base {
    static constexpr void apply(command_info& to) {
        property<notation::since<notation::redis<4>>>::apply(to);
        to.module = literal_text<Name>;
        if (to.module_version < server_version{Major, Minor, Patch}) to.module_version = {Major, Minor, Patch};
    }
};

}  // namespace grammar
}  // namespace hibana
