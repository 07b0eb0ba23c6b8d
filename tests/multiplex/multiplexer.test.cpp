// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/multiplex/multiplexer.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/retry/retry_safe.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/testing/simulated_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::hello_reply;
using support::words;
using testing::simulated_clock;

namespace {

testing::script greeted() { return testing::script().expect(words("HELLO 3")).answer(hello_reply()); }

// The pushes that came, in order.
struct listener {
    using plays = role::events;
    std::vector<std::string>* kinds = nullptr;
    void on(const event::push& push) { kinds->emplace_back(push.kind); }
};

template <class Performance, class... Policy> struct stage {
    asio::io_context loop{};
    async_client<in_memory_transport, simulated_clock, testing::seeded_random, return_errors, constant_backoff, Policy...> db;

    explicit stage(Performance& server, Policy... policy)
        : db(loop, server.transport(), constant_backoff{.wait = 1ms}, unnamed(), std::move(policy)...) {}
    static session_settings unnamed() {
        session_settings settings{.command_timeout = 300ms, .connect_timeout = 20ms};
        settings.library_name.clear();
        return settings;
    }
    void run() { simulated_clock::run(loop); }
};
template <class Performance, class... Policy> stage(Performance&, Policy...) -> stage<Performance, Policy...>;

using text = std::optional<std::string>;

}  // namespace

TEST_CASE("multiplexer: what is called in one turn is one write, and replies find their calls by position", "[multiplex]") {
    auto server = greeted().expect(words("GET a") + words("GET b") + words("INCR n")).answer(bulk("1") + bulk("2") + ":3\r\n").serve();
    stage at{server};
    std::string got;
    at.db(cmd::get("a"), [&](result<text> one) { got += **one; });
    at.db(cmd::get("b"), [&](result<text> one) { got += **one; });
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) { got += std::to_string(*one); });
    at.run();
    CHECK(got == "123");
    CHECK(server.is_complete());
    CHECK(server.connections() == 1);
}

TEST_CASE("multiplexer: pushes are delivered between replies and are none", "[multiplex]") {
    const std::string push = ">2\r\n+hello\r\n+there\r\n";
    auto server = greeted().expect(words("GET a") + words("GET b")).answer(push + bulk("1") + push + bulk("2") + push).serve();
    std::vector<std::string> kinds;
    stage at{server, listener{&kinds}};
    std::string got;
    at.db(cmd::get("a"), [&](result<text> one) { got += **one + std::to_string(kinds.size()); });
    at.db(cmd::get("b"), [&](result<text> one) { got += **one + std::to_string(kinds.size()); });
    at.run();
    CHECK(got == "1122");
    CHECK(kinds.size() >= 2);
}

TEST_CASE("multiplexer: a reply is the same however it is cut", "[multiplex]") {
    const std::string reply = bulk("value") + ":7\r\n" + "*1\r\n" + bulk("x");
    for (std::size_t cut = 1; cut != reply.size(); ++cut) {
        auto server = greeted()
                          .expect(words("GET a") + words("INCR n") + words("MGET x"))
                          .answer(reply.substr(0, cut))
                          .answer(reply.substr(cut))
                          .serve();
        stage at{server};
        std::string got;
        at.db(cmd::get("a"), cmd::incr("n"), [&](std::tuple<result<text>, result<std::int64_t>> both) {
            got += **std::get<0>(both) + std::to_string(*std::get<1>(both));
        });
        at.db(cmd::mget("x"), [&](auto list) { got += *list->front(); });
        at.run();
        INFO("cut at " << cut);
        CHECK(got == "value7x");
    }
}

TEST_CASE("multiplexer: an idempotent command is sent again when the connection is lost, and another is not", "[multiplex]") {
    auto server = greeted().expect(words("GET a") + words("INCR n")).close().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET a")).answer(bulk("1")).serve();
    stage at{server};
    std::string got;
    at.db(cmd::get("a"), [&](result<text> one) { got += one ? **one : one.error().message(); });
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) {
        CHECK(one.error().condition() == errc::connection_lost);
        CHECK(one.error().fate() == fate::unknown);
        CHECK(one.error().command() == "INCR");
        CHECK(one.error().endpoint() == "in-memory:6379");
    });
    at.run();
    CHECK(got == "1");
    CHECK(server.connections() == 2);
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: what has its reply before the loss keeps it", "[multiplex]") {
    auto server = greeted().expect(words("INCR n") + words("INCR m")).answer(":1\r\n").close().serve();
    stage at{server};
    std::string got;
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) { got += one ? "kept " : "lost "; });
    at.db(cmd::incr("m"), [&](result<std::int64_t> one) { got += one ? "kept " : "lost "; });
    at.run();
    CHECK(got == "kept lost ");
}

