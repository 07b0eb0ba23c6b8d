// SPDX-License-Identifier: BSL-1.0
/// \file  TLS over any stream of any execution.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/tls_session.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace hibana {

/// Encrypts the bytes of the stream `Below`.
template <class Execution, class Below = typename Execution::socket> class tls_stream {
public:
    tls_stream() = default;
    tls_stream(Below below, tls_session session) : below_(std::move(below)), session_(std::move(session)) {}

    /// Performs the TLS handshake, which verifies the server certificate.
    auto handshake(deadline until) -> task_of<Execution, result<void>> {
        for (;;) {
            auto is_done = session_.handshake();
            // after a failure this sends the alert with the reason
            auto sent = co_await flush(until);
            if (!is_done) co_return std::move(is_done).error();
            if (!sent) co_return prefer_alert(std::move(sent).error());
            if (*is_done) co_return result<void>();
            auto received = co_await receive(until);
            if (!received) co_return handshake_error(std::move(received).error());
        }
    }

    auto write(std::string_view bytes, deadline& until) -> task_of<Execution, result<void>> {
        if (!is_open()) co_return error(errc::connection_closed);
        for (auto fate = fate::not_sent; !bytes.empty(); fate = fate::unknown) {
            const std::string_view chunk = bytes.substr(0, max_chunk_size);
            auto encrypted = session_.encrypt(chunk);
            if (!encrypted) co_return std::move(encrypted).error().with_fate(fate);
            auto sent = co_await flush(until);
            if (!sent) {
                if (fate == fate::unknown) sent.error().with_fate(fate);
                co_return prefer_alert(std::move(sent).error());
            }
            bytes.remove_prefix(chunk.size());
        }
        co_return result<void>();
    }

    auto read_some(std::span<char> into, deadline& until) -> task_of<Execution, result<std::size_t>> {
        if (!is_open()) co_return error(errc::connection_closed, fate::unknown);
        for (;;) {
            auto decrypted = session_.decrypt(into);
            if (!session_.output().empty()) {  // a response to a key update
                auto sent = co_await flush(until);
                if (decrypted && *decrypted == 0 && !sent) co_return std::move(sent).error().with_fate(fate::unknown);
            }
            if (!decrypted || *decrypted != 0) co_return decrypted;
            auto received = co_await receive(until);
            if (!received) co_return std::move(received).error();
        }
    }

    [[nodiscard]] bool is_readable() {
        if (session_.can_decrypt()) return true;
        if constexpr (has_try_read) {
            while (below_.is_readable()) {
                const std::size_t some = below_.try_read(session_.prepare_input());
                session_.commit_input(some);
                if (some == 0 || session_.can_decrypt()) return true;
            }
            return false;
        } else {
            return below_.is_readable();
        }
    }
    /// Reads available bytes without waiting; zero if there are none, at the end of the stream, and after an error.
    [[nodiscard]] std::size_t try_read(std::span<char> into)
        requires requires(Below& below, std::span<char> some) { below.try_read(some); }
    {
        const auto decrypted = session_.decrypt(into);
        return decrypted ? *decrypted : 0;
    }
    [[nodiscard]] bool is_open() const noexcept { return below_.is_open(); }

    /// Sends close_notify, as far as possible without waiting, and closes.
    void close() {
        if (!is_open()) return;
        if constexpr (requires { below_.try_write(std::string_view()); }) {
            static_cast<void>(session_.consume_output());
            session_.close();
            static_cast<void>(below_.try_write(session_.output()));
        }
        below_.close();
    }
    void close_after_fork() noexcept { below_.close_after_fork(); }

    /// Interrupts a write or read that blocks another thread.
    void interrupt() const
        requires requires(const Below& below) { below.interrupt(); }
    {
        below_.interrupt();
    }

    [[nodiscard]] const tls_session& session() const noexcept { return session_; }
    [[nodiscard]] Below& below() noexcept { return below_; }

private:
    static constexpr std::size_t max_chunk_size = 64 * 1024;
    static constexpr bool has_try_read = requires(Below& below, std::span<char> into) { below.try_read(into); };

    /// Sends the output of the session. If another flow is already flushing, that flow also sends the new output.
    auto flush(deadline& until) -> task_of<Execution, result<void>> {
        if (is_flushing_) co_return result<void>();
        const scoped_flag now(is_flushing_);
        while (!session_.output().empty()) {
            const std::string_view outgoing = session_.consume_output();
            auto sent = co_await below_.write(outgoing, until);
            if (!sent) co_return sent;
        }
        co_return result<void>();
    }

    /// Receives bytes of the peer. The session decides whether the end of the stream is an error.
    auto receive(deadline& until) -> task_of<Execution, result<void>> {
        const scoped_flag now(is_receiving_);
        auto some = co_await below_.read_some(session_.prepare_input(), until);
        if (some) session_.commit_input(*some);
        else if (some.error() == errc::connection_lost && !some.error().cause()) session_.end_input();
        else co_return std::move(some).error();
        co_return result<void>();
    }

    /// If the peer sent an alert before it closed the connection, returns that error instead of the connection error.
    error prefer_alert(error lost) {
        if (lost != errc::connection_lost || is_receiving_ || !below_.is_readable()) return lost;
        if constexpr (has_try_read) {
            session_.commit_input(below_.try_read(session_.prepare_input()));
            char ignored[256];
            const auto decrypted = session_.decrypt(ignored);
            if (!decrypted && decrypted.error() == errc::tls_failed) return error(decrypted.error()).with_fate(lost.fate());
        }
        return lost;
    }

    error handshake_error(error err) const {
        err.with_fate(fate::not_sent);
        if (err != errc::timeout || session_.has_input()) return err;
        return error(errc::timeout, fate::not_sent, "the server did not answer the TLS handshake; it may not speak TLS");
    }

    class scoped_flag {
    public:
        explicit scoped_flag(bool& flag) noexcept : flag_(flag) { flag_ = true; }
        scoped_flag(const scoped_flag&) = delete;
        ~scoped_flag() { flag_ = false; }

    private:
        bool& flag_;
    };

    Below below_;
    tls_session session_;
    bool is_flushing_ = false;
    bool is_receiving_ = false;
};

}  // namespace hibana
