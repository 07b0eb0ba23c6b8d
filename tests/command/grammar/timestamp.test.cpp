// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/grammar/timestamp.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;

namespace {

inline constexpr descriptor<"AT", timestamp(timestamp), reads> at;

}  // namespace

TEST_CASE("timestamp: symbols, numbers and time points are accepted", "[command]") {
    CHECK(encoded_text(at("-")) == "AT -");
    CHECK(encoded_text(at(1700000000123)) == "AT 1700000000123");
    CHECK(encoded_text(at(std::chrono::system_clock::time_point(1999us))) == "AT 1");
    CHECK(encoded_text(at(std::chrono::sys_days(std::chrono::days(1)))) == "AT 86400000");
}

TEST_CASE("timestamp: replies are time points or the requested type", "[command]") {
    CHECK(test::decoded<timestamp>(":1500\r\n").time_since_epoch() == 1500ms);
    CHECK(test::decoded<timestamp, std::int64_t>("$4\r\n1500\r\n") == 1500);
}
