// SPDX-License-Identifier: BSL-1.0
/// \file  A server that follows a script: what the client is to send, what it gets for it, and when the line is cut.
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

/// Where and how one scripted_server of a script fails.
struct injected_failure {
    enum class failure_kind {
        refused,            ///< connecting: nobody listens
        connect_timeout,    ///< connecting: nobody answers
        write_lost,         ///< a write: the connection broke, and nothing left
        write_lost_midway,  ///< a write: the connection broke after half of the bytes
        write_timeout,      ///< a write: nobody takes the bytes
        ended,              ///< a read: the server closed the connection
        ended_midway,       ///< a read: half of the bytes, then the server closed the connection
        reset,              ///< a read: the connection broke
        silent,             ///< a read: nothing comes until the deadline
    };
    std::size_t operation = 0;  ///< the how-manieth connect, write or read fails, from zero
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
                                                   "(a read): nothing comes"};
        return "operation " + std::to_string(operation) + ' ' + sentence[static_cast<std::size_t>(kind)];
    }
};

class scripted_server;

/// A conversation, step by step. A script is a value; each scripted_server of it starts at its first step.
class script {
public:
    /// The client sends exactly these bytes, in as many pieces as it likes.
    script& expect(std::string bytes) { return add(action::expects, std::move(bytes)); }
    /// The server sends these bytes.
    script& answer(std::string bytes) { return add(action::answers, std::move(bytes)); }
    /// What the server does next it does this much later.
    script& delay(duration length) { return add(action::waits, {}, length); }
    /// The server closes the connection.
    script& close() { return add(action::cuts); }
    /// The connection breaks.
    script& reset() { return add(action::resets); }
    /// The client connects once more, and the following steps are on the new connection. The first connection needs no step.
    script& accept() { return add(action::accepts); }
    /// The client connects once more and is refused.
    script& refuse() { return add(action::refuses); }
    /// No read gives more than this many bytes at once.
    script& max_read_size(std::size_t most) {
        piece_ = most;
        return *this;
    }

    /// A server that follows the script.
    [[nodiscard]] scripted_server serve() const;
    /// A server that follows the script until the failure happens. The connection that it happens to is then played again
    /// from its first step, should the client come back.
    [[nodiscard]] scripted_server serve(injected_failure failure) const;

    /// Calls `play(scripted_server&)` once as written, then once for each way in which each connect, write and read of that
    /// first scripted_server can fail.
    template <class Play> void for_each_failure(Play&& play) const;

private:
    friend class scripted_server;
    enum class action { expects, answers, waits, cuts, resets, accepts, refuses };
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
    std::size_t piece_ = static_cast<std::size_t>(-1);
};

/// One run of a script. A handle: copies, and the transports made from it, share the run.
class scripted_server {
public:
    /// A transport that connects to the server.
    [[nodiscard]] in_memory_transport transport() const {
        return in_memory_transport{std::static_pointer_cast<in_memory_server>(stage_)};
    }
    /// The failure that was planned, if one was.
    [[nodiscard]] const std::optional<injected_failure>& failure() const { return stage_->failure; }
    /// Whether the planned failure has happened.
    [[nodiscard]] bool has_failed() const { return stage_->has_failed; }
    /// How often the client has connected, refusals included.
    [[nodiscard]] std::size_t connections() const { return stage_->connections; }
    /// How many connections the client has open.
    [[nodiscard]] std::size_t open_connections() const { return stage_->open; }
    /// Whether every step was taken, every answer was read, and the client kept to the script.
    [[nodiscard]] bool is_complete() const {
        return stage_->complaint.empty() && stage_->next == stage_->steps.size() && stage_->unread == 0;
    }
    /// The first thing that the client did otherwise than the script says; empty if there is none.
    [[nodiscard]] const std::string& mismatch() const { return stage_->complaint; }

private:
    friend class script;

    enum class operation { connect, write, read };
    struct trace {
        operation kind;
        std::size_t size;
    };

