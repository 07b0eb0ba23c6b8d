// SPDX-License-Identifier: BSL-1.0
#include "docs/notation_text.hpp"

#include "catch.hpp"

#include <hibana/command/grammar/triple.hpp>
#include <hibana/command/management.hpp>
#include <hibana/command/stream.hpp>

using namespace hibana;

namespace {

std::vector<std::string> texts_of_source(std::string_view parts) {
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
    return test::signature_texts(known, "hibana::cmd::a");
}

inline constexpr option<"MAXLEN", notation::one_of<opt::about>, notation::integer, notation::maybe<opt::form::limit>,
                        notation::needs<opt::form::limit, opt::about>>
    maxlen;

}  // namespace

TEST_CASE("notation_text: the source and the type of a declaration have the same notation", "[docs]") {
    using namespace notation;
    using command = descriptor<"A", ok(key, word<"X">, some<triple<key, bulk, real>>, each<opt::nx>),
                               array<bulk>(maybe<maxlen>, some_of<opt::slots>), reads>;
    CHECK(texts_of_source("ok(key, word<\"X\">, some<triple<key, bulk, real>>, each<opt::nx>), "
                          "array<bulk>(maybe<opt::maxlen>, some_of<opt::slots>), reads")
          == test::signature_texts<command>());
    CHECK(test::signature_texts<descriptor<"A", ok()>>() == texts_of_source("ok()"));
}

TEST_CASE("notation_text: different declarations have different notations", "[docs]") {
    using namespace notation;
    const std::vector<std::string> type = test::signature_texts<descriptor<"A", ok(key, maybe<opt::nx>)>>();
    CHECK(texts_of_source("ok(key, maybe<opt::nx>)") == type);
    CHECK(texts_of_source("ok(key, maybe<opt::about>)") != type);
    CHECK(texts_of_source("ok(key, one_of<opt::nx>)") != type);
    CHECK(texts_of_source("ok(bulk, maybe<opt::nx>)") != type);
    CHECK(texts_of_source("ok(key, maybe<opt::nx>, key)") != type);
    CHECK(texts_of_source("ok(key, maybe<opt::nx>), ok(key)") != type);
    CHECK(texts_of_source("ok(key, maybe<opt::limit>)")
          != test::signature_texts<descriptor<"A", ok(key, maybe<opt::form::page>)>>());
}
