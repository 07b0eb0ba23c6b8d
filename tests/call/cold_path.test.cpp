// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/cold_path.hpp>
#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::deadline;
using hibana::errc;
using hibana::fate;

namespace {

using connection_type = client<>::connection_type;
using cold = hibana::cold_path<connection_type>;

struct opened_connection {
    scripted_server server;
    client<> db{server.transport(), unnamed()};
    connection_type connection{db.node()};

    explicit opened_connection(const script& story) : server(story.serve()) {
        REQUIRE(hibana::detail::establish(connection, 1, deadline::never()).get());
    }
    void send(std::string_view bytes, std::size_t replies) {
        deadline never = deadline::never();
        REQUIRE(connection.send(bytes, replies, never));
    }
};

// Appends the text of a simple string.
hibana::protocol::status read_line(void* into, hibana::protocol::cursor& at) {
    std::string_view text;
    const auto status = hibana::protocol::read_text(at, text);
    if (status == hibana::protocol::status::done) static_cast<std::string*>(into)->append(text);
    return status;
}

}  // namespace

TEST_CASE("cold_path: execute opens a connection, sends a request and reads its reply", "[call]") {
    auto server = greeted().expect(words("PING")).answer("+PONG\r\n").serve();
    client<> db{server.transport(), unnamed()};
    std::string text;
    const hibana::detail::reply_reader into{&read_line, &text};
    const std::string bytes = words("PING");
    auto* connection = db.connections().try_acquire();

    const auto err = cold::execute(&db.connections(), connection, {.bytes = bytes, .command = "PING", .reply = &into}, deadline::never());

    CHECK_FALSE(err);
    CHECK(text == "PONG");
    REQUIRE(connection);
    db.connections().release(*connection);
}

TEST_CASE("cold_path: execute does not open a pinned connection again", "[call]") {
    opened_connection at(greeted());
    at.connection.close();
    connection_type* pinned = &at.connection;

    const auto err = cold::execute(nullptr, pinned, {.bytes = "x", .command = "PING"}, deadline::never());

    CHECK(err == errc::connection_lost);
    CHECK(err.fate() == fate::not_sent);
    CHECK(err.command() == "PING");
    CHECK(pinned == &at.connection);
}

TEST_CASE("cold_path: receive reads a reply, and completes the error of a reply with command and endpoint", "[call]") {
    opened_connection at(greeted().expect(words("A") + words("B")).answer("+one\r\n-ERR no\r\n"));
    at.send(words("A") + words("B"), 2);
    std::string text;

    CHECK_FALSE(cold::receive(at.connection, {&read_line, &text}, "A", deadline::never()));
    CHECK(text == "one");
    const auto err = cold::receive(at.connection, {&read_line, &text}, "B", deadline::never());
    CHECK(err.text() == "ERR no");
    CHECK(err.command() == "B");
    CHECK(err.endpoint() == "in-memory:6379");
    CHECK(at.connection.is_open());
}

TEST_CASE("cold_path: parse_reply reads only a reply that has been received completely", "[call]") {
    opened_connection at(greeted().expect(words("A")).answer("+one\r\n").max_read_size(3));
    at.send(words("A"), 1);
    deadline never = deadline::never();
    std::string text;
    hibana::error err;

    REQUIRE(at.connection.receive_some(never));
    CHECK(cold::parse_reply(at.connection, {&read_line, &text}, "A", err) == hibana::detail::parse_result::need_more);
    REQUIRE(at.connection.receive_some(never));
    CHECK(cold::parse_reply(at.connection, {&read_line, &text}, "A", err) == hibana::detail::parse_result::reply);
    CHECK(text == "one");
    CHECK_FALSE(err);
}

TEST_CASE("cold_path: throw_exception throws the class of the error", "[call]") {
    CHECK_THROWS_AS(cold::throw_exception(hibana::error(errc::timeout)), hibana::timeout_error);
}
