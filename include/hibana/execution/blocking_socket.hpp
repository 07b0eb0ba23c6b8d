// SPDX-License-Identifier: BSL-1.0
/// \file  Connected socket that uses system calls directly, with deadlines by poll.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/ready.hpp>
#include <hibana/execution/set_socket_options.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cerrno>
#include <cstddef>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <type_traits>
#include <unistd.h>
#include <utility>

namespace hibana {

/// The stream of the blocking execution. A round trip takes two system calls without a deadline (send, recv) and three with
/// one (send, poll, recv). Owns its descriptor.
///
/// Not thread-safe, except for `interrupt`.
class blocking_socket {
public:
    blocking_socket() = default;
    /// Takes ownership of a connected stream socket in blocking mode.
    explicit blocking_socket(int descriptor) noexcept : descriptor_(descriptor) {}
    blocking_socket(blocking_socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, closed)) {}
    blocking_socket& operator=(blocking_socket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~blocking_socket() { close(); }

    /// Connects a new socket to `address`. If the deadline passes first, the error is `errc::timeout`.
    [[nodiscard, gnu::cold]] static result<blocking_socket> connect(const socket_address& address,
                                                                    const socket_options& options,
                                                                    deadline until);

    /// Sends all bytes. The fate of an error is `not_sent` only if no byte was sent.
    ready<result<void>> write(std::string_view bytes, deadline& until) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent == static_cast<ssize_t>(bytes.size())) [[likely]] return result<void>{};
        return write_slow(bytes, sent, until);
    }

    /// Sends as many bytes as possible without blocking, and returns their number. The next operation reports an error, if any.
    [[nodiscard]] std::size_t try_write(std::string_view bytes) noexcept {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return sent > 0 ? static_cast<std::size_t>(sent) : 0;
    }
    /// Sends at least one byte. After an error no byte was sent.
    [[nodiscard, gnu::cold]] ready<result<std::size_t>> write_some(std::string_view bytes, deadline& until) const;

    /// Receives at least one byte into `into`, which must not be empty. The end of the stream is an error.
    ready<result<std::size_t>> read_some(std::span<char> into, deadline& until) {
        const bool waits_forever = until.is_never();
        ssize_t received = not_attempted;
        if (waits_forever || wait_once(POLLIN, until) > 0) [[likely]]
            received = ::recv(descriptor_, into.data(), into.size(), waits_forever ? 0 : MSG_DONTWAIT);
        if (received > 0) [[likely]] return result<std::size_t>(static_cast<std::size_t>(received));
        return read_slow(into, received, until);
    }

    /// Whether a read would not block, because of available bytes or the end of the stream.
    [[nodiscard]] bool is_readable() const noexcept {
        pollfd poller{descriptor_, POLLIN, 0};
        int ready;
        do ready = ::poll(&poller, 1, 0);
        while (ready < 0 && errno == EINTR);
        return ready != 0;
    }

    /// Receives available bytes without blocking; zero if there are none.
    [[nodiscard]] std::size_t try_read(std::span<char> into) const noexcept {
        const ssize_t received = ::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT);
        return received > 0 ? static_cast<std::size_t>(received) : 0;
    }

    [[nodiscard]] bool is_open() const noexcept { return descriptor_ != closed; }
    void close() noexcept {
        if (is_open()) ::close(std::exchange(descriptor_, closed));
    }
    /// Closes without notifying the peer; the parent process keeps its socket.
    void close_after_fork() noexcept { close(); }

    /// Interrupts a write or read that blocks another thread. The socket stays open but cannot be used any more.
    void interrupt() const noexcept { ::shutdown(descriptor_, SHUT_RDWR); }

    [[nodiscard]] int native_handle() const noexcept { return descriptor_; }

private:
    static constexpr int closed = -1;
    static constexpr ssize_t not_attempted = -2;

    /// Calls poll once and returns its result: positive if the socket is ready, negative after a signal, zero after the deadline.
    int wait_once(short events, deadline& until) const noexcept {
        static_assert(std::is_same_v<duration::period, std::nano>);
        monotonic_clock clock;
        const duration left = until.left(clock);
        if (left <= duration::zero() || !is_open()) [[unlikely]] return 0;  // poll would also wait for a closed socket
        pollfd poller{descriptor_, events, 0};
        constexpr duration::rep millisecond = 1'000'000, max_wait = 1'000'000'000;
        const duration::rep wait = (left.count() - 1) / millisecond + 1;  // rounded up, so that the deadline has passed afterwards
        if (wait <= max_wait) [[likely]] return ::poll(&poller, 1, static_cast<int>(wait));
        const int ready = ::poll(&poller, 1, static_cast<int>(max_wait));
        return ready != 0 ? ready : interrupted();
    }

    /// For a wait that is too long for one call: reports that it has to continue.
    static int interrupted() noexcept {
        errno = EINTR;
        return -1;
    }

    [[gnu::cold]] ready<result<void>> write_slow(std::string_view bytes, ssize_t sent, deadline& until) const;
    [[gnu::cold]] ready<result<std::size_t>> read_slow(std::span<char> into, ssize_t received, deadline& until) const;

    [[gnu::cold]] static error io_error(int cause, enum fate fate);
    [[gnu::cold]] static error not_connected(int cause);
    [[gnu::cold]] error connect_tcp(const socket_address& address, deadline until) const;
    [[gnu::cold]] error connect_local(const socket_address& address, deadline until) const;

    int descriptor_ = closed;
};

