// SPDX-License-Identifier: BSL-1.0
/// \file  All command families except the modules. Programs that use few families include these directly.
#pragma once
#include <hibana/command/acl.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/array.hpp>
#include <hibana/command/bitmap.hpp>
#include <hibana/command/cluster.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/geo.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/hyperloglog.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/management.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/command/scripting.hpp>
#include <hibana/command/sentinel.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/stream.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>

/// The commands, named as on the wire, in lower case: `SET` is `cmd::set`, `CLIENT KILL` is `cmd::client::kill`.
///
/// A `-` becomes `_`. A name that is not available gets the suffix `_`: a C++ keyword (`FUNCTION DELETE` is
/// `cmd::function::delete_`), or a command that also has subcommands.
namespace hibana::cmd {}
