// SPDX-License-Identifier: BSL-1.0
/// \file  Sorted set commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"BZMPOP",
    nullable<pair<bulk, array<pair<bulk, real>>>>(blocking_seconds, counted<key>, one_of<opt::min, opt::max>,
                                                  maybe<opt::form::count>),
    writes, blocks, since<redis<7>>> bzmpop;
inline constexpr descriptor<"BZPOPMAX", nullable<row<bulk, bulk, real>>(some<key>, blocking_seconds),
    writes, blocks, since<redis<5>>> bzpopmax;
inline constexpr descriptor<"BZPOPMIN", nullable<row<bulk, bulk, real>>(some<key>, blocking_seconds),
    writes, blocks, since<redis<5>>> bzpopmin;

// With INCR it accepts one pair, and the reply is the new score.
inline constexpr descriptor<"ZADD",
    integer(key, maybe<opt::nx, opt::xx>, maybe<opt::gt, opt::lt>, maybe<opt::ch>, some<pair<score, member>>),
    nullable<real>(key, maybe<opt::nx, opt::xx>, maybe<opt::gt, opt::lt>, maybe<opt::ch>, one_of<opt::incr>, score,
                   member),
    excludes<opt::nx, opt::gt, opt::lt>, writes, since<redis<1, 2>>,
    since_with<since<redis<3, 0, 2>>, opt::nx, opt::xx, opt::ch, opt::incr>,
    since_with<since<redis<6, 2>>, opt::gt, opt::lt>> zadd;
