// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/batch.hpp>
#include <hibana/command/any_request.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

using namespace scripted;
using hibana::batch;
using hibana::errc;
namespace cmd = hibana::cmd;

TEST_CASE("batch: a run-time number of requests is one write, and the results are a vector", "[call]") {
    const int size = GENERATE(1, 2, 100);
    std::string asked, answered;
    auto all = batch<decltype(cmd::get("k"))::reply>();
    for (int n = 0; n != size; ++n) {
        const std::string key = "k" + std::to_string(n);
        asked += words("GET " + key);
        answered += bulk(std::to_string(n));
        all.add(cmd::get(key));
    }
    auto server = greeted().expect(asked).answer(answered).max_read_size(GENERATE(3u, 4096u)).serve();
    hibana::client<hibana::in_memory_transport, manual_clock> db{server.transport(), unnamed()};

    const auto values = db(all);

    REQUIRE(values.size() == static_cast<std::size_t>(size));
    for (int n = 0; n != size; ++n) CHECK(values[static_cast<std::size_t>(n)] == std::to_string(n));
    CHECK(server.is_complete());
}

TEST_CASE("batch: each request has its own result", "[call]") {
    auto server = greeted().expect(words("INCR a") + words("INCR b") + words("INCR c")).answer(":1\r\n-ERR not an integer\r\n").close().serve();
    client<> db{server.transport(), unnamed()};
    auto all = batch<hibana::notation::integer>();
    all.add(cmd::incr("a")).add(cmd::incr("b")).add(cmd::incr("c"));

    auto counts = db(all);

    CHECK(counts[0].value() == 1);
    CHECK(counts[1].error().fate() == hibana::fate::answered);
    CHECK(counts[2].error().condition() == errc::connection_lost);
    CHECK(counts[2].error().fate() == hibana::fate::unknown);
}

TEST_CASE("batch: an empty batch sends nothing", "[call]") {
    auto server = script().serve();
    client<> db{server.transport(), unnamed()};

    CHECK(db(batch<hibana::notation::integer>()).empty());
    CHECK(server.connections() == 0);
}

TEST_CASE("batch: the memory of earlier results is reused", "[call]") {
    const std::string long_text(100, 'x');
    auto server = greeted().expect(words("GET k")).answer(bulk(long_text)).expect(words("GET k")).answer(bulk(long_text)).serve();
    client<> db{server.transport(), unnamed()};
    auto all = batch<decltype(cmd::get("k"))::reply>();
    all.add(cmd::get("k"));
    std::vector<hibana::result<std::optional<std::string>>> outcomes;

    db(all, outcomes);
    const char* memory = outcomes.at(0).value()->data();
    db(all, outcomes);

    CHECK(outcomes.at(0).value() == long_text);
    CHECK(outcomes.at(0).value()->data() == memory);
}

TEST_CASE("batch: a blocking request that is built at run time is recognised by its name", "[call]") {
    hibana::batch waits(hibana::any_request("PING"));
    CHECK_FALSE(waits.may_block());
    waits.add(hibana::any_request("BLPOP", "q", 0));
    CHECK(waits.may_block());
    CHECK_FALSE(waits.block_for());
    waits.clear();
    CHECK_FALSE(waits.may_block());
    waits.add(hibana::any_request("SLOW").block_timeout(std::chrono::milliseconds(7)));
    CHECK(waits.may_block());
    CHECK(waits.block_for() == std::chrono::milliseconds(7));
}
