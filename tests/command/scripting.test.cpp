// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/scripting.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;
using test::has_reply;

TEST_CASE("scripting: the number of keys is added automatically", "[command]") {
    std::vector<std::string> names{"a", "b"};

    CHECK(encoded_text(cmd::eval("return_1")) == "EVAL return_1 0");
    CHECK(encoded_text(cmd::eval("s", keys("a", "b"), 1, "x")) == "EVAL s 2 a b 1 x");
    CHECK(encoded_text(cmd::eval("s", keys(), 1, "x")) == "EVAL s 0 1 x");
    CHECK(encoded_text(cmd::eval("s", names, std::vector<int>{1, 2})) == "EVAL s 2 a b 1 2");
    CHECK(encoded_text(cmd::eval_ro("s", keys("a"))) == "EVAL_RO s 1 a");
    CHECK(encoded_text(cmd::evalsha("sha", keys("a"))) == "EVALSHA sha 1 a");
    CHECK(encoded_text(cmd::evalsha_ro("sha", keys("a"), 2.5)) == "EVALSHA_RO sha 1 a 2.5");
    CHECK(encoded_text(cmd::fcall("f", names, "x")) == "FCALL f 2 a b x");
    CHECK(encoded_text(cmd::fcall_ro("f")) == "FCALL_RO f 0");
    CHECK(slot(cmd::eval("s", keys("{a}1", "{a}2"), "b")) == key_slot("a"));
}

TEST_CASE("scripting: function commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::function::delete_("lib")) == "FUNCTION DELETE lib");
    CHECK(encoded_text(cmd::function::dump()) == "FUNCTION DUMP");
    CHECK(encoded_text(cmd::function::flush()) == "FUNCTION FLUSH");
    CHECK(encoded_text(cmd::function::flush(opt::async)) == "FUNCTION FLUSH ASYNC");
    CHECK(encoded_text(cmd::function::help()) == "FUNCTION HELP");
    CHECK(encoded_text(cmd::function::kill()) == "FUNCTION KILL");
    CHECK(encoded_text(cmd::function::list()) == "FUNCTION LIST");
    CHECK(encoded_text(cmd::function::list(opt::withcode, opt::libraryname("l*"))) == "FUNCTION LIST LIBRARYNAME l* WITHCODE");
    CHECK(encoded_text(cmd::function::load("code")) == "FUNCTION LOAD code");
    CHECK(encoded_text(cmd::function::load("code", opt::replace)) == "FUNCTION LOAD REPLACE code");
    CHECK(encoded_text(cmd::function::restore("payload")) == "FUNCTION RESTORE payload");
    CHECK(encoded_text(cmd::function::restore("payload", opt::append)) == "FUNCTION RESTORE payload APPEND");
    CHECK(encoded_text(cmd::function::stats()) == "FUNCTION STATS");
    CHECK(has_reply<array<named<replies::function_library>>>(cmd::function::list()));
    STATIC_REQUIRE(decltype(cmd::function::load("code", opt::replace))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::function::load("code"))::info.idempotent);
}

TEST_CASE("scripting: script cache commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::script::debug(opt::sync)) == "SCRIPT DEBUG SYNC");
    CHECK(encoded_text(cmd::script::exists("a", "b")) == "SCRIPT EXISTS a b");
    CHECK(encoded_text(cmd::script::flush()) == "SCRIPT FLUSH");
    CHECK(encoded_text(cmd::script::flush(opt::sync)) == "SCRIPT FLUSH SYNC");
    CHECK(encoded_text(cmd::script::help()) == "SCRIPT HELP");
    CHECK(encoded_text(cmd::script::kill()) == "SCRIPT KILL");
    CHECK(encoded_text(cmd::script::load("code")) == "SCRIPT LOAD code");
    CHECK(encoded_text(cmd::script::show("sha")) == "SCRIPT SHOW sha");
    CHECK(has_reply<array<boolean>>(cmd::script::exists("a")));
}

TEST_CASE("scripting: commands that run scripts write, except the read-only ones", "[command]") {
    STATIC_REQUIRE(cmd::eval.info.writes);
    STATIC_REQUIRE(cmd::eval.info.script);
    STATIC_REQUIRE_FALSE(cmd::eval.info.idempotent);
    STATIC_REQUIRE(cmd::fcall_ro.info.reads);
    STATIC_REQUIRE(cmd::fcall_ro.info.idempotent);
    STATIC_REQUIRE(cmd::eval.key_specs[0] == key_spec{key_spec::kind::keynum, 2, 0, 1});
    STATIC_REQUIRE_FALSE(cmd::eval.info.keyless);
}
