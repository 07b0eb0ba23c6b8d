// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/sorted_set.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

TEST_CASE("sorted_set: commands without options encode their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::zcard("z")) == "ZCARD z");
    CHECK(encoded_text(cmd::zcount("z", "(1", "+inf")) == "ZCOUNT z (1 +inf");
    CHECK(encoded_text(cmd::zcount("z", 1, 2.5)) == "ZCOUNT z 1 2.5");
    CHECK(encoded_text(cmd::zdiffstore("d", "a", "b")) == "ZDIFFSTORE d 2 a b");
    CHECK(encoded_text(cmd::zincrby("z", 1.5, "m")) == "ZINCRBY z 1.5 m");
    CHECK(encoded_text(cmd::zlexcount("z", "-", "[c")) == "ZLEXCOUNT z - [c");
    CHECK(encoded_text(cmd::zmscore("z", "m", "n")) == "ZMSCORE z m n");
    CHECK(encoded_text(cmd::zrem("z", "m", "n")) == "ZREM z m n");
    CHECK(encoded_text(cmd::zremrangebylex("z", "-", "+")) == "ZREMRANGEBYLEX z - +");
    CHECK(encoded_text(cmd::zremrangebyrank("z", 0, -1)) == "ZREMRANGEBYRANK z 0 -1");
    CHECK(encoded_text(cmd::zremrangebyscore("z", "-inf", "(5")) == "ZREMRANGEBYSCORE z -inf (5");
    CHECK(encoded_text(cmd::zscore("z", "m")) == "ZSCORE z m");
}

TEST_CASE("sorted_set: ZADD accepts pairs of score and member", "[command]") {
    const std::vector<std::pair<double, std::string>> pairs{{1.5, "a"}, {2, "b"}};

    CHECK(encoded_text(cmd::zadd("z", 1.5, "a", 2, "b")) == "ZADD z 1.5 a 2 b");
    CHECK(encoded_text(cmd::zadd("z", pairs)) == "ZADD z 1.5 a 2 b");
    CHECK(encoded_text(cmd::zadd("z", opt::ch, opt::gt, opt::xx, 1.5, "a")) == "ZADD z XX GT CH 1.5 a");
    CHECK(encoded_text(cmd::zadd("z", opt::nx, std::numeric_limits<double>::infinity(), "a")) == "ZADD z NX inf a");
    CHECK(encoded_text(cmd::zadd("z", opt::lt, -0.5, "a")) == "ZADD z LT -0.5 a");
    CHECK(has_reply<integer>(cmd::zadd("z", 1, "a")));
}

TEST_CASE("sorted_set: ZADD with INCR accepts one pair and has a score as its reply", "[command]") {
    CHECK(encoded_text(cmd::zadd("z", opt::incr, 1.5, "a")) == "ZADD z INCR 1.5 a");
    CHECK(encoded_text(cmd::zadd("z", 1.5, "a", opt::xx, opt::incr, opt::ch)) == "ZADD z XX CH INCR 1.5 a");
    CHECK(has_reply<nullable<real>>(cmd::zadd("z", opt::incr, 1.5, "a")));
    STATIC_REQUIRE(cmd::zadd.arity == -4);
}

TEST_CASE("sorted_set: ranges by rank, score and name are encoded", "[command]") {
    CHECK(encoded_text(cmd::zrange("z", 0, -1)) == "ZRANGE z 0 -1");
    CHECK(encoded_text(cmd::zrange("z", "(1", "+inf", opt::byscore, opt::limit(0, 10), opt::withscores))
          == "ZRANGE z (1 +inf BYSCORE LIMIT 0 10 WITHSCORES");
    CHECK(encoded_text(cmd::zrange("z", "[a", "[z", opt::rev, opt::bylex)) == "ZRANGE z [a [z BYLEX REV");
    CHECK(encoded_text(cmd::zrangestore("d", "z", 0, 9)) == "ZRANGESTORE d z 0 9");
    CHECK(encoded_text(cmd::zrangestore("d", "z", 1, 2, opt::byscore, opt::rev, opt::limit(0, 1)))
          == "ZRANGESTORE d z 1 2 BYSCORE REV LIMIT 0 1");
    CHECK(encoded_text(cmd::zrangebylex("z", "-", "+", opt::limit(0, 1))) == "ZRANGEBYLEX z - + LIMIT 0 1");
    CHECK(encoded_text(cmd::zrangebyscore("z", 1, 2, opt::limit(0, 1), opt::withscores)) == "ZRANGEBYSCORE z 1 2 WITHSCORES LIMIT 0 1");
    CHECK(encoded_text(cmd::zrevrange("z", 0, 1, opt::withscores)) == "ZREVRANGE z 0 1 WITHSCORES");
    CHECK(encoded_text(cmd::zrevrangebylex("z", "+", "-")) == "ZREVRANGEBYLEX z + -");
    CHECK(encoded_text(cmd::zrevrangebyscore("z", 2, 1)) == "ZREVRANGEBYSCORE z 2 1");
    CHECK(has_reply<array<bulk>>(cmd::zrange("z", 0, 1)));
    CHECK(has_reply<array<pair<bulk, real>>>(cmd::zrange("z", 0, 1, opt::withscores)));
    CHECK(has_reply<array<pair<bulk, real>>>(cmd::zrevrangebyscore("z", 2, 1, opt::withscores)));
}

