// SPDX-License-Identifier: BSL-1.0
#include "live/replies.hpp"
#include "testing/called_commands.hpp"

#include "catch.hpp"

#include <hibana/command/reply/reply.hpp>
#include <hibana/commands.hpp>
#include <hibana/testing/all_commands.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace hibana;
using namespace std::chrono_literals;

// Every command with its options, against a server: an existing command has a reply of the declared type, and a command of a later version
// is refused.

namespace {

using live::conversation;
using live::trial;

void of_strings(trial& ask) {
    const auto later = std::chrono::system_clock::now() + 1h;
    ask(cmd::set("k", "v"), cmd::append("k", "v"), cmd::set("n", 5), cmd::decr("n"), cmd::decrby("n", 2), cmd::get("k"),
        cmd::get("missing"), cmd::getdel("k"), cmd::set("k", "v", opt::ex(60s), opt::nx), cmd::set("k", "v", opt::nx),
        cmd::set("k", "v", opt::px(1500ms), opt::get, opt::xx), cmd::set("k", "v", opt::keepttl),
        cmd::set("k", "v", opt::exat(later)), cmd::set("k", "v", opt::pxat(later)), cmd::getex("k"),
        cmd::getex("k", opt::ex(5s)), cmd::getex("k", opt::px(5s)), cmd::getex("k", opt::exat(later)),
        cmd::getex("k", opt::pxat(later)), cmd::getex("k", opt::persist), cmd::getrange("k", 0, -1),
        cmd::getset("k", "w"), cmd::incr("n"), cmd::incrby("n", 7), cmd::incrbyfloat("n", 0.5),
        cmd::mset("a", "ohmytext", "b", "mynewtext"), cmd::lcs("a", "b"), cmd::lcs("a", "b", opt::len),
        cmd::lcs("a", "b", opt::idx, opt::withmatchlen, opt::minmatchlen(2)), cmd::mget("a", "b", "missing"),
        cmd::msetnx("a", 1), cmd::psetex("k", 1500ms, "v"), cmd::setex("k", 60s, "v"), cmd::setnx("k", "v"),
        cmd::setrange("k", 3, "x"), cmd::strlen("k"), cmd::substr("k", 0, 1));
    ask(cmd::set("k", "v", opt::ifeq("x")), cmd::set("k", "v", opt::ifne("x")), cmd::digest("k"), cmd::delex("k"),
        cmd::delifeq("k", "x"), cmd::msetex("a", 1, "b", 2, opt::ex(60s)));
}

void of_keys(trial& ask) {
    const auto later = std::chrono::system_clock::now() + 1h;
    // Of one there is one to choose.
    ask.run()(cmd::flushall());
    ask.run()(cmd::set("a", 1));
    ask(cmd::randomkey());
    ask.run()(cmd::mset("a", 1, "b", 2));
    ask.run()(cmd::rpush("l", 3, 1, 2));
    ask(cmd::copy("a", "a2"), cmd::copy("a", "a2", opt::replace, opt::db(1)), cmd::del("a2"), cmd::dump("missing"),
        cmd::exists("a", "b"), cmd::expire("a", 60s), cmd::expire("a", 70s, opt::gt, opt::xx),
        cmd::pexpire("a", 60s, opt::lt), cmd::expireat("a", later, opt::xx), cmd::pexpireat("a", later, opt::nx),
        cmd::expiretime("a"), cmd::pexpiretime("a"), cmd::ttl("a"), cmd::pttl("a"), cmd::persist("a"), cmd::keys("*"),
        cmd::move("b", 2), cmd::object::encoding("a"), cmd::object::help(), cmd::object::idletime("a"),
        cmd::object::refcount("a"), cmd::object::refcount("missing"), cmd::rename("a", "c"),
        cmd::renamenx("c", "a"), cmd::touch("a", "b"), cmd::type("a"), cmd::type("missing"), cmd::unlink("b"));
    const std::string dump = ask.reply(cmd::dump("a")).value();
    ask(cmd::restore("r", 0ms, dump), cmd::restore("r", 5s, dump, opt::replace),
        cmd::restore("r", later, dump, opt::absttl, opt::replace),
        cmd::restore("r", 0ms, dump, opt::replace, opt::idletime(9s)));
    // Where there is none of the keys the server answers without a look at the other one.
    ask(cmd::migrate("127.0.0.1", 1, "missing", 0, 100ms),
        cmd::migrate("127.0.0.1", 1, "missing", 0, 100ms, opt::auth("x")),
        cmd::migrate("127.0.0.1", 1, 0, 100ms, opt::copy, opt::replace, opt::auth2("a", "b"),
                     opt::keys("none", "neither")));
    ask(cmd::scan(0), cmd::scan(0, opt::match("*"), opt::count(10), opt::type("string")), cmd::sort("l"),
        cmd::sort("l", opt::by("w_*"), opt::limit(0, 2), opt::get("#"), opt::get("o_*"), opt::alpha, opt::desc),
        cmd::sort("l", opt::store("d")), cmd::sort_ro("l", opt::limit(0, 5), opt::asc));
    ask.run()(any_request("CONFIG SET", "maxmemory-policy", "allkeys-lfu"));
    ask(cmd::object::freq("a"), cmd::restore("r", 0ms, dump, opt::replace, opt::freq(5)));
    ask.run()(any_request("CONFIG SET", "maxmemory-policy", "noeviction"));
}

void of_lists(trial& ask) {
    ask.run()(cmd::rpush("l", 3, 1, 2));
    ask(cmd::lindex("l", 0), cmd::lindex("l", 99), cmd::linsert("l", opt::before, 1, "x"), cmd::llen("l"),
        cmd::lmove("l", "m", opt::left, opt::right), cmd::lmpop("l", "m", opt::left, opt::count(2)),
        cmd::lmpop("none", opt::left), cmd::lpop("l"), cmd::lpop("l", 2), cmd::lpop("none", 2),
        cmd::lpush("l", "a", "b", "a"), cmd::lpos("l", "a"), cmd::lpos("l", "none"),
        cmd::lpos("l", "a", opt::rank(-1), opt::count(0), opt::maxlen(100)), cmd::lpushx("l", "a"),
        cmd::lrange("l", 0, -1), cmd::lrem("l", 1, "a"), cmd::lset("l", 0, "q"), cmd::ltrim("l", 0, 10), cmd::rpop("l"),
        cmd::rpop("l", 2), cmd::rpoplpush("l", "m"), cmd::rpushx("l", "x"), cmd::rpush("l", 1, 2, 3));
    ask(cmd::blpop("l", "m", 10ms), cmd::brpop("none", 10ms), cmd::brpoplpush("none", "m", 10ms),
        cmd::blmove("none", "m", opt::left, opt::right, 10ms), cmd::blmpop(10ms, "none", opt::left, opt::count(2)),
        cmd::blmpop(10ms, "l", opt::right, opt::count(2)), cmd::brpop("l", 10ms));
}

void of_hashes(trial& ask) {
    const auto later = std::chrono::system_clock::now() + 1h;
    const std::map<std::string, std::string> fields{{"f", "1"}, {"g", "2"}};
    ask(cmd::hset("h", fields), cmd::hmset("h", "x", 1), cmd::hsetnx("h", "y", 1), cmd::hget("h", "f"),
        cmd::hget("h", "none"), cmd::hset("h1", "f", 1), cmd::hgetall("h"), cmd::hgetall("none"), cmd::hexists("h", "f"),
        cmd::hincrby("h", "f", 2), cmd::hincrbyfloat("h", "f", 0.5), cmd::hkeys("h"), cmd::hlen("h"),
        cmd::hmget("h", "f", "none"), cmd::hrandfield("h1"), cmd::hrandfield("none"), cmd::hrandfield("h1", 2),
        cmd::hrandfield("h1", -2, opt::withvalues), cmd::hrandfield("none", 2, opt::withvalues),
        cmd::hscan("h", 0, opt::count(10), opt::match("*")), cmd::hscan("h", 0, opt::novalues), cmd::hstrlen("h", "f"),
        cmd::hvals("h"), cmd::hdel("h", "x"));
    ask(cmd::hexpire("h", 60s, "f", "g", "none"), cmd::hexpire("h", 70s, "f", opt::gt),
        cmd::hpexpire("h", 60s, "f", opt::lt), cmd::hexpireat("h", later, "f", opt::xx),
        cmd::hpexpireat("h", later, "f", opt::nx), cmd::hexpiretime("h", "f", "none"), cmd::hpexpiretime("h", "f"),
        cmd::httl("h", "f"), cmd::httl("none", "f"), cmd::hpttl("h", "f"), cmd::hpersist("h", "f"),
        cmd::hgetex("h", "f", "none"), cmd::hgetex("none", "f"), cmd::hgetex("h", "f", opt::ex(60s)),
        cmd::hgetex("h", "f", opt::persist), cmd::hsetex("h", "f", 1, opt::ex(60s)),
        cmd::hsetex("h", fields, opt::fxx, opt::keepttl), cmd::hsetex("h", "f", 1, opt::fnx),
        cmd::hgetdel("h", "f", "none"), cmd::hgetdel("none", "f"));
}

void of_sets(trial& ask) {
    ask(cmd::sadd("s", "a", "b", "c"), cmd::sadd("t", "b"), cmd::scard("s"), cmd::sdiff("s", "t"),
        cmd::sdiffstore("d", "s", "t"), cmd::sinter("s", "t"), cmd::sintercard("s", "t"),
        cmd::sintercard("s", "t", opt::limit(1)), cmd::sinterstore("d", "s", "t"), cmd::sismember("s", "a"),
        cmd::smembers("s"), cmd::smismember("s", "a", "z"), cmd::smove("s", "t", "a"), cmd::sadd("s1", "a"), cmd::srandmember("s1"),
        cmd::srandmember("s1", -2), cmd::spop("s1"), cmd::sadd("s1", "b"), cmd::spop("s1", 2), cmd::spop("none"),
        cmd::spop("none", 2),
        cmd::srandmember("none", 2), cmd::srem("t", "a"), cmd::sscan("t", 0, opt::match("*"), opt::count(5)),
        cmd::sunion("s", "t"), cmd::sunionstore("d", "s", "t"));
}

void of_sorted_sets(trial& ask) {
    ask(cmd::zadd("z", 1.5, "a", 2, "b", 3, "c"), cmd::zadd("y", 1, "a"), cmd::zadd("z", opt::incr, 1.5, "a"),
        cmd::zadd("z", opt::incr, opt::nx, 1.5, "a"), cmd::zadd("z", opt::xx, opt::gt, opt::ch, 1, "a"),
        cmd::zcard("z"), cmd::zcount("z", "-inf", "(5"), cmd::zdiff("z", "y"), cmd::zdiff("z", "y", opt::withscores),
        cmd::zdiffstore("d", "z", "y"), cmd::zincrby("z", 1.5, "a"), cmd::zinter("z", "y"),
        cmd::zinter("z", "y", opt::weights(1, 0.5), opt::aggregate(opt::max), opt::withscores),
        cmd::zintercard("z", "y", opt::limit(3)), cmd::zinterstore("d", "z", "y", opt::aggregate(opt::sum)),
        cmd::zlexcount("z", "-", "+"), cmd::zmpop("none", opt::min), cmd::zmpop("d", "z", opt::min, opt::count(2)),
        cmd::zmscore("z", "a", "none"), cmd::zpopmax("none"), cmd::zpopmax("z"), cmd::zpopmin("z", 2),
        cmd::zpopmin("none", 2), cmd::zadd("z", 1, "a", 2, "b", 3, "c"), cmd::zadd("z1", 1, "a"),
        cmd::zrandmember("z1"), cmd::zrandmember("none"), cmd::zrandmember("z1", -2),
        cmd::zrandmember("z1", 2, opt::withscores),
        cmd::zrange("z", 0, -1), cmd::zrange("z", "(1", "+inf", opt::byscore, opt::limit(0, 10), opt::withscores),
        cmd::zrange("z", "+", "-", opt::bylex, opt::rev), cmd::zrangebylex("z", "-", "+", opt::limit(0, 1)),
        cmd::zrangebyscore("z", 1, 2, opt::withscores, opt::limit(0, 1)),
        cmd::zrangestore("d", "z", 1, 2, opt::byscore, opt::limit(0, 1)), cmd::zrank("z", "a"), cmd::zrank("z", "none"),
        cmd::zrank("z", "a", opt::withscore), cmd::zrem("z", "c"), cmd::zremrangebylex("z", "[x", "[y"),
        cmd::zremrangebyrank("z", 9, 10), cmd::zremrangebyscore("z", 50, 60),
        cmd::zrevrange("z", 0, -1, opt::withscores), cmd::zrevrangebylex("z", "+", "-"),
        cmd::zrevrangebyscore("z", 5, 1, opt::withscores), cmd::zrevrank("z", "a"),
        cmd::zrevrank("z", "a", opt::withscore), cmd::zscan("z", 0, opt::count(5), opt::match("*")),
        cmd::zscan("z", 0, opt::noscores), cmd::zscore("z", "a"), cmd::zscore("z", "none"),
        cmd::zunion("z", "y", opt::withscores), cmd::zunionstore("d", "z", "y", opt::weights(1, 2)));
    ask(cmd::bzmpop(10ms, "z", opt::min, opt::count(1)), cmd::bzmpop(10ms, "none", opt::min), cmd::bzpopmin("z", 10ms),
        cmd::bzpopmax("none", 10ms));

    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(ask.run()(cmd::zadd("i", -infinity, "a", infinity, "b", 1e300, "c", 0.1, "d")) == 4);
    CHECK(ask.run()(cmd::zscore("i", "a")) == -infinity);
    CHECK(ask.run()(cmd::zmscore("i", "b", "c", "d")) == std::vector<std::optional<double>>{infinity, 1e300, 0.1});
}

void of_connections(trial& ask) {
    ask(cmd::echo("x"), cmd::ping(), cmd::ping("x"), cmd::client::getname(), cmd::client::getredir(),
        cmd::client::help(), cmd::client::id(), cmd::client::info(), cmd::client::list(),
        cmd::client::list(opt::type(opt::normal)), cmd::client::list(opt::id(1, 2, 3)), cmd::client::trackinginfo(),
        cmd::client::kill(opt::id(99999), opt::type(opt::replica), opt::skipme(opt::yes), opt::user("default"),
                          opt::addr("a:1"), opt::laddr("b:1")),
        cmd::client::kill(opt::id(99999), opt::maxage(9999s)), cmd::client::pause(1ms, opt::write),
        cmd::client::unpause(), cmd::client::unblock(99999), cmd::client::unblock(99999, opt::error));

    ask(cmd::auth("default", "x"), cmd::select(0), cmd::hello(ask.protocol()), cmd::client::setname("x"),
        cmd::client::setinfo(opt::lib_name("x")), cmd::client::no_evict(opt::on), cmd::client::no_touch(opt::on),
        cmd::client::capa("redirect"), cmd::client::import_source(opt::off), cmd::client::reply(opt::on),
        cmd::wait(0, 10ms), cmd::waitaof(0, 0, 10ms), cmd::watch("a", "b"), cmd::unwatch(), cmd::multi(),
        cmd::discard(), cmd::multi(), cmd::exec());
    ask(cmd::client::tracking(opt::on, opt::bcast, opt::prefix("b:"), opt::noloop), cmd::client::tracking(opt::off),
        cmd::client::tracking(opt::on, opt::optin), cmd::client::caching(opt::yes), cmd::client::tracking(opt::off));
}

void of_scripts(trial& ask) {
    ask(cmd::eval("return redis.call('get', KEYS[1])", keys("a"), 1), cmd::eval_ro("return {1, ARGV[1]}", keys(), "x"));
    const std::string script = ask.reply(cmd::script::load("return 1"));
    ask(cmd::evalsha(script), cmd::evalsha_ro(script), cmd::script::exists(script, "none"), cmd::script::show(script),
        cmd::script::help(), cmd::script::flush(opt::async));
    ask(cmd::function::load("#!lua name=lib\nredis.register_function{function_name='f', "
                            "callback=function(keys, args) return keys end, flags={'no-writes'}}",
                            opt::replace),
        cmd::fcall("f", keys("a"), "x"), cmd::fcall_ro("f", keys("a")),
        cmd::function::list(opt::libraryname("l*"), opt::withcode), cmd::function::stats());
    const std::string library = ask.reply(cmd::function::dump());
    ask(cmd::function::restore(library, opt::replace), cmd::function::help(), cmd::function::delete_("lib"),
        cmd::function::flush(opt::sync));
}

void of_pubsub(trial& ask) {
    ask(cmd::publish("channel", "x"), cmd::spublish("channel", "x"), cmd::pubsub::channels(), cmd::pubsub::channels("c*"),
        cmd::pubsub::help(), cmd::pubsub::numpat(), cmd::pubsub::numsub("channel"), cmd::pubsub::shardchannels(),
        cmd::pubsub::shardnumsub("channel"));
}

void of_users(trial& ask) { ask(cmd::acl::setuser("bob"), cmd::acl::save(), cmd::acl::load()); }

// Ends a script that runs without end; it must be running first.
template <class Request>
void end_busy(trial& ask, std::string_view busy, const Request& request) {
    conversation other(ask.server(), 2);
    other.say(busy);
    for (bool ended = false; !ended;) {
        try {
            (void)ask.reply(request);
            ended = true;
        } catch (const std::runtime_error& failure) {
            if (std::string_view(failure.what()).find("NOTBUSY") == std::string_view::npos) throw;
        }
    }
    CHECK(other.exchange({}).starts_with('-'));  // and is no longer busy
}
void of_busy_scripts(trial& ask) {
    ask.run()(cmd::config::set("busy-reply-threshold", 1));
    ask.run()(cmd::function::load("#!lua name=busy\nredis.register_function('busy', function() while true do end end)", opt::replace));
    end_busy(ask, "EVAL \"while true do end\" 0\r\n", cmd::script::kill());
    end_busy(ask, "FCALL busy 0\r\n", cmd::function::kill());
}

// After these a connection is of no further use.
void of_ends(trial& ask) {
    ask(cmd::script::debug(opt::no), cmd::reset(), cmd::hello(ask.protocol()), cmd::replconf("listening-port", 1), cmd::quit());
}
void of_monitors(trial& ask) { ask(cmd::monitor()); }

}  // namespace

