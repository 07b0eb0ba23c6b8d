// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <hibana/command/reply/scalar.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::test::decoded;
using hibana::test::status_of;
using notation::applied;
using notation::boolean;
using notation::bulk;
using notation::integer;
using notation::ok;
using notation::real;
using notation::text;
using protocol::status;

TEST_CASE("scalar: each kind is decoded from its RESP2 and RESP3 form", "[command]") {
    CHECK(decoded<ok>("+OK\r\n") == ok_reply());
    CHECK(decoded<bulk>("$3\r\nfoo\r\n") == "foo");
    CHECK(decoded<bulk>("+foo\r\n") == "foo");
    CHECK(decoded<bulk>("=7\r\ntxt:foo\r\n") == "foo");
    CHECK(decoded<text>("+string\r\n") == "string");
    CHECK(decoded<text>("$6\r\nstring\r\n") == "string");
    CHECK(decoded<integer>(":42\r\n") == 42);
    CHECK(decoded<integer>("$2\r\n42\r\n") == 42);
    CHECK(decoded<real>(",1.5\r\n") == 1.5);
    CHECK(decoded<real>("$3\r\n1.5\r\n") == 1.5);
    CHECK(decoded<real>(":2\r\n") == 2);
    CHECK(decoded<boolean>("#t\r\n"));
    CHECK(decoded<boolean>(":1\r\n"));
    CHECK_FALSE(decoded<boolean>("#f\r\n"));
    CHECK_FALSE(decoded<boolean>(":0\r\n"));
    CHECK(decoded<applied>("+OK\r\n"));
    CHECK_FALSE(decoded<applied>("_\r\n"));
    CHECK_FALSE(decoded<applied>("$-1\r\n"));
    CHECK_FALSE(decoded<applied>("*-1\r\n"));
}

TEST_CASE("scalar: infinities, nan and signed zeros are decoded over both protocols", "[command]") {
    for (const char* const bytes : {",-0\r\n", "$2\r\n-0\r\n"}) CHECK(std::signbit(decoded<real>(bytes)));
    for (const char* const bytes : {",inf\r\n", "$3\r\ninf\r\n"}) CHECK(decoded<real>(bytes) == std::numeric_limits<double>::infinity());
    for (const char* const bytes : {",-inf\r\n", "$4\r\n-inf\r\n"}) CHECK(decoded<real>(bytes) == -std::numeric_limits<double>::infinity());
    for (const std::string_view bytes : {",nan\r\n", ",-nan\r\n", ",nan(1)\r\n", "$3\r\nnan\r\n", "$4\r\n-nan\r\n"}) {
        double number = 0;
        CHECK(hibana::test::read_into<real>(number, bytes, bytes.size()) == status::done);
        CHECK(std::isnan(number));
    }
}

TEST_CASE("scalar: a reply that does not convert to the type is a mismatch", "[command]") {
    CHECK(status_of<ok>("+QUEUED\r\n") == status::mismatch);
    CHECK(status_of<applied>("+QUEUED\r\n") == status::mismatch);
    CHECK(status_of<bulk>("_\r\n") == status::mismatch);
    CHECK(status_of<bulk>("$-1\r\n") == status::mismatch);
    CHECK(status_of<bulk>("*0\r\n") == status::mismatch);
    CHECK(status_of<bulk>("#t\r\n") == status::mismatch);
    CHECK(status_of<integer>("$3\r\nfoo\r\n") == status::mismatch);
    CHECK(status_of<integer>("_\r\n") == status::mismatch);
    CHECK(status_of<real>("$3\r\nfoo\r\n") == status::mismatch);
    CHECK(status_of<boolean>("$3\r\nfoo\r\n") == status::mismatch);
    CHECK(status_of<integer>("-ERR\r\n") == status::failed);
    CHECK(status_of<bulk>("!3\r\nERR\r\n") == status::failed);
    CHECK(status_of<applied>("-ERR\r\n") == status::failed);
    CHECK(status_of<applied>("_x\r\n") == status::broken);
    CHECK(status_of<bulk>(">1\r\n") == status::irregular);
    CHECK(status_of<applied>("|1\r\n") == status::irregular);
    CHECK(status_of<bulk>("$?\r\n") == status::irregular);
}

