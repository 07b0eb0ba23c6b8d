// SPDX-License-Identifier: BSL-1.0
/// \file  Search commands that reply OK if there is nothing to do.
#pragma once
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::ft {
using namespace notation;

// Without effect if the index, alias or attribute exists.
inline constexpr descriptor<"FT._ALIASADDIFNX", ok(bulk, bulk), writes, idempotent, in_search<2>> _aliasaddifnx;
inline constexpr descriptor<"FT._ALTERIFNX", alter_call, writes, idempotent, in_search<2>> _alterifnx;
inline constexpr descriptor<"FT._CREATEIFNX", create_call, writes, idempotent, in_search<2>> _createifnx;

// Without effect if the index or alias does not exist.
inline constexpr descriptor<"FT._ALIASDELIFX", ok(bulk), writes, idempotent, in_search<2>> _aliasdelifx;
inline constexpr descriptor<"FT._DROPIFX", ok(bulk, maybe<opt::search::keepdocs>), writes, idempotent, in_search<2>> _dropifx;
inline constexpr descriptor<"FT._DROPINDEXIFX", ok(bulk, maybe<opt::search::dd>), writes, idempotent, in_search<2>> _dropindexifx;

}  // namespace hibana::cmd::ft
