// SPDX-License-Identifier: BSL-1.0
/// \file  Route: where a request may be executed.
#pragma once
#include <cstdint>

namespace hibana {

/// Where a request may be executed. A topology maps a route to a node.
struct request_route {
    enum class target_type : unsigned char {
        any_node,       ///< it has no key
        slot,           ///< on the node that serves `slot`
        all_primaries,  ///< on each primary
        all_nodes,      ///< on each node
    };

    target_type target = target_type::any_node;
    std::uint16_t slot = 0;        ///< with `target_type::slot`
    bool prefers_replica = false;  ///< for reads that may return an older value

    friend constexpr bool operator==(const request_route&, const request_route&) = default;
};

}  // namespace hibana
