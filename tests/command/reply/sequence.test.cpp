// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "support/allocated_bytes.hpp"

#include <hibana/command/reply/sequence.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::test::decoded;
using hibana::test::read_into;
using hibana::test::status_of;
using notation::array;
using notation::bulk;
using notation::integer;
using notation::nullable;
using protocol::status;

namespace {

struct point {
    int x = 0;
    int y = 0;
    friend bool operator==(const point&, const point&) = default;
};

using strings = std::vector<std::string>;
constexpr std::string_view three = "*3\r\n$1\r\nc\r\n$1\r\na\r\n$1\r\nb\r\n";
constexpr std::string_view three_in_a_set = "~3\r\n$1\r\nc\r\n$1\r\na\r\n$1\r\nb\r\n";

}  // namespace

template <>
struct hibana::members<point> {
    static constexpr std::size_t size = 2;
    static constexpr void each(auto& p, auto f) {
        f("x", p.x);
        f("y", p.y);
    }
};

TEST_CASE("sequence: arrays and sets convert to any container", "[command]") {
    for (const std::string_view bytes : {three, three_in_a_set}) {
        CHECK(decoded<array<bulk>>(bytes) == strings{"c", "a", "b"});
        CHECK(decoded<array<bulk>, std::list<std::string>>(bytes) == std::list<std::string>{"c", "a", "b"});
        CHECK(decoded<array<bulk>, std::deque<std::string>>(bytes) == std::deque<std::string>{"c", "a", "b"});
        CHECK(decoded<array<bulk>, std::set<std::string>>(bytes) == std::set<std::string>{"a", "b", "c"});
        CHECK(decoded<array<bulk>, std::multiset<std::string>>(bytes).size() == 3);
        CHECK(decoded<array<bulk>, std::unordered_set<std::string>>(bytes).size() == 3);
        CHECK(decoded<array<bulk>, std::array<std::string, 3>>(bytes) == std::array<std::string, 3>{"c", "a", "b"});
        CHECK(decoded<array<bulk>, std::tuple<std::string, std::string, std::string>>(bytes) == std::tuple("c", "a", "b"));
    }
    CHECK(decoded<array<bulk>>("*0\r\n").empty());
    CHECK(decoded<array<integer>>("*2\r\n:1\r\n:2\r\n") == std::vector<std::int64_t>{1, 2});
    CHECK(decoded<array<integer>, std::vector<bool>>("*2\r\n:1\r\n:0\r\n") == std::vector<bool>{true, false});
    CHECK(decoded<array<array<integer>>>("*2\r\n*1\r\n:1\r\n*0\r\n") == std::vector<std::vector<std::int64_t>>{{1}, {}});
}

TEST_CASE("sequence: elements of a nullable kind may be null", "[command]") {
    using row = std::vector<std::optional<std::string>>;
    for (const char* const bytes : {"*3\r\n$1\r\na\r\n$-1\r\n$1\r\nb\r\n", "*3\r\n$1\r\na\r\n_\r\n$1\r\nb\r\n"}) {
        CHECK(decoded<array<nullable<bulk>>>(bytes) == row{"a", std::nullopt, "b"});
        CHECK(status_of<array<nullable<bulk>>, strings>(bytes) == status::mismatch);
    }
    CHECK(decoded<array<nullable<bulk>>, std::array<std::optional<int>, 2>>("*2\r\n$1\r\n7\r\n_\r\n")
          == std::array<std::optional<int>, 2>{7, std::nullopt});
    CHECK(decoded<array<nullable<bulk>>, std::tuple<std::string, std::optional<int>>>("*2\r\n$1\r\na\r\n_\r\n")
          == std::tuple<std::string, std::optional<int>>("a", std::nullopt));
}

TEST_CASE("sequence: a type of fixed size requires exactly that number of elements", "[command]") {
    CHECK(status_of<array<bulk>, std::array<std::string, 2>>(three) == status::mismatch);
    CHECK(status_of<array<bulk>, std::array<std::string, 4>>(three) == status::mismatch);
    CHECK(status_of<array<bulk>, std::pair<std::string, std::string>>(three) == status::mismatch);
}

TEST_CASE("sequence: elements are assigned to the members of a struct in order", "[command]") {
    CHECK(decoded<array<integer>, point>("*2\r\n:3\r\n:4\r\n") == point{3, 4});
    CHECK(decoded<array<nullable<bulk>>, point>("*2\r\n$1\r\n3\r\n$1\r\n4\r\n") == point{3, 4});
    CHECK(status_of<array<integer>, point>("*3\r\n:3\r\n:4\r\n:5\r\n") == status::mismatch);
    CHECK(decoded<array<array<integer>>, std::vector<point>>("*2\r\n*2\r\n:3\r\n:4\r\n*2\r\n:5\r\n:6\r\n")
          == std::vector<point>{{3, 4}, {5, 6}});
}

