// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/raw_request.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <string>
#include <string_view>

using hibana::detail::append_request;

namespace {

std::string encoded(std::initializer_list<std::string_view> words) {
    hibana::protocol::send_buffer bytes;
    append_request(bytes, words);
    return std::string(bytes.view());
}

}  // namespace

TEST_CASE("raw_request: a request is an array of bulk strings with arbitrary bytes", "[connection]") {
    CHECK(encoded({"PING"}) == "*1\r\n$4\r\nPING\r\n");
    CHECK(encoded({"SET", "k", ""}) == "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n");
    CHECK(encoded({"ECHO", std::string_view("\r\n\0", 3)}) == std::string("*2\r\n$4\r\nECHO\r\n$3\r\n\r\n\0\r\n", 23));
    CHECK(encoded({"ECHO", std::string(100'000, 'x')}).size() == 10 + 4 + 9 + 100'002);
}

TEST_CASE("raw_request: null words at the end are omitted, empty words are not", "[connection]") {
    const std::string_view absent;

    CHECK(encoded({"HELLO", "3", absent, absent}) == support::words("HELLO 3"));
    CHECK(encoded({"HELLO", "3", "SETNAME", "me"}) == support::words("HELLO 3 SETNAME me"));
    CHECK(encoded({"AUTH", ""}) == support::words("AUTH ''"));
}

TEST_CASE("raw_request: a request is appended to the buffer", "[connection]") {
    hibana::protocol::send_buffer bytes;
    append_request(bytes, {"A", "b"});
    append_request(bytes, {"C"});

    CHECK(bytes.view() == support::words("A b") + support::words("C"));
}
