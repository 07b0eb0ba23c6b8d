// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/error.hpp>

#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <vector>

using namespace hibana;

TEST_CASE("error: is two words, and cheap to copy and to move", "[core]") {
    STATIC_REQUIRE(sizeof(error) == 2 * sizeof(void*));
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<error>);
    STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<error>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<error>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<error>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<error>);
}

TEST_CASE("error: a default-constructed one means success", "[core]") {
    const error nothing;

    CHECK_FALSE(nothing);
    CHECK(nothing.condition() == errc::none);
    CHECK_FALSE(nothing.code());
    CHECK(nothing.executed() == tristate::no);
    CHECK(nothing.message() == "no error");
}

TEST_CASE("error: shows the code, the fate and the texts that it was given", "[core]") {
    const error err = error{errc::connect_failed, fate::not_sent, "connection refused"}
                            .with_command("GET")
                            .with_endpoint("127.0.0.1:6379")
                            .with_cause(std::make_error_code(std::errc::connection_refused));

    CHECK(err);
    CHECK(err == errc::connect_failed);
    CHECK(err.code() == errc::connect_failed);
    CHECK(err.fate() == fate::not_sent);
    CHECK(err.text() == "connection refused");
    CHECK(err.command() == "GET");
    CHECK(err.endpoint() == "127.0.0.1:6379");
    CHECK(err.cause() == std::errc::connection_refused);
    CHECK(err.prefix().empty());
}

TEST_CASE("error: a change of one copy leaves the others as they are", "[core]") {
    const error first{errc::timeout, fate::unknown, "no answer"};
    error second = first;

    second.with_command("INCR").with_fate(fate::not_sent);

    CHECK(first.command().empty());
    CHECK(first.fate() == fate::unknown);
    CHECK(second.command() == "INCR");
    CHECK(second.text() == "no answer");
}

TEST_CASE("error: a text keeps its address when details are added", "[core]") {
    error only{errc::timeout, fate::unknown, "a text that is too long to be kept inside the string object"};
    const char* before = only.text().data();

    only.with_command("INCR").with_endpoint("db:6379");

    CHECK(only.text().data() == before);
}

TEST_CASE("error: a text may be put together from parts", "[core]") {
    const error err{errc::timeout, fate::unknown, {"waited ", "", "5 s"}};

    CHECK(err.text() == "waited 5 s");
    CHECK(err.text().data()[err.text().size()] == '\0');
}

TEST_CASE("error: the detail added last wins", "[core]") {
    const error err = error{errc::timeout}.with_endpoint("a:1").with_command("GET").with_endpoint("b:2");

    CHECK(err.endpoint() == "b:2");
    CHECK(err.command() == "GET");
}

TEST_CASE("error: can be assigned, to itself too, and moved from", "[core]") {
    error one{errc::timeout, fate::unknown, "one"};
    error other{errc::cancelled, fate::not_sent, "other"};

    one = other;
    CHECK(one.text() == "other");
    const error& same = one;
    one = same;
    CHECK(one.text() == "other");
    error moved = std::move(one);
    CHECK(moved.text() == "other");
    one = std::move(moved);
    CHECK(one == error{errc::cancelled, fate::not_sent, "other"});
}

