// SPDX-License-Identifier: BSL-1.0
#include "docs/written_type.hpp"

#include "catch.hpp"

#include <hibana/command/grammar/triple.hpp>
#include <hibana/command/management.hpp>
#include <hibana/command/stream.hpp>

using namespace hibana;

namespace {

std::vector<std::string> written_by_text(std::string_view parts) {
    test::declarations known;
    known.read(R"(
namespace hibana::opt {
inline constexpr option<"NX"> nx;
inline constexpr option<"LIMIT", integer> limit;
inline constexpr option<"~"> about;
inline constexpr option<"MAXLEN", one_of<about>, integer, maybe<limit>, needs<limit, about>> maxlen;
inline constexpr sized_option<"SLOTS", counted<integer>> slots;
})");
    known.read("namespace hibana::cmd { inline constexpr descriptor<\"A\", " + std::string(parts) + "> a; }");
    return test::written_signatures(known, "hibana::cmd::a");
}

inline constexpr option<"MAXLEN", notation::one_of<opt::about>, notation::integer, notation::maybe<opt::form::limit>,
                        notation::needs<opt::form::limit, opt::about>>
    maxlen;

}  // namespace

TEST_CASE("written_type: text and type of a declaration are written alike", "[docs]") {
    using namespace notation;
    using command = descriptor<"A", ok(key, word<"X">, some<triple<key, bulk, real>>, each<opt::nx>),
                               array<bulk>(maybe<maxlen>, some_of<opt::slots>), reads>;
    CHECK(written_by_text("ok(key, word<\"X\">, some<triple<key, bulk, real>>, each<opt::nx>), "
                          "array<bulk>(maybe<opt::maxlen>, some_of<opt::slots>), reads")
          == test::written_signatures<command>());
    CHECK(test::written_signatures<descriptor<"A", ok()>>() == written_by_text("ok()"));
}

TEST_CASE("written_type: another text is written otherwise", "[docs]") {
    using namespace notation;
    const std::vector<std::string> type = test::written_signatures<descriptor<"A", ok(key, maybe<opt::nx>)>>();
    CHECK(written_by_text("ok(key, maybe<opt::nx>)") == type);
    CHECK(written_by_text("ok(key, maybe<opt::about>)") != type);
    CHECK(written_by_text("ok(key, one_of<opt::nx>)") != type);
    CHECK(written_by_text("ok(bulk, maybe<opt::nx>)") != type);
    CHECK(written_by_text("ok(key, maybe<opt::nx>, key)") != type);
    CHECK(written_by_text("ok(key, maybe<opt::nx>), ok(key)") != type);
    CHECK(written_by_text("ok(key, maybe<opt::limit>)")
          != test::written_signatures<descriptor<"A", ok(key, maybe<opt::form::page>)>>());
}
