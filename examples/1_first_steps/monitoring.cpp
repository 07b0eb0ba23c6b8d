// SPDX-License-Identifier: BSL-1.0
/// \file  Monitor of the commands that a server executes.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::ping());
    int seen = 0;

    //[monitor
    auto commands = monitor(db);  // over a dedicated connection
    db(cmd::set("example:k", "v"), cmd::incr("example:n"), cmd::del("example:k", "example:n"));
    while (auto record = commands.next(100ms)) {
        std::cout << record->address << " on database " << record->database << ':';
        for (const auto& argument : record->arguments) std::cout << ' ' << argument;
        std::cout << '\n';
        ++seen;
    }
    //]
    return seen >= 3 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
