// SPDX-License-Identifier: BSL-1.0
/// \file  Version of the library.
#pragma once
#include <string_view>

namespace hibana {

/// The version in the notation of semantic versioning.
inline constexpr std::string_view library_version = "0.1.0";

}  // namespace hibana