TEST_CASE("multiplexer: a server that is not there is the error, with how often it was asked", "[multiplex]") {
    testing::script refusals;
    for (int n = 0; n != 400; ++n) refusals.refuse();
    auto server = refusals.serve();
    stage at{server, retry_safe{.max_retries = 3}};
    error often, late;
    at.db(cmd::get("a"), [&](result<text> one) { often = one.error(); });
    at.run();
    CHECK(often == errc::connect_failed);
    CHECK(often.fate() == fate::not_sent);
    CHECK(often.command() == "GET");
    CHECK_THAT(std::string(often.attempts()), Catch::StartsWith("4 attempts in "));

    auto slower = refusals.serve();
    stage in_time{slower, retry_safe{.max_retries = 1000}};
    in_time.db.within(30ms)(cmd::get("a"), [&](result<text> one) { late = one.error(); });
    in_time.run();
    CHECK(late == errc::connect_failed);
    CHECK_THAT(std::string(late.attempts()), Catch::Contains(" attempts in "));
}

TEST_CASE("multiplexer: an error while connecting names the call and the step", "[multiplex]") {
    auto server = testing::script().expect(words("HELLO 3")).answer("-NOAUTH Authentication required.\r\n").serve();
    stage at{server};
    error err;
    at.db(cmd::get("a"), cmd::incr("n"), [&](std::tuple<result<text>, result<std::int64_t>> both) {
        CHECK(std::get<0>(both).error().command() == "GET");
        err = std::get<1>(both).error();
    });
    at.run();
    CHECK(err.command() == "INCR");
    CHECK(err.handshake_step() == "HELLO");
    CHECK_THAT(err.message(), Catch::StartsWith("INCR on in-memory:6379: while connecting (HELLO): NOAUTH"));
}

TEST_CASE("multiplexer: a refusal that passes is tried again, as often as the rule says", "[multiplex]") {
    const std::string loading = "-LOADING the dataset is loaded\r\n";
    auto patient = greeted().expect(words("GET a")).answer(loading).expect(words("GET a")).answer(loading).expect(words("GET a")).answer(bulk("1")).serve();
    stage at{patient};
    std::string got;
    at.db(cmd::get("a"), [&](result<text> one) { got += one ? **one : one.error().message(); });
    at.run();
    CHECK(got == "1");
    CHECK(patient.is_complete());

    auto impatient = greeted().expect(words("GET a")).answer(loading).serve();
    stage once{impatient, no_retry{}};
    once.db(cmd::get("a"), [&](result<text> one) { CHECK(one.error().condition() == errc::loading); });
    once.run();
}

TEST_CASE("multiplexer: a server that breaks the protocol loses its connection, and nobody gets a err reply", "[multiplex]") {
    auto server = greeted().expect(words("INCR n") + words("INCR m")).answer("nonsense\r\n").serve();
    stage at{server};
    int broken = 0;
    for (const char* key : {"n", "m"})
        at.db(cmd::incr(key), [&](result<std::int64_t> one) { broken += one.error().condition() == errc::protocol_error; });
    at.run();
    CHECK(broken == 2);
}

TEST_CASE("multiplexer: a reply of another type is the error of its call, and the next is in step", "[multiplex]") {
    auto server = greeted().expect(words("INCR n") + words("INCR m")).answer("*2\r\n:1\r\n:2\r\n:5\r\n").serve();
    stage at{server};
    std::string got;
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) { got += one.error().condition() == errc::type_mismatch ? "mismatch " : "? "; });
    at.db(cmd::incr("m"), [&](result<std::int64_t> one) { got += std::to_string(*one); });
    at.run();
    CHECK(got == "mismatch 5");
}