TEST_CASE("replies: replies that are structs are equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const test::server server;
    live::conversation two(server, 2), three(server, 3);
    two(cmd::mset("a", "ohmytext", "b", "mynewtext"));
    two(cmd::function::load("#!lua name=lib\nredis.register_function{function_name='f', callback=function(keys, args) return keys end, flags={'no-writes'}}"));
    live::both same(two, three);
    same(cmd::lcs("a", "b", opt::idx, opt::withmatchlen), cmd::lcs("a", "b", opt::idx), cmd::function::list(), cmd::function::list(opt::withcode),
         cmd::function::stats());
    const auto matches = three(cmd::lcs("a", "b", opt::idx, opt::withmatchlen));
    CHECK(matches == replies::lcs{{{{4, 7}, {5, 8}, 4}, {{2, 3}, {0, 1}, 2}}, 6});
    const auto libraries = two(cmd::function::list(opt::withcode));
    REQUIRE(libraries.size() == 1);
    CHECK(libraries[0].library_name == "lib");
    CHECK(libraries[0].engine == "LUA");
    CHECK(libraries[0].library_code.starts_with("#!lua"));
    REQUIRE(libraries[0].functions.size() == 1);
    CHECK(libraries[0].functions[0] == replies::function_info{"f", "", {"no-writes"}});
    const auto stats = three(cmd::function::stats());
    CHECK(stats.running_script == std::nullopt);
    CHECK(stats.engines == std::vector{replies::function_engine{"LUA", 1, 1}});
}

