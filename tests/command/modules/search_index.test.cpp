// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_conditional.hpp>
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>
#include <hibana/command/modules/search_query.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::decode_reply;
using test::encoded_text;

TEST_CASE("search_index: a schema is its fields, each with what its kind takes", "[command]") {
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
