// SPDX-License-Identifier: BSL-1.0
/// \file  Server that follows a script of expected requests, replies, delays and failures.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::testing {

/// The operation of a client at which a scripted_server injects a failure, and its kind.
struct injected_failure {
    enum class failure_kind {
        refused,            ///< connect: connection refused
        connect_timeout,    ///< connect: no answer until the deadline
        write_lost,         ///< write: the connection broke before any byte was sent
        write_lost_midway,  ///< write: the connection broke after half of the bytes
        write_timeout,      ///< write: the server reads nothing until the deadline
        ended,              ///< read: the server closed the connection
        ended_midway,       ///< read: the server closed the connection after half of the bytes
        reset,              ///< read: the connection broke
        silent,             ///< read: the server sends nothing until the deadline
    };
    std::size_t operation = 0;  ///< index of the connect, write or read that fails, from zero
    failure_kind kind = failure_kind::refused;

    /// For messages: `operation 2 (a read): the connection broke`.
    [[nodiscard]] std::string text() const {
        static constexpr const char* sentence[] = {"(connecting): refused",
                                                   "(connecting): no answer",
                                                   "(a write): the connection broke, nothing left",
                                                   "(a write): the connection broke after half of the bytes",
                                                   "(a write): the bytes are not taken",
                                                   "(a read): the server closed the connection",
                                                   "(a read): half of the bytes, then the server closed the connection",
                                                   "(a read): the connection broke",
                                                   "(a read): nothing is_next"};
        return "operation " + std::to_string(operation) + ' ' + sentence[static_cast<std::size_t>(kind)];
    }
};

class scripted_server;

/// A sequence of steps between a client and a server. A script is a value; each of its servers starts at the first step.
class script {
public:
    /// The client sends exactly these bytes, in any number of writes.
    script& expect(std::string bytes) { return add(action::expects, std::move(bytes)); }
    /// The server sends these bytes.
    script& answer(std::string bytes) { return add(action::answers, std::move(bytes)); }
    /// The server delays its next action by this time.
    script& delay(duration length) { return add(action::waits, {}, length); }
    /// The server closes the connection.
    script& close() { return add(action::closes); }
    /// The connection breaks.
    script& reset() { return add(action::resets); }
    /// The client connects once more, and the following steps are on the new connection. The first connection needs no step.
    script& accept() { return add(action::accepts); }
    /// The client connects again and is refused.
    script& refuse() { return add(action::refuses); }
    /// Limits the bytes that one read of the client returns.
    script& max_read_size(std::size_t size) {
        max_read_size_ = size;
        return *this;
    }

    /// A server that follows the script.
    [[nodiscard]] scripted_server serve() const;
    /// A server that follows the script until the failure. If the client then connects again, the steps of the failed connection
    /// are repeated.
    [[nodiscard]] scripted_server serve(injected_failure failure) const;

    /// Calls `play(scripted_server&)` once without a failure, then once for each failure of each connect, write and read of the
    /// first call.
    template <class Play> void for_each_failure(Play&& play) const;

private:
    friend class scripted_server;
    enum class action { expects, answers, waits, closes, resets, accepts, refuses };
    struct step {
        action kind;
        std::string bytes;
        duration length;
    };
    script& add(action kind, std::string bytes = {}, duration length = {}) {
        steps_.push_back(step{kind, std::move(bytes), length});
        return *this;
    }

    std::vector<step> steps_;
    std::size_t max_read_size_ = static_cast<std::size_t>(-1);
};

/// One run of a script. Copies, and the transports made from it, share the run.
class scripted_server {
public:
    /// A transport that connects to the server.
    [[nodiscard]] in_memory_transport transport() const {
        return in_memory_transport{std::static_pointer_cast<in_memory_server>(state_)};
    }
    /// The failure to inject, if any.
    [[nodiscard]] const std::optional<injected_failure>& failure() const { return state_->failure; }
    /// Whether the failure was injected.
    [[nodiscard]] bool has_failed() const { return state_->has_failed; }
    /// The number of connection attempts, refused ones included.
    [[nodiscard]] std::size_t connections() const { return state_->connections; }
    /// The number of open connections.
    [[nodiscard]] std::size_t open_connections() const { return state_->open; }
    /// Whether all steps were executed, all replies were read, and the client did not deviate from the script.
    [[nodiscard]] bool is_complete() const {
        return state_->mismatch.empty() && state_->next == state_->steps.size() && state_->unread == 0;
    }
    /// Description of the first deviation of the client from the script; empty if there is none.
    [[nodiscard]] const std::string& mismatch() const { return state_->mismatch; }

private:
    friend class script;