TEST_CASE("multiplexer: a reply over the limits is refused on its header, and the next command gets a connection of its own", "[multiplex]") {
    auto server = greeted().expect(words("ECHO a") + words("INCR n")).answer("$2000000\r\n")
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET k")).answer(bulk("v")).serve();
    asio::io_context loop;
    auto settings = stage<decltype(server)>::unnamed();
    settings.limits.bulk = 1'000'000;
    async_client db{loop, server.transport(), settings, return_errors{}, no_retry{}};
    error over, behind;
    db(cmd::echo("a"), [&](result<std::string> one) { over = one.error(); });
    db(cmd::incr("n"), [&](result<std::int64_t> one) { behind = one.error(); });
    loop.run();
    for (const error& one : {over, behind}) {
        CHECK(one == errc::limit_exceeded);
        CHECK(one.fate() == fate::unknown);
        CHECK(one.endpoint() == "in-memory:6379");
    }
    CHECK(over.command() == "ECHO");
    std::string got;
    db(cmd::get("k"), [&](result<text> one) { got = **one; });
    loop.reset();
    loop.run();
    CHECK(got == "v");
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: a pipeline that dies at each byte of its replies hangs nowhere and lies nowhere", "[multiplex]") {
    const std::string replies = bulk("v") + ":7\r\n" + "*2\r\n" + bulk("a") + bulk("b");
    for (std::size_t cut = 0; cut != replies.size(); ++cut) {
        auto server = greeted().expect(words("GET k") + words("INCR n") + words("MGET a b")).answer(replies.substr(0, cut)).close()
                          .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET after")).answer(bulk("own")).serve();
        stage at{server};
        int ended = 0;
        CAPTURE(cut);
        at.db(cmd::get("k"), cmd::incr("n"), cmd::mget("a", "b"), [&](auto all) {
            ++ended;
            const std::size_t ends[] = {bulk("v").size(), bulk("v").size() + 4, replies.size()};
            const auto& [value, count, list] = all;
            const error errors[] = {value ? error() : value.error(), count ? error() : count.error(), list ? error() : list.error()};
            constexpr std::string_view names[] = {"GET", "INCR", "MGET"};
            for (int n = 0; n != 3; ++n) {
                CHECK(!errors[n] == (cut >= ends[n]));
                if (!errors[n]) continue;
                CHECK(errors[n] == errc::connection_lost);
                CHECK(errors[n].fate() == fate::unknown);
                CHECK(errors[n].command() == names[n]);
                CHECK(errors[n].endpoint() == "in-memory:6379");
            }
            if (value) CHECK(*value == "v");
            if (count) CHECK(*count == 7);
        });
        at.run();
        CHECK(ended == 1);
        std::string got;
        at.db(cmd::get("after"), [&](result<text> one) { got = one ? **one : one.error().message(); });
        at.run();
        CHECK(got == "own");
        CHECK(server.is_complete());
    }
}

TEST_CASE("multiplexer: a transaction has three outcomes", "[multiplex]") {
    const std::string sent = words("MULTI") + words("INCR n") + words("GET a") + words("EXEC");
    const auto transaction = multi(cmd::incr("n"), cmd::get("a"));
    const auto outcome_of = [&](std::string answer) {
        auto server = greeted().expect(sent).answer(answer).serve();
        stage at{server};
        std::string text;
        at.db(transaction, [&](auto outcome) {
            if (!outcome) text = std::string(describe(outcome.error().condition()));
            else text = std::to_string(*std::get<0>(*outcome)) + (std::get<1>(*outcome) ? "" : " and an error");
        });
        at.run();
        return text;
    };
    CHECK(outcome_of("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n_\r\n") == "1");
    CHECK(outcome_of("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n-WRONGTYPE no\r\n") == "1 and an error");
    CHECK(outcome_of("+OK\r\n+QUEUED\r\n+QUEUED\r\n_\r\n") == describe(errc::watch_conflict));
    CHECK(outcome_of("+OK\r\n+QUEUED\r\n-ERR unknown\r\n-EXECABORT discarded\r\n") == describe(errc::transaction_aborted));
}

TEST_CASE("multiplexer: whatever fails, each call ends once, and never with the reply of another", "[multiplex]") {
    const auto response = greeted().expect(words("GET a") + words("INCR n") + words("GET b")).answer(bulk("1") + ":2\r\n" + bulk("3"));
    int runs = 0;
    response.for_each_failure([&](auto& server) {
        ++runs;
        stage at{server};
        int ended = 0, err = 0;
        at.db(cmd::get("a"), [&](result<text> one) { ++ended, err += one && **one != "1"; });
        at.db(cmd::incr("n"), [&](result<std::int64_t> one) { ++ended, err += one && *one != 2; });
        at.db(cmd::get("b"), [&](result<text> one) { ++ended, err += one && **one != "3"; });
        at.run();
        INFO((server.failure() ? server.failure()->text() : std::string("nothing fails")));
        CHECK(ended == 3);
        CHECK(err == 0);
    });
    CHECK(runs > 10);
}