    struct stage : in_memory_server, std::enable_shared_from_this<stage> {
        std::vector<script::step> steps;
        std::size_t piece;
        std::optional<injected_failure> failure;
        bool has_failed = false;
        std::size_t next = 0;         // the step to be taken
        std::size_t scene = 0;        // the step at which the current connection began
        bool is_rewound = false;      // the failure has happened, and its connection is played again
        std::size_t connections = 0;
        std::size_t open = 0;
        std::size_t unread = 0;       // answers that were given and not read
        std::string complaint;
        std::vector<trace> done;      // the operations so far

        stage(const script& written, std::optional<injected_failure> planned)
            : steps(written.steps_), piece(written.piece_), failure(planned) {}

        void complain(std::string what) {
            if (complaint.empty()) complaint = "step " + std::to_string(next) + ": " + std::move(what);
        }

        /// Takes down an operation; the way in which it is to fail, if it is.
        std::optional<injected_failure::failure_kind> begin(operation what, std::size_t size) {
            const std::size_t number = done.size();
            done.push_back({what, size});
            if (!failure || has_failed || failure->operation != number) return std::nullopt;
            has_failed = true;
            return failure->kind;
        }

        result<std::unique_ptr<in_memory_connection>> accept(const endpoint&, time_point) override;
    };

    class connection;

    scripted_server(const script& written, std::optional<injected_failure> planned)
        : stage_(std::make_shared<stage>(written, planned)) {}

    std::shared_ptr<stage> stage_;
};

class scripted_server::connection final : public in_memory_connection {
public:
    connection(std::shared_ptr<stage> on, time_point now) : stage_(std::move(on)) {
        ++stage_->open;
        advance(now);
    }
    ~connection() override {
        --stage_->open;
        if (!received_.empty() && !is_broken_) stage_->complain("the client sent more than was expected: " + quoted(received_));
    }

    result<void> receive(std::string_view bytes, time_point now) override {
        using failure_kind = injected_failure::failure_kind;
        const auto fails = stage_->begin(operation::write, bytes.size());
        if (fails == failure_kind::write_timeout) return is_broken_ = true, error(errc::timeout, fate::not_sent);
        if (fails == failure_kind::write_lost) return is_broken_ = true, error(errc::connection_lost, fate::not_sent);
        if (is_broken_) return error(errc::connection_lost, fate::not_sent);
        if (fails == failure_kind::write_lost_midway) bytes = bytes.substr(0, bytes.size() / 2);
        received_.append(bytes);
        advance(now);
        if (fails == failure_kind::write_lost_midway) return is_broken_ = true, error(errc::connection_lost, fate::unknown);
        if (!stage_->complaint.empty()) return is_broken_ = true, error(errc::connection_lost, fate::unknown);
        return {};
    }

    result<std::size_t> send(std::span<char> into, time_point now) override {
        using failure_kind = injected_failure::failure_kind;
        if (is_broken_) return error(errc::connection_lost, fate::unknown);
        advance(now);
        if (sends_at() > now) return std::size_t(0);
        cue& first = cues_.front();
        std::size_t size = std::min({into.size(), stage_->piece, first.bytes.size() - first.sent});
        const auto fails = stage_->begin(operation::read, size);
        if (fails) is_broken_ = true;
        if (fails == failure_kind::silent) return error(errc::timeout, fate::unknown);
        if (fails == failure_kind::ended)
            return error(errc::connection_lost, fate::unknown, "the server closed the connection");
        if (fails == failure_kind::reset) return error(errc::connection_lost, fate::unknown);
        if (fails == failure_kind::ended_midway) size /= 2;
        if (first.kind != script::action::answers) {
            --stage_->unread;
            is_broken_ = true;
            return first.kind == script::action::cuts
                       ? error(errc::connection_lost, fate::unknown, "the server closed the connection")
                       : error(errc::connection_lost, fate::unknown);
        }
        std::memcpy(into.data(), first.bytes.data() + first.sent, size);
        first.sent += size;
        if (first.sent == first.bytes.size()) {
            --stage_->unread;
            cues_.erase(cues_.begin());
        }
        return size;
    }

