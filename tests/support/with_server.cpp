// SPDX-License-Identifier: BSL-1.0
/// \file  Runs a program beside a server of its own: with_server PROGRAM [ARGUMENT...], where {url} stands for the server's address.
///
/// The program also finds the address in HIBANA_URL and the server's socket in HIBANA_SOCKET. The exit code is the program's; it is 77
/// when there is no server. Both end when this process is interrupted.
#include "support/server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int skipped = 77;
constexpr int cannot_run = 127;

// The exit code of the program, or that of a shell for a program ended by a signal.
int run_beside(const hibana::test::server& beside, std::vector<std::string> words) {
    const std::string url = beside.url();
    for (auto& word : words)
        for (auto at = word.find("{url}"); at != std::string::npos; at = word.find("{url}", at + url.size())) word.replace(at, 5, url);
    ::setenv("HIBANA_URL", url.c_str(), 1);
    ::setenv("HIBANA_SOCKET", beside.socket_path().c_str(), 1);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    sigset_t awaited, before;
    sigemptyset(&awaited);
    for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&awaited, number);
    ::sigprocmask(SIG_BLOCK, &awaited, &before);
    const ::pid_t program = ::fork();
    if (program < 0) {
        std::perror("fork");
        return EXIT_FAILURE;
    }
    if (program == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::sigprocmask(SIG_SETMASK, &before, nullptr);
        ::execvp(arguments.front(), arguments.data());
        std::perror(arguments.front());
        ::_exit(cannot_run);
    }
    for (;;) {
        int number = 0;
        ::sigwait(&awaited, &number);
        int status = 0;
        if (number != SIGCHLD) {
            ::kill(program, SIGTERM);
            ::waitpid(program, &status, 0);
            return 128 + number;
        }
        if (::waitpid(program, &status, WNOHANG) == program)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::fputs("with_server PROGRAM [ARGUMENT...]\n", stderr);
        return EXIT_FAILURE;
    }
    if (const auto reason = hibana::test::no_server()) {
        std::printf("skipped: %s: %s\n", hibana::test::server_name().c_str(), reason->c_str());
        return skipped;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    try {
        const hibana::test::server beside({.tcp = true});
        return run_beside(beside, std::vector<std::string>(arguments + 1, arguments + count));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
}