TEST_CASE("sequence: a reply that is not an array, or has other elements, is a mismatch", "[command]") {
    CHECK(status_of<array<bulk>>("$1\r\na\r\n") == status::mismatch);
    CHECK(status_of<array<bulk>>("_\r\n") == status::mismatch);
    CHECK(status_of<array<bulk>>("*-1\r\n") == status::mismatch);
    CHECK(status_of<array<bulk>>("*1\r\n*0\r\n") == status::mismatch);
    CHECK(status_of<array<integer>>("*2\r\n:1\r\n$1\r\na\r\n") == status::mismatch);
    CHECK(status_of<array<integer>>("*2\r\n:1\r\n-ERR\r\n") == status::failed);
    CHECK(status_of<array<integer>>("-ERR\r\n") == status::failed);
    CHECK(status_of<array<integer>>("*2\r\n|1\r\n+a\r\n:1\r\n:1\r\n:2\r\n") == status::irregular);
    CHECK(status_of<array<integer>>("*?\r\n.\r\n") == status::irregular);
}

TEST_CASE("sequence: a reused container keeps its memory and that of its elements", "[command]") {
    const std::string long_one(50, 'x');
    strings reused(3, long_one);
    reused.reserve(10);
    const char* const memory = reused[0].data();

    {
        const hibana::test::allocated_bytes allocated;
        protocol::cursor c{three.data(), three.data() + three.size()};
        const status s = detail::read_reply<array<bulk>>(c, reused);
        CHECK(s == status::done);
        CHECK(allocated.count() == 0);
    }

    CHECK(reused == strings{"c", "a", "b"});
    CHECK(reused[0].data() == memory);
    REQUIRE(read_into<array<bulk>>(reused, "*1\r\n$1\r\nz\r\n", 11) == status::done);
    CHECK(reused == strings{"z"});
    CHECK(reused[0].data() == memory);
    CHECK(reused.capacity() == 10);
}

TEST_CASE("sequence: structs in a reused container are reset", "[command]") {
    std::vector<point> reused{{1, 2}, {3, 4}};

    using kind = array<notation::map<bulk, bulk>>;
    const std::string_view bytes = "*2\r\n*2\r\n$1\r\nx\r\n$1\r\n7\r\n*0\r\n";
    REQUIRE(read_into<kind>(reused, bytes, bytes.size()) == status::done);

    CHECK(reused == std::vector<point>{{7, 0}, {0, 0}});
}

TEST_CASE("sequence: memory grows with received bytes, not with announced sizes", "[command]") {
    using deep = array<array<array<bulk>>>;
    for (const std::string_view hostile :
         {"*16000000\r\n", "*16777216\r\n*16777216\r\n*16777216\r\n", "*4611686018427387904\r\n", "*9223372036854775808\r\n*1\r\n",
          "*99999999999999999999\r\n", "*3\r\n*1000\r\n*1000\r\n_\r\n", "%9223372036854775807\r\n", "%4611686018427387904\r\n"}) {
        CAPTURE(hostile);
        detail::default_type_t<deep> object;
        std::vector<std::optional<std::vector<std::string>>> other;
        std::map<std::string, std::string> map;
        const hibana::test::allocated_bytes allocated;
        protocol::cursor c{hostile.data(), hostile.data() + hostile.size()};
        protocol::cursor d = c;
        protocol::cursor e = c;

        const status s = detail::read_reply<deep>(c, object);
        const status t = detail::read_reply<array<nullable<array<bulk>>>>(d, other);
        const status u = detail::read_reply<notation::map<bulk, bulk>>(e, map);
        const std::size_t most = allocated.most();

        CHECK((s != status::done && t != status::done && u != status::done));
        CHECK(most <= 100 * hostile.size());
    }
}

TEST_CASE("sequence: many elements are decoded", "[command]") {
    std::string bytes = "*10000\r\n";
    for (int n = 0; n < 10'000; ++n) bytes += "$5\r\n" + std::to_string(10'000 + n) + "\r\n";
    protocol::cursor c{bytes.data(), bytes.data() + bytes.size()};
    std::vector<int> numbers;

    REQUIRE(detail::read_reply<array<bulk>>(c, numbers) == status::done);

    CHECK(numbers.size() == 10'000);
    CHECK(numbers.front() == 10'000);
    CHECK(numbers.back() == 19'999);
}
