// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <atomic>
#include <string>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

// A server that writes each command to its file before the reply, so that a kill loses no acknowledged write.
test::server_options with_append_only_file() { return {.tcp = true, .settings = {"appendonly yes", "appendfsync no"}}; }

// TCP, since a command can be sent over a TCP connection that the server has closed, and its fate is unknown then.
using plain_client = client<tcp_transport, return_errors, session_settings>;

// The outcomes of the increments of one thread.
struct ledger {
    std::int64_t acknowledged = 0, unknown = 0, not_sent = 0, greatest = 0;
    bool went_back = false;  // an acknowledged increment returned no more than an earlier one
    std::string surprise{};  // an error that no kill explains

    void note(const result<std::int64_t>& count) {
        if (count) {
            ++acknowledged;
            went_back = went_back || *count <= greatest;
            greatest = *count;
        } else if (count.error().fate() == fate::unknown) {
            ++unknown;
        } else if (count.error().fate() == fate::not_sent) {
            ++not_sent;
        } else if (surprise.empty()) {
            surprise = count.error().message();
        }
    }

    void check_against(plain_client& db, const std::string& key) const {
        const auto count = db(cmd::get(key).as<std::int64_t>()).value();
        INFO("acknowledged " << acknowledged << ", unknown " << unknown << ", not sent " << not_sent);
        CHECK(count >= acknowledged);
        CHECK(count <= acknowledged + unknown);
        CHECK(greatest <= count);
        CHECK_FALSE(went_back);
        CHECK(surprise == "");
    }
};

}  // namespace

TEST_CASE("restart: an idempotent command succeeds after a restart of the server", "[live]") {
    test::server server(with_append_only_file());
    plain_client db{live::at_port(server)};

    for (int n = 0; n != 5; ++n) {
        REQUIRE(db(cmd::set("k", n)));
        server.restart();
        CHECK(db(cmd::get("k").as<int>()).value() == n);
    }
}

TEST_CASE("restart: after 20 restarts a counter is between the known and the possible number of increments",
          "[live][threads]") {
    test::server server(with_append_only_file());
    live::progress worked;
    std::atomic<bool> is_over = false;
    std::thread power([&] {
        for (int n = 0; n != 20; ++n) {
            worked.wait_for_more(20);
            server.restart();
        }
        worked.wait_for_more(20);
        is_over = true;
    });

    plain_client db{live::at_port(server), session_settings{.command_timeout = 60s}};
    ledger counted;
    int number = 0, lost = 0;
    for (; !is_over; ++number) {
        counted.note(db(cmd::incr("n")));
        if (!db(cmd::set("k", number)) || db(cmd::get("k").as<int>()).value_or(-1) != number) ++lost;
        worked.advance();
    }
    power.join();

    CHECK(lost == 0);
    CHECK(counted.not_sent == 0);
    counted.check_against(db, "n");
}

TEST_CASE("restart: after 500 killed connections a counter is between the known and the possible number of increments", "[live][threads]") {
    const test::server server({.tcp = true});
    live::progress worked;
    std::atomic<bool> is_over = false;
    std::int64_t killed = 0;
    std::thread killer([&] {
        client admin{live::at(server)};
        while (killed < 500) {
            worked.wait_for_more(2);
            killed += live::kill_others(admin);
        }
        worked.wait_for_more(2);
        is_over = true;
    });

    plain_client db{live::at_port(server)};
    ledger counted;
    int number = 0, lost = 0;
    for (; !is_over; ++number) {
        counted.note(db(cmd::incr("n")));
        if (!db(cmd::set("k", number)) || db(cmd::get("k").as<int>()).value_or(-1) != number) ++lost;
        worked.advance();
    }
    killer.join();

    CHECK(lost == 0);
    counted.check_against(db, "n");
}

TEST_CASE("restart: an interrupted pipeline is never sent again, and each command has its own fate", "[live][threads]") {
    const test::server server({.tcp = true});
    live::progress worked;
    std::atomic<bool> is_over = false;
    std::thread killer([&] {
        client admin{live::at(server)};
        for (std::int64_t killed = 0; killed < 100;) {
            worked.wait_for_more(1);
            killed += live::kill_others(admin);
        }
        is_over = true;
    });

    plain_client db{live::at_port(server)};
    ledger counted;
    while (!is_over) {
        auto [one, two, three] = db(cmd::incr("n"), cmd::incr("n"), cmd::incr("n"));
        for (const auto* each : {&one, &two, &three}) counted.note(*each);
        if (auto both = db(multi(cmd::incr("n"), cmd::incr("n")))) {
            counted.note(std::get<0>(*both));
            counted.note(std::get<1>(*both));
        } else {
            counted.note(both.error());
            counted.note(both.error());
        }
        worked.advance();
    }
    killer.join();

    counted.check_against(db, "n");
}
