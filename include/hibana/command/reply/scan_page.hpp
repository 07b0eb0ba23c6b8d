// SPDX-License-Identifier: BSL-1.0
/// \file  What does one call of SCAN, HSCAN, SSCAN or ZSCAN give?
#pragma once

#include <cstdint>
#include <vector>

namespace hibana {

/// Some elements, and the cursor that asks for the next ones; 0 when there are none.
template <class T>
struct scan_page {
    std::uint64_t cursor = 0;
    std::vector<T> items;

    friend bool operator==(const scan_page&, const scan_page&) = default;
};

}  // namespace hibana
