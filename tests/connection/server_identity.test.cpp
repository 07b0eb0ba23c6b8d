// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/connection/server_identity.hpp>

#include <string>
#include <string_view>
#include <utility>

using namespace hibana;

namespace {

// The fields of a reply to HELLO, and the number of bytes that were read.
std::pair<server_identity, std::size_t> read(std::string_view reply, protocol::status expected = protocol::status::done) {
    server_identity info;
    protocol::cursor at{reply.data(), reply.data() + reply.size()};
    const detail::reply_reader reader = detail::reader_for_hello(info);
    CHECK(reader.read(reader.holder, at) == expected);
    return {info, static_cast<std::size_t>(at.at - reply.data())};
}

const std::string valkey = "%8\r\n$6\r\nserver\r\n$6\r\nvalkey\r\n$7\r\nversion\r\n$5\r\n9.1.2\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:7\r\n"
                           "$4\r\nmode\r\n$7\r\ncluster\r\n$4\r\nrole\r\n$7\r\nreplica\r\n$7\r\nmodules\r\n*1\r\n%1\r\n$4\r\nname\r\n$2\r\nbf\r\n"
                           "$17\r\navailability_zone\r\n$4\r\neu-1\r\n";

}  // namespace

TEST_CASE("server_identity: contains the fields of HELLO, and skips nested ones", "[connection]") {
    const auto [info, size] = read(valkey);

    CHECK(info == server_identity{.name = "valkey",
                              .version = "9.1.2",
                              .availability_zone = "eu-1",
                              .role = server_identity::role_type::replica,
                              .mode = server_identity::mode_type::cluster});
    CHECK(size == valkey.size());
}

TEST_CASE("server_identity: an incomplete reply is not read", "[connection]") {
    for (std::size_t size = 5; size != valkey.size(); ++size) {
        const auto [info, consumed] = read(valkey.substr(0, size), protocol::status::more);
        CHECK(info == server_identity());
        CHECK(consumed == 0);
    }
}

TEST_CASE("server_identity: reads the flat array of RESP2", "[connection]") {
    const auto [info, size] = read("*4\r\n$6\r\nserver\r\n$5\r\nredis\r\n$4\r\nrole\r\n$6\r\nmaster\r\n");

    CHECK(info.name == "redis");
    CHECK(info.role == server_identity::role_type::primary);
}

TEST_CASE("server_identity: a reply that is not a map is skipped", "[connection]") {
    const auto [info, size] = read("+OK\r\n");

    CHECK(info == server_identity());
    CHECK(size == 5);
}

TEST_CASE("server_identity: an unknown role or mode stays unknown", "[connection]") {
    const auto [info, size] = read("%2\r\n$4\r\nrole\r\n$5\r\nother\r\n$4\r\nmode\r\n$5\r\nother\r\n");

    CHECK(info.role == server_identity::role_type::unknown);
    CHECK(info.mode == server_identity::mode_type::unknown);
}
