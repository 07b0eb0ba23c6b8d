// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/result_adapter.hpp>
#include <hibana/core/exceptions.hpp>

#include "catch.hpp"

#include <string>
#include <tuple>
#include <vector>

using namespace hibana;
using detail::as_results;
using detail::as_values;

namespace {

using text = result<std::string>;

std::string text_of(const std::exception_ptr& thrown) {
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const redis_error& caught) {
        return std::string(caught.error().text());
    }
    return "nothing";
}

}  // namespace

TEST_CASE("result_adapter: as_results leaves an outcome unchanged", "[call]") {
    CHECK(as_results::unwrap(text("v")) == "v");
    CHECK(as_results::unwrap(text(error(errc::timeout))).error() == errc::timeout);
    STATIC_REQUIRE(std::is_same_v<detail::unwrapped<as_results, std::tuple<text, text>>, std::tuple<text, text>>);
}

TEST_CASE("result_adapter: as_values gives values, and throws the exception of an error", "[call]") {
    CHECK(as_values::unwrap(text("v")) == "v");
    CHECK_THROWS_AS(as_values::unwrap(text(error(errc::timeout))), timeout_error);
    STATIC_REQUIRE(std::is_same_v<detail::unwrapped<as_values, std::tuple<text, text>>, std::tuple<std::string, std::string>>);
    STATIC_REQUIRE(std::is_same_v<detail::unwrapped<as_values, std::vector<text>>, std::vector<std::string>>);
}

TEST_CASE("result_adapter: to_exception gives what unwrap would throw, or null", "[call]") {
    const error refusal(errc::wrong_type, fate::answered, "WRONGTYPE no string");
    text good("v"), bad(refusal);
    auto both = std::tuple(text("v"), text(refusal));
    result<std::tuple<text>> transaction(std::in_place, text("v")), refused(refusal);
    std::vector<text> batch{text("a"), text(refusal)};

    CHECK_FALSE(as_values::to_exception(good));
    CHECK_FALSE(as_values::to_exception(transaction));
    CHECK(*good == "v");
    CHECK(text_of(as_values::to_exception(bad)) == refusal.text());
    CHECK(text_of(as_values::to_exception(both)) == refusal.text());
    CHECK(text_of(as_values::to_exception(refused)) == refusal.text());
    CHECK(text_of(as_values::to_exception(batch)) == refusal.text());
}
