// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/reply/scan_page.hpp>

#include "catch.hpp"
#include "command/decoded.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::test::decoded;
using hibana::test::status_of;
using notation::bulk;
using notation::scanned;
using protocol::status;

TEST_CASE("scan_page: a page has a cursor and elements", "[command]") {
    const auto page = decoded<scanned<bulk>>("*2\r\n$2\r\n17\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n");

    CHECK(page.cursor == 17);
    CHECK(page.items == std::vector<std::string>{"a", "b"});
    CHECK(decoded<scanned<bulk>>("*2\r\n$1\r\n0\r\n*0\r\n") == scan_page<std::string>());
    CHECK(decoded<scanned<bulk>>("*2\r\n$20\r\n18446744073709551615\r\n*0\r\n").cursor == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("scan_page: pairs are flat in both protocols, and doubles may be strings", "[command]") {
    using hashes = scanned<notation::pair<bulk, bulk>>;
    using members = scanned<notation::pair<bulk, notation::real>>;

    CHECK(decoded<hashes>("*2\r\n$1\r\n0\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n").items
          == std::vector<std::pair<std::string, std::string>>{{"f", "v"}});
    CHECK(decoded<members>("*2\r\n$1\r\n0\r\n*2\r\n$1\r\nm\r\n$3\r\n1.5\r\n").items.at(0).second == 1.5);
    CHECK(decoded<members>("*2\r\n$1\r\n0\r\n*2\r\n$1\r\nm\r\n,1.5\r\n").items.at(0).second == 1.5);
    CHECK(decoded<scanned<bulk>, scan_page<int>>("*2\r\n$1\r\n0\r\n*1\r\n$1\r\n7\r\n").items == std::vector<int>{7});
}

TEST_CASE("scan_page: a reply of another form is a mismatch", "[command]") {
    CHECK(status_of<scanned<bulk>>("*1\r\n$1\r\n0\r\n") == status::mismatch);
    CHECK(status_of<scanned<bulk>>("*2\r\n$1\r\nx\r\n*0\r\n") == status::mismatch);
    CHECK(status_of<scanned<bulk>>("*2\r\n$2\r\n-1\r\n*0\r\n") == status::mismatch);
    CHECK(status_of<scanned<bulk>>("*2\r\n$1\r\n0\r\n$1\r\na\r\n") == status::mismatch);
    CHECK(status_of<scanned<bulk>>("_\r\n") == status::mismatch);
    CHECK(status_of<scanned<bulk>>("-ERR\r\n") == status::failed);
}
