// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/generic.hpp>

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

TEST_CASE("generic: commands without options encode their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::del("a", "b")) == "DEL a b");
    CHECK(encoded_text(cmd::dump("k")) == "DUMP k");
    CHECK(encoded_text(cmd::exists("a", "b")) == "EXISTS a b");
    CHECK(encoded_text(cmd::persist("k")) == "PERSIST k");
    CHECK(encoded_text(cmd::expiretime("k")) == "EXPIRETIME k");
    CHECK(encoded_text(cmd::pexpiretime("k")) == "PEXPIRETIME k");
    CHECK(encoded_text(cmd::ttl("k")) == "TTL k");
    CHECK(encoded_text(cmd::pttl("k")) == "PTTL k");
    CHECK(encoded_text(cmd::keys("user:*")) == "KEYS user:*");
    CHECK(encoded_text(cmd::move("k", 1)) == "MOVE k 1");
    CHECK(encoded_text(cmd::object::encoding("k")) == "OBJECT ENCODING k");
    CHECK(encoded_text(cmd::object::freq("k")) == "OBJECT FREQ k");
    CHECK(encoded_text(cmd::object::help()) == "OBJECT HELP");
    CHECK(encoded_text(cmd::object::idletime("k")) == "OBJECT IDLETIME k");
    CHECK(encoded_text(cmd::object::refcount("k")) == "OBJECT REFCOUNT k");
    CHECK(encoded_text(cmd::randomkey()) == "RANDOMKEY");
    CHECK(encoded_text(cmd::rename("a", "b")) == "RENAME a b");
    CHECK(encoded_text(cmd::renamenx("a", "b")) == "RENAMENX a b");
    CHECK(encoded_text(cmd::touch("a", "b")) == "TOUCH a b");
    CHECK(encoded_text(cmd::type("k")) == "TYPE k");
    CHECK(encoded_text(cmd::unlink(std::vector<std::string>{"a", "b"})) == "UNLINK a b");
    CHECK(encoded_text(cmd::wait(2, 100ms)) == "WAIT 2 100");
    CHECK(encoded_text(cmd::waitaof(1, 0, 2s)) == "WAITAOF 1 0 2000");
}

TEST_CASE("generic: an expiry is a duration or a time point in the unit of the command", "[command]") {
    CHECK(encoded_text(cmd::expire("k", 1min)) == "EXPIRE k 60");
    CHECK(encoded_text(cmd::expire("k", 60s, opt::nx)) == "EXPIRE k 60 NX");
    CHECK(encoded_text(cmd::expire("k", 60s, opt::gt, opt::xx)) == "EXPIRE k 60 XX GT");
    CHECK(encoded_text(cmd::expire("k", -1s)) == "EXPIRE k -1");
    CHECK(encoded_text(cmd::pexpire("k", 60s, opt::lt)) == "PEXPIRE k 60000 LT");
    CHECK(encoded_text(cmd::expireat("k", moment)) == "EXPIREAT k 1700000000");
    CHECK(encoded_text(cmd::expireat("k", moment + 999ms)) == "EXPIREAT k 1700000000");
    CHECK(encoded_text(cmd::pexpireat("k", moment + 5ms, opt::xx)) == "PEXPIREAT k 1700000000005 XX");
    CHECK(encoded_text(cmd::expireat("k", std::chrono::system_clock::time_point(moment))) == "EXPIREAT k 1700000000");
}

TEST_CASE("generic: options are encoded in the declared order", "[command]") {
    CHECK(encoded_text(cmd::copy("a", "b")) == "COPY a b");
    CHECK(encoded_text(cmd::copy("a", "b", opt::replace, opt::db(1))) == "COPY a b DB 1 REPLACE");
    CHECK(encoded_text(cmd::scan(0)) == "SCAN 0");
    CHECK(encoded_text(cmd::scan(17, opt::type("hash"), opt::count(100), opt::match("u:*"))) == "SCAN 17 MATCH u:* COUNT 100 TYPE hash");
    CHECK(encoded_text(cmd::sort("l")) == "SORT l");
    CHECK(encoded_text(cmd::sort("l", opt::by("w_*"), opt::get("#"), opt::get("o_*"), opt::alpha, opt::desc))
          == "SORT l BY w_* GET # GET o_* DESC ALPHA");
    CHECK(encoded_text(cmd::sort("l", opt::store("d"), opt::limit(0, 10), opt::asc)) == "SORT l LIMIT 0 10 ASC STORE d");
    CHECK(encoded_text(cmd::sort_ro("l", opt::limit(5, 5), opt::alpha)) == "SORT_RO l LIMIT 5 5 ALPHA");
}

