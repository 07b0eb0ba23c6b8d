// SPDX-License-Identifier: BSL-1.0
/// \file  Connecting a socket to an endpoint: tries its addresses in order.
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

/// The addresses of an endpoint, and the errors of the attempts to connect to them.
class connect_attempts {
public:
    [[gnu::cold, gnu::noinline]] explicit connect_attempts(const endpoint& to) : endpoint_(to) {
        if (!to.is_local()) return;
        if (const auto address = socket_address::local(to.path())) addresses_.add(*address);
        else
            last_error_ = error(errc::invalid_argument, fate::not_sent,
                          {"the path of a Unix socket must have 1 to ", decimal(socket_address::max_path_length),
                           " characters and no zero byte"});
    }

    /// Sets the result of the name lookup.
    [[gnu::cold, gnu::noinline]] void set_addresses(const result<address_list>& found, deadline& until) {
        until.invalidate_cached_now();  // the lookup took some time
        if (found) addresses_ = *found;
        else last_error_ = found.error();
    }

    /// The next address to try; null if there is none.
    [[nodiscard]] const socket_address* next() const noexcept {
        return tried_ < addresses_.size() && !(last_error_ == errc::cancelled) ? &addresses_[tried_] : nullptr;
    }

    /// Deadline of the next attempt: the remaining time divided by the remaining addresses, so that an address that drops packets leaves
    /// time for the others.
    template <class Execution> [[nodiscard, gnu::cold]] deadline attempt_deadline(Execution& execution, deadline until) const {
        const auto left = static_cast<duration::rep>(addresses_.size() - tried_);
        if (left == 1 || until.is_never()) return until.without_cached_now();
        const time_point now = execution.now();
        return deadline::after((until.time() - now) / left, now);
    }

    [[gnu::cold, gnu::noinline]] void record_failure(error err) {
        const std::error_code cause = err.cause();
        const std::string reason = cause ? cause.message() : std::string();
        failures_ = error(errc::none, fate::not_sent,
                          {failures_.text(), tried_ == 0 ? "" : ", ", addresses_[tried_].endpoint().host(), " (",
                           reason.empty() ? describe(err.condition()) : reason, ")"});
        ++tried_;
        last_error_ = std::move(err);
    }

    /// The last error; if several addresses were tried, its text lists all failures.
    [[gnu::cold, gnu::noinline]] error final_error() {
        if (!last_error_) last_error_ = error(errc::resolve_failed, fate::not_sent, "the host name has no address");
        if (tried_ > 1)
            last_error_ = error(last_error_.condition(), fate::not_sent, {"tried ", failures_.text()}).with_cause(last_error_.cause());
        return last_error_.with_endpoint(endpoint_.text());
    }

private:
    const endpoint& endpoint_;
    address_list addresses_;
    std::size_t tried_ = 0;
    error failures_;  // its text lists the failed attempts
    error last_error_;
};

/// Connects a socket of the execution to one of the addresses of `to`, which are tried in order.
template <class Execution>
[[gnu::cold]] auto dial(Execution& execution, const endpoint& to, socket_options options, deadline until)
    -> task_of<Execution, result<typename Execution::socket>> {
    connect_attempts attempts(to);
    if (!to.is_local()) {
        auto found = co_await execution.resolve(to.host(), to.port(), until);
        attempts.set_addresses(found, until);
    }
    while (const socket_address* const address = attempts.next()) {
        auto connected = co_await execution.connect(*address, options, attempts.attempt_deadline(execution, until));
        if (connected) co_return std::move(connected);
        attempts.record_failure(std::move(connected).error());
    }
    co_return attempts.final_error();
}

}  // namespace hibana::detail
