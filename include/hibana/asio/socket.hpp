// SPDX-License-Identifier: BSL-1.0
/// \file  Asio stream socket whose operations flows can await.
#pragma once
#include <hibana/asio/awaiter_base.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/flow_task.hpp>
#include <hibana/execution/set_socket_options.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <poll.h>
#include <span>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace hibana {

/// The byte stream of the asynchronous execution: TCP or a Unix socket. At most one write and one read may be pending.
///
/// A write that the socket accepts at once takes one system call and does not suspend.
template <class Executor> class asio_socket {
    using native = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
    using wait = detail::timed_awaiter<native, Executor>;

    class write_awaiter : public wait {
    public:
        write_awaiter(native& socket, std::string_view bytes, const deadline& until)
            : wait(socket), bytes_(bytes), size_(bytes.size()), until_(until) {}

        bool await_ready() { return try_send(); }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled()) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->arm_timer(until_);
            start();
            return true;
        }
        result<void> await_resume() {
            const auto fate = bytes_.size() == size_ ? fate::not_sent : fate::unknown;
            if (is_cancelled_) return error(errc::cancelled, fate);
            if (cause_ != 0) return io_error(cause_, fate);
            if (this->failure_ && !bytes_.empty()) return this->make_error(errc::connection_lost, fate);
            return {};
        }
        void on_complete(detail::asio_error_code failure) {
            if (failure || try_send()) return this->complete_operation(failure);
            this->rearm();
        }

    private:
        friend class asio_socket;
        // Returns true if everything is written or the socket has failed.
        bool try_send() {
            while (!bytes_.empty()) {
                const ssize_t sent = ::send(this->object_->native_handle(), bytes_.data(), bytes_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
                if (sent >= 0) bytes_.remove_prefix(static_cast<std::size_t>(sent));
                else if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
                else if (errno != EINTR) return cause_ = errno, true;
            }
            return true;
        }
        void start() {
            this->add_pending();
            this->object_->async_wait(native::wait_write, detail::awaiter_handler<write_awaiter>(*this));
        }
        void rearm() {
            start();
            this->on_operation_done(false);
        }

        std::string_view bytes_;
        std::size_t size_;
        deadline until_;
        int cause_ = 0;
        bool is_cancelled_ = false;
    };

    class read_awaiter : public wait {
    public:
        read_awaiter(asio_socket& from, std::span<char> into, const deadline& until)
            : wait(from.socket_), from_(&from), into_(into), until_(until) {}

        static constexpr bool await_ready() noexcept { return false; }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled() || std::exchange(from_->pending_cancel_, false)) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->arm_timer(until_);
            this->add_pending();
            this->object_->async_read_some(asio::mutable_buffer(into_.data(), into_.size()), detail::awaiter_handler<read_awaiter>(*this));
            return true;
        }
        result<std::size_t> await_resume() {
            if (size_ != 0) [[likely]] {
                // the bytes arrived before the cancellation: report that to the next read
                if (this->is_interrupted_) from_->pending_cancel_ = true;
                return size_;
            }
            if (is_cancelled_) return error(errc::cancelled, fate::unknown);
            if (this->failure_ == asio::error::eof || !this->failure_)
                return error(errc::connection_lost, fate::unknown, "the server closed the connection");
            return this->make_error(errc::connection_lost, fate::unknown);
        }
        void on_complete(detail::asio_error_code failure, std::size_t size) {
            size_ = size;
            this->complete_operation(failure);
        }

    private:
        asio_socket* from_;
        std::span<char> into_;
        deadline until_;
        std::size_t size_ = 0;
        bool is_cancelled_ = false;
    };

    class connect_awaiter : public wait {
    public:
        connect_awaiter(native& socket, const socket_address& address, const deadline& until)
            : wait(socket), address_(address), until_(until) {}

        static constexpr bool await_ready() noexcept { return false; }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled()) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->arm_timer(until_);
            this->add_pending();
            this->object_->async_connect(
                asio::generic::stream_protocol::endpoint(address_.data(), address_.size(), address_.family() == AF_UNIX ? 0 : IPPROTO_TCP),
                detail::awaiter_handler<connect_awaiter>(*this));
            return true;
        }
        error await_resume() {
            if (is_cancelled_) return error(errc::cancelled);
            if (this->failure_) return this->make_error(errc::connect_failed, fate::not_sent);
            return error();
        }
        void on_complete(detail::asio_error_code failure) { this->complete_operation(failure); }

    private:
        socket_address address_;
        deadline until_;
        bool is_cancelled_ = false;
    };

