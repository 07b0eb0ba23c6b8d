// SPDX-License-Identifier: BSL-1.0
/// \file  How a test's server is started, waited for and stopped.
#include "support/server.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <future>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <utility>

#ifndef HIBANA_TEST_SERVERS
#define HIBANA_TEST_SERVERS ""
#endif

namespace hibana::test {
namespace {

using std::chrono::steady_clock;

constexpr auto timeout = std::chrono::seconds(20);
constexpr int tick_in_milliseconds = 2;
constexpr int attempts_to_get_a_port = 5;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

struct descriptor {
    int number;
    explicit descriptor(int opened) : number(opened) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (number >= 0) ::close(number);
    }
};

// A port that was free a moment ago. Another process may take it first; then the server ends at once and is started on another.
std::uint16_t free_port() {
    const descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(probe.number, reinterpret_cast<sockaddr*>(&address), size) != 0) fail("bind 127.0.0.1");
    if (::getsockname(probe.number, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
    return ntohs(address.sin_port);
}

void write_file(const std::string& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) fail("write " + path);
}

server_release parse_release(const std::string& text) {
    server_release found;
    found.name = text.starts_with("Valkey") ? "valkey" : "redis";
    const auto version = text.find("v=");
    if (version == std::string::npos
        || std::sscanf(text.c_str() + version, "v=%d.%d.%d", &found.major, &found.minor, &found.patch) < 2)
        throw std::runtime_error(server_program() + " --version says no version: " + text);
    return found;
}

}  // namespace

std::string server_program() {
    const char* named = std::getenv("HIBANA_TEST_SERVER");
    return named != nullptr && *named != '\0' ? named : HIBANA_TEST_SERVERS "/redis-7/redis-server";
}

std::string server_name() {
    return std::filesystem::path(server_program()).parent_path().filename().string();
}

std::optional<std::string> no_server() {
    const auto program = server_program();
    if (::access(program.c_str(), X_OK) == 0) return std::nullopt;
    std::ifstream file(std::filesystem::path(program).parent_path() / "why");
    std::string reason;
    if (std::getline(file, reason)) return reason;
    return "there is no " + program + "; ./dev test gets it";
}

std::optional<std::string> server_module(std::string_view name) {
    auto path = std::filesystem::path(server_program()).parent_path() / name;
    path += ".so";
    if (!std::filesystem::exists(path)) return std::nullopt;
    return path.string();
}

const server_release& release() {
    static const server_release found = [] {
        std::string command = "'";
        command += server_program();
        command += "' --version";
        std::FILE* output = ::popen(command.c_str(), "r");
        if (output == nullptr) fail(command);
        std::array<char, 256> line{};
        const bool any = std::fgets(line.data(), static_cast<int>(line.size()), output) != nullptr;
        ::pclose(output);
        return parse_release(any ? line.data() : "");
    }();
    return found;
}

bool server_release::at_least(int redis_major, int redis_minor, int valkey_major, int valkey_minor) const {
    return std::pair(major, minor)
           >= (name == "valkey" ? std::pair(valkey_major, valkey_minor) : std::pair(redis_major, redis_minor));
}

server::server(server_options options) : options_(std::move(options)) {
    // The path of a Unix socket has at most 107 bytes, so the folder is not under the build folder, which may be deep.
    const char* temporary = std::getenv("TMPDIR");
    folder_ = std::string(temporary != nullptr && std::strlen(temporary) < 64 ? temporary : "/tmp") + "/hibana-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) fail("mkdtemp " + folder_);
    socket_path_ = folder_ + "/socket";
    try {
        if (options_.tls) {
            write_file(folder_ + "/certificate.pem", options_.tls->certificate);
            write_file(folder_ + "/key.pem", options_.tls->key);
            write_file(folder_ + "/authority.pem", options_.tls->authority);
        }
        for (int attempt = 1;; ++attempt) {
            if (options_.tcp) port_ = free_port();
            if (options_.tls) tls_port_ = free_port();
            if (options_.cluster) bus_port_ = free_port();
            try {
                start();
                break;
            } catch (const std::runtime_error& error) {
                const bool taken = std::string_view(error.what()).find("in use") != std::string_view::npos;
                if (!taken || attempt == attempts_to_get_a_port) throw;
            }
        }
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
        throw;
    }
}

server::~server() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string server::url() const {
    return port_ != 0 ? "redis://127.0.0.1:" + std::to_string(port_) : "unix://" + socket_path_;
}

bool server::is_running() const {
    return process_ > 0 && !has_ended_within(0);
}

bool server::has_ended_within(int milliseconds) const {
    pollfd event{handle_, POLLIN, 0};
    return ::poll(&event, 1, milliseconds) == 1;
}

