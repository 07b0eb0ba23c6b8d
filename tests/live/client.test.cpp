// SPDX-License-Identifier: BSL-1.0
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/recipe/script.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/session/connection_pool.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"
#include "support/server.hpp"

#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

unix_transport at(const test::server& server) { return unix_transport{.path = server.socket_path()}; }

}  // namespace

TEST_CASE("client: says and hears the same over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    test::server server;
    const auto story = [](auto& db) {
        db(cmd::set("greeting", "hello", opt::ex(60s)));
        CHECK(db(cmd::get("greeting")) == "hello");
        CHECK(db(cmd::get("missing")) == std::nullopt);
        CHECK(db(cmd::set("greeting", "again", opt::nx)) == false);
        CHECK(db(cmd::rpush("list", "a", "b", "c")) == 3);
        auto [hits, items] = db(cmd::incr("hits"), cmd::lrange("list", 0, -1));
        CHECK(hits == 1);
        CHECK(items == std::vector<std::string>{"a", "b", "c"});
        CHECK(db(cmd::hset("hash", "f", 1, "g", 2.5)) == 2);
        CHECK(db(cmd::hgetall("hash")).size() == 2);
        auto [one, two] = db(multi(cmd::incr("hits"), cmd::get("greeting")));
        CHECK(one == 2);
        CHECK(two == "hello");
        db.pin()(cmd::flushall());
    };
    client<unix_transport, resp3_parser> three{at(server)};
    client<unix_transport, resp2_parser> two{at(server)};
    story(three);
    story(two);
}
