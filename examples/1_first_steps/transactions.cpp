// SPDX-License-Identifier: BSL-1.0
/// \file  Transactions: executed or aborted as a whole, or repeated after a conflict.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";
    auto db = from_url<client<>>(address);
    db(cmd::set("example:ann", 100), cmd::set("example:ben", 20));

    //[multi
    auto [ann, ben] = db(multi(cmd::decrby("example:ann", 30), cmd::incrby("example:ben", 30)));
    //]
    bool as_shown = ann == 70 && ben == 50;

    //[aborted
    try {
        db(multi(cmd::incr("example:ann"), any_request("NO-SUCH-COMMAND")));
    } catch (const transaction_aborted_error& error) {
        std::cout << error.what() << '\n';  // one command was refused, so none was executed
    }
    //]
    as_shown = as_shown && db(cmd::get("example:ann").as<int>()) == 70;

    //[optimistic
    // Reads, decides and writes; repeated if another client has written to the key in between.
    auto [rest] = db.watch(keys("example:ann"), [](auto& connection) {
        const int balance = connection(cmd::get("example:ann").as<int>());
        return multi(cmd::decrby("example:ann", balance / 10));
    });
    //]
    as_shown = as_shown && rest == 63;

    auto other = from_url<client<>>(address);
    int attempts = 0;
    //[watch
    // Another client writes during the first attempt; the second attempt reads the new value.
    auto [left] = db.watch(keys("example:ann"), [&](auto& connection) {
        const int balance = connection(cmd::get("example:ann").as<int>());
        if (++attempts == 1) other(cmd::set("example:ann", 10));
        return multi(cmd::incrby("example:ann", balance / 2));
    });
    //]
    as_shown = as_shown && attempts == 2 && left == 15;

    //[conflict
    try {
        db.watch(
            keys("example:ann"),
            [&](auto&) {
                other(cmd::incr("example:ann"));
                return multi(cmd::set("example:ann", 0));
            },
            3);
    } catch (const watch_error& error) {
        std::cout << error.what() << '\n';  // three conflicts; nothing was executed
    }
    //]
    as_shown = as_shown && db(cmd::get("example:ann").as<int>()) == 18;

    //[pin
    {
        auto connection = db.pin();  // an exclusive connection, for commands that change its state
        connection(cmd::select(1));
        connection(cmd::set("example:elsewhere", "in database 1"));
        connection(cmd::del("example:elsewhere"));
    }  // closed here, because its state was changed
    //]
    as_shown = as_shown && db(cmd::exists("example:ann")) == 1;

    db(cmd::del("example:ann", "example:ben"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