TEST_CASE("sorted_set: commands on several sets encode numkeys, weights and aggregates", "[command]") {
    const std::vector<std::string> names{"a", "b"};

    CHECK(encoded_text(cmd::zdiff(names)) == "ZDIFF 2 a b");
    CHECK(encoded_text(cmd::zdiff(names, opt::withscores)) == "ZDIFF 2 a b WITHSCORES");
    CHECK(encoded_text(cmd::zinter("a", "b", opt::withscores, opt::weights(1, 0.5))) == "ZINTER 2 a b WEIGHTS 1 0.5 WITHSCORES");
    CHECK(encoded_text(cmd::zunion(names, opt::aggregate(opt::max), opt::weights(std::vector<double>{1, 2})))
          == "ZUNION 2 a b WEIGHTS 1 2 AGGREGATE MAX");
    CHECK(encoded_text(cmd::zintercard("a", "b", opt::limit(3))) == "ZINTERCARD 2 a b LIMIT 3");
    const auto counted_sets = cmd::zinter("a", "b", opt::aggregate(opt::count), opt::withscores);
    CHECK(encoded_text(counted_sets) == "ZINTER 2 a b AGGREGATE COUNT WITHSCORES");
    STATIC_REQUIRE(decltype(counted_sets)::info.redis == server_version{8, 8, 0});
    STATIC_REQUIRE(decltype(counted_sets)::info.valkey == no_version);
    CHECK(encoded_text(cmd::zinterstore("d", names, opt::aggregate(opt::min))) == "ZINTERSTORE d 2 a b AGGREGATE MIN");
    CHECK(encoded_text(cmd::zunionstore("d", "a", opt::aggregate(opt::sum))) == "ZUNIONSTORE d 1 a AGGREGATE SUM");
    CHECK(has_reply<array<pair<bulk, real>>>(cmd::zunion("a", opt::withscores)));
    STATIC_REQUIRE(cmd::zunionstore.key_specs[1] == key_spec{key_spec::kind::keynum, 2, 0, 1});
}

TEST_CASE("sorted_set: pops are encoded, and their replies have pairs", "[command]") {
    CHECK(encoded_text(cmd::zpopmin("z")) == "ZPOPMIN z");
    CHECK(encoded_text(cmd::zpopmax("z", 2)) == "ZPOPMAX z 2");
    CHECK(encoded_text(cmd::zmpop("a", "b", opt::max, opt::count(2))) == "ZMPOP 2 a b MAX COUNT 2");
    CHECK(encoded_text(cmd::bzmpop(1s, "a", opt::min)) == "BZMPOP 1 1 a MIN");
    CHECK(encoded_text(cmd::bzpopmin("a", "b", 250ms)) == "BZPOPMIN a b 0.25");
    CHECK(encoded_text(cmd::bzpopmax("a", 0s)) == "BZPOPMAX a 0");
    CHECK(has_reply<nullable<pair<bulk, real>>>(cmd::zpopmin("z")));
    CHECK(has_reply<array<pair<bulk, real>>>(cmd::zpopmin("z", 2)));
    CHECK(has_reply<nullable<pair<bulk, array<pair<bulk, real>>>>>(cmd::zmpop("a", opt::min)));
    CHECK(has_reply<nullable<row<bulk, bulk, real>>>(cmd::bzpopmin("a", 0s)));
    CHECK(cmd::bzmpop(1s, "a", opt::min).block_for() == 1s);
}

TEST_CASE("sorted_set: options determine the replies of ranks, random members and scans", "[command]") {
    CHECK(encoded_text(cmd::zrank("z", "m")) == "ZRANK z m");
    CHECK(encoded_text(cmd::zrevrank("z", "m", opt::withscore)) == "ZREVRANK z m WITHSCORE");
    CHECK(encoded_text(cmd::zrandmember("z", -3, opt::withscores)) == "ZRANDMEMBER z -3 WITHSCORES");
    CHECK(encoded_text(cmd::zscan("z", 0, opt::noscores, opt::count(5), opt::match("m*"))) == "ZSCAN z 0 MATCH m* COUNT 5 NOSCORES");
    CHECK(has_reply<nullable<integer>>(cmd::zrank("z", "m")));
    CHECK(has_reply<nullable<pair<integer, real>>>(cmd::zrank("z", "m", opt::withscore)));
    CHECK(has_reply<nullable<bulk>>(cmd::zrandmember("z")));
    CHECK(has_reply<array<bulk>>(cmd::zrandmember("z", 3)));
    CHECK(has_reply<array<pair<bulk, real>>>(cmd::zrandmember("z", 3, opt::withscores)));
    CHECK(has_reply<scanned<pair<bulk, real>>>(cmd::zscan("z", 0)));
    CHECK(has_reply<scanned<bulk>>(cmd::zscan("z", 0, opt::noscores)));
    STATIC_REQUIRE(decltype(cmd::zscan("z", 0, opt::noscores))::info.redis == no_version);
}
