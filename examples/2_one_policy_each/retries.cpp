// SPDX-License-Identifier: BSL-1.0
/// \file  Retries after a lost connection, with each retry policy.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

namespace {

// Closes the connection of a client from outside, so that its next command is lost.
template <class Client>
void cut(Client& db, const std::string& address) {
    const auto id = db(cmd::client::id()).value();
    from_url<client<>>(address)(cmd::client::kill(opt::id(id)));
}

}  // namespace

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";
    from_url<client<>>(address)(cmd::set("example:n", 0));

    //[safe
    // retry_safe, the default: a GET is sent again, since it does no harm twice. An INCR is not, once it has left: it may count twice.
    auto safe = from_url<client<return_errors>>(address);
    cut(safe, address);
    const auto read = safe(cmd::get("example:n"));
    cut(safe, address);
    const auto counted = safe(cmd::incr("example:n"));
    //]
    bool as_shown = read == "0" && !counted && counted.error().fate() == fate::unknown;
    std::cout << counted.error().message() << '\n';

    //[all
    // retry_all: where counting twice is better than not knowing.
    auto all = from_url<client<retry_all, return_errors>>(address);
    cut(all, address);
    const auto counted_anyway = all(cmd::incr("example:n"));
    //]
    as_shown = as_shown && counted_anyway.has_value();

    //[none
    auto none = from_url<client<no_retry, return_errors>>(address);
    cut(none, address);
    const auto once = none(cmd::get("example:n"));
    //]
    as_shown = as_shown && once.error() == errc::connection_lost;

    //[own
    // A rule of one's own: how many attempts may follow the first, and which error is worth one.
    struct while_loading {
        using plays = role::retry;
        unsigned max_retries = 100;
        bool should_retry(const error& failed, bool) const { return failed == errc::loading; }
    };
    client<while_loading, constant_backoff> starting;
    //]
    starting.close();

    from_url<client<>>(address)(cmd::del("example:n"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
