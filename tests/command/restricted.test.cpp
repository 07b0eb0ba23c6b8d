// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/restricted.hpp>

#include "catch.hpp"

#include <string_view>

using hibana::detail::breaks_the_step;
using hibana::detail::changes_the_connection;
using hibana::detail::is_word;

TEST_CASE("restricted: a word is the same in letters of either case, and no part of another", "[command]") {
    STATIC_REQUIRE(is_word("SELECT", "SELECT"));
    STATIC_REQUIRE(is_word("sElEcT", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("SELEC", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("SELECTS", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("SELEC\xf4", "SELECT"));
}

TEST_CASE("restricted: commands whose answers are no replies break the step", "[command]") {
    for (const std::string_view name : {"SUBSCRIBE", "psubscribe", "SSubscribe", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR", "SYNC", "PSYNC", "REPLCONF"})
        CHECK(breaks_the_step(name, ""));
    CHECK(breaks_the_step("CLIENT", "REPLY"));
    CHECK(breaks_the_step("client", "reply"));
    for (const std::string_view name : {"GET", "PUBLISH", "CLIENT", "REPLY", "SELECT"}) CHECK_FALSE(breaks_the_step(name, "ON"));
}

TEST_CASE("restricted: commands that the next user of the connection would notice change it", "[command]") {
    for (const std::string_view name : {"SELECT", "auth", "HELLO", "RESET", "QUIT", "MULTI", "EXEC", "WATCH", "UNWATCH", "DISCARD", "READONLY", "READWRITE", "ASKING"})
        CHECK(changes_the_connection(name, ""));
    for (const std::string_view name : {"TRACKING", "caching", "SETNAME", "NO-EVICT", "NO-TOUCH", "CAPA", "IMPORT-SOURCE"}) CHECK(changes_the_connection("CLIENT", name));
    CHECK(changes_the_connection("SCRIPT", "debug"));
    CHECK_FALSE(changes_the_connection("SCRIPT", "LOAD"));
    for (const std::string_view name : {"INFO", "ID", "LIST", "KILL", "GETNAME"}) CHECK_FALSE(changes_the_connection("CLIENT", name));
    for (const std::string_view name : {"GET", "SET", "EVAL", "PING"}) CHECK_FALSE(changes_the_connection(name, "SELECT"));
}

TEST_CASE("restricted: commands that wait in the server are known by their names", "[command]") {
    for (const std::string_view name : {"BLPOP", "brpop", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "waitaof"})
        CHECK(hibana::detail::waits_in_server(name));
    for (const std::string_view name : {"LPOP", "XREAD", "GET", "BLPOPS"}) CHECK_FALSE(hibana::detail::waits_in_server(name));
    CHECK(hibana::detail::may_be_told_to_wait("xread"));
    CHECK(hibana::detail::may_be_told_to_wait("XREADGROUP"));
    CHECK_FALSE(hibana::detail::may_be_told_to_wait("XRANGE"));
}