inline result<blocking_socket> blocking_socket::connect(const socket_address& address, const socket_options& options,
                                                        deadline until) {
    const bool is_local = address.family() == AF_UNIX;
    blocking_socket made(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | (is_local ? 0 : SOCK_NONBLOCK), 0));
    if (!made.is_open()) return not_connected(errno);
    if (!is_local) {
        if (error err = detail::set_socket_options(made.descriptor_, options)) return err;
    }
    error err = is_local ? made.connect_local(address, until) : made.connect_tcp(address, until);
    if (err) return err;
    return made;
}

inline error blocking_socket::not_connected(int cause) {
    return error(errc::connect_failed).with_cause(std::error_code(cause, std::system_category()));
}

inline error blocking_socket::connect_tcp(const socket_address& address, deadline until) const {
    if (::connect(descriptor_, address.data(), address.size()) != 0) {
        if (errno != EINPROGRESS && errno != EINTR) return not_connected(errno);
        int ready;
        do ready = wait_once(POLLOUT, until);
        while (ready < 0 && errno == EINTR);
        if (ready == 0) return error(errc::timeout);
        if (ready < 0) return not_connected(errno);
        int cause = 0;
        socklen_t size = sizeof cause;
        if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &cause, &size) != 0) cause = errno;
        if (cause != 0) return not_connected(cause);
    }
    if (detail::is_connected_to_itself(descriptor_, address)) return not_connected(ECONNREFUSED);
    const int flags = ::fcntl(descriptor_, F_GETFL);
    if (flags < 0 || ::fcntl(descriptor_, F_SETFL, flags & ~O_NONBLOCK) != 0) return not_connected(errno);
    return error();
}

// A non-blocking Unix socket cannot wait until the backlog of a busy server has space; a blocking one respects the send timeout in connect.
inline error blocking_socket::connect_local(const socket_address& address, deadline until) const {
    const auto set_send_timeout = [&](std::chrono::microseconds timeout) {
        const timeval value{static_cast<std::time_t>(timeout.count() / 1'000'000),
                            static_cast<suseconds_t>(timeout.count() % 1'000'000)};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof value);
    };
    monotonic_clock clock;
    for (;;) {
        if (!until.is_never()) {
            const duration left = until.left(clock);
            if (left <= duration::zero()) return error(errc::timeout);
            set_send_timeout(std::chrono::ceil<std::chrono::microseconds>(left));
        }
        if (::connect(descriptor_, address.data(), address.size()) == 0) break;
        if (errno == EAGAIN || errno == EINPROGRESS) return error(errc::timeout);
        if (errno != EINTR) return not_connected(errno);
    }
    if (!until.is_never()) set_send_timeout(std::chrono::microseconds::zero());
    return error();
}

inline error blocking_socket::io_error(int cause, enum fate fate) {
    if (cause == EBADF) return error(errc::connection_closed, fate);
    return error(errc::connection_lost, fate).with_cause(std::error_code(cause, std::system_category()));
}

inline ready<result<void>> blocking_socket::write_slow(std::string_view bytes, ssize_t sent, deadline& until) const {
    const std::size_t size = bytes.size();
    const auto fate = [&] { return bytes.size() == size ? fate::not_sent : fate::unknown; };
    for (;; sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT)) {
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            if (bytes.empty()) return result<void>{};
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_once(POLLOUT, until) == 0) return result<void>(error(errc::timeout, fate()));
        } else if (errno != EINTR) {
            return result<void>(io_error(errno, fate()));
        }
    }
}

inline ready<result<std::size_t>> blocking_socket::write_some(std::string_view bytes, deadline& until) const {
    for (;;) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) return result<std::size_t>(static_cast<std::size_t>(sent));
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_once(POLLOUT, until) == 0) return result<std::size_t>(error(errc::timeout, fate::not_sent));
        } else if (errno != EINTR) {
            return result<std::size_t>(io_error(errno, fate::not_sent));
        }
    }
}

inline ready<result<std::size_t>> blocking_socket::read_slow(std::span<char> into, ssize_t received, deadline& until) const {
    const bool waits_forever = until.is_never();
    for (;;) {
        if (received > 0) return result<std::size_t>(static_cast<std::size_t>(received));
        if (received == 0)
            return result<std::size_t>(error(errc::connection_lost, fate::unknown, "the server closed the connection"));
        if (!is_open()) return result<std::size_t>(io_error(EBADF, fate::unknown));
        if (received != not_attempted && errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)
            return result<std::size_t>(io_error(errno, fate::unknown));
        received = not_attempted;
        if (!waits_forever) {
            const int ready = wait_once(POLLIN, until);
            if (ready == 0) return result<std::size_t>(error(errc::timeout, fate::unknown));
            if (ready < 0) continue;
        }
        received = ::recv(descriptor_, into.data(), into.size(), waits_forever ? 0 : MSG_DONTWAIT);
    }
}

}  // namespace hibana