public:
    explicit asio_socket(const Executor& executor) : socket_(executor) {}
    asio_socket(asio_socket&&) = default;
    asio_socket& operator=(asio_socket&&) = default;

    /// Connects a new socket to `address`.
    template <class Execution>
    [[gnu::cold]] static auto connect(Execution execution, socket_address address, socket_options options, deadline until)
        -> flow_task<result<asio_socket>> {
        const bool is_local = address.family() == AF_UNIX;
        asio_socket socket(execution.executor());
        detail::asio_error_code failure;
        socket.socket_.open(asio::generic::stream_protocol(address.family(), is_local ? 0 : IPPROTO_TCP), failure);
        if (failure) co_return not_connected(failure.value());
        if (!is_local) {
            if (error refused = detail::set_socket_options(socket.native_handle(), options)) co_return refused;
        }
        for (;;) {
            error err = co_await connect_awaiter(socket.socket_, address, until);
            if (!err) break;
            // the backlog of the server is full, and no event reports when it has room
            const bool is_full = is_local && err.cause().value() == EAGAIN;
            const time_point next = execution.now() + std::chrono::milliseconds(2);
            if (!is_full) co_return err;
            if (next >= until.time()) co_return error(errc::timeout);
            auto slept = co_await execution.sleep_until(next);
            if (!slept) co_return std::move(slept).error();
        }
        if (!is_local && detail::is_connected_to_itself(socket.native_handle(), address)) co_return not_connected(ECONNREFUSED);
        co_return std::move(socket);
    }

    /// Sends all bytes, or returns an error: `not_sent` only if nothing was sent.
    auto write(std::string_view bytes, deadline& until) { return write_awaiter(socket_, bytes, until); }

    /// Receives at least one byte. End of file is an error.
    auto read_some(std::span<char> into, deadline& until) { return read_awaiter(*this, into, until); }

    /// Sends what the socket accepts without blocking and returns its size. An error is left to the next `write`.
    std::size_t try_write(std::string_view bytes) noexcept {
        const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return sent > 0 ? static_cast<std::size_t>(sent) : 0;
    }

    [[nodiscard]] bool is_readable() noexcept {
        pollfd entry{socket_.native_handle(), POLLIN, 0};
        return ::poll(&entry, 1, 0) != 0;
    }
    [[nodiscard]] std::size_t try_read(std::span<char> into) noexcept {
        const ssize_t received = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
        return received > 0 ? static_cast<std::size_t>(received) : 0;
    }

    [[nodiscard]] bool is_open() const noexcept { return socket_.is_open(); }
    void close() noexcept {
        detail::asio_error_code ignored;
        socket_.close(ignored);
    }
    void close_after_fork() noexcept { close(); }

    [[nodiscard]] int native_handle() noexcept { return socket_.native_handle(); }

private:
    static error io_error(int cause, enum fate fate) {
        return error(errc::connection_lost, fate).with_cause(std::error_code(cause, std::system_category()));
    }
    static error not_connected(int cause) {
        return error(errc::connect_failed).with_cause(std::error_code(cause, std::system_category()));
    }

    native socket_;
    bool pending_cancel_ = false;  // reported by the next read
};

}  // namespace hibana