    time_point sends_at() override {
        if (is_broken_) return time_point::min();
        return cues_.empty() ? time_point::max() : cues_.front().at;
    }
    bool waits_for_client() override {
        if (is_broken_ || !stage_->complaint.empty() || stage_->next == stage_->steps.size()) return false;
        const script::action kind = stage_->steps[stage_->next].kind;
        return kind == script::action::expects || kind == script::action::accepts;
    }

private:
    // something that the server does when its time has come
    struct cue {
        script::action kind;
        std::string bytes;
        time_point at;
        std::size_t sent = 0;
    };

    // takes the steps that can be taken
    void advance(time_point now) {
        for (; stage_->next < stage_->steps.size() && stage_->complaint.empty(); ++stage_->next) {
            const script::step& step = stage_->steps[stage_->next];
            switch (step.kind) {
                case script::action::expects: {
                    const std::size_t common = std::min(step.bytes.size(), received_.size());
                    if (std::string_view(step.bytes).substr(0, common) != std::string_view(received_).substr(0, common))
                        return stage_->complain("expected " + quoted(step.bytes) + ", the client sent " + quoted(received_));
                    if (common < step.bytes.size()) return;
                    received_.erase(0, common);
                    break;
                }
                case script::action::waits:
                    later_ = std::max(later_, now) + step.length;
                    break;
                case script::action::answers:
                case script::action::cuts:
                case script::action::resets:
                    cues_.push_back(cue{step.kind, step.bytes, std::max(later_, now)});
                    ++stage_->unread;
                    break;
                case script::action::accepts:
                case script::action::refuses:
                    return;
            }
        }
    }

    static std::string quoted(std::string_view bytes) {
        constexpr std::size_t most = 160;
        char shown[most];
        const char* const end = hibana::detail::put_printable(shown, bytes, most);
        return hibana::detail::concat({"\"", {shown, static_cast<std::size_t>(end - shown)}, "\""});
    }

    std::shared_ptr<stage> stage_;
    std::string received_;        // what no step has taken yet
    std::vector<cue> cues_;
    time_point later_ = time_point::min();
    bool is_broken_ = false;
};

inline result<std::unique_ptr<in_memory_connection>> scripted_server::stage::accept(const endpoint&, time_point now) {
    const auto fails = begin(operation::connect, 0);
    const bool is_first = connections++ == 0;
    if (fails) scene = next;
    if (fails == injected_failure::failure_kind::refused) return error(errc::connect_failed);
    if (fails == injected_failure::failure_kind::connect_timeout) return error(errc::timeout);
    const auto comes = [&](script::action kind) { return next < steps.size() && steps[next].kind == kind; };
    if (has_failed && !is_rewound) {
        is_rewound = true;
        next = scene;
        unread = 0;
    } else if (!is_first && !comes(script::action::accepts) && !comes(script::action::refuses)) {
        complain("the client connected once more");
        return error(errc::connect_failed);
    }
    scene = next;
    if (comes(script::action::refuses)) {
        ++next;
        return error(errc::connect_failed);
    }
    if (comes(script::action::accepts)) ++next;
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
    const auto done = as_written.stage_->done;
    for (std::size_t number = 0; number < done.size(); ++number) {
        switch (done[number].kind) {
            case scripted_server::operation::connect:
                fail(number, failure_kind::refused);
                fail(number, failure_kind::connect_timeout);
                break;
            case scripted_server::operation::write:
                fail(number, failure_kind::write_lost);
                if (done[number].size > 1) fail(number, failure_kind::write_lost_midway);
                fail(number, failure_kind::write_timeout);
                break;
            case scripted_server::operation::read:
                fail(number, failure_kind::ended);
                if (done[number].size > 1) fail(number, failure_kind::ended_midway);
                fail(number, failure_kind::reset);
                fail(number, failure_kind::silent);
                break;
        }
    }
}

}  // namespace hibana::testing
