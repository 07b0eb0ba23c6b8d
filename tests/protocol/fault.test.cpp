// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/fault.hpp>

#include "catch.hpp"

#include <set>
#include <string_view>

using hibana::protocol::fault;

TEST_CASE("fault: each one has a distinct text", "[protocol]") {
    std::set<std::string_view> texts;
    const auto last = static_cast<unsigned char>(fault::too_deep);

    for (unsigned char f = 0; f <= last; ++f) texts.insert(text_of(static_cast<fault>(f)));

    CHECK(texts.size() == last + 1U);
    CHECK(texts.count("unknown") == 0);
}

TEST_CASE("fault: exceeded limits differ from malformed bytes", "[protocol]") {
    STATIC_REQUIRE(is_limit(fault::line_too_long));
    STATIC_REQUIRE(is_limit(fault::bulk_too_long));
    STATIC_REQUIRE(is_limit(fault::too_many_elements));
    STATIC_REQUIRE(is_limit(fault::too_deep));
    STATIC_REQUIRE_FALSE(is_limit(fault::odd_map));
    STATIC_REQUIRE_FALSE(is_limit(fault::none));
}
