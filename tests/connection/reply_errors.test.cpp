// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/reply_errors.hpp>

#include "catch.hpp"

#include <string>

using namespace hibana;

namespace {

error seen(std::string_view bytes, protocol::limits within = {}) {
    protocol::scanner scanner(within);
    protocol::cursor at{bytes.data(), bytes.data() + bytes.size()};
    const auto found = scanner.scan(at);
    return detail::malformed_message_error(found, scanner, bytes);
}

}  // namespace

TEST_CASE("reply_errors: the error of a malformed message shows its first bytes", "[connection]") {
    const error err = seen("HTTP/1.1 400 Bad Request\r\n\r\n");

    CHECK(err.condition() == errc::protocol_error);
    CHECK_THAT(std::string(err.text()), Catch::Contains("begins with \"HTTP/1.1 400 Bad Request\""));
}

TEST_CASE("reply_errors: a TLS record is recognized", "[connection]") {
    CHECK_THAT(std::string(seen(std::string("\x15\x03\x01\x00\x02\x02\x46", 7)).text()), Catch::Contains("TLS record"));
}

TEST_CASE("reply_errors: an exceeded limit has its own error code", "[connection]") {
    CHECK(seen("$100\r\n", {.bulk = 99}).condition() == errc::limit_exceeded);
}

TEST_CASE("reply_errors: a reply of an unexpected type is described without its contents", "[connection]") {
    const error err = detail::unexpected_reply_error(protocol::status::mismatch, "*1\r\n$6\r\nsecret\r\n", ", not an integer");

    CHECK(err.condition() == errc::type_mismatch);
    CHECK(err.fate() == fate::answered);
    CHECK_THAT(std::string(err.text()), Catch::StartsWith("the reply is an array of 1 element") &&
                                              Catch::EndsWith(", not an integer") && !Catch::Contains("secret"));
}

TEST_CASE("reply_errors: an error at the first reply identifies the peer", "[connection]") {
    const error broken(errc::protocol_error, fate::unknown, "no RESP");
    const error lost(errc::connection_lost, fate::unknown);

    CHECK(detail::unexpected_peer_error(broken, false, "example:1").condition() == errc::not_a_redis_server);
    CHECK(detail::unexpected_peer_error(broken, false, "example:1").endpoint() == "example:1");
    CHECK_THAT(std::string(detail::unexpected_peer_error(lost, false, "example:1").text()), Catch::Contains("does it want TLS?"));
    CHECK(detail::unexpected_peer_error(lost, true, "example:1").text() == "");
}
