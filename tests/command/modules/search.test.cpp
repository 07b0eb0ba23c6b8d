// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_conditional.hpp>
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>
#include <hibana/command/modules/search_query.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::decode_reply;
using test::encoded_text;
using test::has_reply;

TEST_CASE("search: a schema is its fields, each with what its kind takes", "[command]") {
    CHECK(encoded_text(cmd::ft::create("idx", opt::search::text("title", opt::search::weight(5), opt::search::sortable),
                                       opt::search::numeric("price"), opt::search::on(opt::search::hash), opt::search::prefix("a:", "b:"),
                                       opt::search::stopwords()))
          == "FT.CREATE idx ON HASH PREFIX 2 a: b: STOPWORDS 0 SCHEMA title TEXT WEIGHT 5 SORTABLE price NUMERIC");
    CHECK(encoded_text(cmd::ft::create("idx", opt::search::on(opt::search::json), opt::search::filter("@age>16"), opt::search::language("French"),
                               opt::search::score(0.5), opt::search::temporary(60s), opt::search::skipinitialscan,
                               opt::search::tag("$.tags[*]", opt::search::as("tags"), opt::search::separator(";"), opt::search::casesensitive),
                               opt::search::geo("$.at", opt::search::as("at")),
                               opt::search::geoshape("shape", opt::search::flat_plane),
                               opt::search::text("t", opt::search::sortable(opt::search::unf), opt::search::phonetic("dm:en"), opt::search::nostem)))
          == "FT.CREATE idx ON JSON FILTER @age>16 LANGUAGE French SCORE 0.5 TEMPORARY 60 SKIPINITIALSCAN SCHEMA "
             "$.tags[*] AS tags TAG SEPARATOR ; CASESENSITIVE $.at AS at GEO shape GEOSHAPE FLAT t TEXT NOSTEM PHONETIC dm:en "
             "SORTABLE UNF");
    CHECK(encoded_text(cmd::ft::create(
              "idx", opt::search::vector("v", opt::search::as("w"),
                                         opt::search::hnsw(opt::search::m(16), opt::search::dim(3), opt::search::type(opt::search::float32),
                                                           opt::search::distance_metric(opt::search::cosine)))))
          == "FT.CREATE idx SCHEMA v AS w VECTOR HNSW 8 TYPE FLOAT32 DIM 3 DISTANCE_METRIC COSINE M 16");
    CHECK(encoded_text(cmd::ft::create("idx", opt::search::vector("v", opt::search::flat(opt::search::type(opt::search::float64), opt::search::dim(2),
                                                                         opt::search::distance_metric(opt::search::l2))),
                               opt::search::vector("w", opt::search::svs_vamana(opt::search::type(opt::search::float16), opt::search::dim(2),
                                                                        opt::search::distance_metric(opt::search::ip),
                                                                        opt::search::compression("LVQ8")))))
          == "FT.CREATE idx SCHEMA v VECTOR FLAT 6 TYPE FLOAT64 DIM 2 DISTANCE_METRIC L2 "
             "w VECTOR SVS-VAMANA 8 TYPE FLOAT16 DIM 2 DISTANCE_METRIC IP COMPRESSION LVQ8");
    CHECK(encoded_text(cmd::ft::alter("idx", opt::search::numeric("year", opt::search::sortable)))
          == "FT.ALTER idx SCHEMA ADD year NUMERIC SORTABLE");
    CHECK(encoded_text(cmd::ft::create("idx", opt::search::indexall(opt::search::disable), opt::search::tag("t")))
          == "FT.CREATE idx INDEXALL DISABLE SCHEMA t TAG");
    STATIC_REQUIRE(decltype(cmd::ft::create("idx", opt::search::indexall(opt::search::enable), opt::search::tag("t")))::info.module_version
                   == server_version{8, 0, 0});
    CHECK(encoded_text(cmd::ft::dropindex("idx", opt::search::dd)) == "FT.DROPINDEX idx DD");
    CHECK(encoded_text(cmd::ft::_list()) == "FT._LIST");
    STATIC_REQUIRE(cmd::ft::create.info.keyless);
}

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

