// SPDX-License-Identifier: BSL-1.0
/// \file  What the programs of this folder share, compiled ahead of them.
#include <hibana/client.hpp>
#include <hibana/commands.hpp>
#include <hibana/module_commands.hpp>
