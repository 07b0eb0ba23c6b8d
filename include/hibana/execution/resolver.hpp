// SPDX-License-Identifier: BSL-1.0
/// \file  Which addresses a host name has, asked of the system and bounded by a deadline.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/ref_count.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/text.hpp>
#include <hibana/transport/address_list.hpp>
#include <hibana/transport/socket_address.hpp>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <netdb.h>
#include <new>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace hibana {

namespace detail {
class resolver_category_type final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "resolver"; }
    [[nodiscard]] std::string message(int value) const override { return detail::joined({::gai_strerror(value)}); }
};
}  // namespace detail

/// The category of what getaddrinfo returns; its name is "resolver".
[[nodiscard]] inline const std::error_category& resolver_category() noexcept {
    static const detail::resolver_category_type category;
    return category;
}

/// Looks names up as the system does (hosts file, DNS and what else is configured), anew at each call.
///
/// The system's lookup cannot be given a deadline, so that it runs in a thread of its own where there is one. A lookup that
/// the deadline abandons ends by itself later, and holds nothing but its own memory. A numeric address asks nobody.
class resolver {
public:
    /// What asks the system; the default is `::getaddrinfo`.
    using lookup_function = int (*)(const char* host, const char* service, const addrinfo* hints, addrinfo** found);

    /// No more lookups than these are under way in the process at once: a name service that does not answer may not
    /// collect threads.
    static constexpr unsigned max_concurrent_lookups = 64;

    /// The addresses of `host`, in the order to try them, at least one.
    [[nodiscard, gnu::cold, gnu::noinline]] static result<address_list> resolve(std::string_view host, std::uint16_t port, deadline until,
                                                   lookup_function lookup = &::getaddrinfo) {
        if (const auto numeric = socket_address::numeric(host, port)) return address_list{*numeric};
        if (host.empty() || host.find('\0') != std::string_view::npos)
            return error(errc::invalid_argument, fate::not_sent, "the host name is empty or holds a zero byte");
        if (until.is_never()) {
            request asked{host, lookup};
            asked.run();
            return asked.take(port);
        }
        return resolve_in_thread(host, port, until, lookup);
    }

private:
    struct request {
        std::string host;
        lookup_function lookup;
        addrinfo* found = nullptr;
        int status = 0;
        int system_error = 0;

        request(std::string_view name, lookup_function function) : host(detail::joined({name})), lookup(function) {}
        request(const request&) = delete;
        request& operator=(const request&) = delete;
        ~request() {
            if (found != nullptr) ::freeaddrinfo(found);
        }

        void run() noexcept {
            addrinfo hints{};
            hints.ai_family = AF_UNSPEC;
            hints.ai_socktype = SOCK_STREAM;
            status = lookup(host.c_str(), nullptr, &hints, &found);
            if (status == EAI_SYSTEM) system_error = errno;
        }

        [[gnu::cold, gnu::noinline]] result<address_list> take(std::uint16_t port) const {
            if (status != 0)
                return error(errc::resolve_failed)
                    .with_cause(status == EAI_SYSTEM ? std::error_code(system_error, std::system_category())
                                                     : std::error_code(status, resolver_category()));
            address_list all;
            for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
                if (each->ai_family != AF_INET && each->ai_family != AF_INET6) continue;
                socket_address address(each->ai_addr, each->ai_addrlen);
                address.set_port(port);
                all.add(address);
            }
            if (all.empty()) return error(errc::resolve_failed, fate::not_sent, "the host name has no address");
            return all;
        }
    };

    // Shared by the caller and the thread; whoever lets go last deletes it.
    class lookup_in_thread {
    public:
        lookup_in_thread(std::string_view host, lookup_function lookup) : request_(host, lookup) {
            owners_.add();
            pthread_condattr_t attributes;
            ::pthread_condattr_init(&attributes);
            ::pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
            ::pthread_cond_init(&is_done_, &attributes);
            ::pthread_condattr_destroy(&attributes);
        }
        lookup_in_thread(const lookup_in_thread&) = delete;
        lookup_in_thread& operator=(const lookup_in_thread&) = delete;
        ~lookup_in_thread() {
            ::pthread_cond_destroy(&is_done_);
            ::pthread_mutex_destroy(&mutex_);
        }

        /// Zero, or the error for which no thread could be started; then nothing is shared.
        [[gnu::cold, gnu::noinline]] int start() {
            // the program's signal handlers run in the program's threads
            sigset_t all, before;
            ::sigfillset(&all);
            ::pthread_sigmask(SIG_SETMASK, &all, &before);
            pthread_t thread;
            const int status = ::pthread_create(&thread, nullptr, &lookup_in_thread::run, this);
            ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
            if (status == 0) ::pthread_detach(thread);
            return status;
        }

        /// Waits until the lookup is done or the deadline has come, and lets go.
        [[gnu::cold, gnu::noinline]] result<address_list> finish(std::uint16_t port, deadline until) {
            const let_go_at_end owner{this};
            const duration time = until.time().time_since_epoch();
            const duration since_start = time > duration::zero() ? time : duration::zero();
            const timespec when{static_cast<std::time_t>(since_start.count() / 1'000'000'000),
                                static_cast<long>(since_start.count() % 1'000'000'000)};
            ::pthread_mutex_lock(&mutex_);
            while (!done_ && ::pthread_cond_timedwait(&is_done_, &mutex_, &when) != ETIMEDOUT) {}
            const bool done = done_;
            ::pthread_mutex_unlock(&mutex_);
            if (!done) return error(errc::timeout, fate::not_sent, "the name lookup took too long");
            return request_.take(port);
        }

    private:
        struct let_go_at_end {
            lookup_in_thread* shared;
            ~let_go_at_end() { shared->let_go(); }
        };

        [[gnu::cold]] static void* run(void* self) {
            auto& shared = *static_cast<lookup_in_thread*>(self);
            shared.request_.run();
            ::pthread_mutex_lock(&shared.mutex_);
            shared.done_ = true;
            ::pthread_cond_signal(&shared.is_done_);
            ::pthread_mutex_unlock(&shared.mutex_);
            count_lookup(-1);
            shared.let_go();
            return nullptr;
        }
        void let_go() {
            if (owners_.drop()) delete this;
        }

        pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
        pthread_cond_t is_done_;
        detail::holders owners_;
        bool done_ = false;
        request request_;
    };

    /// Counts one lookup more or less that is under way, and gives how many there are then.
    static int count_lookup(int difference) noexcept {
        static int under_way = 0;
        return __atomic_add_fetch(&under_way, difference, __ATOMIC_RELAXED);
    }

    [[gnu::cold, gnu::noinline]] static result<address_list> resolve_in_thread(std::string_view host, std::uint16_t port, deadline until,
                                               lookup_function lookup) {
        auto* shared = new lookup_in_thread(host, lookup);
        if (count_lookup(1) > static_cast<int>(max_concurrent_lookups)) {
            delete shared;
            count_lookup(-1);
            return error(errc::resolve_failed, fate::not_sent, "too many name lookups are still without an answer");
        }
        if (const int status = shared->start()) {
            delete shared;
            count_lookup(-1);
            return error(errc::resolve_failed, fate::not_sent, "no thread could be started for the name lookup")
                .with_cause(std::error_code(status, std::system_category()));
        }
        return shared->finish(port, until);
    }
};

}  // namespace hibana