TEST_CASE("search: an aggregation takes its steps in the order in which they are given", "[command]") {
    namespace reduce = opt::search::reduce;
    CHECK(encoded_text(cmd::ft::aggregate("idx", "*", opt::search::load("@price"), opt::search::apply("@price*2", "twice"),
                                  opt::search::groupby("@title", reduce::count(opt::search::as("n")), reduce::tolist("@price", opt::search::as("l"))),
                                  opt::search::sortby(opt::search::by("@n", opt::desc), opt::search::by("@title"), opt::search::max(10)),
                                  opt::search::filter("@n>1"), opt::limit(0, 5), opt::search::withcursor(opt::count(100), opt::search::maxidle(5s)),
                                  opt::search::dialect(3)))
          == "FT.AGGREGATE idx * LOAD 1 @price APPLY @price*2 AS twice GROUPBY 1 @title REDUCE COUNT 0 AS n REDUCE TOLIST 1 @price "
             "AS l SORTBY 3 @n DESC @title MAX 10 FILTER @n>1 LIMIT 0 5 WITHCURSOR COUNT 100 MAXIDLE 5000 DIALECT 3");
    CHECK(encoded_text(
              cmd::ft::aggregate("idx", "*", opt::search::load_all, opt::search::verbatim, opt::limit(0, 1), opt::search::apply("1", "x")))
          == "FT.AGGREGATE idx * VERBATIM LOAD * LIMIT 0 1 APPLY 1 AS x");
    CHECK(encoded_text(cmd::ft::aggregate("idx", "*", opt::search::groupby(reduce::quantile("@p", 0.5), reduce::first_value("@a", "@b", opt::desc),
                                                               reduce::first_value("@a"), reduce::random_sample("@a", 3),
                                                               reduce::first_value("@a", "@b", opt::search::as("f")),
                                                               reduce::other("COLLECT", "@a", "@b"))))
          == "FT.AGGREGATE idx * GROUPBY 0 REDUCE QUANTILE 2 @p 0.5 REDUCE FIRST_VALUE 4 @a BY @b DESC REDUCE FIRST_VALUE 1 @a "
             "REDUCE RANDOM_SAMPLE 2 @a 3 REDUCE FIRST_VALUE 3 @a BY @b AS f REDUCE COLLECT 2 @a @b");
    CHECK(encoded_text(cmd::ft::aggregate(
              "idx", "*", opt::search::sortby(opt::search::by("@n", opt::desc), opt::search::max(5), opt::search::withcount)))
          == "FT.AGGREGATE idx * SORTBY 2 @n DESC MAX 5 WITHCOUNT");
    CHECK(encoded_text(cmd::ft::aggregate("idx", "*", opt::search::sortby(opt::search::by("@n"), opt::search::withoutcount)))
          == "FT.AGGREGATE idx * SORTBY 1 @n WITHOUTCOUNT");
    CHECK(encoded_text(cmd::ft::cursor::read("idx", 42, opt::count(10))) == "FT.CURSOR READ idx 42 COUNT 10");
    CHECK(encoded_text(cmd::ft::cursor::del("idx", 42)) == "FT.CURSOR DEL idx 42");
    STATIC_REQUIRE_FALSE(decltype(cmd::ft::aggregate("i", "*", opt::search::withcursor()))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::ft::aggregate("i", "*"))::info.idempotent);
}

TEST_CASE("search: a hybrid query has text, a vector, and how both become one", "[command]") {
    const std::vector<float> vector{1, 0.5f};

    CHECK(encoded_text(cmd::ft::hybrid("idx", opt::search::params("v", float_bytes(vector)), opt::search::rrf(opt::search::window(20), opt::search::constant(60)),
                               opt::search::vsim("@v", "$v", opt::search::knn(opt::search::ef_runtime(100), opt::search::k(10)), opt::search::filter("@n:[1 2]"),
                                             opt::search::yield_score_as("near")),
                               opt::search::search("hello", opt::search::scorer("BM25"), opt::search::yield_score_as("words")),
                               opt::search::load("@title"), opt::search::sortby(opt::search::by("@near", opt::asc)), opt::limit(0, 3)))
          == "FT.HYBRID idx SEARCH hello SCORER BM25 YIELD_SCORE_AS words VSIM @v $v KNN 4 K 10 EF_RUNTIME 100 FILTER @n:[1 2] "
             "YIELD_SCORE_AS near COMBINE RRF 4 WINDOW 20 CONSTANT 60 LOAD 1 @title SORTBY 2 @near ASC LIMIT 0 3 PARAMS 2 v "
                 + std::string("\0\0\x80\x3f\0\0\0\x3f", 8));
    CHECK(encoded_text(cmd::ft::hybrid("idx", opt::search::search("a"),
                                       opt::search::vsim("@v", "$v", opt::search::knn(opt::search::k(5), opt::search::shard_k_ratio(0.5))),
                                       opt::search::nosort))
          == "FT.HYBRID idx SEARCH a VSIM @v $v KNN 4 K 5 SHARD_K_RATIO 0.5 NOSORT");
    CHECK(encoded_text(cmd::ft::hybrid("idx", opt::search::search("a"),
                                       opt::search::vsim("@v", "$v", opt::search::range(opt::search::radius(0.5))),
                                       opt::search::linear(opt::search::alpha(0.7), opt::search::beta(0.3)), opt::search::withcursor()))
          == "FT.HYBRID idx SEARCH a VSIM @v $v RANGE 2 RADIUS 0.5 COMBINE LINEAR 4 ALPHA 0.7 BETA 0.3 WITHCURSOR");
}

