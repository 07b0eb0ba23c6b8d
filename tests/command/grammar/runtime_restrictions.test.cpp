// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/grammar/runtime_restrictions.hpp>

#include "catch.hpp"

#include <string_view>

using hibana::detail::has_no_single_reply;
using hibana::detail::is_stateful;
using hibana::detail::is_word;

TEST_CASE("runtime_restrictions: words are compared completely and ignoring case", "[command]") {
    STATIC_REQUIRE(is_word("SELECT", "SELECT"));
    STATIC_REQUIRE(is_word("sElEcT", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("SELEC", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("SELECTS", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("", "SELECT"));
    STATIC_REQUIRE_FALSE(is_word("SELEC\xf4", "SELECT"));
}

TEST_CASE("runtime_restrictions: commands without exactly one reply are known by their names", "[command]") {
    for (const std::string_view name :
         {"SUBSCRIBE", "psubscribe", "SSubscribe", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR", "SYNC", "PSYNC", "REPLCONF"})
        CHECK(has_no_single_reply(name, ""));
    CHECK(has_no_single_reply("CLIENT", "REPLY"));
    CHECK(has_no_single_reply("client", "reply"));
    for (const std::string_view name : {"GET", "PUBLISH", "CLIENT", "REPLY", "SELECT"}) CHECK_FALSE(has_no_single_reply(name, "ON"));
}

TEST_CASE("runtime_restrictions: commands that change connection state are known by their names", "[command]") {
    for (const std::string_view name :
         {"SELECT", "auth", "HELLO", "RESET", "QUIT", "MULTI", "EXEC", "WATCH", "UNWATCH", "DISCARD", "READONLY", "READWRITE", "ASKING"})
        CHECK(is_stateful(name, ""));
    for (const std::string_view name : {"TRACKING", "caching", "SETNAME", "NO-EVICT", "NO-TOUCH", "CAPA", "IMPORT-SOURCE"})
        CHECK(is_stateful("CLIENT", name));
    CHECK(is_stateful("SCRIPT", "debug"));
    CHECK_FALSE(is_stateful("SCRIPT", "LOAD"));
    for (const std::string_view name : {"INFO", "ID", "LIST", "KILL", "GETNAME"}) CHECK_FALSE(is_stateful("CLIENT", name));
    for (const std::string_view name : {"GET", "SET", "EVAL", "PING"}) CHECK_FALSE(is_stateful(name, "SELECT"));
}

TEST_CASE("runtime_restrictions: blocking commands are known by their names", "[command]") {
    for (const std::string_view name :
         {"BLPOP", "brpop", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "waitaof"})
        CHECK(hibana::detail::is_blocking(name));
    for (const std::string_view name : {"LPOP", "XREAD", "GET", "BLPOPS"}) CHECK_FALSE(hibana::detail::is_blocking(name));
    CHECK(hibana::detail::has_block_option("xread"));
    CHECK(hibana::detail::has_block_option("XREADGROUP"));
    CHECK_FALSE(hibana::detail::has_block_option("XRANGE"));
}