void server::send(int signal) const {
    ::syscall(SYS_pidfd_send_signal, handle_, signal, nullptr, 0u);
}

void server::start() {
    if (process_ > 0) return;
    launch();
    const auto end = steady_clock::now() + timeout;
    while (!answers()) {
        const bool ended = has_ended_within(tick_in_milliseconds);
        if (!ended && steady_clock::now() < end) continue;
        kill();
        throw std::runtime_error(server_program() + (ended ? " ended at once:\n" : " does not answer:\n") + end_of_log());
    }
}

void server::kill() {
    if (process_ <= 0) return;
    send(SIGKILL);
    watcher_.join();
    ::close(handle_);
    process_ = -1;
    ::unlink(socket_path_.c_str());
}

void server::restart() {
    kill();
    start();
}

void server::suspend() {
    send(SIGSTOP);
    siginfo_t stopped;
    while (::waitid(P_PID, static_cast<id_t>(process_), &stopped, WSTOPPED | WNOWAIT) < 0 && errno == EINTR) {}
}

void server::resume() {
    send(SIGCONT);
}

void server::launch() {
    std::string settings = "unixsocket " + socket_path_ + "\nunixsocketperm 700\nbind 127.0.0.1\nport " + std::to_string(port_)
                           + "\ndir " + folder_ + "\nlogfile " + folder_ + "/log\nsave \"\"\nappendonly no\ndaemonize no\n";
    if (options_.tls) {
        settings += "tls-port " + std::to_string(tls_port_) + "\ntls-cert-file " + folder_ + "/certificate.pem\ntls-key-file " + folder_
                    + "/key.pem\ntls-ca-cert-file " + folder_ + "/authority.pem\ntls-auth-clients "
                    + (options_.tls->ask_for_client ? "yes\n" : "no\n");
    }
    if (!options_.password.empty()) settings += "requirepass \"" + options_.password + "\"\n";
    if (options_.cluster) settings += "cluster-enabled yes\ncluster-port " + std::to_string(bus_port_) + "\n";
    for (const auto& line : options_.settings) settings += line + '\n';
    const std::string file = folder_ + "/settings";
    write_file(file, settings);

    const std::string program = server_program();
    const std::string log = folder_ + "/log";
    const char* const mode = options_.sentinel ? "--sentinel" : nullptr;
    const ::pid_t parent = ::getpid();
    // Signals are for the threads of the test: the watcher takes none, and the server has the mask that the test had.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::promise<std::pair<::pid_t, int>> started;
    watcher_ = std::thread([&started, program, log, file, mode, parent, before] {
        const ::pid_t process = ::fork();
        if (process == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() != parent) ::_exit(127);  // the test died between fork and prctl
            ::sigprocmask(SIG_SETMASK, &before, nullptr);
            ::dup2(::open("/dev/null", O_RDONLY), 0);
            ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), 1);
            ::dup2(1, 2);
            ::syscall(SYS_close_range, 3u, ~0u, 0u);  // the sockets of the test are not the server's
            ::execl(program.c_str(), "redis-server", file.c_str(), mode, static_cast<char*>(nullptr));
            ::_exit(127);
        }
        started.set_value({process, static_cast<int>(::syscall(SYS_pidfd_open, process, 0))});
        while (process > 0 && ::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {}
    });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    std::tie(process_, handle_) = started.get_future().get();
    if (process_ > 0 && handle_ >= 0) return;
    watcher_.join();
    fail("fork");
}

// An answer of any kind but -LOADING: a server that asks for a password is ready too.
bool server::answers() const {
    const descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_path_.size() >= sizeof address.sun_path) throw std::runtime_error("too long for a Unix socket: " + socket_path_);
    std::memcpy(address.sun_path, socket_path_.c_str(), socket_path_.size() + 1);
    if (::connect(connection.number, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
    constexpr std::string_view ping = "PING\r\n";
    if (::send(connection.number, ping.data(), ping.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(ping.size())) return false;
    pollfd event{connection.number, POLLIN, 0};
    std::array<char, 64> reply{};
    if (::poll(&event, 1, 1000) != 1) return false;
    const auto received = ::recv(connection.number, reply.data(), reply.size(), 0);
    return received > 0 && !std::string_view(reply.data(), static_cast<std::size_t>(received)).starts_with("-LOADING");
}

std::string server::end_of_log() const {
    std::ifstream file(folder_ + "/log");
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    constexpr std::size_t enough = 2000;
    return text.size() > enough ? text.substr(text.size() - enough) : text;
}

}  // namespace hibana::test
