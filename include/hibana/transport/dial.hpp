// SPDX-License-Identifier: BSL-1.0
/// \file  How a socket is connected to an endpoint: its addresses in order, until one answers.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace hibana::detail {

/// The part of the time that the next address may take where `others` are to be tried after it: an address that
/// swallows packets leaves them their share.
template <class Execution>
[[nodiscard]] deadline share(Execution& execution, deadline until, std::size_t others) {
    if (others == 0 || until.is_never()) return until.settled();
    const time_point now = execution.now();
    return deadline::after((until.time() - now) / static_cast<duration::rep>(others + 1), now);
}

/// A socket of the execution, connected to one of the addresses of `where`. The error of the last one is given; where
/// there were several, its text has them all.
template <class Execution>
auto dial(Execution& execution, endpoint where, socket_options options, deadline until)
    -> task_of<Execution, result<typename Execution::socket>> {
    if (where.is_local()) {
        const auto address = socket_address::local(where.path());
        if (!address)
            co_return error(errc::invalid_argument, fate::not_sent,
                            "the path of a Unix socket has 1 to " + std::to_string(socket_address::longest_path) +
                                " characters and no zero byte")
                .with_endpoint(where.text());
        auto connected = co_await execution.connect(*address, options, until);
        if (!connected) connected.error().with_endpoint(where.text());
        co_return connected;
    }

    auto addresses = co_await execution.resolve(where.host(), where.port(), until);
    until.settle();
    if (!addresses) co_return std::move(addresses).error().with_endpoint(where.text());

    std::string tried;
    std::size_t others = addresses->size();
    for (const socket_address& address : *addresses) {
        auto connected = co_await execution.connect(address, options, share(execution, until, --others));
        if (connected) co_return connected;
        error& failure = connected.error();
        if (addresses->size() > 1) {
            tried += tried.empty() ? "tried " : ", ";
            tried += address.where().host();
            tried += " (" + (failure.cause() ? failure.cause().message() : std::string(describe(failure.condition()))) + ')';
        }
        if (others == 0 || failure == errc::cancelled) {
            if (tried.empty()) co_return std::move(failure).with_endpoint(where.text());
            co_return error(failure.condition(), fate::not_sent, tried).with_endpoint(where.text()).with_cause(failure.cause());
        }
    }
    co_return error(errc::resolve_failed, fate::not_sent, "the host name has no address").with_endpoint(where.text());
}

}  // namespace hibana::detail
