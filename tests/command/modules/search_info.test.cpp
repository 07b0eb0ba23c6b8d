// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

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

TEST_CASE("search_info: what is known of an index is the same over RESP2 and RESP3", "[command]") {
    const std::string two = "*10\r\n+index_name\r\n" + b("idx") + "+index_options\r\n*1\r\n+NOFREQS\r\n+index_definition\r\n*6\r\n"
        "+key_type\r\n+HASH\r\n+prefixes\r\n*1\r\n" + b("a:") + "+default_score\r\n" + b("1") + "+attributes\r\n*2\r\n*10\r\n"
        "+identifier\r\n" + b("title") + "+attribute\r\n" + b("t") + "+type\r\n+TEXT\r\n+WEIGHT\r\n" + b("5") + "+SORTABLE\r\n+NOSTEM\r\n"
        "*8\r\n+identifier\r\n" + b("v") + "+attribute\r\n" + b("v") + "+type\r\n+VECTOR\r\n+dim\r\n:3\r\n+num_docs\r\n:7\r\n";
    const std::string three = "%5\r\n+index_name\r\n" + b("idx") + "+index_options\r\n*1\r\n+NOFREQS\r\n+index_definition\r\n%3\r\n"
        "+key_type\r\n+HASH\r\n+prefixes\r\n*1\r\n" + b("a:") + "+default_score\r\n,1\r\n+attributes\r\n*2\r\n%5\r\n"
        "+identifier\r\n" + b("title") + "+attribute\r\n" + b("t") + "+type\r\n+TEXT\r\n+WEIGHT\r\n,5\r\n+flags\r\n*2\r\n+SORTABLE\r\n"
        "+NOSTEM\r\n%4\r\n+identifier\r\n" + b("v") + "+attribute\r\n" + b("v") + "+type\r\n+VECTOR\r\n+dim\r\n:3\r\n+num_docs\r\n:7\r\n";
    const replies::index_info info = decode_reply(cmd::ft::info("idx"), two, three);

    CHECK(info.index_name == "idx");
    CHECK(info.index_options == std::vector<std::string>{"NOFREQS"});
    CHECK(info.index_definition.key_type == "HASH");
    CHECK(info.index_definition.prefixes == std::vector<std::string>{"a:"});
    CHECK(info.attributes
          == std::vector<replies::index_attribute>{{"title", "t", "TEXT", {{"WEIGHT", "5"}}, {"SORTABLE", "NOSTEM"}},
                                                   {"v", "v", "VECTOR", {{"dim", "3"}}, {}}});
    CHECK(info.num_docs == 7);
}

TEST_CASE("search_info: numbers and statistics of an index, as RediSearch 1.2 and later ones send them", "[command]") {
    const auto info = [](std::string_view one, std::string_view half, std::string_view zero) {
        const auto stat = [](std::string_view name, std::string_view number) {
            return '+' + std::string(name) + "\r\n" + std::string(number);
        };
        return "*18\r\n+fields\r\n*1\r\n*4\r\n+price\r\n+type\r\n+NUMERIC\r\n+SORTABLE\r\n" + stat("num_docs", one)
               + stat("inverted_sz_mb", half) + "+gc_stats\r\n*2\r\n+bytes_collected\r\n" + std::string(zero)
               + "+cursor_stats\r\n*4\r\n+global_idle\r\n:1\r\n+index_capacity\r\n:128\r\n+indexing\r\n:1\r\n"
               + stat("percent_indexed", half) + "+stopwords_list\r\n*1\r\n$1\r\na\r\n+cleaning\r\n:0\r\n";
    };
    const replies::index_info known =
        decode_reply(cmd::ft::info("idx"), info(b("1"), b("0.5"), b("0")), info(",1\r\n", ",0.5\r\n", ",0\r\n"));

    CHECK(known.attributes == std::vector<replies::index_attribute>{{"price", "price", "NUMERIC", {}, {"SORTABLE"}}});
    CHECK(known.num_docs == 1);
    CHECK(known.inverted_sz_mb == 0.5);
    CHECK(known.gc_stats == std::vector<std::pair<std::string, double>>{{"bytes_collected", 0}});
    CHECK(known.cursor_stats == replies::index_cursor_stats{1, 0, 128, 0});
    CHECK(known.indexing);
    CHECK(known.percent_indexed == 0.5);
    CHECK(known.stopwords_list == std::vector<std::string>{"a"});
}

TEST_CASE("search_info: what went wrong in an index and its fields is the same over RESP2 and RESP3", "[command]") {
    const auto errors = [](std::string_view head, std::string_view number, std::string_view text) {
        return std::string(head) + "+indexing failures\r\n:" + std::string(number) + "\r\n+last indexing error\r\n+" + std::string(text)
               + "\r\n+last indexing error key\r\n" + b("doc:1") + "+background indexing status\r\n+OK\r\n";
    };
    const auto info = [&](std::string_view dialects, std::string_view four, std::string_view three) {
        return "+dialect_stats\r\n" + std::string(dialects) + "+dialect_1\r\n:0\r\n+dialect_2\r\n:7\r\n+Index Errors\r\n"
               + errors(four, "3", "bad number") + "+field statistics\r\n*1\r\n" + std::string(three) + "+identifier\r\n+$.n\r\n"
               + "+attribute\r\n+n\r\n+Index Errors\r\n" + errors(four, "2", "N/A");
    };
    const replies::index_info known =
        decode_reply(cmd::ft::info("idx"), "*6\r\n" + info("*4\r\n", "*8\r\n", "*6\r\n"), "%3\r\n" + info("%2\r\n", "%4\r\n", "%3\r\n"));

    CHECK(known.dialect_stats == std::vector<std::pair<std::string, std::int64_t>>{{"dialect_1", 0}, {"dialect_2", 7}});
    CHECK(known.index_errors == replies::index_errors{{3}, "bad number", "doc:1", "OK"});
    CHECK(known.field_statistics == std::vector<replies::field_statistics>{{"$.n", "n", {{2}, "N/A", "doc:1", "OK"}}});
}

TEST_CASE("search_info: configuration, synonyms and dictionaries are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::ft::config::get("*"), "*2\r\n*2\r\n+TIMEOUT\r\n+500\r\n*2\r\n+EXTLOAD\r\n$-1\r\n",
                       "%2\r\n+TIMEOUT\r\n+500\r\n+EXTLOAD\r\n_\r\n")
          == std::vector<std::pair<std::string, std::optional<std::string>>>{{"TIMEOUT", "500"}, {"EXTLOAD", std::nullopt}});
    CHECK(decode_reply(cmd::ft::syndump("i"), "*2\r\n" + b("hello") + "*1\r\n" + b("g"), "%1\r\n" + b("hello") + "*1\r\n" + b("g"))
          == std::vector<std::pair<std::string, std::vector<std::string>>>{{"hello", {"g"}}});
    CHECK(decode_reply(cmd::ft::dictdump("d"), "*1\r\n" + b("x"), "~1\r\n" + b("x")) == std::vector<std::string>{"x"});
    CHECK(
        decode_reply(cmd::ft::mget("i", "a", "b"), "*2\r\n*2\r\n" + b("f") + b("1") + "*-1\r\n", "*2\r\n%1\r\n" + b("f") + b("1") + "_\r\n")
        == std::vector<std::optional<std::vector<std::pair<std::string, std::string>>>>{{{{"f", "1"}}}, std::nullopt});
}
