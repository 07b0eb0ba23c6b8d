// SPDX-License-Identifier: BSL-1.0
/// \file  A real server for one test: started on a private socket, ready when it is constructed, gone with the test.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace hibana::test {

/// The PEM texts that a TLS server is started with.
struct tls_identity {
    std::string certificate;
    std::string key;
    std::string authority;        ///< what the certificates of clients are checked against
    bool ask_for_client = false;  ///< refuse a client that shows no certificate
};

struct server_options {
    bool tcp = false;                    ///< also listen on a free port of 127.0.0.1
    std::optional<tls_identity> tls{};   ///< listen with TLS on a free port of 127.0.0.1
    std::string password{};              ///< of the user "default"; none if empty
    std::vector<std::string> settings{}; ///< lines of the configuration file, after ours
    bool cluster = false;                ///< be the node of a cluster, with `tcp`
    bool sentinel = false;               ///< watch other servers, as `settings` say, and keep nothing
};

/// A server process, listening on a Unix socket in a folder that only this user can enter.
///
/// It is stopped by the destructor, and by the kernel when this process ends in any other way. For one thread at a time, any thread.
class server {
public:
    /// Starts the program that HIBANA_TEST_SERVER names and waits until it answers; throws std::runtime_error with the end of its log.
    explicit server(server_options options = {});
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    ~server();

    const std::string& socket_path() const { return socket_path_; }
    std::uint16_t port() const { return port_; }         ///< 0 unless `tcp` was asked for
    std::uint16_t tls_port() const { return tls_port_; } ///< 0 unless `tls` was asked for
    std::string url() const;                             ///< "redis://127.0.0.1:port", or "unix:///path" without a port
    ::pid_t process() const { return process_; }
    bool is_running() const;

    /// The private folder, removed by the destructor: a place for more files.
    const std::string& folder() const { return folder_; }

    void kill();     ///< as by a power cut: connections are reset, nothing is saved
    void start();    ///< again on the same socket and ports; no effect while it runs
    void restart();  ///< `kill` and `start`

    /// Suspends the process until `resume`: connections stay open, and no reply is sent.
    void suspend();
    void resume();

private:
    void launch();
    bool has_ended_within(int milliseconds) const;
    void send(int signal) const;
    bool answers() const;
    std::string end_of_log() const;

    server_options options_;
    std::string folder_;
    std::string socket_path_;
    std::uint16_t port_ = 0;
    std::uint16_t tls_port_ = 0;
    std::uint16_t bus_port_ = 0;
    ::pid_t process_ = -1;
    int handle_ = -1;      // what names the process for as long as it is open, also after its end
    std::thread watcher_;  // the kernel ties the process to the thread that forked it; this one stays as long as the process
};

/// The program that the servers of this test process are made from: HIBANA_TEST_SERVER, or the redis-7 of this build.
std::string server_program();

/// The name of this server in the tests, from its folder: "valkey-8".
std::string server_name();

/// Why there is no such program; nothing if there is one.
std::optional<std::string> no_server();

/// The path of a module that came with the program (`redisearch`), for `loadmodule`; nothing if there is none.
std::optional<std::string> server_module(std::string_view name);

/// The name and the release of the server: "redis", 7, 0, 15.
struct server_release {
    std::string name;
    int major = 0, minor = 0, patch = 0;

    /// True for at least this release of Redis, or at least that of Valkey.
    bool at_least(int redis_major, int redis_minor, int valkey_major, int valkey_minor) const;
};
const server_release& release();

}  // namespace hibana::test
