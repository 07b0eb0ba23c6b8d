// SPDX-License-Identifier: BSL-1.0
/// \file  A rate limiter: a script that counts and decides in one step on the server.
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

//[script
// KEYS: the allowed requests, a counter; ARGV: the window in milliseconds, the limit of requests in it.
// The clock of the server is used, so that all clients agree on the time.
constexpr script<R"lua(
    local clock = redis.call('TIME')
    local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
    local window = tonumber(ARGV[1])
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
    local used = redis.call('ZCARD', KEYS[1])
    if used < tonumber(ARGV[2]) then
        redis.call('ZADD', KEYS[1], now, now .. ':' .. redis.call('INCR', KEYS[2]))
        redis.call('PEXPIRE', KEYS[1], window)
        redis.call('PEXPIRE', KEYS[2], window)
        return {1, 0}
    end
    local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    return {0, oldest[2] + window - now}
)lua",
                 notation::row<notation::boolean, notation::integer>>
    sliding_window;
//]

//[limiter
/// Allows a number of requests in any period of `window`, over all processes.
template <class Client>
class rate_limiter {
public:
    rate_limiter(Client& db, std::string_view name, std::int64_t most, std::chrono::milliseconds window)
        : db_(db), key_("example:rate:{" + std::string(name) + "}"), counter_(key_ + ":n"), most_(most),
          window_(window) {}

    /// Empty if the caller may proceed; otherwise the time to wait.
    std::optional<std::chrono::milliseconds> ask() {
        const auto [goes_on, wait] = sliding_window(db_, keys(key_, counter_), window_.count(), most_);
        if (goes_on) return std::nullopt;
        return std::chrono::milliseconds(wait);
    }

private:
    Client& db_;
    std::string key_;
    std::string counter_;
    std::int64_t most_;
    std::chrono::milliseconds window_;
};
//]

}  // namespace

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del("example:rate:{ann}", "example:rate:{ann}:n"));
    rate_limiter limiter(db, "ann", 3, 300ms);

    bool as_shown = true;
    for (int n = 0; n != 3; ++n) as_shown = as_shown && !limiter.ask();
    const auto wait = limiter.ask();
    as_shown = as_shown && wait && *wait > 0ms && *wait <= 300ms;
    std::cout << "the fourth waits " << wait.value_or(0ms).count() << " ms\n";

    std::this_thread::sleep_for(wait.value_or(0ms) + 5ms);
    as_shown = as_shown && !limiter.ask();

    // A restarted server does not know the script; the next call loads and executes it once.
    db(cmd::script::flush());
    db(cmd::del("example:rate:{ann}", "example:rate:{ann}:n"));
    as_shown = as_shown && !limiter.ask() && db(cmd::zcard("example:rate:{ann}")) == 1;

    db(cmd::del("example:rate:{ann}", "example:rate:{ann}:n"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
