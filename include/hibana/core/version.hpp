// SPDX-License-Identifier: BSL-1.0
/// \file  Which release of the library this is.
#pragma once
#include <string_view>

namespace hibana {

/// The release, as semantic versioning writes it.
inline constexpr std::string_view library_version = "0.1.0";

}  // namespace hibana
