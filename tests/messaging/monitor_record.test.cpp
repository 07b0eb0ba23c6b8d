// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/monitor_record.hpp>

#include "catch.hpp"

#include <string>
#include <vector>

using namespace hibana;
using source = monitor_record::source;

TEST_CASE("monitor_record: time, database, address and arguments are read", "[messaging]") {
    const auto record = read_monitor_line(R"(1339518083.107412 [3 127.0.0.1:60866] "keys" "*")");

    REQUIRE(record);
    CHECK(record->time.time_since_epoch() == std::chrono::microseconds(1339518083107412));
    CHECK(record->database == 3);
    CHECK(record->from == source::tcp);
    CHECK(record->address == "127.0.0.1:60866");
    CHECK(record->arguments == std::vector<std::string>{"keys", "*"});
}

TEST_CASE("monitor_record: distinguishes scripts, Unix sockets and IPv6 addresses", "[messaging]") {
    const auto script = read_monitor_line(R"(1.000001 [0 lua] "set" "k" "v")");
    CHECK(script->from == source::script);
    CHECK(script->address.empty());

    const auto local = read_monitor_line(R"(1.000001 [0 unix:/tmp/a b]/x.sock] "get" "k")");
    CHECK(local->from == source::unix_socket);
    CHECK(local->address == "/tmp/a b]/x.sock");

    const auto six = read_monitor_line(R"(1.000001 [0 [::1]:53120] "get" "k")");
    CHECK(six->from == source::tcp);
    CHECK(six->address == "[::1]:53120");
}

TEST_CASE("monitor_record: escapes of any bytes are decoded", "[messaging]") {
    const auto record = read_monitor_line(R"(1.000001 [0 lua] "a\"b\\c" "\n\r\t\a\b" "\x00\xff\x7f" "" "] \" \x22")");

    CHECK(record->arguments == std::vector<std::string>{"a\"b\\c", "\n\r\t\a\b", std::string("\0\xff\x7f", 3), "", "] \" \""});
}

TEST_CASE("monitor_record: a malformed line is an error that does not quote the line", "[messaging]") {
    const std::string line = GENERATE("", "OK", "x.000001 [0 lua] \"get\"", "1.1 [0 lua] \"get\"", "1.000001 0 lua \"get\"",
                                      "1.000001 [0 lua]", "1.000001 [lua] \"get\"", "1.000001 [0] \"get\"", "1.000001 [0 lua] \"get",
                                      "1.000001 [0 lua] \"get\\", "1.000001 [0 lua] \"\\x0\"", "1.000001 [0 lua] \"\\xzz\"",
                                      "1.000001 [0 lua] \"\\q\"", "1.000001 [0 lua] \"get\"x", "1.000001 [0 lua] \"auth\" \"secret",
                                      "1.000001 [0 ] \"get\"",
                                      "1339158083339158083.107412 [0 lua] \"get\"", "-1.000001 [0 lua] \"get\"", "1.-00001 [0 lua] \"get\"");

    const auto record = read_monitor_line(line);

    REQUIRE_FALSE(record);
    CHECK(record.error().condition() == errc::protocol_error);
    CHECK(record.error().message().find("secret") == std::string::npos);
}
