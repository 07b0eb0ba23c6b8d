// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/server_error.hpp>

#include <string>
#include <string_view>

using namespace hibana;

namespace {

struct known {
    std::string_view line;
    errc condition;
};

}  // namespace

TEST_CASE("parse_server_error: the first word identifies the error", "[core]") {
    const known table[] = {
        {"WRONGTYPE Operation against a key holding the wrong kind of value", errc::wrong_type},
        {"NOSCRIPT No matching script. Please use EVAL.", errc::no_script},
        {"OOM command not allowed when used memory > 'maxmemory'.", errc::out_of_memory},
        {"READONLY You can't write against a read only replica.", errc::read_only},
        {"NOAUTH Authentication required.", errc::no_auth},
        {"WRONGPASS invalid username-password pair or user is disabled.", errc::wrong_password},
        {"NOPERM this user has no permissions to run the 'get' command", errc::no_permission},
        {"LOADING Redis is loading the dataset in memory", errc::loading},
        {"BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", errc::busy},
        {"BUSYKEY Target key name already exists.", errc::busy_key},
        {"BUSYGROUP Consumer Group name already exists", errc::busy_group},
        {"NOGROUP No such key 'k' or consumer group 'g' in XREADGROUP with GROUP option", errc::no_group},
        {"NOREPLICAS Not enough good replicas to write.", errc::no_replicas},
        {"MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist on disk.",
         errc::misconfigured},
        {"MOVED 3999 127.0.0.1:6381", errc::moved},
        {"ASK 3999 127.0.0.1:6381", errc::ask},
        {"TRYAGAIN Multiple keys request during rehashing of slot", errc::try_again},
        {"CLUSTERDOWN Hash slot not served", errc::cluster_down},
        {"CROSSSLOT Keys in request don't hash to the same slot", errc::cross_slot},
        {"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", errc::master_down},
        {"NOTBUSY No scripts in execution right now.", errc::not_busy},
        {"UNKILLABLE Sorry the script already executed write commands against the dataset.", errc::unkillable},
        {"UNBLOCKED client unblocked via CLIENT UNBLOCK", errc::unblocked},
        {"NOPROTO unsupported protocol version", errc::no_protocol},
        {"INPROG Failover already in progress", errc::in_progress},
        {"EXECABORT Transaction discarded because of previous errors.", errc::transaction_aborted},
        {"DENIED Redis is running in protected mode because protected mode is enabled", errc::protected_mode},
        {"IOERR error or timeout reading to target instance", errc::io_error},
        {"NOQUORUM 1 usable Sentinels.", errc::no_quorum},
        {"NOGOODSLAVE No suitable replica to promote", errc::no_good_replica},
        {"REDIRECT 127.0.0.1:6380", errc::redirected},
        {"NOMASTERLINK Can't SYNC while not connected with my master", errc::no_master_link},
    };
    for (const known& row : table) {
        const error err = parse_server_error(row.line);
        INFO(row.line);
        CHECK(err.condition() == row.condition);
        CHECK(err.fate() == fate::answered);
        CHECK(err.text() == row.line);
        CHECK(is_server_error(err.condition()));
        CHECK(err.prefix() == row.line.substr(0, row.line.find(' ')));
    }
}

TEST_CASE("parse_server_error: after ERR the text identifies the error", "[core]") {
    const known table[] = {
        {"ERR max number of clients reached", errc::too_many_clients},
        {"ERR max number of clients + cluster connections reached", errc::too_many_clients},
        {"ERR invalid password", errc::wrong_password},
        {"ERR wrong number of arguments for 'auth' command", errc::wrong_auth_arguments},
        {"ERR wrong number of arguments for 'AUTH' command", errc::wrong_auth_arguments},
        {"ERR AUTH <password> called without any password configured for the default user. Are you sure your "
         "configuration is correct?",
         errc::no_password_set},
        {"ERR Client sent AUTH, but no password is set", errc::no_password_set},
        {"ERR problem with LDAP service", errc::external_auth_failed},
        {"ERR Error loading the extension. Please check the server logs.", errc::module_error},
        {"ERR Error unloading module: no such module with that name", errc::module_error},
        {"ERR Error unloading module: operation not possible.", errc::module_error},
        {"ERR Error unloading module: the module exports one or more module-side data types, can't unload",
         errc::module_error},
        {"ERR no such fieldset", errc::no_such_fieldset},
        {"ERR unknown command 'HELLO'", errc::unknown_command},
        {"ERR unknown command `HELLO`", errc::unknown_command},
        {"ERR unknown subcommand 'setinfo'. Try CLIENT HELP.", errc::unknown_command},
        {"ERR wrong number of arguments for 'get' command", errc::server_error},
        {"ERR value is not an integer or out of range", errc::server_error},
        {"ERR", errc::server_error},
        {"ERR ", errc::server_error},
    };
    for (const known& row : table) {
        INFO(row.line);
        CHECK(parse_server_error(row.line) == error{row.condition, fate::answered, std::string{row.line}});
    }
}

