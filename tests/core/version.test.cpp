// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/version.hpp>

TEST_CASE("library_version: is that of the package", "[core]") {
    CHECK(hibana::library_version == HIBANA_PACKAGE_VERSION);
}
