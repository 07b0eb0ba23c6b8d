// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/replies.hpp"

#include <hibana/command/bitmap.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/geo.hpp>
#include <hibana/command/hyperloglog.hpp>
#include <hibana/command/string.hpp>
#include <hibana/protocol/value_read.hpp>

#include <cmath>

using namespace hibana;

void live::of_places(trial& ask) {
    ask.run()(cmd::del("g", "d"));
    ask(cmd::geoadd("g", 13.361389, 38.115556, "Palermo"),
        cmd::geoadd("g", opt::place(15.087269, 37.502669, "Catania"), opt::place(13.5, 37.3, "Agrigento")),
        cmd::geoadd("g", opt::xx, opt::ch, 13.361389, 38.115556, "Palermo"), cmd::geodist("g", "Palermo", "Catania"),
        cmd::geodist("g", "Palermo", "Catania", opt::km), cmd::geodist("g", "Palermo", "none"),
        cmd::geohash("g", "Palermo", "none"), cmd::geopos("g", "Palermo", "none"),
        cmd::geosearch("g", opt::fromlonlat(15, 37), opt::byradius(200, opt::km)),
        cmd::geosearch("g", opt::frommember("Palermo"), opt::bybox(400, 400, opt::km), opt::asc,
                       opt::count(1, opt::any), opt::withdist),
        cmd::geosearch("g", opt::frommember("Palermo"), opt::bybox(400, 400, opt::mi), opt::desc, opt::count(2),
                       opt::withdist, opt::withcoord, opt::withhash),
        cmd::geosearchstore("d", "g", opt::frommember("Palermo"), opt::byradius(200, opt::km), opt::storedist),
        cmd::georadius("g", 15, 37, 200, opt::km),
        cmd::georadius("g", 15, 37, 200, opt::km, opt::withcoord, opt::withhash),
        cmd::georadius("g", 15, 37, 200, opt::km, opt::store("d")),
        cmd::georadius("g", 15, 37, 200, opt::km, opt::storedist("d"), opt::count(1)),
        cmd::georadius_ro("g", 15, 37, 200, opt::km, opt::withdist, opt::asc),
        cmd::georadiusbymember("g", "Palermo", 200, opt::km, opt::withdist),
        cmd::georadiusbymember("g", "Palermo", 200, opt::km, opt::store("d")),
        cmd::georadiusbymember_ro("g", "Palermo", 200, opt::ft));
    ask(cmd::geosearch("g", opt::bypolygon(10.0, 30.0, 20.0, 30.0, 15.0, 45.0)));
}

void live::of_bits(trial& ask) {
    ask.run()(cmd::del("b", "c", "d", "p", "q"));
    ask(cmd::setbit("b", 7, 1), cmd::setbit("b", 7, 1), cmd::getbit("b", 7), cmd::bitcount("b"),
        cmd::bitcount("b", 0, -1), cmd::bitcount("b", 0, -1, opt::bit), cmd::bitpos("b", 1), cmd::bitpos("b", 1, 0),
        cmd::bitpos("b", 0, 0, -1, opt::byte), cmd::bitop(opt::and_, "d", "b", "c"),
        cmd::bitop(opt::or_, "d", "b", "c"), cmd::bitop(opt::xor_, "d", "b"), cmd::bitop(opt::not_, "d", "b"),
        cmd::bitop(opt::diff, "d", "b", "c"), cmd::bitop(opt::one, "d", "b", "c"),
        cmd::bitop(opt::andor, "d", "b", "c"), cmd::bitop(opt::diff1, "d", "b", "c"), cmd::bitfield("c"),
        cmd::bitfield("c", opt::overflow(opt::fail), opt::incrby("u2", 100, 3), opt::incrby("u2", 100, 3),
                      opt::get("u4", "#0"), opt::set("i8", 0, -5)),
        cmd::bitfield_ro("c", opt::get("u8", 0)));
    ask(cmd::pfadd("p", "a", "b"), cmd::pfadd("q"), cmd::pfcount("p", "q"), cmd::pfmerge("d2", "p", "q"),
        cmd::pfselftest(), cmd::pfdebug("ENCODING", "p"));
}

TEST_CASE("replies of places: replies are equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes held;
    held(live::of_places);
    auto &two = held.two(), &three = held.three();
    live::both same(two, three);
    const auto search = cmd::geosearch("g", opt::frommember("Palermo"), opt::bybox(400, 400, opt::km), opt::asc,
                                       opt::withdist, opt::withcoord, opt::withhash);
    same(search, cmd::geopos("g", "Palermo", "none"), cmd::geohash("g", "Palermo", "none"),
         cmd::geodist("g", "Palermo", "Catania"), cmd::geodist("g", "a", "b"));

    const auto found = three(search);
    REQUIRE(found.size() == 3);
    const auto& [member, distance, hash, position] = found[2];
    CHECK(member == "Catania");
    CHECK(std::abs(distance - 166.27) < 0.01);
    CHECK(hash > 0);
    CHECK(std::abs(position.longitude - 15.087269) < 1e-5);
    CHECK(std::abs(position.latitude - 37.502669) < 1e-5);
}

TEST_CASE("replies of bits: replies are equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes held;
    held(live::of_bits);
    auto &two = held.two(), &three = held.three();
    live::both(two, three)(cmd::bitcount("b"), cmd::bitpos("b", 1), cmd::bitfield_ro("c", opt::get("u8", 0)),
                           cmd::pfcount("p", "q"));
    const auto fields = two(
        cmd::bitfield("e", opt::overflow(opt::fail), opt::set("u2", 0, 3), opt::incrby("u2", 0, 1), opt::get("u2", 0)));
    CHECK(fields == std::vector<std::optional<std::int64_t>>{0, std::nullopt, 3});
}
