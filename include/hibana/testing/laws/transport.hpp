// SPDX-License-Identifier: BSL-1.0
/// \file  Semantic requirements of transports and their streams.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/transport/transport.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace hibana::testing {

/// Calls `check(holds, sentence)` for every law of a transport, over one connection to its own endpoint, where a server
/// sends every byte back. The tasks of the execution are done when they return, as those of `blocking`.
template <class Execution, policy::transport Transport, class Check>
void transport_laws(Execution execution, const Transport& transport, Check&& check) {
    using stream = typename Transport::template stream<Execution>;
    static_assert(byte_stream<stream>, "the stream of the transport is no byte_stream; the notes name what it lacks");
    constexpr auto moment = std::chrono::milliseconds(10);
    const auto soon = [&] { return deadline::after(std::chrono::seconds(20), execution.now()); };
    char into[16];

    stream none;
    deadline until = soon();
    check(!none.is_open(), "a stream that was not opened is closed");
    none.close();
    none.close_after_fork();

    auto opened = transport.open(execution, transport.endpoint(), until).get();
    check(opened.has_value(), "the transport opens its own endpoint");
    if (!opened) return;
    stream first = std::move(*opened);
    check(first.is_open(), "an opened stream is open");
    stream talk = std::move(first);
    check(talk.is_open() && !first.is_open(), "a moved stream takes the connection along");
    check(!talk.is_readable(), "a stream on which nothing came is not readable");

    until = deadline::after(moment, execution.now());
    const auto silent = talk.read_some(into, until).get();
    check(!silent && silent.error() == errc::timeout, "a read on which nothing comes ends with a timeout");
    check(!silent && silent.error().fate() == fate::unknown, "the fate of what waits for a read is unknown");
    check(execution.now() >= until.time(), "no read ends before its deadline");
    const auto late = talk.read_some(into, until).get();
    check(!late && late.error() == errc::timeout, "after its deadline a read finds nothing");

    until = soon();
    check(talk.write("sent", until).get().has_value() && talk.write(" twice", until).get().has_value(), "a write succeeds");
    std::string received;
    result<std::size_t> some = std::size_t(1);
    some = talk.read_some(std::span(into, 1), until).get();
    check(some && *some == 1, "a read gives no more than there is room for, and no less than one byte");
    if (some) received.append(into, *some);
    while (some && received.size() < 10 && (some = talk.read_some(into, until).get())) {
        check(*some != 0, "no read gives nothing");
        received.append(into, *some);
    }
    check(received == "sent twice", "written bytes are received once, in order");
    check(talk.write(std::string_view(), until).get().has_value(), "writing nothing succeeds");

    talk.close();
    check(!talk.is_open(), "a stream is not open after close()");
    talk.close();
    talk.close_after_fork();
    const auto written = talk.write("x", until).get();
    check(!written && written.error() == errc::connection_closed, "writing to a closed stream fails");
    check(!written && written.error().fate() == fate::not_sent, "the fate of a write to a closed stream is not_sent");
    const auto read = talk.read_some(into, until).get();
    check(!read && read.error() == errc::connection_closed, "reading from a closed stream fails");
}

}  // namespace hibana::testing
