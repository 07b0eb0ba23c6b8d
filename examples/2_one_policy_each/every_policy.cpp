// SPDX-License-Identifier: BSL-1.0
/// \file  Each policy once, in a client that has it. Nothing is connected here: a client connects on its first call.
#include <hibana/hibana.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/tls_transport.hpp>

#include <chrono>

using namespace hibana;
using namespace std::chrono_literals;

struct my_log {
    using plays = role::events;
    void on(const event::disconnected&) {}
};

//[one_line
using plain = client<>;                                 // TCP, RESP3, one thread, errors thrown, safe retries
using local = client<unix_transport>;                   // a Unix socket
using secured = client<tls_transport, password_auth>;   // TLS, the server's certificate checked; a user and a password
using shared = client<blocking_connection_pool>;        // any number of threads, which wait for a free connection
using quiet = client<return_errors>;                    // result<T> instead of exceptions
using insistent = client<retry_all, constant_backoff>;  // another attempt even where a command may be executed twice
using single_shot = client<no_retry>;                   // one attempt, whatever happens
using old_server = client<resp2_parser>;                // a server or a proxy without HELLO
using reader = client<read_only_access>;                // a command that writes does not compile
using watched = client<my_log>;                         // a type of yours receives events: connections, retries, failures
using tested = client<in_memory_transport, testing::manual_clock>;  // no server, no socket, and time that a test moves
//]

namespace {

void transports() {
    //[tcp_transport
    client db{tcp_transport{.host = "redis.example", .port = 6380, .options = {.keepalive_idle = 10s}}};
    //]
    //[unix_transport
    client local{unix_transport{.path = "/run/redis/redis.sock"}};
    //]
}

void parsers() {
    //[resp2_parser
    client<resp2_parser> plain;  // no HELLO: for servers and proxies that know RESP2 alone
    //]
    //[resp3_parser
    client<resp3_parser> typed;  // HELLO 3; falls back to RESP2 where the server does not know it
    //]
}

void backoffs() {
    //[no_backoff
    client at_once{retry_safe{.max_retries = 1}, no_backoff{}};
    //]
    //[constant_backoff
    client steady{constant_backoff{.wait = 50ms}};
    //]
    //[exponential_backoff
    client doubling{exponential_backoff{.base = 8ms, .cap = 512ms}};  // 16, 32, 64, ... 512 ms
    //]
    //[full_jitter_backoff
    client spread{full_jitter_backoff{.base = 8ms, .cap = 512ms}};  // 0 to 16, 0 to 32, ... 0 to 512 ms
    //]
    //[equal_jitter_backoff
    client half_spread{equal_jitter_backoff{.base = 8ms, .cap = 512ms}};  // 8 to 16, 16 to 32, ... 256 to 512 ms
    //]
    //[decorrelated_jitter_backoff
    // 8 ms, then 8 to 24, then 8 to three times the last, up to 512 ms
    client drifting{decorrelated_jitter_backoff{.base = 8ms, .cap = 512ms}};
    //]
    //[exponential_jitter_backoff
    // 0 to 20 ms, 0 to 40, ...; and where the draw is above 1 s, 1 s
    client usual{exponential_jitter_backoff{.base = 10ms, .cap = 1s}};
    //]
}

//[in_clear_text
// A token would be refused without TLS. Behind a proxy on this machine that encrypts, it may be asked for by name.
struct my_token {
    using plays = role::auth;
    static constexpr bool needs_encryption = true;
    std::optional<hibana::credentials> credentials() const { return hibana::credentials("ann", "token"); }
};
using behind_a_proxy = client<in_clear_text<my_token>>;
//]

void connections() {
    //[single_connection
    client<single_connection> db;  // for one thread at a time
    //]
    //[connection_pool
    client hasty{connection_pool{.max_connections = 8}};  // the ninth at the same time is an error at once
    //]
    //[blocking_connection_pool
    client patient{blocking_connection_pool{.max_connections = 8, .acquire_timeout = 250ms}};  // the ninth waits, up to 250 ms
    //]
    //[shared_connection
    client<shared_connection> crowded;  // all threads over one connection, at the same time
    //]
}

void settings() {
    //[session_settings
    client db{session_settings{.database = 3, .client_name = "worker", .command_timeout = 2s, .connect_timeout = 500ms}};
    //]
    //[limits
    client strict{session_settings{.limits = {.depth = 8, .bulk = 1 << 20}}};  // a reply over these limits is an error
    //]
}

void others() {
    //[errors
    client<throw_errors> throwing;    // db(...) gives the bare value
    client<return_errors> returning;  // db(...) gives a result<...>
    //]
    //[access
    client<read_only_access> only_reads;  // only_reads(cmd::set("k", "v")) does not compile
    //]
    //[defaults
    client<tcp_transport, resp3_parser, exponential_jitter_backoff, retry_safe, no_cache, no_auth, single_connection,
           standalone, throw_errors, no_events, monotonic_clock, system_random, session_settings, full_access,
           any_server>
        spelled_out;
    client<> same;
    static_assert(std::is_same_v<decltype(spelled_out)::composition, decltype(same)::composition>);
    //]
    //[order
    static_assert(
        std::is_same_v<client<no_retry, unix_transport>::composition, client<unix_transport, no_retry>::composition>);
    //]
    //[empty
    static_assert(std::is_empty_v<no_cache> && std::is_empty_v<no_events> && std::is_empty_v<no_auth>);
    //]
    //[deterministic
    // The same waits in every run, and none of them in real time.
    testing::manual_clock clock;
    client db{in_memory_transport{}, clock, testing::seeded_random{.seed = 7}};
    //]
}

}  // namespace

int main() {
    transports();
    parsers();
    backoffs();
    connections();
    settings();
    others();
    behind_a_proxy().close();
    plain().close();
    local().close();
    secured().close();
    shared().close();
    quiet().close();
    insistent().close();
    single_shot().close();
    old_server().close();
    reader().close();
    watched().close();
    tested().close();
}
