// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/reply/default_type.hpp>

#include "catch.hpp"
#include "command/decoded.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::detail::default_type_t;
using hibana::detail::kind_of_t;
using hibana::test::decoded;
using hibana::test::status_of;
namespace n = hibana::notation;

namespace {

template <class Kind, class T>
constexpr bool has_default = std::is_same_v<default_type_t<Kind>, T>;
template <class T, class Kind>
constexpr bool means = std::is_same_v<kind_of_t<T>, Kind>;

}  // namespace

TEST_CASE("default_type: each kind has one default type", "[command]") {
    using string = std::string;
    STATIC_REQUIRE(has_default<n::ok, ok_reply>);
    STATIC_REQUIRE(has_default<n::no_reply, ok_reply>);
    STATIC_REQUIRE(has_default<n::applied, bool>);
    STATIC_REQUIRE(has_default<n::boolean, bool>);
    STATIC_REQUIRE(has_default<n::bulk, string>);
    STATIC_REQUIRE(has_default<n::text, string>);
    STATIC_REQUIRE(has_default<n::integer, std::int64_t>);
    STATIC_REQUIRE(has_default<n::real, double>);
    STATIC_REQUIRE(has_default<n::anything, value>);
    STATIC_REQUIRE(has_default<n::nullable<n::bulk>, std::optional<string>>);
    STATIC_REQUIRE(has_default<n::array<n::nullable<n::integer>>, std::vector<std::optional<std::int64_t>>>);
    STATIC_REQUIRE(has_default<n::map<n::bulk, n::real>, std::vector<std::pair<string, double>>>);
    STATIC_REQUIRE(has_default<n::array<n::pair<n::bulk, n::real>>, std::vector<std::pair<string, double>>>);
    STATIC_REQUIRE(has_default<n::row<n::bulk, n::array<n::bulk>>, std::tuple<string, std::vector<string>>>);
    STATIC_REQUIRE(has_default<n::scanned<n::pair<n::bulk, n::bulk>>, scan_page<std::pair<string, string>>>);
}

TEST_CASE("default_type: a type determines the kind if no command does", "[command]") {
    STATIC_REQUIRE(means<std::string, n::bulk>);
    STATIC_REQUIRE(means<int, n::integer>);
    STATIC_REQUIRE(means<std::chrono::seconds, n::integer>);
    STATIC_REQUIRE(means<bool, n::boolean>);
    STATIC_REQUIRE(means<float, n::real>);
    STATIC_REQUIRE(means<ok_reply, n::ok>);
    STATIC_REQUIRE(means<value, n::anything>);
    STATIC_REQUIRE(means<std::optional<int>, n::nullable<n::integer>>);
    STATIC_REQUIRE(means<std::vector<std::string>, n::array<n::bulk>>);
    STATIC_REQUIRE(means<std::array<double, 2>, n::array<n::real>>);
    STATIC_REQUIRE(means<std::set<int>, n::array<n::integer>>);
    STATIC_REQUIRE(means<std::map<std::string, int>, n::map<n::bulk, n::integer>>);
    STATIC_REQUIRE(means<std::tuple<int, std::string>, detail::exact_row<n::integer, n::bulk>>);
    STATIC_REQUIRE(means<std::pair<int, std::string>, detail::exact_row<n::integer, n::bulk>>);
}

TEST_CASE("default_type: a reply without a declared kind converts to the requested type", "[command]") {
    using n::anything;

    CHECK(decoded<anything, std::int64_t>(":3\r\n") == 3);
    CHECK(decoded<anything, std::string>("$3\r\nfoo\r\n") == "foo");
    CHECK(decoded<anything, std::optional<std::string>>("_\r\n") == std::nullopt);
    CHECK(decoded<anything, double>("$3\r\n1.5\r\n") == 1.5);
    CHECK(decoded<anything, bool>(":1\r\n"));
    CHECK(decoded<anything, ok_reply>("+OK\r\n") == ok_reply());
    CHECK(decoded<anything, std::vector<int>>("*2\r\n:1\r\n$1\r\n2\r\n") == std::vector<int>{1, 2});
    CHECK(decoded<anything, std::tuple<int, std::string>>("*2\r\n:1\r\n$1\r\na\r\n") == std::tuple(1, "a"));
    CHECK(status_of<anything, std::tuple<int, std::string>>("*3\r\n:1\r\n$1\r\na\r\n:1\r\n") == protocol::status::mismatch);
    CHECK(decoded<anything, std::map<std::string, int>>("*2\r\n$1\r\na\r\n:1\r\n").at("a") == 1);
    CHECK(decoded<anything, std::vector<std::pair<std::string, int>>>("*1\r\n*2\r\n$1\r\na\r\n:1\r\n").at(0).second == 1);
    CHECK(decoded<anything>("*2\r\n:1\r\n$1\r\na\r\n").elements().size() == 2);
    CHECK(decoded<n::array<anything>>("*2\r\n:1\r\n*1\r\n_\r\n").at(1).elements().size() == 1);
}
