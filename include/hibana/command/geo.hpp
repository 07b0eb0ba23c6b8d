// SPDX-License-Identifier: BSL-1.0
/// \file  Geospatial commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/geo.hpp>

namespace hibana::opt {

/// A member of GEOADD: longitude, latitude, name.
inline constexpr option<"", real, real, member> place;
inline constexpr option<"M"> m;
inline constexpr option<"KM"> km;
inline constexpr option<"FT"> ft;
inline constexpr option<"MI"> mi;
inline constexpr option<"FROMMEMBER", member> frommember;
inline constexpr option<"FROMLONLAT", real, real> fromlonlat;
inline constexpr option<"BYRADIUS", real, one_of<m, km, ft, mi>> byradius;
inline constexpr option<"BYBOX", real, real, one_of<m, km, ft, mi>> bybox;
/// The vertices, longitude and latitude each; at least three.
inline constexpr option<"BYPOLYGON", counted<pair<real, real>>, since<valkey<9>>> bypolygon;
inline constexpr option<"WITHCOORD"> withcoord;
inline constexpr option<"WITHDIST"> withdist;
inline constexpr option<"WITHHASH"> withhash;
namespace form {
inline constexpr option<"STOREDIST"> storedist;
inline constexpr option<"STOREDIST", key> storedist_key;
}  // namespace form
inline constexpr flag_or_option<form::storedist, form::storedist_key> storedist;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"GEOADD",
    integer(key, maybe<opt::nx, opt::xx>, maybe<opt::ch>, real, real, member),
    integer(key, maybe<opt::nx, opt::xx>, maybe<opt::ch>, some_of<opt::place>),
    writes, since<redis<3, 2>>, since_with<since<redis<6, 2>>, opt::nx, opt::xx, opt::ch>> geoadd;
inline constexpr descriptor<"GEODIST",
    nullable<real>(key, member, member, maybe<opt::m, opt::km, opt::ft, opt::mi>),
    reads, cacheable, since<redis<3, 2>>> geodist;
inline constexpr descriptor<"GEOHASH", array<nullable<bulk>>(key, any<member>), reads, cacheable, since<redis<3, 2>>> geohash;
inline constexpr descriptor<"GEOPOS", array<nullable<listed<replies::geo_position>>>(key, any<member>),
    reads, cacheable, since<redis<3, 2>>> geopos;
inline constexpr descriptor<"GEORADIUS",
    array<row<bulk, with<opt::withdist, real>, with<opt::withhash, integer>, with<opt::withcoord, listed<replies::geo_position>>>>(
        key, real, real, real, one_of<opt::m, opt::km, opt::ft, opt::mi>, maybe<opt::withcoord>, maybe<opt::withdist>,
        maybe<opt::withhash>, maybe<opt::form::count, opt::form::count_any>, maybe<opt::asc, opt::desc>,
        maybe<opt::store, opt::form::storedist_key>),
    when<opt::store, integer>, when<opt::form::storedist_key, integer>,
    excludes<opt::store, opt::withcoord, opt::withdist, opt::withhash>,
    excludes<opt::form::storedist_key, opt::withcoord, opt::withdist, opt::withhash>, writes, since<redis<3, 2>>,
    since_with<since<redis<6, 2>>, opt::form::count_any>> georadius;
inline constexpr descriptor<"GEORADIUS_RO",
    array<row<bulk, with<opt::withdist, real>, with<opt::withhash, integer>, with<opt::withcoord, listed<replies::geo_position>>>>(
        key, real, real, real, one_of<opt::m, opt::km, opt::ft, opt::mi>, maybe<opt::withcoord>, maybe<opt::withdist>,
        maybe<opt::withhash>, maybe<opt::form::count, opt::form::count_any>, maybe<opt::asc, opt::desc>),
    reads, cacheable, since<redis<3, 2, 10>>, since_with<since<redis<6, 2>>, opt::form::count_any>> georadius_ro;
inline constexpr descriptor<"GEORADIUSBYMEMBER",
    array<row<bulk, with<opt::withdist, real>, with<opt::withhash, integer>, with<opt::withcoord, listed<replies::geo_position>>>>(
        key, member, real, one_of<opt::m, opt::km, opt::ft, opt::mi>, maybe<opt::withcoord>, maybe<opt::withdist>,
        maybe<opt::withhash>, maybe<opt::form::count, opt::form::count_any>, maybe<opt::asc, opt::desc>,
        maybe<opt::store, opt::form::storedist_key>),
    when<opt::store, integer>, when<opt::form::storedist_key, integer>,
    excludes<opt::store, opt::withcoord, opt::withdist, opt::withhash>,
    excludes<opt::form::storedist_key, opt::withcoord, opt::withdist, opt::withhash>, writes, since<redis<3, 2>>,
    since_with<since<redis<6, 2>>, opt::form::count_any>> georadiusbymember;
inline constexpr descriptor<"GEORADIUSBYMEMBER_RO",
    array<row<bulk, with<opt::withdist, real>, with<opt::withhash, integer>, with<opt::withcoord, listed<replies::geo_position>>>>(
        key, member, real, one_of<opt::m, opt::km, opt::ft, opt::mi>, maybe<opt::withcoord>, maybe<opt::withdist>,
        maybe<opt::withhash>, maybe<opt::form::count, opt::form::count_any>, maybe<opt::asc, opt::desc>),
    reads, cacheable, since<redis<3, 2, 10>>, since_with<since<redis<6, 2>>, opt::form::count_any>> georadiusbymember_ro;
// BYPOLYGON has no center; the other shapes require one.
inline constexpr descriptor<"GEOSEARCH",
    array<row<bulk, with<opt::withdist, real>, with<opt::withhash, integer>, with<opt::withcoord, listed<replies::geo_position>>>>(
        key, one_of<opt::frommember, opt::fromlonlat>, one_of<opt::byradius, opt::bybox>, maybe<opt::asc, opt::desc>,
        maybe<opt::form::count, opt::form::count_any>, maybe<opt::withcoord>, maybe<opt::withdist>, maybe<opt::withhash>),
    array<row<bulk, with<opt::withdist, real>, with<opt::withhash, integer>, with<opt::withcoord, listed<replies::geo_position>>>>(
        key, one_of<opt::bypolygon>, maybe<opt::asc, opt::desc>, maybe<opt::form::count, opt::form::count_any>,
        maybe<opt::withcoord>, maybe<opt::withdist>, maybe<opt::withhash>),
    reads, cacheable, since<redis<6, 2>>> geosearch;
inline constexpr descriptor<"GEOSEARCHSTORE",
    integer(key, key, one_of<opt::frommember, opt::fromlonlat>, one_of<opt::byradius, opt::bybox>,
            maybe<opt::asc, opt::desc>, maybe<opt::form::count, opt::form::count_any>, maybe<opt::form::storedist>),
    integer(key, key, one_of<opt::bypolygon>, maybe<opt::asc, opt::desc>,
            maybe<opt::form::count, opt::form::count_any>, maybe<opt::form::storedist>),
    writes, since<redis<6, 2>>> geosearchstore;

}  // namespace hibana::cmd
