// SPDX-License-Identifier: BSL-1.0
/// \file  Position of a geospatial member.
#pragma once
#include <hibana/command/members.hpp>

#include <cstddef>

namespace hibana {
namespace replies {

/// A position in degrees.
struct geo_position {
    double longitude = 0;
    double latitude = 0;
    friend bool operator==(const geo_position&, const geo_position&) = default;
};

}  // namespace replies

template <>
struct members<replies::geo_position> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("longitude", it.longitude);
        f("latitude", it.latitude);
    }
};
}  // namespace hibana