TEST_CASE("generic: the TTL of RESTORE is a duration, or a time point with ABSTTL", "[command]") {
    CHECK(encoded_text(cmd::restore("k", 0ms, "payload")) == "RESTORE k 0 payload");
    CHECK(encoded_text(cmd::restore("k", 2s, "payload", opt::replace)) == "RESTORE k 2000 payload REPLACE");
    CHECK(encoded_text(cmd::restore("k", moment, "payload", opt::absttl, opt::replace))
          == "RESTORE k 1700000000000 payload REPLACE ABSTTL");
    CHECK(encoded_text(cmd::restore("k", 0ms, "p", opt::idletime(9s))) == "RESTORE k 0 p IDLETIME 9");
    CHECK(encoded_text(cmd::restore("k", 0ms, "p", opt::freq(5))) == "RESTORE k 0 p FREQ 5");
}

TEST_CASE("generic: MIGRATE accepts one key, or several with KEYS", "[command]") {
    CHECK(encoded_text(cmd::migrate("h", 6379, "k", 0, 5s)) == "MIGRATE h 6379 k 0 5000");
    CHECK(encoded_text(cmd::migrate("h", 6379, "k", 0, 5s, opt::copy, opt::auth("pw"))) == "MIGRATE h 6379 k 0 5000 COPY AUTH pw");
    CHECK(encoded_text(cmd::migrate("h", 6379, "k", 0, 5s, opt::replace, opt::auth2("ann", "pw"), opt::copy))
          == "MIGRATE h 6379 k 0 5000 COPY REPLACE AUTH2 ann pw");
    CHECK(encoded_text(cmd::migrate("h", 6379, 0, 5s, opt::replace, opt::keys("a", "b"))) == "MIGRATE h 6379 '' 0 5000 REPLACE KEYS a b");
    CHECK(slot(cmd::migrate("h", 6379, 0, 5s, opt::keys("foo"))) == 12182);
}

TEST_CASE("generic: options determine the reply and the info", "[command]") {
    CHECK(has_reply<array<nullable<bulk>>>(cmd::sort("l")));
    CHECK(has_reply<integer>(cmd::sort("l", opt::store("d"))));
    STATIC_REQUIRE_FALSE(decltype(cmd::sort("l"))::info.writes);
    STATIC_REQUIRE(decltype(cmd::sort("l"))::info.reads);
    STATIC_REQUIRE(decltype(cmd::sort("l", opt::store("d")))::info.writes);
    STATIC_REQUIRE(cmd::sort.info.writes);
    CHECK(has_reply<scanned<bulk>>(cmd::scan(0)));
    CHECK(has_reply<nullable<integer>>(cmd::object::refcount("k")));
    CHECK(has_reply<pair<integer, integer>>(cmd::waitaof(1, 1, 0ms)));
    CHECK(has_reply<text>(cmd::type("k")));
    CHECK(has_reply<boolean>(cmd::expire("k", 1s)));
    STATIC_REQUIRE(decltype(cmd::sort_ro("l"))::info.cacheable);
    STATIC_REQUIRE_FALSE(decltype(cmd::sort_ro("l", opt::by("w_*")))::info.cacheable);
    STATIC_REQUIRE_FALSE(decltype(cmd::copy("a", "b"))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::copy("a", "b", opt::replace))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::expire("k", 1s, opt::nx))::info.redis == server_version{7, 0, 0});
    STATIC_REQUIRE(cmd::scan.info.keyless);
    STATIC_REQUIRE_FALSE(cmd::sort.info.keyless);
}

TEST_CASE("generic: a blocking request has a block time", "[command]") {
    CHECK(cmd::wait(1, 100ms).block_for() == 100ms);
    CHECK(cmd::waitaof(1, 1, 0ms).block_for() == 0ms);
    CHECK(cmd::ttl("k").block_for() == std::nullopt);
}
