// SPDX-License-Identifier: BSL-1.0
/// \file  A pipeline whose length is known at run time.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    std::vector<std::string> names;
    for (int n = 0; n != 100; ++n) names.push_back("example:item:" + std::to_string(n));

    //[batch
    batch<notation::ok> writes;  // requests that are answered by OK
    for (std::size_t n = 0; n != names.size(); ++n) writes.add(cmd::set(names[n], n));
    db(writes);

    batch<notation::nullable<notation::bulk>> reads;  // requests that are answered by a string, or nothing
    for (const auto& name : names) reads.add(cmd::get(name));
    std::vector<std::optional<std::string>> values = db(reads);
    //]
    bool as_shown = values.size() == 100 && values[7] == "7";

    //[reuse
    // Run again and again, with memory that is used again: each call leaves a result for each request.
    std::vector<result<std::optional<std::string>>> outcomes;
    for (int turn = 0; turn != 3; ++turn) db(reads, outcomes);
    //]
    as_shown = as_shown && outcomes.size() == 100 && *outcomes[99] == "99";

    as_shown = as_shown && db(cmd::del(names)) == 100;
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
