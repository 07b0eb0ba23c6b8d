// SPDX-License-Identifier: BSL-1.0
#include <hibana/recipe/script.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>

using namespace scripted;
using hibana::errc;
using hibana::fate;
using hibana::keys;
namespace notation = hibana::notation;

namespace {

constexpr hibana::script<"return 1", notation::integer> one;
constexpr auto name_of_one = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";
constexpr auto not_known = "-NOSCRIPT No matching script. Please use EVAL.\r\n";

// "return 1" contains a space
std::string eval(const std::string& rest, int arguments) {
    return "*" + std::to_string(2 + arguments) + "\r\n" + bulk("EVAL") + bulk("return 1") + words(rest).substr(words(rest).find('\n') + 1);
}

}  // namespace

TEST_CASE("script: the name is the SHA-1 of the text", "[recipe]") {
    STATIC_REQUIRE(one.text() == "return 1");
    STATIC_REQUIRE(one.name() == std::string_view(name_of_one));
    STATIC_REQUIRE(std::is_empty_v<decltype(one)>);
}

TEST_CASE("script: EVALSHA contains the name and the number of keys", "[recipe]") {
    auto server = greeted().expect(words(std::string("EVALSHA ") + name_of_one + " 2 a b 7 x")).answer(":1\r\n")
                      .expect(words(std::string("EVALSHA ") + name_of_one + " 0")).answer(":1\r\n").serve();
    client<> db{server.transport(), unnamed()};

    CHECK(one(db, keys("a", "b"), 7, "x").value() == 1);
    CHECK(one(db, keys()).value() == 1);
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("script: after NOSCRIPT the text is sent once", "[recipe]") {
    auto server = greeted().expect(words(std::string("EVALSHA ") + name_of_one + " 1 k")).answer(not_known)
                      .expect(eval("1 k", 2)).answer(":1\r\n").serve();
    client<> db{server.transport(), unnamed()};

    CHECK(one(db, keys("k")).value() == 1);
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("script: a second NOSCRIPT is an error", "[recipe]") {
    auto server = greeted().expect(words(std::string("EVALSHA ") + name_of_one + " 1 k")).answer(not_known)
                      .expect(eval("1 k", 2)).answer(not_known).serve();
    client<> db{server.transport(), unnamed()};

    const auto outcome = one(db, keys("k"));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::no_script);
    CHECK(server.is_complete());
}

TEST_CASE("script: after any other error the text is not sent", "[recipe]") {
    const std::string refusal = GENERATE("-WRONGTYPE Operation against a key\r\n", "-BUSY Redis is busy running a script\r\n", "-ERR oops\r\n");
    auto server = greeted().expect(words(std::string("EVALSHA ") + name_of_one + " 1 k")).answer(refusal).serve();
    client<> db{server.transport(), unnamed()};

    const auto outcome = one(db, keys("k"));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().command() == "EVALSHA");
    CHECK(outcome.error().text() == refusal.substr(1, refusal.size() - 3));
    CHECK(server.is_complete());
}

TEST_CASE("script: is a write, and is not retried if its fate is unknown", "[recipe]") {
    auto server = greeted().expect(words(std::string("EVALSHA ") + name_of_one + " 1 k")).close().serve();
    client<> db{server.transport(), unnamed()};

    const auto outcome = one(db, keys("k"));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::connection_lost);
    CHECK(outcome.error().fate() == fate::unknown);
    CHECK(server.connections() == 1);
}

TEST_CASE("script: after a failure at any step each command was sent at most once", "[recipe]") {
    const auto story = greeted().expect(words(std::string("EVALSHA ") + name_of_one + " 1 k")).answer(not_known).expect(eval("1 k", 2)).answer(":1\r\n");

    story.for_each_failure([&](scripted_server& server) {
        client<hibana::no_retry> db{server.transport(), unnamed()};
        const auto outcome = one(db, keys("k"));
        CHECK(server.mismatch() == "");
        if (!server.failure()) {
            CHECK(outcome.value() == 1);
            return;
        }
        INFO(server.failure()->text());
        CHECK_FALSE(outcome);
        CHECK(server.open_connections() == 0);
    });
}
