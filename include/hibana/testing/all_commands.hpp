// SPDX-License-Identifier: BSL-1.0
/// \file  Every command there is, so that a test can hold all of them against a server.
#pragma once
#include <hibana/commands.hpp>
#include <hibana/testing/commands/pubsub.hpp>

namespace hibana::testing {

/// What is known of a command at compile time, for use at run time.
struct command_description {
    std::string_view name;
    int arity = 0;
    std::array<key_spec, 4> key_specs{};
    hibana::facts facts{};
};

template <class Descriptor>
constexpr command_description describe(const Descriptor&) {
    return {Descriptor::name, Descriptor::arity, Descriptor::key_specs, Descriptor::facts};
}

/// Calls `visit` with the descriptor of every command, family by family.
template <class Visit>
constexpr void for_each_command(Visit&& visit) {
    // string
    visit(cmd::append);
    visit(cmd::decr);
    visit(cmd::decrby);
    visit(cmd::delex);
    visit(cmd::delifeq);
    visit(cmd::digest);
    visit(cmd::get);
    visit(cmd::getdel);
    visit(cmd::getex);
    visit(cmd::getrange);
    visit(cmd::getset);
    visit(cmd::incr);
    visit(cmd::incrby);
    visit(cmd::incrbyfloat);
    visit(cmd::lcs);
    visit(cmd::mget);
    visit(cmd::mset);
    visit(cmd::msetex);
    visit(cmd::msetnx);
    visit(cmd::psetex);
    visit(cmd::set);
    visit(cmd::setex);
    visit(cmd::setnx);
    visit(cmd::setrange);
    visit(cmd::strlen);
    visit(cmd::substr);
    // generic
    visit(cmd::copy);
    visit(cmd::del);
    visit(cmd::dump);
    visit(cmd::exists);
    visit(cmd::expire);
    visit(cmd::expireat);
    visit(cmd::pexpire);
    visit(cmd::pexpireat);
    visit(cmd::persist);
    visit(cmd::expiretime);
    visit(cmd::pexpiretime);
    visit(cmd::ttl);
    visit(cmd::pttl);
    visit(cmd::keys);
    visit(cmd::migrate);
    visit(cmd::move);
    visit(cmd::object::encoding);
    visit(cmd::object::freq);
    visit(cmd::object::help);
    visit(cmd::object::idletime);
    visit(cmd::object::refcount);
    visit(cmd::randomkey);
    visit(cmd::rename);
    visit(cmd::renamenx);
    visit(cmd::restore);
    visit(cmd::scan);
    visit(cmd::sort);
    visit(cmd::sort_ro);
    visit(cmd::touch);
    visit(cmd::type);
    visit(cmd::unlink);
    visit(cmd::wait);
    visit(cmd::waitaof);
    // hash
    visit(cmd::hdel);
    visit(cmd::hexists);
    visit(cmd::hget);
    visit(cmd::hgetall);
    visit(cmd::hincrby);
    visit(cmd::hincrbyfloat);
    visit(cmd::hkeys);
    visit(cmd::hlen);
    visit(cmd::hmget);
    visit(cmd::hmset);
    visit(cmd::hrandfield);
    visit(cmd::hscan);
    visit(cmd::hset);
    visit(cmd::hsetnx);
    visit(cmd::hstrlen);
    visit(cmd::hvals);
    visit(cmd::hexpire);
    visit(cmd::hexpireat);
    visit(cmd::hpexpire);
    visit(cmd::hpexpireat);
    visit(cmd::hexpiretime);
    visit(cmd::hpexpiretime);
    visit(cmd::httl);
    visit(cmd::hpttl);
    visit(cmd::hpersist);
    visit(cmd::hgetdel);
    visit(cmd::hgetex);
    visit(cmd::hsetex);
    // list
    visit(cmd::blmove);
    visit(cmd::blmpop);
    visit(cmd::blpop);
    visit(cmd::brpop);
    visit(cmd::brpoplpush);
    visit(cmd::lindex);
    visit(cmd::linsert);
    visit(cmd::llen);
    visit(cmd::lmove);
    visit(cmd::lmpop);
    visit(cmd::lpop);
    visit(cmd::lpos);
    visit(cmd::lpush);
    visit(cmd::lpushx);
    visit(cmd::lrange);
    visit(cmd::lrem);
    visit(cmd::lset);
    visit(cmd::ltrim);
    visit(cmd::rpop);
    visit(cmd::rpoplpush);
    visit(cmd::rpush);
    visit(cmd::rpushx);
    // set
    visit(cmd::sadd);
    visit(cmd::scard);
    visit(cmd::sdiff);
    visit(cmd::sdiffstore);
    visit(cmd::sinter);
    visit(cmd::sintercard);
    visit(cmd::sinterstore);
    visit(cmd::sismember);
    visit(cmd::smembers);
    visit(cmd::smismember);
    visit(cmd::smove);
    visit(cmd::spop);
    visit(cmd::srandmember);
    visit(cmd::srem);
    visit(cmd::sscan);
    visit(cmd::sunion);
    visit(cmd::sunionstore);
    // sorted set
    visit(cmd::bzmpop);
    visit(cmd::bzpopmax);
    visit(cmd::bzpopmin);
    visit(cmd::zadd);
    visit(cmd::zcard);
    visit(cmd::zcount);
    visit(cmd::zdiff);
    visit(cmd::zdiffstore);
    visit(cmd::zincrby);
    visit(cmd::zinter);
    visit(cmd::zintercard);
    visit(cmd::zinterstore);
    visit(cmd::zlexcount);
    visit(cmd::zmpop);
    visit(cmd::zmscore);
    visit(cmd::zpopmax);
    visit(cmd::zpopmin);
    visit(cmd::zrandmember);
    visit(cmd::zrange);
    visit(cmd::zrangebylex);
    visit(cmd::zrangebyscore);
    visit(cmd::zrangestore);
    visit(cmd::zrank);
    visit(cmd::zrem);
    visit(cmd::zremrangebylex);
    visit(cmd::zremrangebyrank);
    visit(cmd::zremrangebyscore);
    visit(cmd::zrevrange);
    visit(cmd::zrevrangebylex);
    visit(cmd::zrevrangebyscore);
    visit(cmd::zrevrank);
    visit(cmd::zscan);
    visit(cmd::zscore);
    visit(cmd::zunion);
    visit(cmd::zunionstore);
    // connection
    visit(cmd::auth);
    visit(cmd::echo);
    visit(cmd::hello);
    visit(cmd::ping);
    visit(cmd::quit);
    visit(cmd::reset);
    visit(cmd::select);
    visit(cmd::client::caching);
    visit(cmd::client::capa);
    visit(cmd::client::getname);
    visit(cmd::client::getredir);
    visit(cmd::client::help);
    visit(cmd::client::id);
    visit(cmd::client::import_source);
    visit(cmd::client::info);
    visit(cmd::client::kill);
    visit(cmd::client::list);
    visit(cmd::client::no_evict);
    visit(cmd::client::no_touch);
    visit(cmd::client::pause);
    visit(cmd::client::reply);
    visit(cmd::client::setinfo);
    visit(cmd::client::setname);
    visit(cmd::client::tracking);
    visit(cmd::client::trackinginfo);
    visit(cmd::client::unblock);
    visit(cmd::client::unpause);
    // transaction
    visit(cmd::discard);
    visit(cmd::exec);
    visit(cmd::multi);
    visit(cmd::unwatch);
    visit(cmd::watch);
    // scripting
    visit(cmd::eval);
    visit(cmd::eval_ro);
    visit(cmd::evalsha);
    visit(cmd::evalsha_ro);
    visit(cmd::fcall);
    visit(cmd::fcall_ro);
    visit(cmd::function::delete_);
    visit(cmd::function::dump);
    visit(cmd::function::flush);
    visit(cmd::function::help);
    visit(cmd::function::kill);
    visit(cmd::function::list);
    visit(cmd::function::load);
    visit(cmd::function::restore);
    visit(cmd::function::stats);
    visit(cmd::script::debug);
    visit(cmd::script::exists);
    visit(cmd::script::flush);
    visit(cmd::script::help);
    visit(cmd::script::kill);
    visit(cmd::script::load);
    visit(cmd::script::show);
    for_each_pubsub_command(visit);
}

}  // namespace hibana::testing
