// SPDX-License-Identifier: BSL-1.0
/// \file  The commands of Search that find it done already, and then do nothing and say OK.
#pragma once
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>

// clang-format off: a declaration is laid out as its line in the documentation of the server is
namespace hibana::cmd::ft {
using namespace notation;

// Where there is no such index, alias or attribute yet.
inline constexpr descriptor<"FT._ALIASADDIFNX", ok(bulk, bulk), writes, idempotent, in_search<2>> _aliasaddifnx;
inline constexpr descriptor<"FT._ALTERIFNX", alter_call, writes, idempotent, in_search<2>> _alterifnx;
inline constexpr descriptor<"FT._CREATEIFNX", create_call, writes, idempotent, in_search<2>> _createifnx;

// Where there is one.
inline constexpr descriptor<"FT._ALIASDELIFX", ok(bulk), writes, idempotent, in_search<2>> _aliasdelifx;
inline constexpr descriptor<"FT._DROPIFX", ok(bulk, maybe<opt::search::keepdocs>), writes, idempotent, in_search<2>> _dropifx;
inline constexpr descriptor<"FT._DROPINDEXIFX", ok(bulk, maybe<opt::search::dd>), writes, idempotent, in_search<2>> _dropindexifx;

}  // namespace hibana::cmd::ft