TEST_CASE("replies: every command has a reply of its declared type, over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes at_server({.settings = {"enable-debug-command yes"}});
    for (const auto family : {of_strings, of_keys, of_lists, of_hashes, of_sets, of_sorted_sets, live::of_streams, live::of_places,
                              live::of_bits, of_scripts, live::of_administration, of_connections, of_pubsub})
        at_server(family);
    at_server(of_busy_scripts);
    at_server(of_ends);
    live::two_passes at_monitor;
    at_monitor(of_monitors);
    const test::server place;
    const std::string users = place.folder() + "/users.acl";
    std::ofstream(users) << "user default on nopass ~* &* +@all\n";
    live::two_passes at_users({.settings = {"aclfile " + users}});
    at_users(of_users);
    live::two_passes at_node({.tcp = true, .cluster = true});
    at_node(live::of_clusters);
    at_node(live::of_leaving_clusters);
    live::two_passes at_sentinel({.settings = {"sentinel monitor watched 127.0.0.1 1 1"}, .sentinel = true});
    at_sentinel(live::of_sentinels);

    // Whether nothing was forgotten.
    std::map<test::compared, int> count;
    testing::for_each_command([&](const auto& command) {
        const auto known = testing::describe(command);
        const auto& here = test::release();
        if (!test::is_called(known.name, known.info, here.name == "valkey", {here.major, here.minor, here.patch})) return;
        const std::string name(known.name);
        INFO(name);
        CHECK(live::answered(2).contains(name));
        CHECK(live::answered(3).contains(name));
        REQUIRE(live::comparisons().contains(name));
        CHECK(live::comparisons()[name] == test::comparison_kind(name));
        ++count[test::comparison_kind(name)];
    });
    const int equal = count[test::compared::equal] + count[test::compared::simultaneous];
    const int called = equal + count[test::compared::partial] + count[test::compared::none];
    CHECK(called > 330);
    CHECK(equal > 310);
    std::printf("%d commands called over RESP2 and RESP3: the replies to %d are equal, those to %d in what stays from one call to the "
                "next, those to %d are not compared\n",
                called, equal, count[test::compared::partial], count[test::compared::none]);
    for (const auto& [name, how] : live::comparisons())
        if (how == test::compared::partial || how == test::compared::none)
            std::printf("  %s: %s\n", name.c_str(), std::string(test::find_comparison(name)->reason).c_str());
}
