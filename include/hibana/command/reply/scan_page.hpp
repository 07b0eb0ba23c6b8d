// SPDX-License-Identifier: BSL-1.0
/// \file  Reply of SCAN, HSCAN, SSCAN and ZSCAN.
#pragma once

#include <cstdint>
#include <vector>

namespace hibana {

/// Elements of one page, and the cursor of the next one; 0 after the last page.
template <class T>
struct scan_page {
    std::uint64_t cursor = 0;
    std::vector<T> items;

    friend bool operator==(const scan_page&, const scan_page&) = default;
};

}  // namespace hibana
