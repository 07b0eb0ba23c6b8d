// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/grammar/runtime_restrictions.hpp>

#include "catch.hpp"

#include <string_view>

using hibana::detail::has_no_single_reply;
using hibana::detail::is_stateful;
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
        CHECK(has_no_single_reply(name, ""));
    CHECK(has_no_single_reply("CLIENT", "REPLY"));
    CHECK(has_no_single_reply("client", "reply"));
    for (const std::string_view name : {"GET", "PUBLISH", "CLIENT", "REPLY", "SELECT"}) CHECK_FALSE(has_no_single_reply(name, "ON"));
}

TEST_CASE("restricted: commands that the next user of the connection would notice change it", "[command]") {
    for (const std::string_view name : {"SELECT", "auth", "HELLO", "RESET", "QUIT", "MULTI", "EXEC", "WATCH", "UNWATCH", "DISCARD", "READONLY", "READWRITE", "ASKING"})
        CHECK(is_stateful(name, ""));
    for (const std::string_view name : {"TRACKING", "caching", "SETNAME", "NO-EVICT", "NO-TOUCH", "CAPA", "IMPORT-SOURCE"}) CHECK(is_stateful("CLIENT", name));
    CHECK(is_stateful("SCRIPT", "debug"));
    CHECK_FALSE(is_stateful("SCRIPT", "LOAD"));
    for (const std::string_view name : {"INFO", "ID", "LIST", "KILL", "GETNAME"}) CHECK_FALSE(is_stateful("CLIENT", name));
    for (const std::string_view name : {"GET", "SET", "EVAL", "PING"}) CHECK_FALSE(is_stateful(name, "SELECT"));
}

TEST_CASE("restricted: commands that wait in the server are known by their names", "[command]") {
    for (const std::string_view name : {"BLPOP", "brpop", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "waitaof"})
        CHECK(hibana::detail::waits_in_server(name));
    for (const std::string_view name : {"LPOP", "XREAD", "GET", "BLPOPS"}) CHECK_FALSE(hibana::detail::waits_in_server(name));
    CHECK(hibana::detail::has_block_option("xread"));
    CHECK(hibana::detail::has_block_option("XREADGROUP"));
    CHECK_FALSE(hibana::detail::has_block_option("XRANGE"));
}
