// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/unwrap.hpp>

#include "catch.hpp"

#include <memory>
#include <string>
#include <tuple>
#include <vector>

using namespace hibana;

namespace {

struct thrower {
    [[noreturn]] static void throw_exception(const error& err) { throw err; }
};
using values = detail::unwrapper<thrower>;
using text = result<std::string>;

template <class Outcome> error thrown_by(Outcome outcome) {
    try {
        static_cast<void>(values::unwrap(std::move(outcome)));
    } catch (const error& err) {
        return err;
    }
    return error();
}

}  // namespace

TEST_CASE("unwrap: returns the value of a result, which may be void or move-only", "[call]") {
    CHECK(values::unwrap(text("v")) == "v");
    CHECK(*values::unwrap(result<std::unique_ptr<int>>(std::make_unique<int>(7))) == 7);
    STATIC_REQUIRE(std::is_void_v<decltype(values::unwrap(result<void>()))>);
    CHECK(thrown_by(text(error(errc::wrong_type))) == errc::wrong_type);
    CHECK(thrown_by(result<void>(error(errc::timeout))) == errc::timeout);
}

TEST_CASE("unwrap: returns the values of a tuple, or throws the first error with all results", "[call]") {
    CHECK(values::unwrap(std::tuple(text("a"), result<int>(1))) == std::tuple(std::string("a"), 1));

    const error err = thrown_by(std::tuple(text("a"), result<int>(error(errc::wrong_type)), text(error(errc::timeout))));

    CHECK(err == errc::wrong_type);
    const auto* all = err.attachment<std::tuple<text, result<int>, text>>();
    REQUIRE(all);
    CHECK(std::get<0>(*all) == "a");
    CHECK(std::get<2>(*all).error() == errc::timeout);
}

TEST_CASE("unwrap: returns the values of a transaction, or throws its error or that of an element", "[call]") {
    using outcome = result<std::tuple<text, result<int>>>;
    CHECK(values::unwrap(outcome(std::in_place, text("a"), result<int>(1))) == std::tuple(std::string("a"), 1));
    CHECK(thrown_by(outcome(error(errc::watch_conflict))) == errc::watch_conflict);
    CHECK(thrown_by(outcome(std::in_place, text("a"), result<int>(error(errc::wrong_type)))) == errc::wrong_type);
}

TEST_CASE("unwrap: returns the values of a batch, or throws the first error with all results", "[call]") {
    std::vector<text> outcomes{text("a"), text("b")};
    CHECK(values::unwrap(std::vector(outcomes)) == std::vector<std::string>{"a", "b"});

    outcomes[1] = error(errc::wrong_type);
    const error err = thrown_by(outcomes);

    CHECK(err == errc::wrong_type);
    REQUIRE(err.attachment<std::vector<text>>());
    CHECK(err.attachment<std::vector<text>>()->front() == "a");
}