TEST_CASE("multiplexer: who waits for room is overtaken by nobody, not even by those who call again at once", "[multiplex]") {
    auto server = greeted()
                      .expect(words("GET a") + words("GET b"))
                      .answer(bulk("1") + bulk("2"))
                      .expect(words("GET c") + words("GET a"))
                      .answer(bulk("3") + bulk("1"))
                      .expect(words("GET b") + words("GET a"))
                      .answer(bulk("2") + bulk("1"))
                      .serve();
    stage at{server, multiplexed{.max_queued_operations = 2}};
    std::string got;
    struct looper {
        decltype(at)& where;
        std::string& got;
        const char* key;
        int times;
        void operator()(result<text> one) {
            got += **one;
            if (--times > 0) where.db(cmd::get(key), looper(*this));
        }
    };
    at.db(cmd::get("a"), looper{at, got, "a", 3});
    at.db(cmd::get("b"), looper{at, got, "b", 2});
    at.db(cmd::get("c"), [&](result<text> one) { got += **one; });
    at.run();
    CHECK(got == "123121");
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: a call that begins while replies are read is given up in time, where nobody had a deadline before", "[multiplex]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).expect(words("GET b")).delay(1h).answer(bulk("2")).serve();
    asio::io_context loop;
    auto settings = stage<decltype(server)>::unnamed();
    settings.command_timeout = no_timeout;
    async_client db{loop, server.transport(), settings, simulated_clock{}, return_errors{}};
    error late;
    const auto began = simulated_clock::now();
    db(cmd::get("a"), [&](result<text>) { db.within(50ms)(cmd::get("b"), [&](result<text> one) { late = one.error(); }); });
    simulated_clock::run(loop);
    CHECK(late == errc::timeout);
    CHECK(simulated_clock::now() - began < 100ms);
}

TEST_CASE("multiplexer: once nobody waits any more, nothing keeps the loop running, and a late reply is nobody's", "[multiplex]") {
    auto server =
        greeted().expect(words("GET a")).delay(1s).answer(bulk("old")).expect(words("GET b")).answer(bulk("new")).serve();
    stage at{server};
    const auto began = simulated_clock::now();
    error late;
    at.db.within(50ms)(cmd::get("a"), [&](result<text> one) { late = one.error(); });
    at.run();
    CHECK(late == errc::timeout);
    CHECK(simulated_clock::now() - began < 100ms);

    simulated_clock::advance(2s);
    std::string got;
    at.db(cmd::get("b"), [&](result<text> one) { got = **one; });
    at.run();
    CHECK(got == "new");
    CHECK(server.connections() == 1);
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: nor does the late reply where the idle connection was closed meanwhile", "[multiplex]") {
    auto server = greeted().expect(words("GET a")).delay(1s).close()
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("INCR n")).answer(":1\r\n").serve();
    stage at{server};
    at.db.within(50ms)(cmd::get("a"), [&](result<text> one) { CHECK(one.error() == errc::timeout); });
    at.run();
    simulated_clock::advance(1h);
    std::int64_t got = 0;
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) { got = *one; });
    at.run();
    CHECK(got == 1);
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: nobody connects for those who are gone, and who comes next is served", "[multiplex]") {
    auto server = testing::script().expect(words("HELLO 3")).delay(10s).answer(hello_reply())
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET b")).answer(bulk("2")).serve();
    asio::io_context loop;
    auto settings = stage<decltype(server)>::unnamed();
    settings.connect_timeout = 1min;
    async_client db{loop, server.transport(), settings, simulated_clock{}, return_errors{}};
    const auto began = simulated_clock::now();
    asio::cancellation_signal stop;
    std::string got;
    db(cmd::get("a"), asio::bind_cancellation_slot(stop.slot(), [&](result<text> one) {
           CHECK(one.error() == errc::cancelled);
           CHECK(one.error().fate() == fate::not_sent);
           got += "cancelled ";
       }));
    simulated_clock::run_for(loop, 5ms);
    stop.emit(asio::cancellation_type::terminal);
    simulated_clock::run(loop);
    CHECK(simulated_clock::now() - began < 20ms);
    db(cmd::get("b"), [&](result<text> one) { got += one ? **one : one.error().message(); });
    simulated_clock::run(loop);
    CHECK(got == "cancelled 2");
}

TEST_CASE("multiplexer: time passes as fast for a loop that is busy", "[multiplex]") {
    auto server = greeted().expect(words("GET a")).delay(1h).answer(bulk("1")).serve();
    stage at{server};
    bool has_ended = false;
    int turns = 0;
    struct busy {
        decltype(at)& where;
        bool& has_ended;
        int& turns;
        void operator()() const {
            if (has_ended) return;
            ++turns;
            simulated_clock::advance(50ms);
            asio::post(where.loop, *this);
        }
    };
    at.db(cmd::get("a"), [&](result<text> one) { has_ended = one.error() == errc::timeout; });
    asio::post(at.loop, busy{at, has_ended, turns});
    at.run();
    CHECK(has_ended);
    CHECK(turns < 12);
}

