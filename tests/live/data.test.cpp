// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

std::string all_bytes() {
    std::string text;
    for (int byte = 0; byte != 256; ++byte) text += static_cast<char>(byte);
    return text;
}

// Bytes that no piece of which looks like another, so that a piece in the wrong place is seen.
std::string uneven_bytes(std::size_t size) {
    std::string text(size, '\0');
    std::uint64_t state = 42;
    for (char& each : text) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        each = static_cast<char>(state >> 56);
    }
    return text;
}

template <class Client> void check_large_values(Client& db) {
    constexpr std::size_t block = 64 * 1024;
    for (const std::size_t size : {block - 1, block, block + 1, 64 * mebibyte}) {
        CAPTURE(size);
        const std::string sent = uneven_bytes(size);
        db.within(120s)(cmd::set("large", sent));

        const auto received = db.within(120s)(cmd::get("large"));

        REQUIRE(received);
        CHECK(received->size() == size);
        CHECK((*received == sent));
        CHECK(db(cmd::strlen("large")) == static_cast<std::int64_t>(size));
    }
}

}  // namespace

TEST_CASE("data: keys and values may be any bytes", "[live]") {
    const test::server server;
    client three{live::at(server)};
    client two{live::at(server), resp2_parser{}};

    for (const std::string& text : {""s, "\0"s, "\r\n"s, "k\r\nFLUSHALL\r\n"s, "$-1\r\n"s, "+OK\r\n"s, " "s, "*1\r\n$4\r\nPING\r\n"s, "\xff\xfe"s, all_bytes()}) {
        CAPTURE(text);
        three(any_request("FLUSHALL"));
        three(cmd::set(text, text));
        CHECK(three(cmd::get(text)) == text);
        CHECK(two(cmd::get(text)) == text);
        CHECK(three(cmd::strlen(text)) == static_cast<std::int64_t>(text.size()));
        two(cmd::hset("hash", text, text));
        CHECK(three(cmd::hget("hash", text)) == text);
        three(cmd::rpush("list", text, "end"));
        CHECK(two(cmd::lrange("list", 0, -1)) == std::vector<std::string>{text, "end"});
        const auto borrowed = three(cmd::get(text).as<std::string_view>());
        CHECK(*borrowed == text);
        std::string place = "before";
        CHECK(three(cmd::get(text).into(place)));
        CHECK(place == text);
    }
}

TEST_CASE("data: a value of 64 MiB is returned unchanged over a Unix socket", "[live]") {
    const test::server server;
    client db{live::at(server)};
    check_large_values(db);
}

TEST_CASE("data: a value of 64 MiB is returned unchanged over TCP", "[live]") {
    const test::server server({.tcp = true});
    client db{live::at_port(server), resp2_parser{}};
    check_large_values(db);
}

TEST_CASE("data: a value of 64 MiB is returned unchanged over TLS", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue();
    const test::server server({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}});
    client db{tls_transport{.port = server.tls_port(), .ca_data = authority.certificate()}};
    check_large_values(db);
}

TEST_CASE("data: a borrowed value of 64 MiB stays valid while others are read", "[live]") {
    const test::server server;
    client db{live::at(server)};
    const std::string sent = uneven_bytes(64 * mebibyte);
    db.within(60s)(cmd::set("large", sent));
    db(cmd::set("small", "other"));

    const auto first = db.within(60s)(cmd::get("large").as<std::string_view>());
    const auto second = db(cmd::get("small").as<std::string_view>());
    const auto third = db.within(60s)(cmd::get("large").as<std::string_view>());

    CHECK((*first == sent));
    CHECK(*second == "other");
    CHECK((*third == sent));
}

TEST_CASE("data: a timeout in the middle of a large value does not affect the next call", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};
    const std::string sent = uneven_bytes(64 * mebibyte);
    REQUIRE(db.within(60s)(cmd::set("large", sent)));

    for (const auto timeout : {1ms, 3ms, 10ms}) {
        const auto cut = db.within(timeout)(cmd::get("large"));
        if (!cut) CHECK(cut.error().condition() == errc::timeout);
        const auto next = db(cmd::strlen("large"));
        REQUIRE(next);
        CHECK(*next == static_cast<std::int64_t>(sent.size()));
    }
}

TEST_CASE("data: replies of many elements are complete", "[live]") {
    const test::server server;
    client db{live::at(server)};
    const int count = 100'000;
    std::vector<int> sent;
    for (int n = 0; n != count; ++n) sent.push_back(n);
    CHECK(db(cmd::rpush("list", sent)) == count);

    CHECK((db(cmd::lrange("list", 0, -1).as<std::vector<int>>()) == sent));
    std::vector<std::string> texts;
    db(cmd::lrange("list", 0, -1).into(texts));
    REQUIRE(texts.size() == sent.size());
    CHECK(texts.back() == std::to_string(count - 1));
}

TEST_CASE("data: C++ numbers are written and read back unchanged", "[live]") {
    const test::server server;
    client db{live::at(server)};

    for (const auto whole : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, INT64_MAX}) {
        db(cmd::set("n", whole));
        CHECK(db(cmd::get("n").as<std::int64_t>()) == whole);
    }
    for (const auto part : {0.1, -1e-300, 1.7976931348623157e308, 5e-324}) {
        db(cmd::set("d", part));
        CHECK(db(cmd::get("d").as<double>()) == part);
    }
}
