// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/vector_set.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decode_reply;
using test::encoded_text;
using test::has_reply;

TEST_CASE("vector_set: a vector is given as numbers, or as the bytes of floats", "[command]") {
    const std::vector<float> vector{1, 0.5f};
    const std::string bytes("\0\0\x80\x3f\0\0\0\x3f", 8);

    CHECK(encoded_text(cmd::vadd("k", opt::vset::values(1, 0, 0.5), "a")) == "VADD k VALUES 3 1 0 0.5 a");
    CHECK(encoded_text(cmd::vadd("k", opt::vset::values(vector), "a")) == "VADD k VALUES 2 1 0.5 a");
    CHECK(encoded_text(cmd::vadd("k", opt::vset::fp32(vector), "a")) == "VADD k FP32 " + bytes + " a");
    CHECK(encoded_text(cmd::vadd("k", opt::vset::fp32(bytes), "a")) == "VADD k FP32 " + bytes + " a");
    CHECK(encoded_text(cmd::vadd("k", opt::vset::fp32(std::vector<float>{1, 0.5f}), "a")) == "VADD k FP32 " + bytes + " a");
    CHECK(encoded_text(cmd::vadd("k", "a", opt::vset::m(16), opt::vset::setattr("{}"), opt::vset::ef(9), opt::vset::q8, opt::vset::cas,
                                 opt::vset::values(1, 2), opt::vset::reduce(1)))
          == "VADD k REDUCE 1 VALUES 2 1 2 a CAS Q8 EF 9 SETATTR {} M 16");
}

TEST_CASE("vector_set: what is near is asked for by element or vector, and filtered", "[command]") {
    CHECK(encoded_text(cmd::vsim("k", opt::vset::ele("a"))) == "VSIM k ELE a");
    CHECK(encoded_text(cmd::vsim("k", opt::vset::values(1, 2), opt::withscores, opt::count(5), opt::vset::withattribs))
          == "VSIM k VALUES 2 1 2 WITHSCORES WITHATTRIBS COUNT 5");
    CHECK(encoded_text(cmd::vsim("k", opt::vset::ele("a"), opt::vset::epsilon(0.2), opt::vset::ef(50), opt::vset::filter(".year > 1950"),
                                 opt::vset::filter_ef(500), opt::vset::truth, opt::vset::nothread))
          == "VSIM k ELE a EPSILON 0.2 EF 50 FILTER .year > 1950 FILTER-EF 500 TRUTH NOTHREAD");
    STATIC_REQUIRE(decltype(cmd::vsim("k", opt::vset::ele("a"), opt::vset::withattribs))::info.redis == server_version{8, 2, 0});
}

TEST_CASE("vector_set: what is near is the same over RESP2 and RESP3, with and without scores and attributes", "[command]") {
    using elements = std::vector<replies::similar_element>;
    const auto query = opt::vset::ele("a");

    CHECK(decode_reply(cmd::vsim("k", query), "*2\r\n$1\r\na\r\n$1\r\nb\r\n") == std::vector<std::string>{"a", "b"});
    CHECK(decode_reply(cmd::vsim("k", query, opt::withscores), "*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$3\r\n0.5\r\n",
                       "%2\r\n$1\r\na\r\n,1\r\n$1\r\nb\r\n,0.5\r\n")
          == elements{{"a", 1, std::nullopt}, {"b", 0.5, std::nullopt}});
    CHECK(decode_reply(cmd::vsim("k", query, opt::vset::withattribs), "*4\r\n$1\r\na\r\n$2\r\n{}\r\n$1\r\nb\r\n$-1\r\n",
                       "%2\r\n$1\r\na\r\n$2\r\n{}\r\n$1\r\nb\r\n_\r\n")
          == elements{{"a", std::nullopt, "{}"}, {"b", std::nullopt, std::nullopt}});
    CHECK(decode_reply(cmd::vsim("k", query, opt::vset::withattribs, opt::withscores),
                       "*6\r\n$1\r\na\r\n$1\r\n1\r\n$2\r\n{}\r\n$1\r\nb\r\n$3\r\n0.5\r\n$-1\r\n",
                       "%2\r\n$1\r\na\r\n*2\r\n,1\r\n$2\r\n{}\r\n$1\r\nb\r\n*2\r\n,0.5\r\n_\r\n")
          == elements{{"a", 1, "{}"}, {"b", 0.5, std::nullopt}});
    CHECK(decode_reply(cmd::vsim("none", query, opt::withscores), "*0\r\n", "%0\r\n").empty());

    using kind = decltype(cmd::vsim("k", query, opt::withscores))::reply;
    CHECK(test::decoded<kind, std::vector<std::pair<std::string, double>>>("%1\r\n$1\r\na\r\n,1\r\n")
          == std::vector<std::pair<std::string, double>>{{"a", 1}});
    CHECK(test::status_of<kind>("*3\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n") == protocol::status::mismatch);
}

