// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/json.hpp>

#include <string>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decode_reply;
using test::encoded_text;

namespace {

using numbers = std::vector<std::optional<std::int64_t>>;
using reals = std::vector<std::optional<double>>;
using texts = std::vector<std::optional<std::string>>;

}  // namespace

TEST_CASE("json: documents are set, merged and read at paths", "[command]") {
    const std::string key = "doc";

    CHECK(encoded_text(cmd::json::set(key, "$", "{}")) == "JSON.SET doc $ {}");
    CHECK(encoded_text(cmd::json::set(key, "$.a", 5, opt::nx)) == "JSON.SET doc $.a 5 NX");
    CHECK(encoded_text(cmd::json::set(key, "$.a", true, opt::xx)) == "JSON.SET doc $.a true XX");
    CHECK(encoded_text(cmd::json::set(key, "$.a", nullptr)) == "JSON.SET doc $.a null");
    CHECK(encoded_text(cmd::json::set(key, "$.a", json_string("x"))) == "JSON.SET doc $.a \"x\"");
    CHECK(encoded_text(cmd::json::set(key, "$.a", "[1.5]", opt::json::fpha(opt::json::bf16))) == "JSON.SET doc $.a [1.5] FPHA BF16");
    CHECK(encoded_text(cmd::json::merge(key, "$", "{}")) == "JSON.MERGE doc $ {}");
    CHECK(encoded_text(cmd::json::get(key)) == "JSON.GET doc");
    CHECK(encoded_text(cmd::json::get(key, "$.a", "$.b", opt::json::indent("-"), opt::json::newline("+"), opt::json::space("_")))
          == "JSON.GET doc INDENT - NEWLINE + SPACE _ $.a $.b");
    CHECK(encoded_text(cmd::json::mget("a", "b", "$.x")) == "JSON.MGET a b $.x");
    CHECK(encoded_text(cmd::json::del(key)) == "JSON.DEL doc");
    CHECK(encoded_text(cmd::json::forget(key, "$.a")) == "JSON.FORGET doc $.a");
    CHECK(encoded_text(cmd::json::clear(key, "$.a")) == "JSON.CLEAR doc $.a");
    CHECK(encoded_text(cmd::json::type(key)) == "JSON.TYPE doc");
    CHECK(encoded_text(cmd::json::debug::memory(key, "$.a")) == "JSON.DEBUG MEMORY doc $.a");
    CHECK(encoded_text(cmd::json::debug::help()) == "JSON.DEBUG HELP");

    CHECK(decode_reply(cmd::json::set(key, "$", 1), "+OK\r\n"));
    CHECK_FALSE(decode_reply(cmd::json::set(key, "$", 1), "$-1\r\n", "_\r\n"));
    CHECK(decode_reply(cmd::json::get(key), "$2\r\n{}\r\n") == "{}");
    CHECK_FALSE(decode_reply(cmd::json::get(key), "$-1\r\n", "_\r\n"));
    CHECK(decode_reply(cmd::json::mget("a", "b", "$"), "*2\r\n$3\r\n[1]\r\n$-1\r\n", "*2\r\n$3\r\n[1]\r\n_\r\n")
          == texts{"[1]", std::nullopt});
    CHECK(decode_reply(cmd::json::del(key), ":2\r\n") == 2);
}

