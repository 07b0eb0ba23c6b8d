// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/socket.hpp>

#include <hibana/asio/execution.hpp>

#include "catch.hpp"
#include "transport/listener.hpp"

#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::test::descriptor;
using hibana::test::listener;

namespace {

// Reads byte by byte until an error occurs, and returns it.
flow_task<error> read_until_error(asio_execution<> execution, socket_address address, std::string& read) {
    deadline soon = deadline::at(execution.now() + 5s);
    auto opened = co_await execution.connect(address, socket_options(), soon);
    if (!opened) co_return std::move(opened).error();
    for (char byte[1];;) {
        auto some = co_await opened->read_some(byte, soon);
        if (!some) co_return std::move(some).error();
        read.append(byte, *some);
    }
}

}  // namespace

TEST_CASE("asio_socket: a cancelled read reports the cancellation even if bytes arrived at the same time", "[asio]") {
    listener server;
    asio::io_context loop;
    asio_execution<> execution(loop.get_executor());
    detail::task_handle running;
    std::string read;
    error outcome;
    detail::start_flow(running, read_until_error(execution, *socket_address::numeric("127.0.0.1", server.port()), read),
                       [&](error err) { outcome = std::move(err); });
    const descriptor peer = server.accept();
    peer.send_all("ab");
    while (read.empty()) loop.run_one();
    running.interrupt();  // the second byte has been read too, and its handler is queued
    loop.run();
    CHECK(read == "ab");
    CHECK(outcome == errc::cancelled);
}
