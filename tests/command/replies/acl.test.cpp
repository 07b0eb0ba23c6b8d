// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/acl.hpp>
#include <hibana/command/acl.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::decoded;

TEST_CASE("acl replies: users are decoded over RESP2 and RESP3", "[command]") {
    using kind = nullable<named<replies::acl_user>>;
    const auto three = decoded<kind>(
        "%6\r\n$5\r\nflags\r\n~2\r\n$2\r\non\r\n$6\r\nnopass\r\n$9\r\npasswords\r\n*1\r\n$1\r\nx\r\n$8\r\ncommands\r\n$"
        "5\r\n+@all\r\n"
        "$4\r\nkeys\r\n$2\r\n~*\r\n$8\r\nchannels\r\n$2\r\n&*\r\n$9\r\nselectors\r\n*1\r\n%2\r\n$8\r\ncommands\r\n$"
        "4\r\n+set\r\n$4\r\nkeys\r\n$3\r\n~b*\r\n");
    const auto two = decoded<kind>(
        "*12\r\n$5\r\nflags\r\n*2\r\n$2\r\non\r\n$6\r\nnopass\r\n$9\r\npasswords\r\n*1\r\n$1\r\nx\r\n$"
        "8\r\ncommands\r\n$5\r\n+@all\r\n"
        "$4\r\nkeys\r\n$2\r\n~*\r\n$8\r\nchannels\r\n$2\r\n&*\r\n$9\r\nselectors\r\n*1\r\n*4\r\n$8\r\ncommands\r\n$"
        "4\r\n+set\r\n$4\r\nkeys\r\n$3\r\n~b*\r\n");
    CHECK(two == three);
    CHECK(two == replies::acl_user{{"on", "nopass"}, {"x"}, "+@all", "~*", "&*", {{"+set", "~b*", ""}}});
    CHECK(decoded<kind>("_\r\n") == std::nullopt);
}

TEST_CASE("acl replies: ACL LOG is decoded", "[command]") {
    using kind = array<named<replies::acl_log_entry>>;
    const auto log = decoded<kind>(
        "*1\r\n%4\r\n+count\r\n:2\r\n+age-seconds\r\n$4\r\n0.05\r\n+client-info\r\n$18\r\nid=6 addr=a:1 "
        "db=2\r\n+timestamp-created\r\n:1700000000123\r\n");
    REQUIRE(log.size() == 1);
    CHECK(log[0].count == 2);
    CHECK(log[0].age_seconds == 0.05);
    CHECK(log[0].client_info.id == 6);
    CHECK(log[0].client_info.addr == "a:1");
    CHECK(log[0].client_info.db == 2);
    CHECK(log[0].timestamp_created.time_since_epoch().count() == 1700000000123);
}
