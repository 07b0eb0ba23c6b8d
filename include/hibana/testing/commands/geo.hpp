// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of places.
#pragma once
#include <hibana/command/geo.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_geo_command(Visit&& visit) {
    visit(cmd::geoadd);
    visit(cmd::geodist);
    visit(cmd::geohash);
    visit(cmd::geopos);
    visit(cmd::georadius);
    visit(cmd::georadius_ro);
    visit(cmd::georadiusbymember);
    visit(cmd::georadiusbymember_ro);
    visit(cmd::geosearch);
    visit(cmd::geosearchstore);
}

}  // namespace hibana::testing
