// SPDX-License-Identifier: BSL-1.0
/// \file  The first program: a client, a SET, a GET.
//[program
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");

    db(cmd::set("greeting", "hello", opt::ex(60s)));
    std::optional<std::string> greeting = db(cmd::get("greeting"));

    std::cout << greeting.value_or("gone already") << '\n';
    return greeting == "hello" ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
//]