TEST_CASE("multiplexer: a request that the server refuses for a while delays no other one", "[multiplex]") {
    auto server = greeted().expect(words("GET a")).answer("-TRYAGAIN soon\r\n").expect(words("GET b")).answer(bulk("2"))
                      .expect(words("GET a")).answer(bulk("1")).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), stage<decltype(server)>::unnamed(), simulated_clock{}, constant_backoff{.wait = 200ms},
                    return_errors{}};
    const auto began = simulated_clock::now();
    std::string got;
    duration second{};
    db(cmd::get("a"), [&](result<text> one) { got += one ? **one : one.error().message(); });
    asio::post(loop, [&] {
        asio::post(loop, [&] {
            db(cmd::get("b"), [&](result<text> one) { got += one ? **one : one.error().message(), second = simulated_clock::now() - began; });
        });
    });
    simulated_clock::run(loop);
    CHECK(got == "21");
    CHECK(second < 200ms);
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: while a refusal passes, the replies of others are read", "[multiplex]") {
    auto server = greeted().expect(words("GET a") + words("GET b")).answer("-TRYAGAIN soon\r\n").delay(10ms).answer(bulk("2"))
                      .expect(words("GET a")).answer(bulk("1")).serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), stage<decltype(server)>::unnamed(), simulated_clock{}, constant_backoff{.wait = 200ms},
                    return_errors{}};
    const auto began = simulated_clock::now();
    std::string got;
    duration first{}, second{};
    db(cmd::get("a"), [&](result<text> one) { got += one ? **one : one.error().message(), second = simulated_clock::now() - began; });
    db(cmd::get("b"), [&](result<text> one) { got += one ? **one : one.error().message(), first = simulated_clock::now() - began; });
    simulated_clock::run(loop);
    CHECK(got == "21");
    CHECK(first < 50ms);
    CHECK(second >= 200ms);
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: where the end of one call makes another leave, after a loss too, each ends once", "[multiplex]") {
    auto server = greeted().expect(words("INCR n") + words("INCR m") + words("INCR o")).close()
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET a")).answer(bulk("1")).serve();
    stage at{server};
    asio::cancellation_signal stop;
    std::string got;
    at.db(cmd::incr("n"), [&](result<std::int64_t> one) {
        got += one.error() == errc::connection_lost ? "lost " : "? ";
        stop.emit(asio::cancellation_type::terminal);
    });
    at.db(cmd::incr("m"), asio::bind_cancellation_slot(stop.slot(), [&](result<std::int64_t> one) {
              got += one.error() == errc::cancelled ? "cancelled " : "? ";
          }));
    at.db(cmd::incr("o"), [&](result<std::int64_t> one) { got += one.error() == errc::connection_lost ? "lost " : "? "; });
    at.run();
    CHECK(got == "lost lost cancelled ");
    at.db(cmd::get("a"), [&](result<text> one) { got += one ? **one : one.error().message(); });
    at.run();
    CHECK(got.ends_with("1"));
    CHECK(server.is_complete());
}

TEST_CASE("multiplexer: a server that is gone is given up, also where those who gave up fill the line", "[multiplex]") {
    auto server = greeted().expect(words("GET a") + words("GET b")).delay(24h).answer(bulk("1") + bulk("2"))
                      .accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET c")).answer(bulk("3")).serve();
    stage at{server, multiplexed{.max_queued_operations = 2}};
    int late = 0;
    for (const char* key : {"a", "b"}) at.db(cmd::get(key), [&](result<text> one) { late += one.error() == errc::timeout; });
    at.run();
    CHECK(late == 2);
    std::string got;
    for (int tries = 0; tries != 5 && got != "3"; ++tries) {
        at.db(cmd::get("c"), [&](result<text> one) { got = one ? **one : one.error().message(); });
        at.run();
    }
    CHECK(got == "3");
    CHECK(server.connections() == 2);
    CHECK(server.mismatch().empty());
}

TEST_CASE("multiplexer: a refusal that passes keeps no loop running for who has given up", "[multiplex]") {
    auto server = greeted().expect(words("GET a")).answer("-TRYAGAIN soon\r\n").serve();
    asio::io_context loop;
    auto settings = stage<decltype(server)>::unnamed();
    async_client db{loop, server.transport(), settings, simulated_clock{}, constant_backoff{.wait = 10s}, return_errors{}};
    const auto began = simulated_clock::now();
    bool is_late = false;
    db.within(50ms)(cmd::get("a"), [&](result<text> one) { is_late = !one; });
    simulated_clock::run(loop);
    CHECK(is_late);
    CHECK(simulated_clock::now() - began < 100ms);
}
