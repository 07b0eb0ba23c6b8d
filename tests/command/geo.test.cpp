// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/geo.hpp>

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using replies::geo_position;
using test::decoded;
using test::encoded_text;
using test::has_reply;

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

TEST_CASE("geo: options determine the columns of a search", "[command]") {
    const auto plain = cmd::geosearch("g", opt::frommember("a"), opt::byradius(4, opt::mi));
    const auto all = cmd::geosearch("g", opt::frommember("a"), opt::byradius(4, opt::mi), opt::withcoord, opt::withdist, opt::withhash);
    CHECK(has_reply<array<bulk>>(plain));
    CHECK(has_reply<array<row<bulk, real, integer, listed<geo_position>>>>(all));
    CHECK(has_reply<integer>(cmd::georadius("g", 1, 2, 3, opt::ft, opt::store("d"))));
    using found = std::vector<std::tuple<std::string, double, std::int64_t, geo_position>>;
    const found expected{{"a", 1.5, 7, {15, 37}}};
    CHECK(decoded<array<row<bulk, real, integer, listed<geo_position>>>>(
              "*1\r\n*4\r\n$1\r\na\r\n$3\r\n1.5\r\n:7\r\n*2\r\n$2\r\n15\r\n$2\r\n37\r\n")
          == expected);
    CHECK(decoded<array<row<bulk, real, integer, listed<geo_position>>>>("*1\r\n*4\r\n$1\r\na\r\n$3\r\n1.5\r\n:7\r\n*2\r\n,15\r\n,37\r\n")
          == expected);
    CHECK(decoded<array<nullable<listed<geo_position>>>>("*2\r\n*2\r\n,15\r\n,37\r\n_\r\n")
          == std::vector<std::optional<geo_position>>{geo_position{15, 37}, std::nullopt});
}
