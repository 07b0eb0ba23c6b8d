// SPDX-License-Identifier: BSL-1.0
/// \file  Expired sessions: keyspace notifications report them.
#include <hibana/hibana.hpp>

#include <iostream>
#include <set>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");

    //[enable
    enable_keyspace_events(db, "KEx$");  // disabled by default
    //]

    //[events
    auto events = keyspace_events(db, on_event("expired"), on_keys("example:session:*"));
    //]
    for (int n = 0; n != 3; ++n) db(cmd::set("example:session:" + std::to_string(n), "somebody", opt::px(20ms)));

    std::set<std::string> expired;
    //[loop
    for (auto& event : events) {
        if (event.is_gap()) break;  // check all sessions: events may be missing
        if (event.event == "set") std::cout << event.key << " begins\n";
        if (event.event == "expired") expired.insert(event.key);
        if (expired.size() == 3) break;
    }
    //]

    for (const auto& session : expired) std::cout << session << " is over\n";
    return expired.size() == 3 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