TEST_CASE("scalar: a number converts to any arithmetic type that can represent it", "[command]") {
    CHECK(decoded<bulk, int>("$2\r\n42\r\n") == 42);
    CHECK(decoded<bulk, unsigned char>("$3\r\n255\r\n") == 255);
    CHECK(status_of<bulk, unsigned char>("$3\r\n256\r\n") == status::mismatch);
    CHECK(status_of<bulk, signed char>("$3\r\n128\r\n") == status::mismatch);
    CHECK(status_of<bulk, unsigned>("$2\r\n-1\r\n") == status::mismatch);
    CHECK(decoded<bulk, std::uint64_t>("$20\r\n18446744073709551615\r\n") == std::numeric_limits<std::uint64_t>::max());
    CHECK(decoded<bulk, double>("$3\r\n1.5\r\n") == 1.5);
    CHECK(decoded<bulk, float>("$3\r\n1.5\r\n") == 1.5F);
    CHECK(decoded<bulk, bool>("$1\r\n1\r\n"));
    CHECK_FALSE(decoded<bulk, bool>("$1\r\n0\r\n"));
    CHECK(status_of<bulk, bool>("$1\r\n2\r\n") == status::mismatch);
    CHECK(status_of<bulk, int>("$2\r\n4x\r\n") == status::mismatch);
    CHECK(status_of<bulk, int>("$0\r\n\r\n") == status::mismatch);

    CHECK(decoded<integer, short>(":-32768\r\n") == -32768);
    CHECK(status_of<integer, short>(":32768\r\n") == status::mismatch);
    CHECK(decoded<integer, std::uint64_t>(":9223372036854775807\r\n") == 9'223'372'036'854'775'807U);
    CHECK(decoded<integer, std::uint64_t>("$20\r\n18446744073709551615\r\n") == std::numeric_limits<std::uint64_t>::max());
    CHECK(status_of<integer, std::uint64_t>(":-1\r\n") == status::mismatch);
    CHECK(decoded<integer, unsigned>(":4294967295\r\n") == 4'294'967'295U);
    CHECK(status_of<integer, unsigned>(":4294967296\r\n") == status::mismatch);
    CHECK(decoded<integer, double>(":3\r\n") == 3);
    CHECK(decoded<integer, bool>(":3\r\n"));
    CHECK(decoded<boolean, int>("#t\r\n") == 1);
    CHECK(decoded<boolean, int>(":0\r\n") == 0);

    CHECK(decoded<real, float>(",0.5\r\n") == 0.5F);
    CHECK(decoded<real, int>(",3\r\n") == 3);
    CHECK(decoded<real, int>("$2\r\n-3\r\n") == -3);
    CHECK(status_of<real, int>(",3.5\r\n") == status::mismatch);
    CHECK(status_of<real, int>(",nan\r\n") == status::mismatch);
    CHECK(status_of<real, int>(",inf\r\n") == status::mismatch);
    CHECK(status_of<real, int>(",2147483648\r\n") == status::mismatch);
    CHECK(decoded<real, int>(",2147483647\r\n") == 2'147'483'647);
    CHECK(decoded<real, int>(",-2147483648\r\n") == std::numeric_limits<int>::min());
    CHECK(status_of<real, std::int64_t>(",9223372036854775808\r\n") == status::mismatch);
    CHECK(status_of<real, unsigned>(",-1\r\n") == status::mismatch);
}

TEST_CASE("scalar: a number converts to its text", "[command]") {
    CHECK(decoded<integer, std::string>(":042\r\n") == "042");
    CHECK(decoded<real, std::string>(",1.50\r\n") == "1.50");
    CHECK(decoded<real, std::string>("$4\r\n1.50\r\n") == "1.50");
    CHECK(decoded<ok, std::string>("+OK\r\n") == "OK");
}

TEST_CASE("scalar: durations and time points receive the number in their unit", "[command]") {
    CHECK(decoded<integer, std::chrono::seconds>(":60\r\n") == 60s);
    CHECK(decoded<integer, std::chrono::milliseconds>(":-1\r\n") == -1ms);
    CHECK(decoded<real, std::chrono::duration<double>>(",1.5\r\n") == 1500ms);
    CHECK(decoded<bulk, std::chrono::seconds>("$2\r\n60\r\n") == 60s);
    CHECK(decoded<integer, std::chrono::sys_seconds>(":1700000000\r\n") == std::chrono::sys_seconds(1'700'000'000s));
    CHECK(status_of<integer, std::chrono::seconds>("$3\r\nfoo\r\n") == status::mismatch);
}

TEST_CASE("scalar: bytes convert to strings, views and byte containers", "[command]") {
    const std::string binary("$3\r\na\0b\r\n", 9);
    CHECK(decoded<bulk, std::vector<char>>(binary) == std::vector<char>{'a', '\0', 'b'});
    CHECK(decoded<bulk, std::vector<std::byte>>(binary) == std::vector<std::byte>{std::byte{'a'}, std::byte{0}, std::byte{'b'}});
    CHECK(decoded<bulk, std::vector<std::byte>>("$0\r\n\r\n").empty());
    CHECK(decoded<bulk, std::filesystem::path>("$4\r\n/tmp\r\n") == "/tmp");
}

TEST_CASE("scalar: a reused string keeps its memory", "[command]") {
    std::string reused(100, 'x');
    const char* const memory = reused.data();

    REQUIRE(hibana::test::read_into<bulk>(reused, "$3\r\nfoo\r\n", 9) == status::done);

    CHECK(reused == "foo");
    CHECK(reused.data() == memory);
}

TEST_CASE("scalar: a time with a known unit is converted to the requested unit", "[command]") {
    using std::chrono::milliseconds, std::chrono::system_clock;
    using minutes = std::chrono::duration<int, std::ratio<60>>;
    using real_seconds = std::chrono::duration<double>;
    using remaining = notation::coded<notation::milliseconds>;
    using point = std::chrono::time_point<system_clock, std::chrono::seconds>;

    CHECK(test::decoded<notation::seconds, std::chrono::seconds>(":90\r\n") == std::chrono::seconds(90));
    CHECK(test::decoded<notation::seconds, milliseconds>(":90\r\n") == milliseconds(90000));
    CHECK(test::decoded<notation::seconds, minutes>(":90\r\n") == minutes(1));
    CHECK(test::decoded<notation::milliseconds, real_seconds>(":1500\r\n") == real_seconds(1.5));
    CHECK(test::decoded<notation::unix_seconds, system_clock::time_point>(":1700000000\r\n")
          == system_clock::time_point(std::chrono::seconds(1700000000)));
    CHECK(test::decoded<notation::unix_milliseconds, point>(":1700000000999\r\n") == point(std::chrono::seconds(1700000000)));
    CHECK(test::decoded<remaining, std::int64_t>(":-2\r\n") == -2);
    CHECK(test::decoded<remaining, real_seconds>(":1500\r\n") == real_seconds(1.5));
    CHECK(test::status_of<notation::seconds, milliseconds>(":9223372036854775807\r\n") == protocol::status::mismatch);
    CHECK(test::status_of<notation::seconds, minutes>(":9223372036854775807\r\n") == protocol::status::mismatch);
}