TEST_CASE("json: several documents are set at once", "[command]") {
    const std::vector<std::tuple<std::string, std::string, int>> documents{{"a", "$", 1}, {"b", "$.x", 2}};
    const auto one = cmd::json::mset(std::tuple("a", "$", 1), std::tuple("b", "$.x", true));

    CHECK(encoded_text(one) == "JSON.MSET a $ 1 b $.x true");
    CHECK(encoded_text(cmd::json::mset(documents)) == "JSON.MSET a $ 1 b $.x 2");
    CHECK(encoded_text(cmd::json::mset(std::vector{std::tuple(std::string("c"), "$", "[]")})) == "JSON.MSET c $ []");
    CHECK(slot(cmd::json::mset(std::tuple("{a}1", "$", 1), std::tuple("{a}2", "$", 1))) == key_slot("a"));
    CHECK(slot(cmd::json::mset(documents)) == -2);
    STATIC_REQUIRE(cmd::json::mset.arity == -4);
    STATIC_REQUIRE(cmd::json::mset.key_specs[0] == key_spec{key_spec::kind::range, 1, -1, 3});
    STATIC_REQUIRE(cmd::json::mget.key_specs[0] == key_spec{key_spec::kind::range, 1, -2, 1});
    STATIC_REQUIRE(cmd::json::debug::memory.key_specs[0] == key_spec{key_spec::kind::range, 2, 0, 1});
}

TEST_CASE("json: arrays, objects, strings and numbers at paths", "[command]") {
    CHECK(encoded_text(cmd::json::arrappend("k", "$.a", 1, "\"x\"", false)) == "JSON.ARRAPPEND k $.a 1 \"x\" false");
    CHECK(encoded_text(cmd::json::arrindex("k", "$.a", "\"x\"")) == "JSON.ARRINDEX k $.a \"x\"");
    CHECK(encoded_text(cmd::json::arrindex("k", "$.a", 2, 1, 9)) == "JSON.ARRINDEX k $.a 2 1 9");
    CHECK(encoded_text(cmd::json::arrinsert("k", "$.a", 0, 1, 2)) == "JSON.ARRINSERT k $.a 0 1 2");
    CHECK(encoded_text(cmd::json::arrlen("k")) == "JSON.ARRLEN k");
    CHECK(encoded_text(cmd::json::arrpop("k")) == "JSON.ARRPOP k");
    CHECK(encoded_text(cmd::json::arrpop("k", "$.a", -1)) == "JSON.ARRPOP k $.a -1");
    CHECK(encoded_text(cmd::json::arrtrim("k", "$.a", 0, 5)) == "JSON.ARRTRIM k $.a 0 5");
    CHECK(encoded_text(cmd::json::objkeys("k", "$")) == "JSON.OBJKEYS k $");
    CHECK(encoded_text(cmd::json::objlen("k", "$")) == "JSON.OBJLEN k $");
    CHECK(encoded_text(cmd::json::strappend("k", "\"x\"")) == "JSON.STRAPPEND k \"x\"");
    CHECK(encoded_text(cmd::json::strappend("k", "$.a", "\"x\"")) == "JSON.STRAPPEND k $.a \"x\"");
    CHECK(encoded_text(cmd::json::strlen("k", "$.a")) == "JSON.STRLEN k $.a");
    CHECK(encoded_text(cmd::json::toggle("k", "$.a")) == "JSON.TOGGLE k $.a");
    CHECK(encoded_text(cmd::json::numincrby("k", "$.a", 1.5)) == "JSON.NUMINCRBY k $.a 1.5");
    CHECK(encoded_text(cmd::json::nummultby("k", "$.a", 2)) == "JSON.NUMMULTBY k $.a 2");
    CHECK(encoded_text(cmd::json::numpowby("k", "$.a", 2)) == "JSON.NUMPOWBY k $.a 2");
}

