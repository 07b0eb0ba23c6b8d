// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr int well = 0, badly = 1;

// A child process that runs `work` and exits without destructors; `work` returns whether it succeeded.
class child {
public:
    template <class Work> explicit child(Work work) : process_(::fork()) {
        REQUIRE(process_ >= 0);
        if (process_ != 0) return;
        bool is_well = false;
        try {
            is_well = work();
        } catch (...) {
        }
        ::_exit(is_well ? well : badly);
    }
    // Whether it exited by itself with success.
    bool was_well() const {
        int status = 0;
        ::waitpid(process_, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == well;
    }

private:
    ::pid_t process_;
};

template <class Client> bool hears_only(Client& db, const std::string& name) {
    for (int n = 0; n != 200; ++n) {
        const std::string sent = name + std::to_string(n);
        if (db(cmd::echo(sent)) != sent) return false;
        auto [one, two] = db(cmd::echo(sent), cmd::echo(name));
        if (one != sent || two != name) return false;
    }
    return true;
}

template <class Client> void check_fork(Client& db) {
    const auto before = db(cmd::client::id());

    const child other([&] { return hears_only(db, "child") && db(cmd::client::id()) != before; });
    const bool parent_is_well = hears_only(db, "parent");

    CHECK(other.was_well());
    CHECK(parent_is_well);
    CHECK(db(cmd::client::id()) == before);
}

}  // namespace

TEST_CASE("fork: parent and child use one client over separate connections", "[live]") {
    const test::server server({.tcp = true});

    SECTION("one connection") {
        client db{live::at(server)};
        check_fork(db);
    }
    SECTION("one connection by a port") {
        client db{live::at_port(server)};
        check_fork(db);
    }
    SECTION("connection_pool") {
        client db{live::at(server), connection_pool{.max_connections = 2}};
        check_fork(db);
    }
    SECTION("blocking_connection_pool") {
        client db{live::at(server), blocking_connection_pool{.max_connections = 1}};
        check_fork(db);
    }
}

TEST_CASE("fork: the child does not close the connection of the parent, over TLS either", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue();
    const test::server server({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}});
    client db{tls_transport{.port = server.tls_port(), .ca_data = authority.certificate()}};

    check_fork(db);
}

TEST_CASE("fork: a client that the child destroys without using it does not affect the parent", "[live]") {
    const test::server server;
    std::optional<client<unix_transport, connection_pool>> db;
    db.emplace(live::at(server));
    const auto before = (*db)(cmd::client::id());

    const child other([&] {
        db.reset();
        return true;
    });

    CHECK(other.was_well());
    CHECK((*db)(cmd::client::id()) == before);
}

TEST_CASE("fork: a grandchild has its own connection", "[live]") {
    const test::server server;
    client db{live::at(server)};
    db(cmd::ping());

    const child other([&] {
        const auto of_child = db(cmd::client::id());
        const child grandchild([&] { return db(cmd::client::id()) != of_child && hears_only(db, "grandchild"); });
        return hears_only(db, "child") && grandchild.was_well() && db(cmd::client::id()) == of_child;
    });

    CHECK(hears_only(db, "parent"));
    CHECK(other.was_well());
}

TEST_CASE("fork: a pinned connection of the parent is an error in the child", "[live]") {
    const test::server server;
    client db{live::at(server), connection_pool{.max_connections = 2}, return_errors{}};
    auto pinned = db.pin();
    REQUIRE(pinned(cmd::watch("k")));

    const child other([&] {
        const auto value = pinned(cmd::get("k"));
        return !value && value.error().condition() == errc::child_process && value.error().fate() == fate::not_sent &&
               db(cmd::set("k", "child's")).has_value();
    });

    CHECK(other.was_well());
    CHECK(pinned(multi(cmd::get("k"))).error().condition() == errc::watch_conflict);
}

TEST_CASE("fork: connections of other threads of the parent do not count in the child", "[live][threads]") {
    const test::server server;
    client admin{live::at(server)};
    const auto check = [&](auto& db) {
        std::vector<std::thread> threads;
        for (int thread = 0; thread != 3; ++thread) threads.emplace_back([&] { static_cast<void>(db(cmd::blpop("list", 0s))); });
        while (live::blocked_clients(admin) != 2) std::this_thread::yield();

        const child other([&] {
            if (!hears_only(db, "child")) return false;
            const auto usage = db.connections().stats();
            return usage.open == 1 && usage.idle == 1;
        });

        CHECK(other.was_well());
        admin(cmd::rpush("list", 1, 2, 3));
        for (auto& thread : threads) thread.join();
        CHECK(db.connections().stats().idle == 2);
    };

    SECTION("connection_pool") {
        client db{live::at(server), connection_pool{.max_connections = 2}, return_errors{}};
        check(db);
    }
    SECTION("blocking_connection_pool") {
        client db{live::at(server), blocking_connection_pool{.max_connections = 2}, return_errors{}};
        check(db);
    }
}
