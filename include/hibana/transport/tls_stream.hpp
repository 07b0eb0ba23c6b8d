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

/// A stream that encrypts what goes over the stream `Below`.
template <class Execution, class Below = typename Execution::socket> class tls_stream {
public:
    tls_stream() = default;
    tls_stream(Below below, tls_session session) : below_(std::move(below)), session_(std::move(session)) {}

    /// The TLS handshake; the certificate of the server has been checked when it succeeds.
    auto shake_hands(deadline until) -> task_of<Execution, result<void>> {
        for (;;) {
            auto is_done = session_.shake_hands();
            // what is left to say after a failure is the reason, for the log of the server
            auto sent = co_await flush(until);
            if (!is_done) co_return std::move(is_done).error();
            if (!sent) co_return prefer_alert(std::move(sent).error());
            if (*is_done) co_return result<void>();
            auto heard = co_await receive(until);
            if (!heard) co_return unanswered(std::move(heard).error());
        }
    }

    auto write(std::string_view bytes, deadline& until) -> task_of<Execution, result<void>> {
        if (!is_open()) co_return error(errc::connection_closed);
        for (auto fate = fate::not_sent; !bytes.empty(); fate = fate::unknown) {
            const std::string_view chunk = bytes.substr(0, most_sealed_at_once);
            auto sealed = session_.seal(chunk);
            if (!sealed) co_return std::move(sealed).error().with_fate(fate);
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
            auto opened = session_.open(into);
            if (!session_.output().empty()) {  // an answer to the peer's change of keys
                auto sent = co_await flush(until);
                if (opened && *opened == 0 && !sent) co_return std::move(sent).error().with_fate(fate::unknown);
            }
            if (!opened || *opened != 0) co_return opened;
            auto heard = co_await receive(until);
            if (!heard) co_return std::move(heard).error();
        }
    }

    [[nodiscard]] bool is_readable() {
        if (session_.can_open()) return true;
        if constexpr (has_try_read) {
            while (below_.is_readable()) {
                const std::size_t some = below_.try_read(session_.room());
                session_.received(some);
                if (some == 0 || session_.can_open()) return true;
            }
            return false;
        } else {
            return below_.is_readable();
        }
    }
    /// What can be read without waiting; nothing at the end of the stream, and where it is broken.
    [[nodiscard]] std::size_t try_read(std::span<char> into)
        requires requires(Below& below, std::span<char> some) { below.try_read(some); }
    {
        const auto opened = session_.open(into);
        return opened ? *opened : 0;
    }
    [[nodiscard]] bool is_open() const noexcept { return below_.is_open(); }

    /// Says goodbye to the peer, as far as that goes without waiting, and closes.
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

    /// Ends a write or read that another thread waits in.
    void interrupt() const
        requires requires(const Below& below) { below.interrupt(); }
    {
        below_.interrupt();
    }

    [[nodiscard]] const tls_session& session() const noexcept { return session_; }
    [[nodiscard]] Below& below() noexcept { return below_; }

private:
    static constexpr std::size_t most_sealed_at_once = 64 * 1024;
    static constexpr bool has_try_read = requires(Below& below, std::span<char> into) { below.try_read(into); };

    /// Where one flow writes while another reads, what both have to say goes out by who is at it.
    auto flush(deadline& until) -> task_of<Execution, result<void>> {
        if (is_flushing_) co_return result<void>();
        const occupied now(is_flushing_);
        while (!session_.output().empty()) {
            const std::string_view leaving = session_.consume_output();
            auto sent = co_await below_.write(leaving, until);
            if (!sent) co_return sent;
        }
        co_return result<void>();
    }

    /// Waits for bytes of the peer; its end is for the session to judge.
    auto receive(deadline& until) -> task_of<Execution, result<void>> {
        const occupied now(is_receiving_);
        auto some = co_await below_.read_some(session_.room(), until);
        if (some) session_.received(*some);
        else if (some.error() == errc::connection_lost && !some.error().cause()) session_.ended();
        else co_return std::move(some).error();
        co_return result<void>();
    }

    /// A peer that refuses says why in an alert before it closes; that is worth more than the broken pipe.
    error prefer_alert(error lost) {
        if (lost != errc::connection_lost || is_receiving_ || !below_.is_readable()) return lost;
        if constexpr (has_try_read) {
            session_.received(below_.try_read(session_.room()));
            char ignored[256];
            const auto opened = session_.open(ignored);
            if (!opened && opened.error() == errc::tls_failed) return error(opened.error()).with_fate(lost.fate());
        }
        return lost;
    }

    error unanswered(error wrong) const {
        wrong.with_fate(fate::not_sent);
        if (wrong != errc::timeout || session_.has_heard()) return wrong;
        return error(errc::timeout, fate::not_sent, "the server did not answer the TLS handshake; it may not speak TLS");
    }

    class occupied {
    public:
        explicit occupied(bool& flag) noexcept : flag_(flag) { flag_ = true; }
        occupied(const occupied&) = delete;
        ~occupied() { flag_ = false; }

    private:
        bool& flag_;
    };

    Below below_;
    tls_session session_;
    bool is_flushing_ = false;
    bool is_receiving_ = false;
};

}  // namespace hibana
