// SPDX-License-Identifier: BSL-1.0
/// \file  The main function of every test program: 0 passed, 1 failed, 77 everything was skipped.
#define CATCH_CONFIG_RUNNER
#include "catch.hpp"
#include "support/server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

std::string current_test;
unsigned skipped = 0;
unsigned finished = 0;

#if __has_include(<catch2/catch_all.hpp>)
using listener_base = Catch::EventListenerBase;
#else
using listener_base = Catch::TestEventListenerBase;
#endif

struct counts_tests : listener_base {
    using listener_base::listener_base;
    void testCaseStarting(const Catch::TestCaseInfo& test) override { current_test = test.name; }
    void testCaseEnded(const Catch::TestCaseStats&) override { ++finished; }
};

}  // namespace

// NOLINTNEXTLINE(cert-err58-cpp): the registration of Catch2
CATCH_REGISTER_LISTENER(counts_tests)

void hibana::test::note_skipped(const std::string& reason) {
    ++skipped;
    const std::string where = std::getenv("HIBANA_TEST_SERVER") == nullptr ? "" : " (" + hibana::test::server_name() + ")";
    std::printf("skipped: %s%s: %s\n", current_test.c_str(), where.c_str(), reason.c_str());
}

int main(int count, char** arguments) {
    // Interrupting ctest ends its tests too, and with them their servers.
    const auto parent = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) return EXIT_FAILURE;

    constexpr int everything_skipped = 77;
    if (std::getenv("HIBANA_TEST_SERVER") != nullptr) {
        if (const auto reason = hibana::test::no_server()) {
            std::printf("skipped: %s: %s\n", hibana::test::server_name().c_str(), reason->c_str());
            return everything_skipped;
        }
    }

    Catch::Session session;
    if (session.applyCommandLine(count, arguments) != 0) return EXIT_FAILURE;
    const int failed = session.run();
    const auto& asked = session.configData();
    if (asked.showHelp || asked.listTests || asked.listTags || asked.listReporters) return EXIT_SUCCESS;
    if (failed != 0) return EXIT_FAILURE;
    if (finished == 0) {
        std::fputs("no test case was run\n", stderr);
        return EXIT_FAILURE;
    }
    return skipped == finished ? everything_skipped : EXIT_SUCCESS;
}
