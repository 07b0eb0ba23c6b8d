// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/response.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>
#include <tuple>

using namespace scripted;
using hibana::batch;
using hibana::deadline;
using hibana::errc;
using hibana::error;
using hibana::fate;
using hibana::detail::feed_result;
namespace cmd = hibana::cmd;

namespace {

// A connection over which a request was sent, and the loop that feeds its response.
struct stage {
    scripted_server server;
    client<> db{server.transport(), unnamed()};
    client<>::connection_type connection{db.node()};

    explicit stage(std::string_view replies, std::size_t read_size = 0)
        : server([&] {
              auto story = greeted().expect("request").answer(std::string(replies));
              if (read_size != 0) story.max_read_size(read_size);
              return story.serve();
          }()) {
        REQUIRE(hibana::detail::establish(connection, 1, deadline::never()).get());
    }
    template <class Response> feed_result feed(Response& response) {
        deadline never = deadline::never();
        std::uint32_t left = response.replies();
        REQUIRE(connection.send("request", left, never));
        error broken;
        for (;;) {
            REQUIRE(connection.receive_some(never));
            const auto fed = response.consume(connection, connection.has_partial_message(), left, broken);
            if (fed == feed_result::error) CHECK(broken == errc::protocol_error);
            if (fed != feed_result::need_more) return fed;
        }
    }
};

template <class... Request> auto pipeline_of(const Request&... request) { return hibana::detail::pipeline_response<Request...>(request...); }

}  // namespace

TEST_CASE("response: one request has its value, or the error of the server", "[call]") {
    const std::size_t read_size = GENERATE(0u, 1u, 5u);
    const auto request = cmd::get("k");
    hibana::detail::single_response response(request);
    SECTION("value") {
        stage at("$5\r\nhello\r\n", read_size);
        CHECK(at.feed(response) == feed_result::done);
        CHECK(response.outcome().value() == "hello");
        CHECK_FALSE(response.server_error());
    }
    SECTION("error") {
        stage at("-WRONGTYPE no\r\n", read_size);
        CHECK(at.feed(response) == feed_result::done);
        REQUIRE(response.server_error());
        CHECK(response.server_error()->condition() == errc::wrong_type);
        CHECK(response.outcome().error().command() == "GET");
    }
    SECTION("malformed") {
        stage at("nonsense\r\n", read_size);
        CHECK(at.feed(response) == feed_result::error);
    }
}

TEST_CASE("response: each request of a pipeline has its own result, however the bytes are cut", "[call]") {
    const std::size_t read_size = GENERATE(0u, 1u, 2u, 7u);
    stage at(":1\r\n-WRONGTYPE no\r\n$1\r\nv\r\n", read_size);
    auto response = pipeline_of(cmd::incr("n"), cmd::incr("s"), cmd::get("k"));

    CHECK(at.feed(response) == feed_result::done);

    const auto& [first, second, third] = response.outcome();
    CHECK(first.value() == 1);
    CHECK(second.error() == errc::wrong_type);
    CHECK(second.error().command() == "INCR");
    CHECK(third.value() == "v");
}

TEST_CASE("response: a pipeline that fails keeps the replies that it has", "[call]") {
    stage at(":1\r\nnonsense\r\n");
    auto response = pipeline_of(cmd::incr("n"), cmd::get("k"));
    CHECK(at.feed(response) == feed_result::error);

    response.fail(error(errc::connection_lost, fate::unknown));

    CHECK(std::get<0>(response.outcome()).value() == 1);
    CHECK(std::get<1>(response.outcome()).error() == errc::connection_lost);
    CHECK(std::get<1>(response.outcome()).error().command() == "GET");
}

TEST_CASE("response: a transaction has its results, a conflict, or the reason why it was aborted", "[call]") {
    const std::size_t read_size = GENERATE(0u, 1u, 9u);
    const auto whole = hibana::multi(cmd::incr("n"), cmd::get("k"));
    hibana::detail::transaction_response response(whole);
    SECTION("results") {
        stage at("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:7\r\n$1\r\nv\r\n", read_size);
        CHECK(at.feed(response) == feed_result::done);
        CHECK(std::get<0>(response.outcome().value()).value() == 7);
        CHECK(std::get<1>(response.outcome().value()).value() == "v");
    }
    SECTION("conflict") {
        stage at("+OK\r\n+QUEUED\r\n+QUEUED\r\n_\r\n", read_size);
        CHECK(at.feed(response) == feed_result::done);
        CHECK(response.outcome().error() == errc::watch_conflict);
    }
    SECTION("aborted") {
        stage at("+OK\r\n-ERR unknown\r\n+QUEUED\r\n-EXECABORT aborted\r\n", read_size);
        CHECK(at.feed(response) == feed_result::done);
        CHECK(response.outcome().error() == errc::transaction_aborted);
        CHECK(response.outcome().error().text() == "EXECABORT aborted (ERR unknown)");
    }
}

TEST_CASE("response: a transaction that was watched and not sent is lost", "[call]") {
    const auto whole = hibana::multi(cmd::incr("n"));
    hibana::detail::transaction_response response(whole);
    response.depends_on_watch();

    response.fail(error(errc::connection_lost, fate::not_sent));

    CHECK(response.outcome().error() == errc::watch_lost);
}

TEST_CASE("response: a batch has the result of each request; those without a reply fail", "[call]") {
    batch gets(cmd::get("a"));
    gets.add(cmd::get("b")).add(cmd::get("c"));
    hibana::detail::batch_response response(gets);
    stage at("$1\r\n1\r\n-WRONGTYPE no\r\nnonsense\r\n");
    CHECK(at.feed(response) == feed_result::error);

    response.fail(error(errc::connection_lost, fate::unknown));

    CHECK(response.outcome()[0].value() == "1");
    CHECK(response.outcome()[1].error() == errc::wrong_type);
    CHECK(response.outcome()[2].error() == errc::connection_lost);
    CHECK(response.outcome()[2].error().command() == "GET");
}
