// SPDX-License-Identifier: BSL-1.0
#include "support/server.hpp"

#include "catch.hpp"

#include <array>
#include <cstring>
#include <filesystem>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hibana::test;

namespace {

// Sends a request over a new connection and returns the first bytes of the reply; empty without a reply.
std::string ask(const server& on, std::string_view request, int milliseconds = 5000) {
    const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, on.socket_path().c_str(), sizeof address.sun_path - 1);
    std::string answer;
    if (::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0
        && ::send(connection, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
        pollfd event{connection, POLLIN, 0};
        std::array<char, 256> bytes{};
        if (::poll(&event, 1, milliseconds) == 1)
            answer.assign(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(connection, bytes.data(), bytes.size(), 0))));
    }
    ::close(connection);
    return answer;
}

}  // namespace

TEST_CASE("server: a constructed server replies", "[support]") {
    const server one;

    CHECK(ask(one, "PING\r\n") == "+PONG\r\n");
    CHECK(one.port() == 0);
    CHECK(one.url() == "unix://" + one.socket_path());
}

TEST_CASE("server: two servers share no data", "[support]") {
    const server one;
    const server other;

    CHECK(ask(one, "SET k v\r\n") == "+OK\r\n");

    CHECK(ask(other, "GET k\r\n") == "$-1\r\n");
}

TEST_CASE("server: a port is opened only if requested", "[support]") {
    const server one({.tcp = true});

    CHECK(one.port() != 0);
    CHECK(one.url() == "redis://127.0.0.1:" + std::to_string(one.port()));
}

TEST_CASE("server: a password and configuration lines are applied", "[support]") {
    const server one({.password = "open sesame", .settings = {"databases 3"}});

    CHECK(ask(one, "GET k\r\n").starts_with("-NOAUTH"));
    CHECK(ask(one, "AUTH \"open sesame\"\r\nCONFIG GET databases\r\n").starts_with("+OK"));
}

TEST_CASE("server: a killed server does not reply, and a restarted server is empty", "[support]") {
    server one({.tcp = true});
    const auto port = one.port();
    CHECK(ask(one, "SET k v\r\n") == "+OK\r\n");

    one.kill();

    CHECK_FALSE(one.is_running());
    CHECK(ask(one, "PING\r\n").empty());

    one.start();

    CHECK(one.is_running());
    CHECK(one.port() == port);
    CHECK(ask(one, "GET k\r\n") == "$-1\r\n");
}

TEST_CASE("server: the process continues after the thread that started it", "[support]") {
    server one;
    std::thread([&one] { one.restart(); }).join();

    CHECK(one.is_running());
    CHECK(ask(one, "PING\r\n") == "+PONG\r\n");
}

TEST_CASE("server: a suspended server does not reply", "[support]") {
    server one;

    one.suspend();
    CHECK(ask(one, "PING\r\n", 20).empty());

    one.resume();
    CHECK(ask(one, "PING\r\n") == "+PONG\r\n");
}

TEST_CASE("server: the destructor removes the process and the folder", "[support]") {
    std::string folder;
    pid_t process = 0;
    {
        const server one;
        folder = one.folder();
        process = one.process();
    }

    CHECK_FALSE(std::filesystem::exists(folder));
    CHECK(::kill(process, 0) != 0);
}

TEST_CASE("server: the process ends when its parent is killed", "[support]") {
    struct started {
        pid_t process;
        std::array<char, 100> folder;
    };
    std::array<int, 2> channel{};
    REQUIRE(::pipe(channel.data()) == 0);
    const pid_t owner = ::fork();
    REQUIRE(owner >= 0);
    if (owner == 0) {
        const server one;
        started message{one.process(), {}};
        one.folder().copy(message.folder.data(), message.folder.size() - 1);
        if (::write(channel[1], &message, sizeof message) == sizeof message) ::pause();
        ::_exit(0);
    }
    started message{};
    REQUIRE(::read(channel[0], &message, sizeof message) == sizeof message);
    pollfd end{static_cast<int>(::syscall(SYS_pidfd_open, message.process, 0)), POLLIN, 0};
    REQUIRE(end.fd >= 0);
    REQUIRE(::poll(&end, 1, 0) == 0);

    ::kill(owner, SIGKILL);
    ::waitpid(owner, nullptr, 0);

    CHECK(::poll(&end, 1, 5000) == 1);
    std::filesystem::remove_all(message.folder.data());
    for (const int number : {end.fd, channel[0], channel[1]}) ::close(number);
}

TEST_CASE("server: an invalid configuration is an error with the server's message", "[support]") {
    CHECK_THROWS_WITH(server({.settings = {"no-such-setting 1"}}), Catch::Contains("no-such-setting"));
}

TEST_CASE("release: the name and version of the program are parsed", "[support]") {
    const auto& found = release();

    CHECK((found.name == "redis" || found.name == "valkey"));
    CHECK(found.major >= 6);
    CHECK(found.at_least(6, 0, 7, 2));
    CHECK_FALSE(found.at_least(99, 0, 99, 0));
}

TEST_CASE("release: only Redis 8 has vector sets", "[support]") {
    if (!release().at_least(8, 0, 99, 0)) SKIP_TEST("VADD is of Redis 8");
    const server one;

    CHECK(ask(one, "VCARD v\r\n") == ":0\r\n");
}
