// SPDX-License-Identifier: BSL-1.0
/// \file  Commands, their options, and the types of their replies.
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>
#include <map>
#include <set>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del("example:text", "example:number", "example:list", "example:set", "example:hash"));

    //[options
    db(cmd::set("example:text", "one"));                          // ok_reply
    bool was_new = db(cmd::set("example:text", "two", opt::nx));  // NX: whether it was set
    std::optional<std::string> before =
        db(cmd::set("example:text", "three", opt::get, opt::ex(60s)));  // GET: what was there
    //]
    bool as_shown = !was_new && before == "one";

    //[forms
    db(cmd::rpush("example:list", "a", "b", "c", "d"));
    std::optional<std::string> first = db(cmd::lpop("example:list"));                // one element
    std::optional<std::vector<std::string>> two = db(cmd::lpop("example:list", 2));  // up to so many
    //]
    as_shown = as_shown && first == "a" && two == std::vector<std::string>{"b", "c"};

    //[ranges
    const std::map<std::string, int> ages{{"ann", 36}, {"ben", 41}};
    db(cmd::hset("example:hash", ages));  // a range where a command takes many
    db(cmd::sadd("example:set", std::vector<int>{3, 1, 2}));
    //]

    //[shapes
    db(cmd::set("example:number", 42));
    int number = db(cmd::get("example:number").as<int>());
    std::set<int> numbers = db(cmd::smembers("example:set").as<std::set<int>>());
    auto fields = db(cmd::hgetall("example:hash").as<std::map<std::string, int>>());
    auto missing = db(cmd::get("example:missing").as<std::optional<int>>());
    //]
    as_shown = as_shown && number == 42 && numbers == std::set{1, 2, 3} && fields == ages && !missing;

    //[constant
    // Where all arguments are constants so are the bytes, and the cluster slot of the key.
    constexpr auto request = cmd::get("user:1"_key);
    static_assert(encoded(request) == "*2\r\n$3\r\nGET\r\n$6\r\nuser:1\r\n");
    static_assert(slot(request) == 10778);
    //]

    //[anything
    value reply = db(any_request("DBSIZE"));
    //]
    as_shown = as_shown && reply.integer() >= 4;

    db(cmd::del("example:text", "example:number", "example:list", "example:set", "example:hash"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
