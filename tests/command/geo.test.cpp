// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/geo.hpp>

#include <utility>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using replies::geo_position;
using test::decoded;
using test::encoded_text;

TEST_CASE("geo: one or several positions can be added", "[command]") {
    CHECK(encoded_text(cmd::geoadd("g", 13.5, 38, "Palermo")) == "GEOADD g 13.5 38 Palermo");
    CHECK(encoded_text(cmd::geoadd("g", 13.5, 38, "Palermo", opt::nx, opt::ch)) == "GEOADD g NX CH 13.5 38 Palermo");
    CHECK(encoded_text(cmd::geoadd("g", opt::place(13.5, 38, "Palermo"), opt::place(15, 37.5, "Catania")))
          == "GEOADD g 13.5 38 Palermo 15 37.5 Catania");
    CHECK(encoded_text(cmd::geodist("g", "a", "b")) == "GEODIST g a b");
    CHECK(encoded_text(cmd::geodist("g", "a", "b", opt::km)) == "GEODIST g a b KM");
    CHECK(encoded_text(cmd::geohash("g", "a", "b")) == "GEOHASH g a b");
    CHECK(encoded_text(cmd::geopos("g", "a", "b")) == "GEOPOS g a b");
}

TEST_CASE("geo: a search has a centre or a polygon", "[command]") {
    CHECK(encoded_text(cmd::geosearch("g", opt::fromlonlat(15, 37), opt::bybox(400, 200.5, opt::km), opt::withdist, opt::asc,
                                      opt::count(5, opt::any)))
          == "GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 200.5 KM ASC COUNT 5 ANY WITHDIST");
    CHECK(encoded_text(cmd::geosearch("g", opt::frommember("a"), opt::byradius(4, opt::mi), opt::count(5)))
          == "GEOSEARCH g FROMMEMBER a BYRADIUS 4 MI COUNT 5");
    CHECK(encoded_text(cmd::geosearchstore("d", "g", opt::frommember("a"), opt::byradius(4, opt::m), opt::storedist))
          == "GEOSEARCHSTORE d g FROMMEMBER a BYRADIUS 4 M STOREDIST");
    CHECK(encoded_text(cmd::geosearch("g", opt::bypolygon(1, 2, 3, 4.5, 5, 6), opt::desc)) == "GEOSEARCH g BYPOLYGON 3 1 2 3 4.5 5 6 DESC");
    const std::vector<std::pair<double, double>> corners{{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    CHECK(encoded_text(cmd::geosearchstore("d", "g", opt::bypolygon(corners))) == "GEOSEARCHSTORE d g BYPOLYGON 4 0 0 0 1 1 1 1 0");
    CHECK(encoded_text(cmd::georadius("g", 1, 2, 3, opt::ft, opt::store("d"))) == "GEORADIUS g 1 2 3 FT STORE d");
    CHECK(encoded_text(cmd::georadiusbymember("g", "a", 3, opt::ft, opt::storedist("d"))) == "GEORADIUSBYMEMBER g a 3 FT STOREDIST d");
    CHECK(encoded_text(cmd::georadius_ro("g", 1, 2, 3, opt::ft, opt::withcoord)) == "GEORADIUS_RO g 1 2 3 FT WITHCOORD");
    CHECK(encoded_text(cmd::georadiusbymember_ro("g", "a", 3, opt::ft, opt::desc)) == "GEORADIUSBYMEMBER_RO g a 3 FT DESC");
    CHECK(slot(cmd::georadius("{a}g", 1, 2, 3, opt::ft, opt::store("{a}d"))) == key_slot("a"));
}
