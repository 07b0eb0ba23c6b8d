// SPDX-License-Identifier: BSL-1.0
/// \file  Minimal execution whose tasks suspend: asio::awaitable on an io_context.
#pragma once
#include <hibana/connection/server_node.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/execution.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace support {

namespace asio = boost::asio;

class awaitable_execution {
    static constexpr auto token() { return asio::as_tuple(asio::use_awaitable); }

    /// Cancels the operations of a socket at their deadline.
    struct watchdog {
        explicit watchdog(const asio::any_io_executor& executor) : timer(executor) {}
        asio::steady_timer timer;
        unsigned turn = 0;
        bool has_barked = false;
    };
    struct state {
        explicit state(const asio::any_io_executor& executor) : socket(executor), reading(executor), writing(executor) {}
        asio::generic::stream_protocol::socket socket;
        watchdog reading, writing;
    };
    static void guard(const std::shared_ptr<state>& on, watchdog state::*direction, hibana::deadline until) {
        watchdog& dog = (*on).*direction;
        dog.has_barked = false;
        ++dog.turn;
        if (until.is_never()) return;
        dog.timer.expires_at(until.time());
        dog.timer.async_wait([on, direction, turn = dog.turn](boost::system::error_code err) {
            watchdog& late = (*on).*direction;
            if (err || late.turn != turn) return;
            late.has_barked = true;
            on->socket.cancel();
        });
    }
    static void release(watchdog& dog) {
        ++dog.turn;
        dog.timer.cancel();
    }
    static hibana::error err(const boost::system::error_code& code, const watchdog& dog, hibana::fate fate) {
        if (dog.has_barked) return hibana::error(hibana::errc::timeout, fate);
        if (code == asio::error::operation_aborted) return hibana::error(hibana::errc::cancelled, fate);
        return hibana::error(hibana::errc::connection_lost, fate, code.message());
    }

public:
    template <class T> using task = asio::awaitable<T>;
    struct mutex {};
    struct condition_variable {};
    static constexpr bool concurrent = true;

    explicit awaitable_execution(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    static hibana::time_point now() noexcept { return std::chrono::steady_clock::now(); }

    task<hibana::result<void>> sleep_until(hibana::time_point when) {
        asio::steady_timer timer(executor_, when);
        auto [code] = co_await timer.async_wait(token());
        if (code) co_return hibana::error(hibana::errc::cancelled);
        co_return hibana::result<void>();
    }

    task<hibana::result<hibana::address_list>> resolve(std::string_view, std::uint16_t, hibana::deadline) {
        co_return hibana::error(hibana::errc::resolve_failed);
    }

    class socket {
    public:
        explicit socket(std::shared_ptr<state> opened) : state_(std::move(opened)) {}
        socket(socket&& other) noexcept = default;
        socket& operator=(socket&& other) noexcept = default;
        ~socket() { close(); }

        task<hibana::result<void>> write(std::string_view bytes, hibana::deadline& until) {
            auto held = state_;
            guard(held, &state::writing, until);
            auto [code, size] = co_await asio::async_write(held->socket, asio::buffer(bytes.data(), bytes.size()), token());
            release(held->writing);
            if (code) co_return err(code, held->writing, size == 0 ? hibana::fate::not_sent : hibana::fate::unknown);
            co_return hibana::result<void>();
        }
        task<hibana::result<std::size_t>> read_some(std::span<char> into, hibana::deadline& until) {
            auto held = state_;
            guard(held, &state::reading, until);
            auto [code, size] = co_await held->socket.async_read_some(asio::buffer(into.data(), into.size()), token());
            release(held->reading);
            if (code) co_return err(code, held->reading, hibana::fate::unknown);
            co_return size;
        }
        bool is_open() const noexcept { return state_ && state_->socket.is_open(); }
        bool is_readable() { return state_->socket.available() != 0; }
        void close() noexcept {
            if (!state_) return;
            boost::system::error_code ignored;
            state_->socket.close(ignored);
            state_->reading.timer.cancel();
            state_->writing.timer.cancel();
        }
        void close_after_fork() noexcept { close(); }

    private:
        std::shared_ptr<state> state_;
    };

    task<hibana::result<socket>> connect(const hibana::socket_address& address, const hibana::socket_options&, hibana::deadline until) {
        auto opened = std::make_shared<state>(executor_);
        guard(opened, &state::writing, until);
        const asio::generic::stream_protocol::endpoint where(address.data(), address.size());
        auto [code] = co_await opened->socket.async_connect(where, token());
        release(opened->writing);
        if (code) {
            hibana::error failure(hibana::errc::connect_failed, hibana::fate::not_sent, code.message());
            co_return failure;
        }
        co_return socket(std::move(opened));
    }

private:
    asio::any_io_executor executor_;
};

static_assert(hibana::execution<awaitable_execution>);

/// The policy objects of a client, for connections on that execution.
template <class Client> struct awaitable_context {
    using execution_type = awaitable_execution;
    using composition = typename Client::composition;

    explicit awaitable_context(asio::io_context& context, typename composition::transport to, hibana::session_settings with = {})
        : execution(context.get_executor()), transport(std::move(to)), settings(std::move(with)) {}

    awaitable_execution execution;
    typename composition::transport transport;
    hibana::session_settings settings;
    typename composition::auth auth{};
    typename composition::backoff backoff{};
    typename composition::retry retry{};
    typename composition::cache cache{};
    typename composition::random random{};
    typename composition::events events{};
    hibana::error configuration_error{};
    hibana::server_node<awaitable_context> node{*this};
};

}  // namespace support