    enum class operation { connect, write, read };
    struct trace {
        operation kind;
        std::size_t size;
    };

    struct run_state : in_memory_server, std::enable_shared_from_this<run_state> {
        std::vector<script::step> steps;
        std::size_t max_read_size;
        std::optional<injected_failure> failure;
        bool has_failed = false;
        std::size_t next = 0;         // index of the next step
        std::size_t connection_start = 0;        // the first step of the current connection
        bool is_rewound = false;      // the steps of the failed connection are repeated
        std::size_t connections = 0;
        std::size_t open = 0;
        std::size_t unread = 0;       // replies that the client has not read
        std::string mismatch;
        std::vector<trace> operations;  // all operations so far

        run_state(const script& source, std::optional<injected_failure> injected)
            : steps(source.steps_), max_read_size(source.max_read_size_), failure(injected) {}

        void set_mismatch(std::string description) {
            if (mismatch.empty()) mismatch = "step " + std::to_string(next) + ": " + std::move(description);
        }

        /// Records an operation; returns the failure to inject into it, if any.
        std::optional<injected_failure::failure_kind> begin(operation type, std::size_t size) {
            const std::size_t number = operations.size();
            operations.push_back({type, size});
            if (!failure || has_failed || failure->operation != number) return std::nullopt;
            has_failed = true;
            return failure->kind;
        }

        result<std::unique_ptr<in_memory_connection>> accept(const endpoint&, time_point) override;
    };

    class connection;

    scripted_server(const script& source, std::optional<injected_failure> injected)
        : state_(std::make_shared<run_state>(source, injected)) {}

    std::shared_ptr<run_state> state_;
};

class scripted_server::connection final : public in_memory_connection {
public:
    connection(std::shared_ptr<run_state> on, time_point now) : state_(std::move(on)) {
        ++state_->open;
        advance(now);
    }
    ~connection() override {
        --state_->open;
        if (!received_.empty() && !is_broken_) state_->set_mismatch("the client sent more than was expected: " + quoted(received_));
    }

    result<void> receive(std::string_view bytes, time_point now) override {
        using failure_kind = injected_failure::failure_kind;
        const auto fails = state_->begin(operation::write, bytes.size());
        if (fails == failure_kind::write_timeout) return is_broken_ = true, error(errc::timeout, fate::not_sent);
        if (fails == failure_kind::write_lost) return is_broken_ = true, error(errc::connection_lost, fate::not_sent);
        if (is_broken_) return error(errc::connection_lost, fate::not_sent);
        if (fails == failure_kind::write_lost_midway) bytes = bytes.substr(0, bytes.size() / 2);
        received_.append(bytes);
        advance(now);
        if (fails == failure_kind::write_lost_midway) return is_broken_ = true, error(errc::connection_lost, fate::unknown);
        if (!state_->mismatch.empty()) return is_broken_ = true, error(errc::connection_lost, fate::unknown);
        return {};
    }

    result<std::size_t> send(std::span<char> into, time_point now) override {
        using failure_kind = injected_failure::failure_kind;
        if (is_broken_) return error(errc::connection_lost, fate::unknown);
        advance(now);
        if (sends_at() > now) return std::size_t(0);
        cue& first = cues_.front();
        std::size_t size = std::min({into.size(), state_->max_read_size, first.bytes.size() - first.sent});
        const auto fails = state_->begin(operation::read, size);
        if (fails) is_broken_ = true;
        if (fails == failure_kind::silent) return error(errc::timeout, fate::unknown);
        if (fails == failure_kind::ended)
            return error(errc::connection_lost, fate::unknown, "the server closed the connection");
        if (fails == failure_kind::reset) return error(errc::connection_lost, fate::unknown);
        if (fails == failure_kind::ended_midway) size /= 2;
        if (first.kind != script::action::answers) {
            --state_->unread;
            is_broken_ = true;
            return first.kind == script::action::closes
                       ? error(errc::connection_lost, fate::unknown, "the server closed the connection")
                       : error(errc::connection_lost, fate::unknown);
        }
        std::memcpy(into.data(), first.bytes.data() + first.sent, size);
        first.sent += size;
        if (first.sent == first.bytes.size()) {
            --state_->unread;
            cues_.erase(cues_.begin());
        }
        return size;
    }

