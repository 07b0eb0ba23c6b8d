// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/t_digest.hpp>

#include <limits>
#include <vector>

using namespace hibana;
using test::decode_reply;
using test::encoded_text;

TEST_CASE("t_digest: commands say their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::tdigest::create("k")) == "TDIGEST.CREATE k");
    CHECK(encoded_text(cmd::tdigest::create("k", opt::tdigest::compression(500))) == "TDIGEST.CREATE k COMPRESSION 500");
    CHECK(encoded_text(cmd::tdigest::reset("k")) == "TDIGEST.RESET k");
    CHECK(encoded_text(cmd::tdigest::add("k", 1, 2.5)) == "TDIGEST.ADD k 1 2.5");
    CHECK(encoded_text(cmd::tdigest::add("k", std::vector<double>{1, 2})) == "TDIGEST.ADD k 1 2");
    CHECK(encoded_text(cmd::tdigest::merge("d", "a", "b", opt::tdigest::override_, opt::tdigest::compression(9)))
          == "TDIGEST.MERGE d 2 a b COMPRESSION 9 OVERRIDE");
    CHECK(encoded_text(cmd::tdigest::min("k")) == "TDIGEST.MIN k");
    CHECK(encoded_text(cmd::tdigest::max("k")) == "TDIGEST.MAX k");
    CHECK(encoded_text(cmd::tdigest::quantile("k", 0.5, 0.99)) == "TDIGEST.QUANTILE k 0.5 0.99");
    CHECK(encoded_text(cmd::tdigest::cdf("k", 1, 2)) == "TDIGEST.CDF k 1 2");
    CHECK(encoded_text(cmd::tdigest::trimmed_mean("k", 0.1, 0.9)) == "TDIGEST.TRIMMED_MEAN k 0.1 0.9");
    CHECK(encoded_text(cmd::tdigest::rank("k", 1.5)) == "TDIGEST.RANK k 1.5");
    CHECK(encoded_text(cmd::tdigest::revrank("k", 1.5)) == "TDIGEST.REVRANK k 1.5");
    CHECK(encoded_text(cmd::tdigest::byrank("k", 0, 1)) == "TDIGEST.BYRANK k 0 1");
    CHECK(encoded_text(cmd::tdigest::byrevrank("k", 0)) == "TDIGEST.BYREVRANK k 0");
    CHECK(encoded_text(cmd::tdigest::info("k")) == "TDIGEST.INFO k");
}

TEST_CASE("t_digest: replies are the same over RESP2 and RESP3", "[command]") {
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(decode_reply(cmd::tdigest::max("k"), "$3\r\n2.5\r\n", ",2.5\r\n") == 2.5);
    CHECK(decode_reply(cmd::tdigest::byrank("k", 0, 99), "*2\r\n$1\r\n1\r\n$3\r\ninf\r\n", "*2\r\n,1\r\n,inf\r\n")
          == std::vector<double>{1, infinity});
    CHECK(decode_reply(cmd::tdigest::rank("k", 1, 2), "*2\r\n:-1\r\n:3\r\n") == std::vector<std::int64_t>{-1, 3});
    double none = 0;
    CHECK(test::read_into<notation::real>(none, "$3\r\nnan\r\n", 9) == protocol::status::done);
    CHECK(none != none);
    const std::string head = "+Compression\r\n:100\r\n+Capacity\r\n:610\r\n+Merged nodes\r\n:3\r\n+Unmerged nodes\r\n:2\r\n";
    const std::string tail = "+Total compressions\r\n:1\r\n+Memory usage\r\n:9768\r\n";
    CHECK(decode_reply(
              cmd::tdigest::info("k"),
              "*18\r\n" + head + "+Merged weight\r\n$3\r\n120\r\n+Unmerged weight\r\n$1\r\n7\r\n+Observations\r\n$3\r\n127\r\n" + tail,
              "%9\r\n" + head + "+Merged weight\r\n,120\r\n+Unmerged weight\r\n:7\r\n+Observations\r\n:127\r\n" + tail)
          == replies::t_digest_info{100, 610, 3, 2, 120, 7, 127, 1, 9768});
}