inline constexpr descriptor<"ZCARD", integer(key), reads, cacheable, since<redis<1, 2>>> zcard;
inline constexpr descriptor<"ZCOUNT", integer(key, bound, bound), reads, cacheable, since<redis<2>>> zcount;
inline constexpr descriptor<"ZDIFF", array<bulk>(counted<key>, maybe<opt::withscores>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, cacheable, since<redis<6, 2>>> zdiff;
inline constexpr descriptor<"ZDIFFSTORE", integer(key, counted<key>), writes, since<redis<6, 2>>> zdiffstore;
inline constexpr descriptor<"ZINCRBY", real(key, score, member), writes, since<redis<1, 2>>> zincrby;
inline constexpr descriptor<"ZINTER",
    array<bulk>(counted<key>, maybe<opt::weights>, maybe<opt::aggregate>, maybe<opt::withscores>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, cacheable, since<redis<6, 2>>> zinter;
inline constexpr descriptor<"ZINTERCARD", integer(counted<key>, maybe<opt::form::limit>),
    reads, cacheable, since<redis<7>>> zintercard;
inline constexpr descriptor<"ZINTERSTORE", integer(key, counted<key>, maybe<opt::weights>, maybe<opt::aggregate>),
    writes, since<redis<2>>> zinterstore;
inline constexpr descriptor<"ZLEXCOUNT", integer(key, bound, bound), reads, cacheable, since<redis<2, 8, 9>>> zlexcount;
inline constexpr descriptor<"ZMPOP",
    nullable<pair<bulk, array<pair<bulk, real>>>>(counted<key>, one_of<opt::min, opt::max>, maybe<opt::form::count>),
    writes, since<redis<7>>> zmpop;
inline constexpr descriptor<"ZMSCORE", array<nullable<real>>(key, some<member>),
    reads, cacheable, since<redis<6, 2>>> zmscore;
inline constexpr descriptor<"ZPOPMAX",
    nullable<pair<bulk, real>>(key), array<pair<bulk, real>>(key, integer),
    writes, since<redis<5>>> zpopmax;
inline constexpr descriptor<"ZPOPMIN",
    nullable<pair<bulk, real>>(key), array<pair<bulk, real>>(key, integer),
    writes, since<redis<5>>> zpopmin;
inline constexpr descriptor<"ZRANDMEMBER",
    nullable<bulk>(key), array<bulk>(key, integer, maybe<opt::withscores>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, since<redis<6, 2>>> zrandmember;
inline constexpr descriptor<"ZRANGE",
    array<bulk>(key, bound, bound, maybe<opt::byscore, opt::bylex>, maybe<opt::rev>, maybe<opt::form::page>,
                maybe<opt::withscores>),
    when<opt::withscores, array<pair<bulk, real>>>, needs<opt::form::page, opt::byscore, opt::bylex>,
    excludes<opt::bylex, opt::withscores>, reads, cacheable, since<redis<1, 2>>,
    since_with<since<redis<6, 2>>, opt::byscore, opt::bylex, opt::rev, opt::form::page>> zrange;
inline constexpr descriptor<"ZRANGEBYLEX", array<bulk>(key, bound, bound, maybe<opt::form::page>),
    reads, cacheable, since<redis<2, 8, 9>>> zrangebylex;
inline constexpr descriptor<"ZRANGEBYSCORE",
    array<bulk>(key, bound, bound, maybe<opt::withscores>, maybe<opt::form::page>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, cacheable, since<redis<1, 0, 5>>,
    since_with<since<redis<2>>, opt::withscores>> zrangebyscore;
inline constexpr descriptor<"ZRANGESTORE",
    integer(key, key, bound, bound, maybe<opt::byscore, opt::bylex>, maybe<opt::rev>, maybe<opt::form::page>),
    needs<opt::form::page, opt::byscore, opt::bylex>, writes, since<redis<6, 2>>> zrangestore;
inline constexpr descriptor<"ZRANK", nullable<integer>(key, member, maybe<opt::withscore>),
    when<opt::withscore, nullable<pair<integer, real>>>, reads, cacheable, since<redis<2>>,
    since_with<since<redis<7, 2>>, opt::withscore>> zrank;
inline constexpr descriptor<"ZREM", integer(key, some<member>), writes, since<redis<1, 2>>> zrem;
inline constexpr descriptor<"ZREMRANGEBYLEX", integer(key, bound, bound), writes, since<redis<2, 8, 9>>> zremrangebylex;
inline constexpr descriptor<"ZREMRANGEBYRANK", integer(key, integer, integer), writes, since<redis<2>>> zremrangebyrank;
inline constexpr descriptor<"ZREMRANGEBYSCORE", integer(key, bound, bound),
    writes, since<redis<1, 2>>> zremrangebyscore;
inline constexpr descriptor<"ZREVRANGE", array<bulk>(key, integer, integer, maybe<opt::withscores>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, cacheable, since<redis<1, 2>>> zrevrange;
inline constexpr descriptor<"ZREVRANGEBYLEX", array<bulk>(key, bound, bound, maybe<opt::form::page>),
    reads, cacheable, since<redis<2, 8, 9>>> zrevrangebylex;
inline constexpr descriptor<"ZREVRANGEBYSCORE",
    array<bulk>(key, bound, bound, maybe<opt::withscores>, maybe<opt::form::page>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, cacheable, since<redis<2, 2>>> zrevrangebyscore;
inline constexpr descriptor<"ZREVRANK", nullable<integer>(key, member, maybe<opt::withscore>),
    when<opt::withscore, nullable<pair<integer, real>>>, reads, cacheable, since<redis<2>>,
    since_with<since<redis<7, 2>>, opt::withscore>> zrevrank;
inline constexpr descriptor<"ZSCAN",
    scanned<pair<bulk, real>>(key, integer, maybe<opt::match>, maybe<opt::form::count>, maybe<opt::noscores>),
    when<opt::noscores, scanned<bulk>>, reads, since<redis<2, 8>>, since_with<since<valkey<8>>, opt::noscores>> zscan;
inline constexpr descriptor<"ZSCORE", nullable<real>(key, member), reads, cacheable, since<redis<1, 2>>> zscore;
inline constexpr descriptor<"ZUNION",
    array<bulk>(counted<key>, maybe<opt::weights>, maybe<opt::aggregate>, maybe<opt::withscores>),
    when<opt::withscores, array<pair<bulk, real>>>, reads, cacheable, since<redis<6, 2>>> zunion;
inline constexpr descriptor<"ZUNIONSTORE", integer(key, counted<key>, maybe<opt::weights>, maybe<opt::aggregate>),
    writes, since<redis<2>>> zunionstore;

}  // namespace hibana::cmd