TEST_CASE("error: copies may be used by different threads", "[core]") {
    const error shared{errc::timeout, fate::unknown, "no answer"};
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i) {
        threads.emplace_back([&shared] {
            for (int round = 0; round != 1'000; ++round) {
                error copy = shared;
                copy.with_command("GET");
                if (copy.text() != "no answer") {
                    std::terminate();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(shared.command().empty());
}

TEST_CASE("error: two are equal when code, fate and text are", "[core]") {
    const error one{errc::timeout, fate::unknown, "a"};

    CHECK(one == error{errc::timeout, fate::unknown, "a"});
    CHECK(one == error{errc::timeout, fate::unknown, "a"}.with_command("GET"));
    CHECK_FALSE(one == error{errc::timeout, fate::unknown, "b"});
    CHECK_FALSE(one == error{errc::timeout, fate::not_sent, "a"});
    CHECK_FALSE(one == error{errc::cancelled, fate::unknown, "a"});
}

TEST_CASE("error: the prefix is the first word of a server error", "[core]") {
    CHECK(error{errc::wrong_type, fate::answered, "WRONGTYPE Operation"}.prefix() == "WRONGTYPE");
    CHECK(error{errc::server_error, fate::answered, "MO"}.prefix() == "MO");
    CHECK(error{errc::server_error, fate::answered, ""}.prefix().empty());
    CHECK(error{errc::timeout, fate::unknown, "no answer"}.prefix().empty());
}

TEST_CASE("error: a command that was not sent was not executed; without a reply it is unknown", "[core]") {
    for (const errc condition :
         {errc::timeout, errc::connection_lost, errc::server_error, errc::loading, errc::wrong_type}) {
        CHECK(error{condition, fate::not_sent}.executed() == tristate::no);
        CHECK(error{condition, fate::unknown}.executed() == tristate::unknown);
    }
}

TEST_CASE("error: a refusal by the server was not executed", "[core]") {
    for (const errc condition :
         {errc::loading, errc::moved, errc::ask, errc::no_auth, errc::try_again, errc::cluster_down, errc::master_down,
          errc::cross_slot, errc::no_permission, errc::out_of_memory, errc::misconfigured, errc::read_only,
          errc::no_replicas, errc::busy, errc::no_script, errc::wrong_type, errc::transaction_aborted,
          errc::too_many_clients, errc::unknown_command}) {
        CHECK(error{condition, fate::answered}.executed() == tristate::no);
    }
}

TEST_CASE("error: whether a plain ERR was executed is unknown", "[core]") {
    CHECK(error{errc::server_error, fate::answered, "ERR something"}.executed() == tristate::unknown);
    CHECK(error{errc::io_error, fate::answered, "IOERR error or timeout"}.executed() == tristate::unknown);
}

TEST_CASE("error: a script that was stopped by an error may have written before", "[core]") {
    const std::string line =
        "WRONGTYPE Operation against a key holding the wrong kind of value script: 34d8, on @user_script:1.";
    CHECK(error{errc::wrong_type, fate::answered, line}.executed() == tristate::unknown);
}

TEST_CASE("error: an answer that could not be read was executed", "[core]") {
    CHECK(error{errc::type_mismatch, fate::answered}.executed() == tristate::yes);
    CHECK(error{errc::limit_exceeded, fate::answered}.executed() == tristate::yes);
    CHECK(error{errc::watch_conflict, fate::answered}.executed() == tristate::no);
}

TEST_CASE("error: the message names the command, server, error, cause and fate", "[core]") {
    const error refused =
        error{errc::connect_failed, fate::not_sent}.with_command("GET").with_endpoint("127.0.0.1:6379");

    CHECK(refused.message() == "GET on 127.0.0.1:6379: cannot connect (the command was not sent)");
    CHECK(error{errc::connect_failed}.with_endpoint("db:6379").message() == "db:6379: cannot connect");
    CHECK(error{errc::connection_lost, fate::unknown}.with_command("INCR").message()
          == "INCR: the connection was lost (the command may have been executed)");
    CHECK(error{errc::wrong_type, fate::answered, "WRONGTYPE Operation"}.message() == "WRONGTYPE Operation");
    CHECK(error{errc::connect_failed}.with_cause(std::make_error_code(std::errc::connection_refused)).message()
          == "cannot connect: " + std::make_error_code(std::errc::connection_refused).message());
}

TEST_CASE("error: the message names the step at which connecting failed, the attempts and their duration", "[core]") {
    auto err = error(errc::wrong_password, fate::not_sent, "WRONGPASS invalid").with_command("GET").with_endpoint("h:1");
    err.with_handshake_step("HELLO");
    CHECK(err.handshake_step() == "HELLO");
    CHECK(err.command() == "GET");
    CHECK(err.attempts() == "");
    CHECK(err.message() == "GET on h:1: while connecting (HELLO): WRONGPASS invalid (the command was not sent)");
    err.with_attempts(4, 3402);
    CHECK(err.attempts() == "4 attempts in 3402 ms");
    CHECK(err.message() ==
          "GET on h:1: while connecting (HELLO): WRONGPASS invalid, after 4 attempts in 3402 ms (the command was not sent)");
    CHECK(err.text() == "WRONGPASS invalid");
    CHECK(err.prefix() == "WRONGPASS");
    const auto long_one = error(errc::connect_failed, fate::not_sent, std::string(2000, 'x')).with_command("GET");
    error often = long_one;
    often.with_attempts(4, 3402);
    CHECK(often.message().size() == error::message_limit);
    CHECK_THAT(often.message(), Catch::EndsWith("..., after 4 attempts in 3402 ms (the command was not sent)"));
}

TEST_CASE("error: the message is printable whatever the server sent, and the text is unchanged", "[core]") {
    const std::string hostile = std::string("ERR \x1b[31m\r\nfake log line\t") + '\0' + "\x7f\xe2\x80\xae\\";
    const error err{errc::server_error, fate::answered, hostile};

    CHECK(err.text() == hostile);
    CHECK(err.message() == R"(ERR \x1b[31m\r\nfake log line\t\x00\x7f\xe2\x80\xae\\)");
}

TEST_CASE("error: the message is bounded however long its parts are, and still includes the fate",
          "[core]") {
    for (const std::size_t length :
         {1U, 62U, 63U, 64U, 65U, 128U, 129U, 400U, 473U, 474U, 475U, 476U, 511U, 512U, 513U, 70'000U}) {
        for (const char filling : {'a', '\n', '\x1b'}) {
            const error err = error{errc::server_error, fate::unknown, std::string(length, filling)}
                                    .with_command(std::string(length, filling))
                                    .with_endpoint(std::string(length, filling));
            const std::string line = err.message();
            INFO(length << ": " << line);
            CHECK(line.size() <= error::message_limit);
            CHECK(line.ends_with(" (the command may have been executed)"));
            CHECK(err.text().size() == length);
        }
    }
    const std::string cut = error{errc::server_error, fate::answered, std::string(70'000, 'a')}.message();
    CHECK(cut == std::string(509, 'a') + "...");
    CHECK(error{errc::server_error, fate::answered, std::string(512, 'a')}.message() == std::string(512, 'a'));
}

TEST_CASE("error: an attachment is found by its type, and shared between copies", "[core]") {
    error err{errc::server_error, fate::answered, "ERR oops"};
    CHECK(err.attachment<std::vector<int>>() == nullptr);

    err.attach(std::vector<int>{1, 2, 3});
    error copy = err;
    copy.with_command("GET");

    REQUIRE(copy.attachment<std::vector<int>>() != nullptr);
    CHECK(*copy.attachment<std::vector<int>>() == std::vector<int>{1, 2, 3});
    CHECK(copy.attachment<std::vector<int>>() == err.attachment<std::vector<int>>());
    CHECK(copy.attachment<std::vector<long>>() == nullptr);
    CHECK(error{errc::timeout}.attachment<int>() == nullptr);
}
