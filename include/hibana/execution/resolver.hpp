// SPDX-License-Identifier: BSL-1.0
/// \file  Name lookup by the system, with a deadline.
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
    [[nodiscard]] std::string message(int value) const override { return detail::concat({::gai_strerror(value)}); }
};
}  // namespace detail

/// The category of the error codes of getaddrinfo; its name is "resolver".
[[nodiscard]] inline const std::error_category& resolver_category() noexcept {
    static const detail::resolver_category_type category;
    return category;
}

/// Looks names up as the system does (hosts file, DNS, and other configured sources), without a cache.
///
/// The lookup of the system does not support deadlines, so with a deadline it runs in a separate thread. A lookup that is abandoned at
/// its deadline completes later, and owns only its own memory. A numeric address needs no lookup.
class resolver {
public:
    /// Signature of the lookup function; the default is `::getaddrinfo`.
    using lookup_function = int (*)(const char* host, const char* service, const addrinfo* hints, addrinfo** found);

    /// Limit of concurrent lookups in the process, so that an unresponsive name service does not accumulate threads.
    static constexpr unsigned max_concurrent_lookups = 64;

    /// Counts a lookup in a thread, of any execution; returns false if there are too many.
    static bool begin_lookup() noexcept {
        if (count_lookups(1) <= static_cast<int>(max_concurrent_lookups)) return true;
        count_lookups(-1);
        return false;
    }
    static void end_lookup() noexcept { count_lookups(-1); }
    [[gnu::cold]] static error too_many_lookups() {
        return error(errc::resolve_failed, fate::not_sent, "too many name lookups are pending");
    }

    /// The addresses of `host`, at least one, in order of preference.
    [[nodiscard, gnu::cold, gnu::noinline]] static result<address_list> resolve(std::string_view host, std::uint16_t port,
                                                                                deadline until,
                                                                                lookup_function lookup = &::getaddrinfo) {
        if (const auto numeric = socket_address::numeric(host, port)) return address_list{*numeric};
        if (host.empty() || host.find('\0') != std::string_view::npos)
            return error(errc::invalid_argument, fate::not_sent, "the host name is empty or contains a zero byte");
        if (until.is_never()) {
            request query{host, lookup};
            query.run();
            return query.addresses(port);
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

        request(std::string_view name, lookup_function function) : host(detail::concat({name})), lookup(function) {}
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

        [[gnu::cold, gnu::noinline]] result<address_list> addresses(std::uint16_t port) const {
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

    // Shared by the caller and the thread; deleted with the last reference.
    class lookup_in_thread {
    public:
        lookup_in_thread(std::string_view host, lookup_function lookup) : request_(host, lookup) {
            references_.add();
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

        /// Starts the thread. Returns zero, or an error number; then the thread has no reference.
        [[gnu::cold, gnu::noinline]] int start() {
            // signal handlers of the program must not run in this thread
            sigset_t all, before;
            ::sigfillset(&all);
            ::pthread_sigmask(SIG_SETMASK, &all, &before);
            pthread_t thread;
            const int status = ::pthread_create(&thread, nullptr, &lookup_in_thread::run, this);
            ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
            if (status == 0) ::pthread_detach(thread);
            return status;
        }

        /// Waits for the lookup until the deadline, then releases the reference of the caller.
        [[gnu::cold, gnu::noinline]] result<address_list> wait(std::uint16_t port, deadline until) {
            const release_at_exit guard{this};
            const duration time = until.time().time_since_epoch();
            const duration since_start = time > duration::zero() ? time : duration::zero();
            const timespec when{static_cast<std::time_t>(since_start.count() / 1'000'000'000),
                                static_cast<long>(since_start.count() % 1'000'000'000)};
            ::pthread_mutex_lock(&mutex_);
            while (!done_ && ::pthread_cond_timedwait(&is_done_, &mutex_, &when) != ETIMEDOUT) {}
            const bool done = done_;
            ::pthread_mutex_unlock(&mutex_);
            if (!done) return error(errc::timeout, fate::not_sent, "the name lookup took too long");
            return request_.addresses(port);
        }

    private:
        struct release_at_exit {
            lookup_in_thread* shared;
            ~release_at_exit() { shared->release(); }
        };

        [[gnu::cold]] static void* run(void* self) {
            auto& shared = *static_cast<lookup_in_thread*>(self);
            shared.request_.run();
            ::pthread_mutex_lock(&shared.mutex_);
            shared.done_ = true;
            ::pthread_cond_signal(&shared.is_done_);
            ::pthread_mutex_unlock(&shared.mutex_);
            end_lookup();
            shared.release();
            return nullptr;
        }
        void release() {
            if (references_.release()) delete this;
        }

        pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
        pthread_cond_t is_done_;
        detail::ref_count references_;
        bool done_ = false;
        request request_;
    };

    static int count_lookups(int difference) noexcept {
        static int concurrent = 0;
        return __atomic_add_fetch(&concurrent, difference, __ATOMIC_RELAXED);
    }

    [[gnu::cold, gnu::noinline]] static result<address_list> resolve_in_thread(std::string_view host, std::uint16_t port,
                                                                               deadline until, lookup_function lookup) {
        auto* shared = new lookup_in_thread(host, lookup);
        if (!begin_lookup()) {
            delete shared;
            return too_many_lookups();
        }
        if (const int status = shared->start()) {
            delete shared;
            end_lookup();
            return error(errc::resolve_failed, fate::not_sent, "cannot start a thread for the name lookup")
                .with_cause(std::error_code(status, std::system_category()));
        }
        return shared->wait(port, until);
    }
};

}  // namespace hibana
