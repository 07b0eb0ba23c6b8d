// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/hash.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

namespace {
constexpr std::chrono::sys_seconds moment{1700000000s};
}  // namespace

TEST_CASE("hash: commands without options encode their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::hdel("h", "f", "g")) == "HDEL h f g");
    CHECK(encoded_text(cmd::hexists("h", "f")) == "HEXISTS h f");
    CHECK(encoded_text(cmd::hget("h", "f")) == "HGET h f");
    CHECK(encoded_text(cmd::hgetall("h")) == "HGETALL h");
    CHECK(encoded_text(cmd::hincrby("h", "f", 2)) == "HINCRBY h f 2");
    CHECK(encoded_text(cmd::hincrbyfloat("h", "f", -0.25)) == "HINCRBYFLOAT h f -0.25");
    CHECK(encoded_text(cmd::hkeys("h")) == "HKEYS h");
    CHECK(encoded_text(cmd::hlen("h")) == "HLEN h");
    CHECK(encoded_text(cmd::hmget("h", "f", "g")) == "HMGET h f g");
    CHECK(encoded_text(cmd::hmset("h", "f", 1)) == "HMSET h f 1");
    CHECK(encoded_text(cmd::hset("h", "f", 1, "g", 2.5)) == "HSET h f 1 g 2.5");
    CHECK(encoded_text(cmd::hsetnx("h", "f", "v")) == "HSETNX h f v");
    CHECK(encoded_text(cmd::hstrlen("h", "f")) == "HSTRLEN h f");
    CHECK(encoded_text(cmd::hvals("h")) == "HVALS h");
}

TEST_CASE("hash: fields and values are pairs, ranges of pairs, or both", "[command]") {
    const std::map<std::string, std::string> fields{{"f", "1"}, {"g", "2"}};

    CHECK(encoded_text(cmd::hset("h", fields)) == "HSET h f 1 g 2");
    CHECK(encoded_text(cmd::hset("h", std::pair("a", 0), fields, "z", 3)) == "HSET h a 0 f 1 g 2 z 3");
    CHECK(encoded_text(cmd::hset("h", std::vector<std::pair<int, double>>{{1, 0.5}})) == "HSET h 1 0.5");
}

TEST_CASE("hash: options determine the replies of HRANDFIELD and HSCAN", "[command]") {
    CHECK(encoded_text(cmd::hrandfield("h")) == "HRANDFIELD h");
    CHECK(encoded_text(cmd::hrandfield("h", -3)) == "HRANDFIELD h -3");
    CHECK(encoded_text(cmd::hrandfield("h", 3, opt::withvalues)) == "HRANDFIELD h 3 WITHVALUES");
    CHECK(encoded_text(cmd::hscan("h", 0, opt::count(10), opt::match("f*"), opt::novalues)) == "HSCAN h 0 MATCH f* COUNT 10 NOVALUES");

    CHECK(has_reply<nullable<bulk>>(cmd::hrandfield("h")));
    CHECK(has_reply<array<bulk>>(cmd::hrandfield("h", 3)));
    CHECK(has_reply<array<pair<bulk, bulk>>>(cmd::hrandfield("h", 3, opt::withvalues)));
    CHECK(has_reply<scanned<pair<bulk, bulk>>>(cmd::hscan("h", 0)));
    CHECK(has_reply<scanned<bulk>>(cmd::hscan("h", 0, opt::novalues)));
    CHECK(has_reply<map<bulk, bulk>>(cmd::hgetall("h")));
}

