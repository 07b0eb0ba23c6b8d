// SPDX-License-Identifier: BSL-1.0
/// \file  A user-defined backoff, checked by the laws of its role.
#include <hibana/hibana.hpp>
#include <hibana/testing/laws/backoff.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/script.hpp>

#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

//[backoff
// At once, as after a failover that is over already; then a step more each time.
struct linear_backoff {
    using plays = role::backoff;

    duration step = 20ms;
    duration cap = 500ms;

    template <class Random>
    duration delay(unsigned failures, Random&) const {
        const auto steps = static_cast<duration::rep>(failures - 1);
        return steps > cap / step ? cap : std::min(cap, steps * step);
    }
};
//]

namespace {

//[laws
bool keeps_the_laws() {
    bool holds = true;
    testing::backoff_laws(linear_backoff{}, 500ms, [&](bool kept, const char* law) {
        if (!kept) std::cout << "broken: " << law << '\n';
        holds = holds && kept;
    });
    return holds;
}
//]

//[waits
bool waits_as_it_says() {
    auto nobody = testing::script().refuse().refuse().refuse().refuse().serve();
    testing::manual_clock clock;
    client db{nobody.transport(), clock, retry_safe{.max_retries = 3}, linear_backoff{.step = 100ms}, return_errors{}};
    const auto before = clock.now();

    const auto failed = db(cmd::ping());

    return !failed && clock.now() - before == 0ms + 100ms + 200ms;
}
//]

}  // namespace

int main(int count, char** arguments) try {
    auto db = from_url<client<linear_backoff>>(count > 1 ? arguments[1] : "redis://localhost");
    return db(cmd::ping()) == "PONG" && keeps_the_laws() && waits_as_it_says() ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
