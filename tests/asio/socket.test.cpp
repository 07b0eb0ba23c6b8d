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

// Reads byte by byte until there is an error, which it gives.
flow_task<error> read_on(asio_execution<> execution, socket_address where, std::string& read) {
    deadline soon = deadline::at(execution.now() + 5s);
    auto opened = co_await execution.connect(where, socket_options(), soon);
    if (!opened) co_return std::move(opened).error();
    for (char byte[1];;) {
        auto some = co_await opened->read_some(byte, soon);
        if (!some) co_return std::move(some).error();
        read.append(byte, *some);
    }
}

}  // namespace

TEST_CASE("asio_socket: who is told to read no more is told, also where bytes have come in that moment", "[session]") {
    listener server;
    asio::io_context loop;
    asio_execution<> execution(loop.get_executor());
    detail::task_handle running;
    std::string read;
    error ended;
    detail::start_flow(running, read_on(execution, *socket_address::numeric("127.0.0.1", server.port()), read),
                       [&](error why) { ended = std::move(why); });
    const descriptor peer = server.accept();
    peer.send_all("ab");
    while (read.empty()) loop.run_one();
    running.interrupt();  // the second byte has been read too, and its handler waits for its turn
    loop.run();
    CHECK(read == "ab");
    CHECK(ended == errc::cancelled);
}