TEST_CASE("hash: the number of fields precedes the fields", "[command]") {
    std::vector<std::string> fields{"f", "g"};

    CHECK(encoded_text(cmd::hexpire("h", 60s, "f", "g")) == "HEXPIRE h 60 FIELDS 2 f g");
    CHECK(encoded_text(cmd::hexpire("h", 60s, fields, opt::nx)) == "HEXPIRE h 60 NX FIELDS 2 f g");
    CHECK(encoded_text(cmd::hexpireat("h", moment, "f", opt::gt)) == "HEXPIREAT h 1700000000 GT FIELDS 1 f");
    CHECK(encoded_text(cmd::hpexpire("h", 60s, "f", opt::xx)) == "HPEXPIRE h 60000 XX FIELDS 1 f");
    CHECK(encoded_text(cmd::hpexpireat("h", moment, "f", opt::lt)) == "HPEXPIREAT h 1700000000000 LT FIELDS 1 f");
    CHECK(encoded_text(cmd::hexpiretime("h", "f", "g")) == "HEXPIRETIME h FIELDS 2 f g");
    CHECK(encoded_text(cmd::hpexpiretime("h", fields)) == "HPEXPIRETIME h FIELDS 2 f g");
    CHECK(encoded_text(cmd::httl("h", std::vector<int>{1, 2, 3})) == "HTTL h FIELDS 3 1 2 3");
    CHECK(encoded_text(cmd::hpttl("h", "f", fields)) == "HPTTL h FIELDS 3 f f g");
    CHECK(encoded_text(cmd::hpersist("h", "f")) == "HPERSIST h FIELDS 1 f");
    CHECK(encoded_text(cmd::hgetdel("h", "f", "g")) == "HGETDEL h FIELDS 2 f g");
    CHECK(encoded_text(cmd::hgetex("h", "f")) == "HGETEX h FIELDS 1 f");
    CHECK(encoded_text(cmd::hgetex("h", "f", opt::ex(9s))) == "HGETEX h EX 9 FIELDS 1 f");
    CHECK(encoded_text(cmd::hgetex("h", "f", opt::persist)) == "HGETEX h PERSIST FIELDS 1 f");
}

TEST_CASE("hash: HSETEX encodes the number of its pairs", "[command]") {
    const std::map<std::string, int> fields{{"f", 1}, {"g", 2}};

    CHECK(encoded_text(cmd::hsetex("h", "f", 1, "g", 2)) == "HSETEX h FIELDS 2 f 1 g 2");
    CHECK(encoded_text(cmd::hsetex("h", fields, opt::pxat(moment), opt::fnx)) == "HSETEX h FNX PXAT 1700000000000 FIELDS 2 f 1 g 2");
    CHECK(encoded_text(cmd::hsetex("h", "a", 0, fields, opt::keepttl, opt::fxx)) == "HSETEX h FXX KEEPTTL FIELDS 3 a 0 f 1 g 2");
    CHECK(encoded_text(cmd::hsetex("h", "f", 1, opt::nx, opt::ex(9s))) == "HSETEX h NX EX 9 FIELDS 1 f 1");
    CHECK(encoded_text(cmd::hsetex("h", "f", 1, opt::xx, opt::fnx)) == "HSETEX h XX FNX FIELDS 1 f 1");
    STATIC_REQUIRE(decltype(cmd::hsetex("h", "f", 1, opt::nx))::info.redis == no_version);
    STATIC_REQUIRE(decltype(cmd::hsetex("h", "f", 1, opt::xx))::info.valkey == server_version{9, 0, 0});
    STATIC_REQUIRE_FALSE(decltype(cmd::hsetex("h", "f", 1, opt::nx))::info.idempotent);
    STATIC_REQUIRE(cmd::hgetdel.info.valkey == server_version{9, 1, 0});
    STATIC_REQUIRE(decltype(cmd::hsetex("h", "f", 1))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::hsetex("h", "f", 1, opt::fnx))::info.idempotent);
}

TEST_CASE("hash: HIMPORT commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::himport::prepare("u", "name", "age")) == "HIMPORT PREPARE u name age");
    CHECK(encoded_text(cmd::himport::set("user:1", "u", "ann", 41)) == "HIMPORT SET user:1 u ann 41");
    CHECK(has_reply<ok>(cmd::himport::set("user:1", "u", "ann")));
    CHECK(encoded_text(cmd::himport::discard("u")) == "HIMPORT DISCARD u");
    CHECK(encoded_text(cmd::himport::discardall()) == "HIMPORT DISCARDALL");
    CHECK(slot(cmd::himport::set("{a}1", "u", "x")) == key_slot("a"));
    STATIC_REQUIRE(cmd::himport::set.info.stateful);
}