TEST_CASE("parse_server_error: unknown, short, empty and strange lines are plain server errors with their text",
          "[core]") {
    const std::string_view lines[] = {"",
                                      "M",
                                      "MO",
                                      "MOVEDX 1 h:1",
                                      "moved 1 h:1",
                                      " MOVED",
                                      "SYNTAX invalid syntax",
                                      std::string_view("ERR a\r\nb\0", 9),
                                      "LOADINGX",
                                      "OO"};
    for (const std::string_view line : lines) {
        const error err = parse_server_error(line);
        INFO(line);
        CHECK(err.condition() == errc::server_error);
        CHECK(err.text() == line);
        CHECK(err.executed() == tristate::unknown);
    }
}

TEST_CASE("parse_server_error: READONLY is found inside the error of a script", "[core]") {
    const error old = parse_server_error(
        "ERR Error running script (call to f_6b1bf486c81ceb7edf3c093f4c48582e38c0e791): @user_script:1: @user_script: "
        "1: -READONLY You can't "
        "write against a read only replica.");
    CHECK(old.condition() == errc::read_only);
    CHECK(old.executed() == tristate::no);

    const error recent = parse_server_error(
        "READONLY You can't write against a read only replica. script: 4ca238f6d8b9b0a6d9d2e8a9c5c4d5d2ed4d0c1e, on "
        "@user_script:1.");
    CHECK(recent.condition() == errc::read_only);

    CHECK(parse_server_error("ERR Error running script (call to f_1): @user_script:1: oops").condition()
          == errc::server_error);
    CHECK(parse_server_error("ERR the value '-READONLY x' is odd").condition() == errc::server_error);
}

TEST_CASE("parse_server_error: arguments that the server repeats are left out, since they may be secrets", "[core]") {
    const error hello =
        parse_server_error("ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, `canary`, ");
    CHECK(hello.condition() == errc::unknown_command);
    CHECK(hello.text() == "ERR unknown command `HELLO`");

    const error user = parse_server_error("ERR Error in ACL SETUSER modifier '>canary': Syntax error");
    CHECK(user.text().find("canary") == std::string_view::npos);
    CHECK(user.message().find("canary") == std::string::npos);
}

TEST_CASE("redirect_of: returns the target of MOVED and ASK", "[core]") {
    const auto moved = redirect_of(parse_server_error("MOVED 3999 127.0.0.1:6381"));
    REQUIRE(moved);
    CHECK_FALSE(moved->ask);
    CHECK(moved->slot == 3999);
    CHECK(moved->host == "127.0.0.1");
    CHECK(moved->port == 6381);

    const auto ask = redirect_of(parse_server_error("ASK 16383 node-7.example:1"));
    REQUIRE(ask);
    CHECK(ask->ask);
    CHECK(ask->slot == 16383);
    CHECK(ask->host == "node-7.example");
    CHECK(ask->port == 1);
}

TEST_CASE("redirect_of: an endpoint is split at its last colon, and no host is the host that answered", "[core]") {
    struct {
        std::string_view line;
        std::string_view host;
    } const table[] = {
        {"MOVED 3999 :6380", ""},         {"MOVED 3999 ?:6380", ""},
        {"MOVED 3999 ::1:6380", "::1"},   {"MOVED 3999 [::1]:6380", "::1"},
        {"MOVED 3999 host:6380", "host"}, {"MOVED 3999 fe80::1%eth0:6380", "fe80::1%eth0"},
    };
    for (const auto& row : table) {
        INFO(row.line);
        const auto target = redirect_of(parse_server_error(row.line));
        REQUIRE(target);
        CHECK(target->host == row.host);
        CHECK(target->port == 6380);
    }
}

TEST_CASE("redirect_of: a malformed redirection has no target and remains the same error", "[core]") {
    const std::string_view lines[] = {"MOVED",
                                      "MOVED ",
                                      "MOVED x",
                                      "MOVED 3999",
                                      "MOVED 3999 ",
                                      "MOVED 99999 h:1",
                                      "MOVED 16384 h:1",
                                      "MOVED -1 h:1",
                                      "MOVED 1 h:70000",
                                      "MOVED 1 h:65536",
                                      "MOVED 1 h:0",
                                      "MOVED 1 h:-1",
                                      "MOVED 1 h",
                                      "MOVED 1 h:",
                                      "MOVED 1 :",
                                      "MOVED 1x h:1",
                                      "MOVED  1 h:1",
                                      "MOVED +1 h:1",
                                      "MOVED 1 h:1x",
                                      "MOVED 1 h:+1",
                                      "MOVED 1 h:1 x",
                                      "MOVED 1 h x:1",
                                      "MOVED 99999999999999999999 h:1",
                                      "MOVED 1 h:99999999999999999999",
                                      "MOVED 1 [::1:6380",
                                      "ASK",
                                      "ASK 1 h"};
    for (const std::string_view line : lines) {
        INFO(line);
        const error err = parse_server_error(line);
        CHECK((err.condition() == errc::moved || err.condition() == errc::ask));
        CHECK_FALSE(redirect_of(err));
    }
    CHECK_FALSE(redirect_of(parse_server_error("ERR 1 h:1")));
    CHECK_FALSE(redirect_of(error{errc::moved, fate::answered}));
    CHECK_FALSE(redirect_of(error{}));
}