TEST_CASE("json: a path of old gives one element where a JSONPath gives one for each place", "[command]") {
    const auto length = cmd::json::arrlen("k", "$..a");

    CHECK(decode_reply(length, "*3\r\n:1\r\n$-1\r\n:3\r\n", "*3\r\n:1\r\n_\r\n:3\r\n") == numbers{1, std::nullopt, 3});
    CHECK(decode_reply(length, ":4\r\n") == numbers{4});
    CHECK(decode_reply(length, "$-1\r\n", "_\r\n") == numbers{std::nullopt});
    CHECK(decode_reply(length, "*0\r\n").empty());
    CHECK(decode_reply(cmd::json::toggle("k", "$..a"), "*2\r\n:1\r\n$-1\r\n", "*2\r\n:1\r\n_\r\n")
          == std::vector<std::optional<bool>>{true, std::nullopt});
    CHECK(decode_reply(cmd::json::type("k", "$.a"), "*1\r\n$7\r\ninteger\r\n", "*1\r\n*1\r\n$7\r\ninteger\r\n") == texts{"integer"});
    CHECK(decode_reply(cmd::json::type("k", ".a"), "$7\r\ninteger\r\n", "*1\r\n$7\r\ninteger\r\n") == texts{"integer"});
    CHECK(decode_reply(cmd::json::arrpop("k", "$..a"), "*2\r\n$1\r\n1\r\n$-1\r\n", "*2\r\n$1\r\n1\r\n_\r\n") == texts{"1", std::nullopt});

    using keys = std::vector<std::optional<std::vector<std::string>>>;
    const auto names = cmd::json::objkeys("k", "$..a");
    CHECK(decode_reply(names, "*2\r\n*1\r\n$1\r\nx\r\n*-1\r\n", "*2\r\n*1\r\n$1\r\nx\r\n_\r\n")
          == keys{std::vector<std::string>{"x"}, std::nullopt});
    CHECK(decode_reply(names, "*2\r\n$1\r\nx\r\n$1\r\ny\r\n") == keys{std::vector<std::string>{"x", "y"}});
    CHECK(decode_reply(names, "*-1\r\n", "_\r\n") == keys{std::nullopt});

    CHECK(test::decoded<at_each<nullable<integer>>, std::int64_t>(":4\r\n") == 4);
    CHECK(test::decoded<at_each<nullable<integer>>, int>("*1\r\n:4\r\n") == 4);
    CHECK(test::decoded<at_each<nullable<integer>>, std::optional<int>>("$-1\r\n") == std::nullopt);
    CHECK(test::status_of<at_each<nullable<integer>>, int>("*2\r\n:4\r\n:5\r\n") == protocol::status::mismatch);
}

TEST_CASE("json: numbers are the same as JSON text (RESP2) and as an array (RESP3)", "[command]") {
    const auto sum = cmd::json::numincrby("k", "$..a", 2);

    CHECK(decode_reply(sum, "$12\r\n[3,null,4.5]\r\n", "*3\r\n:3\r\n_\r\n,4.5\r\n") == reals{3, std::nullopt, 4.5});
    CHECK(decode_reply(sum, "$1\r\n3\r\n", "*1\r\n:3\r\n") == reals{3});
    CHECK(decode_reply(sum, "$2\r\n[]\r\n", "*0\r\n").empty());
    CHECK(test::decoded<json_numbers, double>("$5\r\n[2.5]\r\n") == 2.5);
    CHECK(test::decoded<json_numbers, std::int64_t>("$1\r\n7\r\n") == 7);
    CHECK(test::decoded<json_numbers, reals>("$12\r\n[ 1 ,\n null]\r\n") == reals{1, std::nullopt});
    for (const char* const err : {"$2\r\n[1\r\n", "$3\r\n[x]\r\n", "$4\r\n[1,]\r\n", "$0\r\n\r\n", "$5\r\n[1 2]\r\n"})
        CHECK(test::status_of<json_numbers>(err) == protocol::status::mismatch);
}

TEST_CASE("json: facts tell readers, writers, and the version of the module", "[command]") {
    STATIC_REQUIRE(cmd::json::get.info.reads);
    STATIC_REQUIRE(cmd::json::get.info.cacheable);
    STATIC_REQUIRE(cmd::json::set.info.writes);
    STATIC_REQUIRE(cmd::json::mset.info.module == "ReJSON");
    STATIC_REQUIRE(cmd::json::mset.info.module_version == server_version{2, 6, 0});
    STATIC_REQUIRE(decltype(cmd::json::set("k", "$", 1))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::json::set("k", "$", 1, opt::nx))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::json::set("k", "$", 1, opt::json::fpha(opt::json::fp16)))::info.module_version
                   == server_version{8, 8, 0});
}