TEST_CASE("search: the rest says its arguments in order", "[command]") {
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
    CHECK(encoded_text(cmd::ft::synupdate("idx", "g", opt::search::skipinitialscan, "a", "b")) == "FT.SYNUPDATE idx g SKIPINITIALSCAN a b");
    CHECK(encoded_text(cmd::ft::sugadd("s", "hello", 1.5, opt::incr, opt::search::payload("p"))) == "FT.SUGADD s hello 1.5 INCR PAYLOAD p");
    CHECK(encoded_text(cmd::ft::sugget("s", "hel", opt::search::max(3), opt::search::fuzzy, opt::withscores))
          == "FT.SUGGET s hel FUZZY WITHSCORES MAX 3");
    CHECK(encoded_text(cmd::ft::sugdel("s", "hello")) == "FT.SUGDEL s hello");
    CHECK(encoded_text(cmd::ft::suglen("s")) == "FT.SUGLEN s");
    CHECK(encoded_text(cmd::ft::config::get("*")) == "FT.CONFIG GET *");
    CHECK(encoded_text(cmd::ft::config::set("TIMEOUT", 500)) == "FT.CONFIG SET TIMEOUT 500");
    CHECK(encoded_text(cmd::ft::config::help("*")) == "FT.CONFIG HELP *");
    CHECK(encoded_text(cmd::ft::add("idx", "d", 1, opt::search::replace(opt::search::partial), opt::search::payload("p"), "t", "x"))
          == "FT.ADD idx d 1 REPLACE PARTIAL PAYLOAD p FIELDS t x");
    CHECK(encoded_text(cmd::ft::addhash("idx", "d", 1, opt::replace)) == "FT.ADDHASH idx d 1 REPLACE");
    CHECK(encoded_text(cmd::ft::del("idx", "d", opt::search::dd)) == "FT.DEL idx d DD");
    CHECK(encoded_text(cmd::ft::drop("idx", opt::search::keepdocs)) == "FT.DROP idx KEEPDOCS");
    CHECK(encoded_text(cmd::ft::get("idx", "d")) == "FT.GET idx d");
    CHECK(encoded_text(cmd::ft::mget("idx", "d", "e")) == "FT.MGET idx d e");
    CHECK(encoded_text(cmd::ft::synadd("idx", "a", "b")) == "FT.SYNADD idx a b");
    CHECK(encoded_text(cmd::ft::safeadd("idx", "d", 1, "t", "x")) == "FT.SAFEADD idx d 1 FIELDS t x");
    CHECK(encoded_text(cmd::ft::cursor::gc("idx", 0)) == "FT.CURSOR GC idx 0");
    CHECK(encoded_text(cmd::ft::_createifnx("idx", opt::search::tag("t"))) == "FT._CREATEIFNX idx SCHEMA t TAG");
    CHECK(encoded_text(cmd::ft::_alterifnx("idx", opt::search::tag("t"))) == "FT._ALTERIFNX idx SCHEMA ADD t TAG");
    CHECK(encoded_text(cmd::ft::_aliasaddifnx("a", "idx")) == "FT._ALIASADDIFNX a idx");
    CHECK(encoded_text(cmd::ft::_aliasdelifx("a")) == "FT._ALIASDELIFX a");
    CHECK(encoded_text(cmd::ft::_dropindexifx("idx", opt::search::dd)) == "FT._DROPINDEXIFX idx DD");
    CHECK(encoded_text(cmd::ft::_dropifx("idx", opt::search::keepdocs)) == "FT._DROPIFX idx KEEPDOCS");
}
