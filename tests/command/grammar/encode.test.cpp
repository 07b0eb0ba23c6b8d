// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/connection.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/string.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using test::encoded_text;

TEST_CASE("encode: a constant request is encoded at compile time", "[command]") {
    STATIC_REQUIRE(encoded(cmd::get("k"_key)) == "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
    STATIC_REQUIRE(encoded(cmd::ping()) == "*1\r\n$4\r\nPING\r\n");
    STATIC_REQUIRE(encoded(cmd::client::no_evict(opt::on)) == "*3\r\n$6\r\nCLIENT\r\n$8\r\nNO-EVICT\r\n$2\r\nON\r\n");
    STATIC_REQUIRE(encoded(cmd::mget("a"_key, ""_key)) == "*3\r\n$4\r\nMGET\r\n$1\r\na\r\n$0\r\n\r\n");
    STATIC_REQUIRE(is_constant_request<decltype(cmd::mget("a"_key, "b"_key))>);
    STATIC_REQUIRE_FALSE(is_constant_request<decltype(cmd::mget("a"_key, "b"))>);
}

TEST_CASE("encode: every request can be encoded in a constant expression", "[command]") {
    STATIC_REQUIRE(encoded(cmd::set("k", "v", opt::nx, opt::ex(60s)))
                   == "*6\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n$2\r\nNX\r\n$2\r\nEX\r\n$2\r\n60\r\n");
    STATIC_REQUIRE(encoded(cmd::zadd("z", 1.5, "m")) == "*4\r\n$4\r\nZADD\r\n$1\r\nz\r\n$3\r\n1.5\r\n$1\r\nm\r\n");
    STATIC_REQUIRE(encoded(cmd::bzpopmin("z", 50ms)) == "*3\r\n$8\r\nBZPOPMIN\r\n$1\r\nz\r\n$4\r\n0.05\r\n");
    STATIC_REQUIRE(encoded(cmd::set("k"_key, -1)) == "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\n-1\r\n");
}

TEST_CASE("encode: requests are appended to a buffer", "[command]") {
    protocol::send_buffer buffer;

    encode(cmd::ping(), buffer);
    encode(cmd::get("k"), buffer);
    encode(cmd::mget(std::vector<std::string>(300, "a key")), buffer);

    std::string many = "*301\r\n$4\r\nMGET\r\n";
    for (int i = 0; i != 300; ++i) many += "$5\r\na key\r\n";
    CHECK(buffer.view() == "*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n" + many);
}

TEST_CASE("encode: texts of every length are encoded completely", "[command]") {
    for (std::size_t size = 0; size != 260; ++size) {
        const std::string value(size, '\n');
        const std::string expected = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + std::to_string(size) + "\r\n" + value + "\r\n";
        REQUIRE(std::string_view(encoded(cmd::set("k", value))) == expected);
        protocol::send_buffer buffer;
        encode(cmd::set("k", value), buffer);
        REQUIRE(buffer.view() == expected);
    }
}

TEST_CASE("encode: encode_at writes to memory of the caller", "[command]") {
    const auto request = cmd::set("k", 12345);
    std::string bytes(max_encoded_size(request), '#');

    bytes.resize(static_cast<std::size_t>(encode_at(request, bytes.data()) - bytes.data()));

    CHECK(bytes == encoded(request));
}
