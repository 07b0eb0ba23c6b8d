// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/lenient_decode.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace hibana::protocol;

namespace {

status state_of(std::string_view bytes, bool scanned = false) {
    return read_unexpected(bytes.data(), bytes.data() + bytes.size(), scanned).state;
}

}  // namespace

TEST_CASE("lenient_decode: distinguishes the kinds of input that the typed decoder does not support", "[protocol]") {
    CHECK(state_of("") == status::more);
    CHECK(state_of("+O") == status::more);
    CHECK(state_of("-ER") == status::more);
    CHECK(state_of("-ERR\r\n") == status::failed);
    CHECK(state_of("!3\r\nERR\r\n") == status::failed);
    CHECK(state_of(">") == status::irregular);
    CHECK(state_of("|") == status::irregular);
    CHECK(state_of("$?\r\n") == status::irregular);
    CHECK(state_of("*?\r\n") == status::irregular);
    CHECK(state_of(";1\r\na\r\n") == status::broken);
    CHECK(state_of(".\r\n") == status::broken);
    CHECK(state_of("x") == status::broken);
    CHECK(state_of("+OK\r\n") == status::done);
    CHECK(state_of("_\r\n") == status::done);
}

TEST_CASE("lenient_decode: a reply beyond the default limits is irregular", "[protocol]") {
    const std::string line = "+" + std::string(70'000, 'a') + "\r\n";

    CHECK(state_of("$536870913\r\n") == status::irregular);
    CHECK(state_of("*16777217\r\n") == status::irregular);
    CHECK(state_of(line) == status::irregular);
    CHECK(state_of(line, true) == status::done);
}

TEST_CASE("unexpected: an aggregate is not believed to have more elements than there are bytes for", "[protocol]") {
    const auto header = [](std::string_view bytes) {
        return read_unexpected_aggregate(bytes.data(), bytes.data() + bytes.size(), false);
    };

    CHECK(header("*16000000\r\n").state == status::more);
    CHECK(header("*3\r\n_\r\n_\r\n_\r").state == status::more);
    CHECK(header("*3\r\n_\r\n_\r\n_\r\n").value.count == 3);
    CHECK(header("%2\r\n_\r\n_\r\n_\r\n").state == status::more);
    CHECK(header("%1\r\n_\r\n_\r\n").value.is_map);
    CHECK(header("*-1\r\n").state == status::mismatch);
    CHECK(header("$1\r\na\r\n").state == status::mismatch);
}
