// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/grammar/sized_option.hpp>

#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;

namespace {

inline constexpr option<"K", integer> k;
inline constexpr option<"EF", integer> ef;
inline constexpr option<"NAMES", some<bulk>> names;
inline constexpr option<"SIZE", integer> most;
inline constexpr sized_option<"KNN", one_of<k>, maybe<ef>, maybe<names>, maybe<most>> knn;
inline constexpr descriptor<"ASK", ok(bulk, maybe<knn>), reads> ask;

}  // namespace

template <>
inline constexpr bool hibana::grammar::is_uncounted<hibana::grammar::type_of<most>> = true;

TEST_CASE("sized_option: the number of words follows the name", "[command]") {
    const std::vector<std::string> three{"a", "b", "c"};

    CHECK(encoded_text(ask("q", knn(k(10)))) == "ASK q KNN 2 K 10");
    CHECK(encoded_text(ask("q", knn(ef(5), k(10)))) == "ASK q KNN 4 K 10 EF 5");
    CHECK(encoded_text(ask(knn(k(10), names(three)), "q")) == "ASK q KNN 6 K 10 NAMES a b c");
}

TEST_CASE("sized_option: options declared as uncounted are not counted", "[command]") {
    CHECK(encoded_text(ask("q", knn(k(10), most(7)))) == "ASK q KNN 2 K 10 SIZE 7");
}
