// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_index.hpp>
#include <hibana/command/modules/search_query.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::decode_reply;
using test::encoded_text;
using test::has_reply;

TEST_CASE("search: a query and its options", "[command]") {
    CHECK(encoded_text(cmd::ft::search("idx", "hello")) == "FT.SEARCH idx hello");
    CHECK(encoded_text(cmd::ft::search("idx", query::tag("k", "a b") && query::range("n", 1, 2))) == "FT.SEARCH idx (@k:{a\\ b} @n:[1 2])");
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::limit(0, 5), opt::search::sortby("price", opt::desc), opt::search::return_("title", "price"),
                               opt::withscores, opt::search::withpayloads, opt::search::withsortkeys, opt::search::verbatim,
                               opt::search::timeout(2s), opt::search::params("v", "x", "n", 5), opt::search::dialect(2)))
          == "FT.SEARCH idx q VERBATIM WITHSCORES WITHPAYLOADS WITHSORTKEYS RETURN 2 title price TIMEOUT 2000 SORTBY price DESC "
             "LIMIT 0 5 PARAMS 4 v x n 5 DIALECT 2");
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::search::filter("price", 0, "(15"), opt::search::filter("year", "-inf", 2000),
                               opt::search::geofilter("at", 13.5, 52.25, 10, opt::search::kilometers), opt::search::inkeys("a", "b"),
                               opt::search::infields("title"), opt::search::slop(2), opt::search::inorder, opt::search::language("german"),
                               opt::search::expander("e"), opt::search::scorer("BM25"), opt::search::payload("p")))
          == "FT.SEARCH idx q FILTER price 0 (15 FILTER year -inf 2000 GEOFILTER at 13.5 52.25 10 km INKEYS 2 a b INFIELDS 1 title "
             "SLOP 2 INORDER LANGUAGE german EXPANDER e SCORER BM25 PAYLOAD p");
    CHECK(encoded_text(cmd::ft::search(
              "idx", "q",
              opt::search::summarize(opt::search::fields("t"), opt::search::frags(2), opt::search::len(5), opt::search::separator("|")),
              opt::search::highlight(opt::search::tags("<b>", "</b>"))))
          == "FT.SEARCH idx q SUMMARIZE FIELDS 1 t FRAGS 2 LEN 5 SEPARATOR | HIGHLIGHT TAGS <b> </b>");
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::search::sortby("n", opt::asc, opt::search::withcount)))
          == "FT.SEARCH idx q SORTBY n ASC WITHCOUNT");
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::search::inorder)) == "FT.SEARCH idx q INORDER");
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::search::summarize(), opt::search::highlight()))
          == "FT.SEARCH idx q SUMMARIZE HIGHLIGHT");
    STATIC_REQUIRE(has_reply<anything>(cmd::ft::search("idx", "q", opt::withscores, opt::search::explainscore)));
    STATIC_REQUIRE(cmd::ft::search.info.keyless);
    STATIC_REQUIRE(cmd::ft::search.arity == -3);
}

TEST_CASE("search: other commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::ft::profile("idx", opt::search::search, "q", opt::search::limited, opt::limit(0, 1)))
          == "FT.PROFILE idx SEARCH LIMITED QUERY q LIMIT 0 1");
    CHECK(encoded_text(cmd::ft::profile("idx", opt::search::aggregate, "q", opt::search::load("@a")))
          == "FT.PROFILE idx AGGREGATE QUERY q LOAD 1 @a");
    CHECK(encoded_text(cmd::ft::explain("idx", "q", opt::search::dialect(2))) == "FT.EXPLAIN idx q DIALECT 2");
    CHECK(encoded_text(cmd::ft::explaincli("idx", "q")) == "FT.EXPLAINCLI idx q");
    CHECK(encoded_text(
              cmd::ft::spellcheck("idx", "helo", opt::search::exclude("d", "x"), opt::search::include("e"), opt::search::distance(2)))
          == "FT.SPELLCHECK idx helo DISTANCE 2 TERMS EXCLUDE d x TERMS INCLUDE e");
    CHECK(encoded_text(cmd::ft::info("idx")) == "FT.INFO idx");
    CHECK(encoded_text(cmd::ft::tagvals("idx", "tags")) == "FT.TAGVALS idx tags");
    CHECK(encoded_text(cmd::ft::aliasadd("a", "idx")) == "FT.ALIASADD a idx");
    CHECK(encoded_text(cmd::ft::aliasupdate("a", "idx")) == "FT.ALIASUPDATE a idx");
    CHECK(encoded_text(cmd::ft::aliasdel("a")) == "FT.ALIASDEL a");
    CHECK(encoded_text(cmd::ft::aliaslist("idx")) == "FT.ALIASLIST idx");
    CHECK(encoded_text(cmd::ft::dictadd("d", "x", "y")) == "FT.DICTADD d x y");
    CHECK(encoded_text(cmd::ft::dictdel("d", "x")) == "FT.DICTDEL d x");
    CHECK(encoded_text(cmd::ft::dictdump("d")) == "FT.DICTDUMP d");
    CHECK(encoded_text(cmd::ft::syndump("idx")) == "FT.SYNDUMP idx");
    CHECK(encoded_text(cmd::ft::sugadd("s", "hello", 1.5, opt::incr, opt::search::payload("p"))) == "FT.SUGADD s hello 1.5 INCR PAYLOAD p");
    CHECK(encoded_text(cmd::ft::sugget("s", "hel", opt::search::max(3), opt::search::fuzzy, opt::withscores))
          == "FT.SUGGET s hel FUZZY WITHSCORES MAX 3");
    CHECK(encoded_text(cmd::ft::sugdel("s", "hello")) == "FT.SUGDEL s hello");
    CHECK(encoded_text(cmd::ft::suglen("s")) == "FT.SUGLEN s");
    CHECK(encoded_text(cmd::ft::config::get("*")) == "FT.CONFIG GET *");
    CHECK(encoded_text(cmd::ft::config::set("TIMEOUT", 500)) == "FT.CONFIG SET TIMEOUT 500");
    CHECK(encoded_text(cmd::ft::config::help("*")) == "FT.CONFIG HELP *");
    CHECK(encoded_text(cmd::ft::cursor::gc("idx", 0)) == "FT.CURSOR GC idx 0");
}
