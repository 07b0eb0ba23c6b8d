// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/geo.hpp>
#include <hibana/command/geo.hpp>

#include <optional>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using replies::geo_position;
using test::decoded;
using test::has_reply;

TEST_CASE("geo replies: options determine the columns of a search", "[command]") {
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
