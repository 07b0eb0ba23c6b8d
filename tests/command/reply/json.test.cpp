// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <hibana/command/reply/json.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using protocol::status;
using test::decoded;
using test::status_of;

namespace {

using numbers = std::vector<std::optional<std::int64_t>>;
using reals = std::vector<std::optional<double>>;
using names = std::vector<std::optional<std::vector<std::string>>>;

}  // namespace

TEST_CASE("reply/json: each match of a path is an element", "[command]") {
    using kind = at_each<nullable<integer>>;
    CHECK(decoded<kind>("*3\r\n:1\r\n$-1\r\n:3\r\n") == numbers{1, std::nullopt, 3});
    CHECK(decoded<kind>("*3\r\n:1\r\n_\r\n:3\r\n") == numbers{1, std::nullopt, 3});
    CHECK(decoded<kind>("*0\r\n").empty());
    CHECK(status_of<kind>("*1\r\n$1\r\nx\r\n") == status::mismatch);
}

TEST_CASE("reply/json: the single result of a legacy path is an element or the requested type", "[command]") {
    using kind = at_each<nullable<integer>>;
    CHECK(decoded<kind>(":4\r\n") == numbers{4});
    CHECK(decoded<kind>("_\r\n") == numbers{std::nullopt});
    CHECK(decoded<kind, int>(":4\r\n") == 4);
    CHECK(decoded<kind, int>("*1\r\n:4\r\n") == 4);
    CHECK(decoded<kind, std::optional<int>>("$-1\r\n") == std::nullopt);
    CHECK(status_of<kind, int>("*2\r\n:4\r\n:5\r\n") == status::mismatch);
    CHECK(status_of<kind, int>("*0\r\n") == status::mismatch);
}

TEST_CASE("reply/json: an additional array level around the elements is removed", "[command]") {
    CHECK(decoded<at_each<nullable<text>>>("*1\r\n*2\r\n$7\r\ninteger\r\n_\r\n")
          == std::vector<std::optional<std::string>>{"integer", std::nullopt});
}

TEST_CASE("reply/json: elements that are arrays are nested, or one array without a match level", "[command]") {
    using kind = at_each<nullable<array<bulk>>>;
    CHECK(decoded<kind>("*2\r\n*1\r\n$1\r\nx\r\n*-1\r\n") == names{std::vector<std::string>{"x"}, std::nullopt});
    CHECK(decoded<kind>("*2\r\n$1\r\nx\r\n$1\r\ny\r\n") == names{std::vector<std::string>{"x", "y"}});
    CHECK(decoded<kind>("*-1\r\n") == names{std::nullopt});
}

TEST_CASE("reply/json: json_numbers are an array, or the JSON text of one", "[command]") {
    CHECK(decoded<json_numbers>("$12\r\n[3,null,4.5]\r\n") == reals{3, std::nullopt, 4.5});
    CHECK(decoded<json_numbers>("*3\r\n:3\r\n_\r\n,4.5\r\n") == reals{3, std::nullopt, 4.5});
    CHECK(decoded<json_numbers>("$1\r\n3\r\n") == reals{3});
    CHECK(decoded<json_numbers>("$2\r\n[]\r\n").empty());
    CHECK(decoded<json_numbers, double>("$5\r\n[2.5]\r\n") == 2.5);
    CHECK(decoded<json_numbers, std::int64_t>("$1\r\n7\r\n") == 7);
    for (const char* const invalid : {"$2\r\n[1\r\n", "$3\r\n[x]\r\n", "$4\r\n[1,]\r\n", "$0\r\n\r\n", "$5\r\n[1 2]\r\n"})
        CHECK(status_of<json_numbers>(invalid) == status::mismatch);
}
