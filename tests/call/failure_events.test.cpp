// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/call/failure_events.hpp>
#include <hibana/client.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/pool/shared_connection.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <string>
#include <vector>

using namespace hibana;
using support::bulk;
using support::hello_reply;
using support::words;

namespace {

struct listener {
    using plays = role::events;
    std::vector<std::string>* reported = nullptr;
    void on(const event::command_failed& failed) {
        reported->push_back(std::string(failed.command) + " " + std::string(failed.error.text().substr(0, failed.error.text().find(' '))));
    }
};

using reported_type = std::vector<std::string>;

session_settings unnamed() {
    session_settings settings;
    settings.library_name.clear();
    return settings;
}

// The events of this call on each client, and on a pinned connection of each client that supports it. `call(client)` starts the call and
// returns an awaitable, if any.
template <class Call> void check(const testing::script& written, const reported_type& expected, Call call) {
    reported_type reported;
    auto blocking = [&](auto connections, auto use) {
        reported.clear();
        auto server = written.serve();
        client<in_memory_transport, return_errors, no_retry, listener, session_settings, decltype(connections)> db{server.transport(), unnamed(), listener{&reported}, connections};
        use(db);
        CHECK(reported == expected);
        CHECK(server.is_complete());
    };
    blocking(single_connection{}, call);
    blocking(single_connection{}, [&](auto& db) {
        auto timed = db.within(std::chrono::seconds(1));
        call(timed);
    });
    blocking(single_connection{}, [&](auto& db) {
        auto pinned = db.pin();
        call(pinned);
    });
    blocking(shared_connection{}, call);

    reported.clear();
    auto server = written.serve();
    asio::io_context loop;
    async_client<in_memory_transport, return_errors, no_retry, listener, session_settings> db{loop, server.transport(), unnamed(), listener{&reported}};
    auto begin = [&](const auto&... sent) { db(sent..., [](const auto&) {}); };
    call(begin);
    loop.run();
    CHECK(reported == expected);
    CHECK(server.is_complete());
}

testing::script greeted() { return testing::script().expect(words("HELLO 3")).answer(hello_reply()); }

const std::string err = "-WRONGTYPE no\r\n";

}  // namespace

TEST_CASE("emit_command_failed: a command that fails causes one event", "[call]") {
    check(greeted().expect(words("GET a")).answer(err), {"GET WRONGTYPE"}, [](auto& db) { static_cast<void>(db(cmd::get("a"))); });
    check(greeted().expect(words("GET a")).answer("_\r\n"), {}, [](auto& db) { static_cast<void>(db(cmd::get("a"))); });
    check(greeted().expect(words("INCR a")).close(), {"INCR the"}, [](auto& db) { static_cast<void>(db(cmd::incr("a"))); });
}

TEST_CASE("emit_command_failed: each failed element of a pipeline causes an event", "[call]") {
    const auto all = words("GET a") + words("INCR b") + words("LLEN c");
    const auto call = [](auto& db) { static_cast<void>(db(cmd::get("a"), cmd::incr("b"), cmd::llen("c"))); };
    check(greeted().expect(all).answer(err + ":1\r\n-NOPERM no\r\n"), {"GET WRONGTYPE", "LLEN NOPERM"}, call);
    check(greeted().expect(all).answer("_\r\n").close(), {"INCR the", "LLEN the"}, call);
    check(greeted().expect(all).answer("_\r\n:1\r\n:2\r\n"), {}, call);
}

TEST_CASE("emit_command_failed: each failed element of a batch causes an event with the name of its command", "[call]") {
    const auto all = words("GET a") + words("GET b") + words("HGET c d");
    batch<decltype(cmd::get("a"))::reply> list;
    list.add(cmd::get("a")).add(cmd::get("b")).add(cmd::hget("c", "d"));
    const auto call = [&](auto& db) { static_cast<void>(db(list)); };
    check(greeted().expect(all).answer("_\r\n" + err + err), {"GET WRONGTYPE", "HGET WRONGTYPE"}, call);
    check(greeted().expect(all).answer("_\r\n").close(), {"GET the", "HGET the"}, call);
}

TEST_CASE("emit_command_failed: each failed element of a transaction, or the whole transaction, causes an event", "[call]") {
    const auto all = words("MULTI") + words("INCR a") + words("GET b") + words("EXEC");
    const auto call = [](auto& db) { static_cast<void>(db(multi(cmd::incr("a"), cmd::get("b")))); };
    check(greeted().expect(all).answer("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n" + err), {"GET WRONGTYPE"}, call);
    check(greeted().expect(all).answer("+OK\r\n-ERR no\r\n+QUEUED\r\n-EXECABORT discarded\r\n"), {"EXEC EXECABORT"}, call);
    check(greeted().expect(all).answer("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n_\r\n"), {}, call);
}
