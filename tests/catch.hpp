// SPDX-License-Identifier: BSL-1.0
/// \file  Catch2, whichever of its two generations is installed, and a way to skip a test that cannot run here.
#pragma once
#include <string>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;

// Where, and under which name, Catch 2 has them.
namespace Catch {

using Matchers::EndsWith;
using Matchers::StartsWith;
inline auto Contains(const std::string& part) { return Matchers::ContainsSubstring(part); }

}  // namespace Catch
#else
#include <catch2/catch.hpp>
#endif

namespace hibana::test {

/// Notes that the test case that is running is skipped, and why. Called by `SKIP_TEST`.
void note_skipped(const std::string& reason);

}  // namespace hibana::test

/// Leaves the test case and says why in the summary of `./dev test`. Catch 2 has no such thing, and that of Catch 3 gives no summary.
#define SKIP_TEST(reason)                  \
    do {                                   \
        ::hibana::test::note_skipped(reason); \
        SUCCEED("skipped");                \
        return;                            \
    } while (false)
