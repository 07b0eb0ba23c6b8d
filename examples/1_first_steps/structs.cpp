// SPDX-License-Identifier: BSL-1.0
/// \file  A struct into a hash and out of it, by Boost.Hana.
#include <hibana/command/structs.hpp>
#include <hibana/hibana.hpp>

#include <boost/hana/define_struct.hpp>
#include <iostream>

using namespace hibana;

//[define
struct account {
    BOOST_HANA_DEFINE_STRUCT(account, (std::string, name), (int, age), (double, balance));
};
//]

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del("example:account"));

    //[use
    const account ann{"Ann", 36, 1024.5};
    db(cmd::hset("example:account", ann));
    account back = db(cmd::hgetall("example:account").as<account>());
    //]
    std::cout << back.name << " is " << back.age << " and has " << back.balance << '\n';

    //[fields
    auto [name, balance] = db(cmd::hmget("example:account", "name", "balance").as<std::tuple<std::string, double>>());
    //]
    db(cmd::del("example:account"));
    const bool is_same = back.name == ann.name && back.age == ann.age && back.balance == ann.balance;
    return is_same && name == "Ann" && balance == 1024.5 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
