// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/server_node.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace hibana;

namespace {

// Counts how often it is cleared.
struct counting_cache {
    using plays = role::cache;
    static constexpr bool needs_pushes = true;
    int* cleared = nullptr;
    void invalidate(std::string_view) {}
    void clear() {
        if (cleared) ++*cleared;
    }
};

server_identity redis(std::string version) { return {.name = "redis", .version = std::move(version)}; }

}  // namespace

TEST_CASE("server_node: the node of a client has the endpoint of the transport and the handshake of the settings", "[connection]") {
    client db{tcp_transport{.host = "there", .port = 7}, session_settings{.database = 3, .client_name = "me"}};

    CHECK(db.node().endpoint() == endpoint("there", 7));
    CHECK(db.node().handshake().database == 3);
    CHECK(db.node().handshake().client_name == "me");
    CHECK(db.node().handshake().library_name == "hibana");
    CHECK_FALSE(db.node().handshake().tracking);
    CHECK(&db.node().context() == &db.context());
}

TEST_CASE("server_node: connections with another handshake than that of the settings can be opened to another server", "[connection]") {
    auto server = scripted::script().expect(scripted::words("HELLO 3")).answer(scripted::hello_reply()).serve();
    scripted::client<> db{server.transport(), scripted::unnamed({.database = 3})};
    server_node sentinel(db.context(), endpoint("sentinel", 26379), handshake_options{});
    connection to_sentinel(sentinel);

    CHECK(detail::establish(to_sentinel, 1, deadline::never()).get());

    CHECK(to_sentinel.endpoint_text() == "sentinel:26379");
    CHECK(server.is_complete());
}

TEST_CASE("connection: only a connection for data feeds the cache, and clears it when it is closed", "[connection]") {
    int cleared = 0;
    auto server = scripted::greeted().accept().expect(scripted::words("HELLO 3") + scripted::words("CLIENT TRACKING ON"))
                      .answer(scripted::hello_reply() + "+OK\r\n").serve();
    scripted::client<counting_cache> db{server.transport(), scripted::unnamed(), counting_cache{&cleared}};
    {
        decltype(db)::dedicated_type side(db.node());
        REQUIRE(side.open(1, deadline::never()).get());
    }
    CHECK(cleared == 0);
    {
        decltype(db)::connection_type data(db.node());
        REQUIRE(detail::establish(data, 1, deadline::never()).get());
    }
    CHECK(cleared == 1);
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("server_node: keeps what the server reported in its latest handshake", "[connection]") {
    auto server = scripted::greeted().expect(scripted::words("GET k")).answer("_\r\n").serve();
    scripted::client<> db{server.transport(), scripted::unnamed()};
    CHECK(db.node().identity() == server_identity());

    CHECK(db(cmd::get("k")));

    CHECK(db.node().identity().name == "redis");
    CHECK_FALSE(db.node().identity().version.empty());
}

TEST_CASE("server_node: a reference to a report stays valid when another report follows", "[connection]") {
    client db;
    db.node().set_identity(redis("7.0.0"));
    const server_identity& before = db.node().identity();
    db.node().set_identity(redis("7.0.0"));
    CHECK(&db.node().identity() == &before);

    db.node().set_identity(redis("8.0.0"));

    CHECK(before.version == "7.0.0");
    CHECK(db.node().identity().version == "8.0.0");
}

TEST_CASE("server_node: threads report and read at the same time", "[connection][threads]") {
    client db;
    std::atomic<bool> is_torn = false;
    std::vector<std::thread> threads;
    for (int n = 0; n != 4; ++n)
        threads.emplace_back([&, n] {
            for (int round = 0; round != 200; ++round) {
                const std::string version(static_cast<std::size_t>(20 + n), static_cast<char>('a' + n));
                db.node().set_identity({.name = version, .version = version});
                const server_identity& seen = db.node().identity();
                if (seen.name != seen.version) is_torn = true;
            }
        });
    for (auto& each : threads) each.join();

    CHECK_FALSE(is_torn);
}
