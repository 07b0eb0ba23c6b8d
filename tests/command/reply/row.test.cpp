// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <hibana/command/reply/row.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::test::decoded;
using hibana::test::status_of;
using notation::array;
using notation::bulk;
using notation::integer;
using notation::nullable;
using notation::real;
using protocol::status;

namespace {

struct place {
    std::string name;
    double distance = 0;
    std::pair<double, double> at;
    friend bool operator==(const place&, const place&) = default;
};

using point = notation::pair<real, real>;
using geo_row = notation::row<bulk, real, point>;

}  // namespace

template <>
struct hibana::members<place> {
    static constexpr std::size_t size = 3;
    static constexpr void each(auto& p, auto f) {
        f("name", p.name);
        f("distance", p.distance);
        f("at", p.at);
    }
};

TEST_CASE("row: columns become a pair, a tuple or a struct", "[command]") {
    using ranked = notation::pair<integer, real>;

    CHECK(decoded<ranked>("*2\r\n:3\r\n,1.5\r\n") == std::pair(std::int64_t{3}, 1.5));
    CHECK(decoded<ranked>("*2\r\n:3\r\n$3\r\n1.5\r\n") == std::pair(std::int64_t{3}, 1.5));
    CHECK(decoded<ranked, std::tuple<int, std::string>>("*2\r\n:3\r\n,1.5\r\n") == std::tuple(3, "1.5"));
    CHECK(decoded<ranked, std::array<double, 2>>("*2\r\n:3\r\n,1.5\r\n") == std::array{3.0, 1.5});
    const char* const bytes = "*3\r\n$1\r\nm\r\n$3\r\n1.5\r\n*2\r\n,1\r\n,2\r\n";
    CHECK(decoded<geo_row>(bytes) == std::tuple("m", 1.5, std::pair(1.0, 2.0)));
    CHECK(decoded<geo_row, place>(bytes) == place{"m", 1.5, {1, 2}});
    CHECK(decoded<array<geo_row>, std::vector<place>>(std::string("*1\r\n") + bytes).at(0) == place{"m", 1.5, {1, 2}});
}

TEST_CASE("row: the reply of a blocking pop of a sorted set is flat in both protocols", "[command]") {
    using as_row = nullable<notation::row<bulk, bulk, real>>;
    using as_pairs = nullable<notation::pair<bulk, notation::pair<bulk, real>>>;
    for (const std::string_view bytes : {"*3\r\n$1\r\nk\r\n$1\r\nm\r\n$3\r\n1.5\r\n", "*3\r\n$1\r\nk\r\n$1\r\nm\r\n,1.5\r\n"}) {
        CHECK(decoded<as_row>(bytes) == std::tuple("k", "m", 1.5));
        CHECK(decoded<as_pairs>(bytes) == std::pair(std::string("k"), std::pair(std::string("m"), 1.5)));
    }
    CHECK(decoded<as_pairs>("*2\r\n$1\r\nk\r\n*2\r\n$1\r\nm\r\n,1.5\r\n") == std::pair(std::string("k"), std::pair(std::string("m"), 1.5)));
    for (const char* const null : {"*-1\r\n", "_\r\n", "$-1\r\n"}) {
        CHECK(decoded<as_row>(null) == std::nullopt);
        CHECK(decoded<as_pairs>(null) == std::nullopt);
    }
}

TEST_CASE("row: an empty array means null for a nullable pair", "[command]") {
    using popped = nullable<notation::pair<bulk, real>>;

    CHECK(decoded<popped>("*2\r\n$1\r\nm\r\n,1.5\r\n") == std::pair(std::string("m"), 1.5));
    CHECK(decoded<popped>("*0\r\n") == std::nullopt);
    CHECK(status_of<notation::pair<bulk, real>>("*0\r\n") == status::mismatch);
    CHECK(decoded<nullable<array<bulk>>>("*0\r\n").has_value());
}

TEST_CASE("row: the reply of a pop with a count is nested in both protocols", "[command]") {
    using popped = nullable<notation::pair<bulk, array<notation::pair<bulk, real>>>>;

    const auto read = decoded<popped>("*2\r\n$1\r\nk\r\n*2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$1\r\nb\r\n,2\r\n");

    REQUIRE(read.has_value());
    CHECK(read->first == "k");
    CHECK(read->second == std::vector<std::pair<std::string, double>>{{"a", 1}, {"b", 2}});
}

TEST_CASE("row: nullable columns are null in both protocols", "[command]") {
    using positions = array<nullable<point>>;
    for (const char* const bytes : {"*2\r\n*-1\r\n*2\r\n$1\r\n1\r\n$1\r\n2\r\n", "*2\r\n_\r\n*2\r\n,1\r\n,2\r\n"}) {
        const auto read = decoded<positions>(bytes);
        REQUIRE(read.size() == 2);
        CHECK(read[0] == std::nullopt);
        CHECK(read[1] == std::pair(1.0, 2.0));
    }
}

TEST_CASE("row: additional columns are skipped, missing ones are a mismatch", "[command]") {
    using autoclaim = notation::row<bulk, array<bulk>>;

    CHECK(decoded<autoclaim>("*3\r\n$3\r\n0-0\r\n*1\r\n$1\r\na\r\n*2\r\n:1\r\n*0\r\n") == std::tuple("0-0", std::vector<std::string>{"a"}));
    CHECK(status_of<autoclaim>("*1\r\n$3\r\n0-0\r\n") == status::mismatch);
    CHECK(status_of<notation::pair<bulk, bulk>>("*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n") == status::mismatch);
    CHECK(status_of<geo_row>("*2\r\n$1\r\nm\r\n,1\r\n") == status::mismatch);
}

TEST_CASE("row: a column of another type is a mismatch, an error in a column is a failure", "[command]") {
    CHECK(status_of<geo_row>("*3\r\n$1\r\nm\r\n+x\r\n*2\r\n,1\r\n,2\r\n") == status::mismatch);
    CHECK(status_of<geo_row>("*3\r\n$1\r\nm\r\n,1\r\n*1\r\n,1\r\n") == status::mismatch);
    CHECK(status_of<geo_row>("_\r\n") == status::mismatch);
    CHECK(status_of<geo_row>("+OK\r\n") == status::mismatch);
    CHECK(status_of<geo_row>("*3\r\n$1\r\nm\r\n-ERR\r\n*0\r\n") == status::failed);
    CHECK(status_of<geo_row, place>("*3\r\n$1\r\nm\r\n-ERR\r\n*0\r\n") == status::failed);
}
