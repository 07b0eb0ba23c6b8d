// SPDX-License-Identifier: BSL-1.0
/// \file  Several commands in one round trip, each with its own reply type.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del("example:hits", "example:board"));

    db(cmd::zadd("example:board", 40, "ann", 25, "ben", 31, "cleo"));
    //[pipeline
    auto [hits, top] = db(cmd::incr("example:hits"), cmd::zrange("example:board", 0, 1, opt::rev, opt::withscores));

    static_assert(std::is_same_v<decltype(hits), std::int64_t>);
    static_assert(std::is_same_v<decltype(top), std::vector<std::pair<std::string, double>>>);
    //]
    for (const auto& [player, score] : top) std::cout << player << ' ' << score << '\n';

    //[value
    // A request is a value: it can be made once, kept, compared and sent as often as it is wanted.
    const auto one_more = cmd::incr("example:hits");
    auto [second, third] = db(one_more, one_more);
    //]
    db(cmd::del("example:hits", "example:board"));
    return hits == 1 && top.size() == 2 && top.front().first == "ann" && second == 2 && third == 3 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
