// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/scripting.hpp>
#include <hibana/command/string.hpp>
#include <hibana/messaging/monitor.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

struct by_resp2 {
    using client_type = client<tcp_transport, resp2_parser>;
};
struct by_resp3 {
    using client_type = client<tcp_transport>;
};
using words = std::vector<std::string>;

}  // namespace

TEMPLATE_TEST_CASE("monitor: records contain time, database, address and bytes of executed commands", "[live]", by_resp2, by_resp3) {
    const test::server server({.tcp = true});
    typename TestType::client_type db{live::at_port(server), session_settings{.database = 2, .library_name = ""}};
    client local{live::at(server), session_settings{.library_name = ""}};
    const std::string binary("\0\"\\\r\n\xff]", 7);
    db(cmd::ping());
    local(cmd::ping());
    auto commands = monitor(db);

    db(cmd::set("k", binary));
    auto record = commands.next();
    CHECK(record.arguments == words{"SET", "k", binary});
    CHECK(record.database == 2);
    CHECK(record.from == monitor_record::source::tcp);
    CHECK(record.address.starts_with("127.0.0.1:"));
    CHECK(std::chrono::system_clock::now() - record.time < 1h);

    local(cmd::eval("return redis.call('GET', KEYS[1])", keys("k")));
    record = commands.next();
    CHECK(record.from == monitor_record::source::unix_socket);
    CHECK(record.address == server.socket_path());
    record = commands.next();
    CHECK(record.from == monitor_record::source::script);
    CHECK(record.arguments == words{"GET", "k"});

    const std::string large(300'000, 'x');
    db(cmd::set("k", large));
    CHECK(commands.next().arguments[2] == large);
    CHECK_FALSE(commands.next(20ms));
}

TEMPLATE_TEST_CASE("monitor: after a disconnect a gap is reported, then further records", "[live]", by_resp2, by_resp3) {
    test::server server({.tcp = true});
    typename TestType::client_type db{live::at_port(server)};
    client local{live::at(server)};
    auto commands = monitor(db);
    const auto next_set = [&] {
        for (;;)
            if (auto record = commands.next(); record.is_gap() || record.arguments[0] == "SET") return record;
    };
    local(cmd::set("k", "before"));
    CHECK(next_set().arguments == words{"SET", "k", "before"});

    CHECK(live::kill_others(local) == 1);
    CHECK(next_set().is_gap());
    local(cmd::set("k", "after"));
    CHECK(next_set().arguments == words{"SET", "k", "after"});

    server.restart();
    CHECK(next_set().is_gap());
    local(cmd::set("k", "anew"));
    CHECK(next_set().arguments == words{"SET", "k", "anew"});
}
