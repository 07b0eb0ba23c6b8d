// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/search_suggestions.hpp>
#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decode_reply;

namespace {

std::string b(std::string_view text) { return '$' + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n"; }

}  // namespace

TEST_CASE("search_suggestions: misspelled words are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::ft::spellcheck("i", "q"),
                       "*2\r\n*3\r\n+TERM\r\n" + b("helo") + "*2\r\n*2\r\n" + b("0.5") + b("hello") + "*2\r\n" + b("0") + b("help")
                           + "*3\r\n+TERM\r\n" + b("zz") + "*0\r\n",
                       "%1\r\n+results\r\n%2\r\n" + b("helo") + "*2\r\n%1\r\n" + b("hello") + ",0.5\r\n%1\r\n" + b("help") + ",0\r\n"
                           + b("zz") + "*0\r\n")
          == std::vector<replies::misspelled_term>{{"helo", {{"hello", 0.5}, {"help", 0}}}, {"zz", {}}});
    CHECK(decode_reply(cmd::ft::spellcheck("i", "q"), "*0\r\n", "%1\r\n+results\r\n%0\r\n").empty());
}

TEST_CASE("search_suggestions: suggestions have what was asked for beside them", "[command]") {
    using suggestions = std::vector<replies::suggestion>;
    CHECK(decode_reply(cmd::ft::sugget("s", "hel"), "*2\r\n" + b("help") + b("hello")) == std::vector<std::string>{"help", "hello"});
    CHECK(decode_reply(cmd::ft::sugget("s", "hel", opt::withscores), "*2\r\n" + b("help") + b("2.5"), "*2\r\n" + b("help") + ",2.5\r\n")
          == suggestions{{"help", 2.5, {}}});
    CHECK(decode_reply(cmd::ft::sugget("s", "hel", opt::withscores, opt::search::withpayloads),
                       "*6\r\n" + b("help") + b("2.5") + b("p") + b("x") + b("1") + "$-1\r\n",
                       "*6\r\n" + b("help") + ",2.5\r\n" + b("p") + b("x") + ",1\r\n_\r\n")
          == suggestions{{"help", 2.5, "p"}, {"x", 1, {}}});
    CHECK(decode_reply(cmd::ft::sugget("s", "hel", opt::search::withpayloads), "$-1\r\n", "_\r\n") == std::nullopt);
}
