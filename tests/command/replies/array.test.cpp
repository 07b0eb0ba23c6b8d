// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/array.hpp>
#include <hibana/command/array.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::decoded;

TEST_CASE("array replies: ARINFO is decoded as a struct", "[command]") {
    const auto info = decoded<named<replies::array_info>>("*4\r\n$3\r\nlen\r\n:101\r\n$14\r\navg-dense-fill\r\n$3\r\n0.5\r\n");
    CHECK(info.len == 101);
    CHECK(info.avg_dense_fill == 0.5);
    CHECK(info == decoded<named<replies::array_info>>("%2\r\n$3\r\nlen\r\n:101\r\n$14\r\navg-dense-fill\r\n,0.5\r\n"));
}
