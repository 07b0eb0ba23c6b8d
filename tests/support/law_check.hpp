// SPDX-License-Identifier: BSL-1.0
/// \file  How a law of hibana/testing/laws is reported to Catch2.
#pragma once

#include "catch.hpp"

#include <string>
#include <string_view>

namespace hibana::test {

/// The check that is handed to the laws: counts once for each law that holds, and names the one that does not.
inline constexpr auto law = [](bool holds, std::string_view sentence) {
    if (!holds) {
        FAIL_CHECK(std::string{sentence});
    } else {
        SUCCEED();
    }
};

}  // namespace hibana::test
