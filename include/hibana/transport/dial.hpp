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

/// Why none of the addresses of an endpoint could be reached.
class dial_failures {
public:
    [[gnu::cold, gnu::noinline]] void note(const socket_address& address, error failure) {
        if (!tried_.empty()) tried_ += ", ";
        tried_ += address.where().host();
        tried_ += " (";
        tried_ += failure.cause() ? failure.cause().message() : std::string(describe(failure.condition()));
        tried_ += ')';
        last_ = std::move(failure);
        ++count_;
    }

    /// The error of the last address; where there were several, its text has them all.
    [[gnu::cold, gnu::noinline]] error verdict(const endpoint& where) const {
        if (count_ == 0) return error(errc::resolve_failed, fate::not_sent, "the host name has no address").with_endpoint(where.text());
        error last = last_;
        if (count_ > 1) last = error(last_.condition(), fate::not_sent, "tried " + tried_).with_cause(last_.cause());
        return last.with_endpoint(where.text());
    }

private:
    std::string tried_;
    error last_;
    unsigned count_ = 0;
};

[[gnu::cold, gnu::noinline]] inline error no_path(const endpoint& where) {
    return error(errc::invalid_argument, fate::not_sent,
                 "the path of a Unix socket has 1 to " + std::to_string(socket_address::longest_path) +
                     " characters and no zero byte")
        .with_endpoint(where.text());
}

[[gnu::cold, gnu::noinline]] inline error of_endpoint(error failure, const endpoint& where) {
    return std::move(failure.with_endpoint(where.text()));
}

/// A socket of the execution, connected to one of the addresses of `where`, which are tried in order.
template <class Execution>
[[gnu::cold]] auto dial(Execution& execution, endpoint where, socket_options options, deadline until)
    -> task_of<Execution, result<typename Execution::socket>> {
    if (where.is_local()) {
        const auto address = socket_address::local(where.path());
        if (!address) co_return no_path(where);
        auto connected = co_await execution.connect(*address, options, until);
        if (!connected) co_return of_endpoint(std::move(connected).error(), where);
        co_return connected;
    }

    auto addresses = co_await execution.resolve(where.host(), where.port(), until);
    until.settle();
    if (!addresses) co_return of_endpoint(std::move(addresses).error(), where);

    dial_failures failures;
    std::size_t others = addresses->size();
    for (const socket_address& address : *addresses) {
        auto connected = co_await execution.connect(address, options, share(execution, until, --others));
        if (connected) co_return connected;
        const bool gives_up = connected.error() == errc::cancelled;
        failures.note(address, std::move(connected).error());
        if (gives_up) break;
    }
    co_return failures.verdict(where);
}

}  // namespace hibana::detail
