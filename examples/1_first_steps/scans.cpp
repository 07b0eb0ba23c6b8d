// SPDX-License-Identifier: BSL-1.0
/// \file  Scans of all keys of a type, all fields of a hash and all members of a sorted set.
#include <hibana/hibana.hpp>

#include <iostream>
#include <set>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    for (int n = 0; n != 1'000; ++n)
        db(cmd::set("example:user:" + std::to_string(n), n), cmd::hset("example:hash", std::pair("field " + std::to_string(n), n)),
           cmd::zadd("example:board", std::pair(n / 2.0, "player " + std::to_string(n))));

    //[scan
    std::set<std::string> users;
    for (auto& key : scan(db, opt::match("example:user:*"), opt::count(100))) users.insert(key);
    //]
    bool as_shown = users.size() == 1'000;

    //[others
    for (auto& [field, value] : hscan(db, "example:hash"))
        if (value == "7") std::cout << field << " is 7\n";

    double sum = 0;
    for (auto& [player, score] : zscan(db, "example:board", opt::match("player 99*"))) sum += score;

    for (auto& [field, value] : hscan(db, "example:hash").as<std::pair<std::string, int>>()) as_shown &= value < 1'000;
    //]
    as_shown &= sum > 5'000;

    //[pages
    int removed = 0;
    for (auto& key : scan(db.within(200ms), opt::match("example:*"), opt::type("string"))) {  // 200 ms for each page
        db(cmd::unlink(key));
        if (++removed == 10) break;  // no further page is requested
    }
    //]

    db(cmd::del(users), cmd::del("example:hash", "example:board"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
