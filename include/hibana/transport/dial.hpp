// SPDX-License-Identifier: BSL-1.0
/// \file  How a socket is connected to an endpoint: its addresses in order, until one answers.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/core/text.hpp>
#include <hibana/transport/address_list.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace hibana::detail {

/// The addresses of an endpoint that are to be tried, and what came of those that were.
class dial_attempts {
public:
    [[gnu::cold, gnu::noinline]] explicit dial_attempts(const endpoint& where) : where_(where) {
        if (!where.is_local()) return;
        if (const auto address = socket_address::local(where.path())) addresses_.add(*address);
        else
            last_ = error(errc::invalid_argument, fate::not_sent,
                          {"the path of a Unix socket has 1 to ", decimal(socket_address::max_path_length), " characters and no zero byte"});
    }

    /// Takes what a name lookup has found.
    [[gnu::cold, gnu::noinline]] void take(const result<address_list>& found, deadline& until) {
        until.settle();  // the lookup took its time
        if (found) addresses_ = *found;
        else last_ = found.error();
    }

    /// The next address; null where none is left.
    [[nodiscard]] const socket_address* next() const noexcept {
        return tried_ < addresses_.size() && !(last_ == errc::cancelled) ? &addresses_[tried_] : nullptr;
    }

    /// The part of the time that the next address may take: one that swallows packets leaves the others their share.
    template <class Execution> [[nodiscard, gnu::cold]] deadline share(Execution& execution, deadline until) const {
        const auto left = static_cast<duration::rep>(addresses_.size() - tried_);
        if (left == 1 || until.is_never()) return until.settled();
        const time_point now = execution.now();
        return deadline::after((until.time() - now) / left, now);
    }

    [[gnu::cold, gnu::noinline]] void note(error failure) {
        const std::error_code cause = failure.cause();
        const std::string why = cause ? cause.message() : std::string();
        failures_ = error(errc::none, fate::not_sent,
                          {failures_.text(), tried_ == 0 ? "" : ", ", addresses_[tried_].endpoint().host(), " (",
                           why.empty() ? describe(failure.condition()) : why, ")"});
        ++tried_;
        last_ = std::move(failure);
    }

    /// The last error; where several addresses were tried, its text has them all.
    [[gnu::cold, gnu::noinline]] error verdict() {
        if (!last_) last_ = error(errc::resolve_failed, fate::not_sent, "the host name has no address");
        if (tried_ > 1) last_ = error(last_.condition(), fate::not_sent, {"tried ", failures_.text()}).with_cause(last_.cause());
        return last_.with_endpoint(where_.text());
    }

private:
    const endpoint& where_;
    address_list addresses_;
    std::size_t tried_ = 0;
    error failures_;  // its text: what was tried
    error last_;
};

/// A socket of the execution, connected to one of the addresses of `where`, which are tried in order.
template <class Execution>
[[gnu::cold]] auto dial(Execution& execution, const endpoint& where, socket_options options, deadline until)
    -> task_of<Execution, result<typename Execution::socket>> {
    dial_attempts attempts(where);
    if (!where.is_local()) {
        auto found = co_await execution.resolve(where.host(), where.port(), until);
        attempts.take(found, until);
    }
    while (const socket_address* const address = attempts.next()) {
        auto connected = co_await execution.connect(*address, options, attempts.share(execution, until));
        if (connected) co_return std::move(connected);
        attempts.note(std::move(connected).error());
    }
    co_return attempts.verdict();
}

}  // namespace hibana::detail