TEST_CASE("vector_set: vectors, neighbours and facts of a set", "[command]") {
    CHECK(encoded_text(cmd::vcard("k")) == "VCARD k");
    CHECK(encoded_text(cmd::vdim("k")) == "VDIM k");
    CHECK(encoded_text(cmd::vemb("k", "a", opt::vset::raw)) == "VEMB k a RAW");
    CHECK(encoded_text(cmd::vgetattr("k", "a")) == "VGETATTR k a");
    CHECK(encoded_text(cmd::vsetattr("k", "a", "")) == "VSETATTR k a ''");
    CHECK(encoded_text(cmd::vinfo("k")) == "VINFO k");
    CHECK(encoded_text(cmd::vismember("k", "a")) == "VISMEMBER k a");
    CHECK(encoded_text(cmd::vlinks("k", "a", opt::withscores)) == "VLINKS k a WITHSCORES");
    CHECK(encoded_text(cmd::vrandmember("k", -2)) == "VRANDMEMBER k -2");
    CHECK(encoded_text(cmd::vrange("k", "[a", "+", 10)) == "VRANGE k [a + 10");
    CHECK(encoded_text(cmd::vrem("k", "a")) == "VREM k a");

    CHECK(decode_reply(cmd::vemb("k", "a"), "*2\r\n$3\r\n0.5\r\n$1\r\n1\r\n", "*2\r\n,0.5\r\n,1\r\n") == std::vector<double>{0.5, 1});
    CHECK_FALSE(decode_reply(cmd::vemb("none", "a"), "$-1\r\n", "_\r\n"));
    CHECK(decode_reply(cmd::vemb("k", "a", opt::vset::raw), "*4\r\n+int8\r\n$2\r\n\x7f\x01\r\n$3\r\n1.5\r\n$3\r\n0.5\r\n",
                       "*4\r\n+int8\r\n$2\r\n\x7f\x01\r\n,1.5\r\n,0.5\r\n")
          == replies::raw_vector{"int8", "\x7f\x01", 1.5, 0.5});
    CHECK(decode_reply(cmd::vemb("k", "a", opt::vset::raw), "*3\r\n+bin\r\n$1\r\nx\r\n$3\r\n1.5\r\n", "*3\r\n+bin\r\n$1\r\nx\r\n,1.5\r\n")
          == replies::raw_vector{"bin", "x", 1.5, std::nullopt});
    CHECK(decode_reply(cmd::vlinks("k", "a", opt::withscores), "*2\r\n*2\r\n$1\r\nb\r\n$3\r\n0.5\r\n*0\r\n",
                       "*2\r\n%1\r\n$1\r\nb\r\n,0.5\r\n%0\r\n")
          == std::vector<std::vector<std::pair<std::string, double>>>{{{"b", 0.5}}, {}});
    CHECK(decode_reply(cmd::vlinks("k", "a"), "*1\r\n*1\r\n$1\r\nb\r\n") == std::vector<std::vector<std::string>>{{"b"}});

    replies::vector_set_info info;
    info.quant_type = "int8";
    info.vector_dim = 3;
    info.size = 2;
    info.hnsw_m = 16;
    CHECK(decode_reply(cmd::vinfo("k"),
                       "*10\r\n+quant-type\r\n+int8\r\n+hnsw-m\r\n:16\r\n+vector-dim\r\n:3\r\n+a new one\r\n*1\r\n:7\r\n+size\r\n:2\r\n",
                       "%5\r\n+quant-type\r\n+int8\r\n+hnsw-m\r\n:16\r\n+vector-dim\r\n:3\r\n+a new one\r\n*1\r\n:7\r\n+size\r\n:2\r\n")
          == info);
    CHECK_FALSE(decode_reply(cmd::vinfo("none"), "*-1\r\n", "_\r\n"));
}
