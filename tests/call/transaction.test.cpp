// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/transaction.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <tuple>

using namespace scripted;
using hibana::errc;
using hibana::fate;
using hibana::multi;
namespace cmd = hibana::cmd;

namespace {

const std::string two = words("MULTI") + words("INCR n") + words("GET k") + words("EXEC");
constexpr auto queued = "+OK\r\n+QUEUED\r\n+QUEUED\r\n";

}  // namespace

TEST_CASE("transaction: its reply is the tuple of the replies of its commands", "[call]") {
    auto server = greeted().expect(two).answer(queued + ("*2\r\n:7\r\n" + bulk("v"))).max_read_size(GENERATE(1u, 5u, 4096u)).serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db(multi(cmd::incr("n"), cmd::get("k")));

    STATIC_REQUIRE(std::is_same_v<decltype(outcome), hibana::result<std::tuple<hibana::result<std::int64_t>, hibana::result<std::optional<std::string>>>>>);
    REQUIRE(outcome);
    CHECK(std::get<0>(*outcome).value() == 7);
    CHECK(std::get<1>(*outcome).value() == "v");
    CHECK(server.is_complete());
}

TEST_CASE("transaction: an error of one command does not affect the other replies", "[call]") {
    auto server = greeted().expect(two).answer(std::string(queued) + "*2\r\n-ERR value is not an integer or out of range\r\n" + bulk("v")).serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db(multi(cmd::incr("n"), cmd::get("k")));

    REQUIRE(outcome);
    CHECK(std::get<0>(*outcome).error().text() == "ERR value is not an integer or out of range");
    CHECK(std::get<1>(*outcome).value() == "v");
}

TEST_CASE("transaction: an error of one command names it, however the reply is split", "[call]") {
    const std::string answer = queued + std::string("*2\r\n-WRONGTYPE not a sorted set\r\n") + bulk("v");
    const std::string both = words("MULTI") + words("ZRANK z m") + words("GET k") + words("EXEC");
    for (std::size_t cut = 1; cut != answer.size(); ++cut) {
        auto server = greeted().expect(both).answer(answer.substr(0, cut)).answer(answer.substr(cut)).serve();
        client<> db{server.transport(), unnamed()};
        const auto outcome = db(multi(cmd::zrank("z", "m"), cmd::get("k")));
        CAPTURE(cut);
        REQUIRE(outcome);
        CHECK(std::get<0>(*outcome).error().message() == "ZRANK on in-memory:6379: WRONGTYPE not a sorted set");
        CHECK(std::get<1>(*outcome).value() == "v");
    }
}

TEST_CASE("transaction: a reply of an unexpected type is an error of its element only", "[call]") {
    auto server = greeted().expect(two).answer(std::string(queued) + "*2\r\n*1\r\n+x\r\n" + bulk("v")).serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db(multi(cmd::incr("n"), cmd::get("k")));

    REQUIRE(outcome);
    CHECK(std::get<0>(*outcome).error().condition() == errc::type_mismatch);
    CHECK(std::get<1>(*outcome).value() == "v");
}

TEST_CASE("transaction: a refused command aborts it, and the error contains the reason", "[call]") {
    auto server = greeted().expect(two).answer("+OK\r\n-OOM command not allowed when used memory > 'maxmemory'.\r\n+QUEUED\r\n"
                                               "-EXECABORT Transaction discarded because of previous errors.\r\n").expect(words("GET k")).answer(bulk("v")).serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db(multi(cmd::incr("n"), cmd::get("k")));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::transaction_aborted);
    CHECK(outcome.error().executed() == hibana::tristate::no);
    CHECK_THAT(outcome.error().message(), Catch::Contains("maxmemory"));
    CHECK(db(cmd::get("k")).value() == "v");
}

TEST_CASE("transaction: null is a conflict with a watched key", "[call]") {
    const auto null = GENERATE("_\r\n", "*-1\r\n");
    auto server = greeted().expect(two).answer(std::string(queued) + null).serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db(multi(cmd::incr("n"), cmd::get("k")));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::watch_conflict);
    CHECK(outcome.error().executed() == hibana::tristate::no);
}

TEST_CASE("transaction: a transaction of which a byte was sent is never sent again, wherever the connection is lost", "[call]") {
    const auto story = greeted().expect(two).answer(queued + ("*2\r\n:7\r\n" + bulk("v")));

    story.for_each_failure([&](scripted_server& server) {
        client<hibana::no_retry> db{server.transport(), unnamed()};
        auto outcome = db(multi(cmd::incr("n"), cmd::get("k")));
        if (!server.failure()) {
            CHECK(outcome);
            return;
        }
        INFO(server.failure()->text());
        REQUIRE_FALSE(outcome);
        const auto at = server.failure()->operation;
        const bool left = at > 3 || (at == 3 && server.failure()->kind == hibana::testing::injected_failure::failure_kind::write_lost_midway);
        CHECK(outcome.error().fate() == (left ? fate::unknown : fate::not_sent));
        CHECK(server.open_connections() == 0);
    });
}

TEST_CASE("transaction: WATCH and EXEC use one connection, and a conflict causes another attempt", "[call]") {
    auto server = greeted()
                      .expect(words("WATCH k")).answer("+OK\r\n")
                      .expect(words("GET k")).answer(bulk("1"))
                      .expect(words("MULTI") + words("SET k 2") + words("EXEC")).answer("+OK\r\n+QUEUED\r\n_\r\n")
                      .expect(words("WATCH k")).answer("+OK\r\n")
                      .expect(words("GET k")).answer(bulk("5"))
                      .expect(words("MULTI") + words("SET k 6") + words("EXEC")).answer("+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n")
                      .serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db.watch(hibana::keys("k"), [](auto& connection) {
        const int before = connection(cmd::get("k").as<int>()).value();
        return multi(cmd::set("k", before + 1));
    });

    CHECK(outcome);
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
    CHECK(server.connections() == 1);
}

TEST_CASE("transaction: a connection that is lost after WATCH is not replaced", "[call]") {
    auto server = greeted().expect(words("WATCH k")).answer("+OK\r\n").expect(words("GET k")).close().serve();
    client<> db{server.transport(), unnamed()};

    auto pinned = db.pin();
    CHECK(pinned(cmd::watch("k")));
    CHECK(pinned(cmd::get("k")).error().condition() == errc::connection_lost);
    auto outcome = pinned(multi(cmd::set("k", "v")));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().fate() == fate::not_sent);
    CHECK(server.connections() == 1);
}

TEST_CASE("transaction: a conflict is reported after the maximum number of attempts", "[call]") {
    script story = greeted();
    for (int n = 0; n != 3; ++n)
        story.expect(words("WATCH k")).answer("+OK\r\n").expect(words("MULTI") + words("SET k v") + words("EXEC")).answer("+OK\r\n+QUEUED\r\n_\r\n");
    auto server = story.serve();
    client<> db{server.transport(), unnamed()};

    auto outcome = db.watch(hibana::keys("k"), [](auto&) { return multi(cmd::set("k", "v")); }, 3);

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::watch_conflict);
    CHECK(server.is_complete());
}
