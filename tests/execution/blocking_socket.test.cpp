// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/blocking_socket.hpp>

#include <hibana/transport/transport.hpp>

#include "catch.hpp"
#include "transport/listener.hpp"

#include <chrono>
#include <csignal>
#include <dirent.h>
#include <string>
#include <sys/time.h>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::test::descriptor;
using hibana::test::listener;

namespace {

static_assert(byte_stream<blocking_socket>);

deadline in(duration length) {
    monotonic_clock clock;
    return deadline::after(length, clock.now());
}

struct connected_pair {
    listener server;
    blocking_socket client;
    descriptor peer;

    explicit connected_pair(socket_options options = {})
        : client(*blocking_socket::connect(address_of(server), options, in(5s))), peer(server.accept()) {}

    static socket_address address_of(const listener& at) { return *socket_address::numeric("127.0.0.1", at.port()); }
};

std::size_t open_descriptors() {
    std::size_t count = 0;
    DIR* folder = ::opendir("/proc/self/fd");
    while (::readdir(folder) != nullptr) ++count;
    ::closedir(folder);
    return count;
}

/// Interrupts every system call of this thread a thousand times a second.
class signal_storm {
public:
    signal_storm() {
        struct sigaction action {};
        action.sa_handler = [](int) {};
        ::sigaction(SIGALRM, &action, &before_);
        const itimerval often{{0, 1000}, {0, 1000}};
        ::setitimer(ITIMER_REAL, &often, nullptr);
    }
    ~signal_storm() {
        const itimerval never{};
        ::setitimer(ITIMER_REAL, &never, nullptr);
        ::sigaction(SIGALRM, &before_, nullptr);
    }

private:
    struct sigaction before_ {};
};

/// A thread that blocks signals, so that only the thread of the test receives them.
template <class Work> std::thread undisturbed(Work work) {
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(std::move(work));
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

std::string pattern(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

}  // namespace

TEST_CASE("blocking_socket: sends and receives bytes", "[execution]") {
    connected_pair both;
    auto until = GENERATE(deadline::never(), in(5s));

    REQUIRE(both.client.write("ping", until).get());
    CHECK(both.peer.receive(4) == "ping");
    both.peer.send_all("pong");

    char into[16];
    const auto received = both.client.read_some(into, until).get();
    REQUIRE(received);
    CHECK(std::string_view(into, *received) == "pong");
}

TEST_CASE("blocking_socket: 64 MiB arrive unchanged with many small writes and many signals", "[execution]") {
    // a Unix socket, because TCP with such a small buffer waits for delayed acknowledgements
    listener server(test::fresh_path());
    auto client = blocking_socket::connect(*socket_address::local(server.endpoint().path()), {}, in(5s));
    REQUIRE(client);
    const descriptor peer = server.accept();
    const int small = 1;  // the system rounds it up to its minimum
    ::setsockopt(client->native_handle(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    const std::string sent = pattern(64 * 1024 * 1024);
    std::string arrived;

    std::thread reader = undisturbed([&] { arrived = peer.receive(sent.size()); });
    {
        const signal_storm storm;
        auto until = in(300s);
        CHECK(client->write(sent, until).get());
    }
    reader.join();

    CHECK((arrived == sent));
}

TEST_CASE("blocking_socket: 64 MiB arrive unchanged over TCP in both directions with many signals", "[execution]") {
    connected_pair both;
    const std::string sent = pattern(64 * 1024 * 1024);
    std::string arrived, returned;

    auto until = GENERATE(deadline::never(), in(300s));
    std::thread peer = undisturbed([&] {
        arrived = both.peer.receive(sent.size());
        both.peer.send_all(arrived);
    });
    {
        const signal_storm storm;
        CHECK(both.client.write(sent, until).get());
        std::vector<char> into(65536);
        while (returned.size() < sent.size()) {
            const auto received = both.client.read_some(into, until).get();
            if (!received) break;
            returned.append(into.data(), *received);
        }
    }
    peer.join();

    CHECK((arrived == sent));
    CHECK((returned == sent));
}

TEST_CASE("blocking_socket: a read never ends before its deadline", "[execution]") {
    connected_pair both;
    char into[16];

    for (int attempt = 0; attempt != 20; ++attempt) {
        auto until = in(3ms);
        const auto received = both.client.read_some(into, until).get();

        REQUIRE_FALSE(received);
        CHECK(received.error() == errc::timeout);
        CHECK(received.error().fate() == fate::unknown);
        CHECK(std::chrono::steady_clock::now() >= until.time());
    }
}

TEST_CASE("blocking_socket: signals do not change a deadline", "[execution]") {
    connected_pair both;
    char into[16];
    const signal_storm storm;
    auto until = in(20ms);

    const auto received = both.client.read_some(into, until).get();

    REQUIRE_FALSE(received);
    CHECK(received.error() == errc::timeout);
    CHECK(std::chrono::steady_clock::now() >= until.time());
}

TEST_CASE("blocking_socket: a deadline applies even if every read finds bytes", "[execution]") {
    connected_pair both;
    std::thread talker([&] { both.peer.send_all(std::string(64 * 1024 * 1024, 'x')); });
    auto until = in(10ms);
    result<std::size_t> received;
    char into[1];

    do received = both.client.read_some(into, until).get();
    while (received);
    const auto late = std::chrono::steady_clock::now() - until.time();
    both.client.close();
    talker.join();

    CHECK(received.error() == errc::timeout);
    CHECK(late >= duration::zero());
}

TEST_CASE("blocking_socket: the fate of a write is not_sent before its first byte and unknown afterwards", "[execution]") {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    blocking_socket client(ends[0]);
    const descriptor peer(ends[1]);

    auto until = in(5ms);
    const auto begun = client.write(std::string(64 << 20, 'x'), until).get();
    REQUIRE_FALSE(begun);
    CHECK(begun.error() == errc::timeout);
    CHECK(begun.error().fate() == fate::unknown);

    until = in(1ms);
    const auto not_begun = client.write("x", until).get();
    REQUIRE_FALSE(not_begun);
    CHECK(not_begun.error() == errc::timeout);
    CHECK(not_begun.error().fate() == fate::not_sent);
}

TEST_CASE("blocking_socket: a close and a reset by the server are distinguished", "[execution]") {
    connected_pair both;
    auto until = GENERATE(deadline::never(), in(5s));
    char into[16];

    SECTION("closed") {
        both.peer.close();
        const auto received = both.client.read_some(into, until).get();
        REQUIRE_FALSE(received);
        CHECK(received.error() == errc::connection_lost);
        CHECK(received.error().fate() == fate::unknown);
        CHECK_FALSE(received.error().cause());
        CHECK(received.error().text() == "the server closed the connection");
    }
    SECTION("reset") {
        both.peer.reset();
        const auto received = both.client.read_some(into, until).get();
        REQUIRE_FALSE(received);
        CHECK(received.error() == errc::connection_lost);
        CHECK(received.error().cause() == std::errc::connection_reset);
    }
}

TEST_CASE("blocking_socket: a write to a closed connection raises no signal and has the fate not_sent", "[execution]") {
    ::signal(SIGPIPE, SIG_DFL);
    connected_pair both;
    both.peer.reset();
    auto until = in(5s);

    const auto first = both.client.write("x", until).get();
    const auto second = both.client.write("x", until).get();
    static_cast<void>(both.client.try_write("x"));

    REQUIRE_FALSE(first);
    CHECK(first.error() == errc::connection_lost);
    CHECK(first.error().fate() == fate::not_sent);
    REQUIRE_FALSE(second);
    CHECK(second.error().cause() == std::errc::broken_pipe);
}

TEST_CASE("blocking_socket: is readable with bytes or at the end of the stream only", "[execution]") {
    connected_pair both;
    auto until = in(5s);
    char into[16];

    CHECK_FALSE(both.client.is_readable());
    CHECK(both.client.try_read(into) == 0);

    both.peer.send_all("abc");
    REQUIRE(both.client.read_some(std::span<char>(into, 1), until).get());
    CHECK(both.client.is_readable());
    CHECK(both.client.try_read(into) == 2);
    CHECK_FALSE(both.client.is_readable());

    both.peer.close();
    CHECK_FALSE(both.client.read_some(into, until).get());
    CHECK(both.client.is_readable());
}

TEST_CASE("blocking_socket: another thread can interrupt a read", "[execution]") {
    connected_pair both;
    auto until = deadline::never();
    char into[16];

    std::thread other([&] { both.client.interrupt(); });
    const auto received = both.client.read_some(into, until).get();
    other.join();

    REQUIRE_FALSE(received);
    CHECK(received.error() == errc::connection_lost);
    CHECK(both.client.is_open());
}

TEST_CASE("blocking_socket: all operations on a closed socket fail", "[execution]") {
    connected_pair both;
    auto until = in(5s);
    char into[16];

    both.client.close();
    both.client.close();

    CHECK_FALSE(both.client.is_open());
    const auto written = both.client.write("x", until).get();
    CHECK(written.error() == errc::connection_closed);
    CHECK(written.error().fate() == fate::not_sent);
    CHECK(both.client.read_some(into, until).get().error() == errc::connection_closed);
    auto never = deadline::never();
    CHECK(both.client.read_some(into, never).get().error() == errc::connection_closed);
}

TEST_CASE("blocking_socket: moving transfers the connection", "[execution]") {
    connected_pair both;
    auto until = in(5s);

    blocking_socket moved = std::move(both.client);
    CHECK(moved.is_open());
    CHECK(moved.write("x", until).get());

    blocking_socket assigned;
    assigned = std::move(moved);
    CHECK(assigned.write("y", until).get());
    CHECK(both.peer.receive(2) == "xy");
}

TEST_CASE("blocking_socket: a refused connection is reported", "[execution]") {
    listener server;
    const auto address = connected_pair::address_of(server);
    server.close();

    const auto connected = blocking_socket::connect(address, {}, in(5s));

    REQUIRE_FALSE(connected);
    CHECK(connected.error() == errc::connect_failed);
    CHECK(connected.error().fate() == fate::not_sent);
    CHECK(connected.error().cause() == std::errc::connection_refused);
}

TEST_CASE("blocking_socket: connecting to an unresponsive server ends at the deadline", "[execution]") {
    SECTION("TCP") {
        listener server(0);
        std::vector<blocking_socket> waiting;
        result<blocking_socket> connected;
        deadline until;
        do {
            until = in(30ms);
            connected = blocking_socket::connect(connected_pair::address_of(server), {}, until);
            if (connected) waiting.push_back(std::move(*connected));
        } while (connected && waiting.size() < 100);
        REQUIRE_FALSE(connected);
        CHECK(connected.error() == errc::timeout);
        CHECK(std::chrono::steady_clock::now() >= until.time());
    }
    SECTION("Unix") {
        listener server(test::fresh_path(), 0);
        const auto address = *socket_address::local(server.endpoint().path());
        std::vector<blocking_socket> waiting;
        result<blocking_socket> connected;
        deadline until;
        const signal_storm storm;
        do {
            until = in(30ms);
            connected = blocking_socket::connect(address, {}, until);
            if (connected) waiting.push_back(std::move(*connected));
        } while (connected && waiting.size() < 100);
        REQUIRE_FALSE(connected);
        CHECK(connected.error() == errc::timeout);
        CHECK(std::chrono::steady_clock::now() >= until.time() - 1ms);
    }
}

TEST_CASE("blocking_socket: the error of a path without a server has the cause", "[execution]") {
    SECTION("no file") {
        const auto connected = blocking_socket::connect(*socket_address::local("/nonexistent/redis.sock"), {}, in(5s));
        REQUIRE_FALSE(connected);
        CHECK(connected.error().cause() == std::errc::no_such_file_or_directory);
    }
    SECTION("no listener") {
        const std::string path = test::fresh_path();
        const descriptor bound(::socket(AF_UNIX, SOCK_STREAM, 0));
        const auto address = *socket_address::local(path);
        REQUIRE(::bind(*bound, address.data(), address.size()) == 0);
        const auto connected = blocking_socket::connect(address, {}, deadline::never());
        ::unlink(path.c_str());
        REQUIRE_FALSE(connected);
        CHECK(connected.error().cause() == std::errc::connection_refused);
    }
}

TEST_CASE("blocking_socket: works over a Unix socket", "[execution]") {
    listener server(test::fresh_path());
    auto client = blocking_socket::connect(*socket_address::local(server.endpoint().path()), {}, in(5s));
    REQUIRE(client);
    const descriptor peer = server.accept();
    auto until = in(5s);

    REQUIRE(client->write("ping", until).get());

    CHECK(peer.receive(4) == "ping");
}

TEST_CASE("blocking_socket: sets the socket options", "[execution]") {
    const auto value = [](const blocking_socket& socket, int level, int name) {
        int number = -1;
        socklen_t size = sizeof number;
        ::getsockopt(socket.native_handle(), level, name, &number, &size);
        return number;
    };

    SECTION("defaults") {
        const connected_pair both;
        CHECK(value(both.client, IPPROTO_TCP, TCP_NODELAY) == 1);
        CHECK(value(both.client, SOL_SOCKET, SO_KEEPALIVE) == 1);
        CHECK(value(both.client, IPPROTO_TCP, TCP_KEEPIDLE) == 30);
        CHECK(value(both.client, IPPROTO_TCP, TCP_KEEPINTVL) == 5);
        CHECK(value(both.client, IPPROTO_TCP, TCP_KEEPCNT) == 3);
        CHECK(value(both.client, IPPROTO_TCP, TCP_USER_TIMEOUT) == 15'000);
    }
    SECTION("custom options") {
        const connected_pair both(socket_options{.no_delay = false, .keepalive = false, .user_timeout = 0ms});
        CHECK(value(both.client, IPPROTO_TCP, TCP_NODELAY) == 0);
        CHECK(value(both.client, SOL_SOCKET, SO_KEEPALIVE) == 0);
        CHECK(value(both.client, IPPROTO_TCP, TCP_USER_TIMEOUT) == 0);
    }
    SECTION("the error names a rejected option") {
        listener server;
        const auto connected =
            blocking_socket::connect(connected_pair::address_of(server), {.keepalive_idle = 100'000s}, in(5s));
        REQUIRE_FALSE(connected);
        CHECK(connected.error() == errc::invalid_argument);
        CHECK(connected.error().text() == "the system rejects the socket option keepalive_idle");
    }
}

TEST_CASE("blocking_socket: no descriptor leaks", "[execution]") {
    const auto before = open_descriptors();
    {
        listener server;
        const auto address = connected_pair::address_of(server);
        for (int count = 0; count < 50; ++count) {
            auto client = blocking_socket::connect(address, {}, in(5s));
            REQUIRE(client);
            const auto peer = server.accept();
        }
        server.close();
        for (int count = 0; count < 50; ++count) CHECK_FALSE(blocking_socket::connect(address, {}, in(5s)));
    }
    CHECK(open_descriptors() == before);
}