    time_point sends_at() override {
        if (is_broken_) return time_point::min();
        return cues_.empty() ? time_point::max() : cues_.front().at;
    }
    bool waits_for_client() override {
        if (is_broken_ || !state_->mismatch.empty() || state_->next == state_->steps.size()) return false;
        const script::action kind = state_->steps[state_->next].kind;
        return kind == script::action::expects || kind == script::action::accepts;
    }

private:
    // an action of the server at a point in time
    struct cue {
        script::action kind;
        std::string bytes;
        time_point at;
        std::size_t sent = 0;
    };

    // executes steps until one waits for the client
    void advance(time_point now) {
        for (; state_->next < state_->steps.size() && state_->mismatch.empty(); ++state_->next) {
            const script::step& step = state_->steps[state_->next];
            switch (step.kind) {
                case script::action::expects: {
                    const std::size_t common = std::min(step.bytes.size(), received_.size());
                    if (std::string_view(step.bytes).substr(0, common) != std::string_view(received_).substr(0, common))
                        return state_->set_mismatch("expected " + quoted(step.bytes) + ", the client sent " + quoted(received_));
                    if (common < step.bytes.size()) return;
                    received_.erase(0, common);
                    break;
                }
                case script::action::waits:
                    next_action_ = std::max(next_action_, now) + step.length;
                    break;
                case script::action::answers:
                case script::action::closes:
                case script::action::resets:
                    cues_.push_back(cue{step.kind, step.bytes, std::max(next_action_, now)});
                    ++state_->unread;
                    break;
                case script::action::accepts:
                case script::action::refuses:
                    return;
            }
        }
    }

    static std::string quoted(std::string_view bytes) {
        constexpr std::size_t max_size = 160;
        char shown[max_size];
        const char* const end = hibana::detail::put_printable(shown, bytes, max_size);
        return hibana::detail::concat({"\"", {shown, static_cast<std::size_t>(end - shown)}, "\""});
    }

    std::shared_ptr<run_state> state_;
    std::string received_;        // bytes that no step has consumed
    std::vector<cue> cues_;
    time_point next_action_ = time_point::min();
    bool is_broken_ = false;
};

inline result<std::unique_ptr<in_memory_connection>> scripted_server::run_state::accept(const endpoint&, time_point now) {
    const auto fails = begin(operation::connect, 0);
    const bool is_first = connections++ == 0;
    if (fails) connection_start = next;
    if (fails == injected_failure::failure_kind::refused) return error(errc::connect_failed);
    if (fails == injected_failure::failure_kind::connect_timeout) return error(errc::timeout);
    const auto is_next = [&](script::action kind) { return next < steps.size() && steps[next].kind == kind; };
    if (has_failed && !is_rewound) {
        is_rewound = true;
        next = connection_start;
        unread = 0;
    } else if (!is_first && !is_next(script::action::accepts) && !is_next(script::action::refuses)) {
        set_mismatch("the client connected again");
        return error(errc::connect_failed);
    }
    connection_start = next;
    if (is_next(script::action::refuses)) {
        ++next;
        return error(errc::connect_failed);
    }
    if (is_next(script::action::accepts)) ++next;
    return std::unique_ptr<in_memory_connection>(new connection(shared_from_this(), now));
}

inline scripted_server script::serve() const { return scripted_server(*this, std::nullopt); }
inline scripted_server script::serve(injected_failure failure) const { return scripted_server(*this, failure); }

template <class Play> void script::for_each_failure(Play&& play) const {
    using failure_kind = injected_failure::failure_kind;
    scripted_server as_written = serve();
    play(as_written);
    const auto fail = [&](std::size_t number, failure_kind kind) {
        scripted_server failing = serve(injected_failure{number, kind});
        play(failing);
    };
    const auto operations = as_written.state_->operations;
    for (std::size_t number = 0; number < operations.size(); ++number) {
        switch (operations[number].kind) {
            case scripted_server::operation::connect:
                fail(number, failure_kind::refused);
                fail(number, failure_kind::connect_timeout);
                break;
            case scripted_server::operation::write:
                fail(number, failure_kind::write_lost);
                if (operations[number].size > 1) fail(number, failure_kind::write_lost_midway);
                fail(number, failure_kind::write_timeout);
                break;
            case scripted_server::operation::read:
                fail(number, failure_kind::ended);
                if (operations[number].size > 1) fail(number, failure_kind::ended_midway);
                fail(number, failure_kind::reset);
                fail(number, failure_kind::silent);
                break;
        }
    }
}

}  // namespace hibana::testing
