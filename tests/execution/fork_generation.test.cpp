// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/fork_generation.hpp>

#include "catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

using hibana::detail::fork_generation;

namespace {

// The exit code of a child process that returns the result of `work`.
template <class Work> int in_child(Work work) {
    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("fork_generation: differs in a child and in its child, and stays the same in the parent", "[execution]") {
    hibana::detail::watch_for_forks();
    hibana::detail::watch_for_forks();  // further calls have no effect
    const unsigned before = fork_generation();

    const int grown = in_child([&] {
        const unsigned of_child = fork_generation();
        if (of_child != before + 1) return 100;
        const ::pid_t grandchild = ::fork();
        if (grandchild == 0) ::_exit(fork_generation() == of_child + 1 ? 7 : 101);
        int status = 0;
        ::waitpid(grandchild, &status, 0);
        return WEXITSTATUS(status);
    });

    CHECK(grown == 7);
    CHECK(fork_generation() == before);
}
