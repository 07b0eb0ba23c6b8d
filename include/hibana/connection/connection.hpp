// SPDX-License-Identifier: BSL-1.0
/// \file  One live conversation with a server: what was sent, what is still to come, and whether it can be trusted.
#pragma once
#include <hibana/connection/push_listener.hpp>
#include <hibana/connection/reply_errors.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/execution/fork_generation.hpp>
#include <hibana/protocol/canonical.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/push.hpp>
#include <hibana/protocol/receive_buffer.hpp>
#include <hibana/protocol/scan.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana {

namespace detail {

/// How far a command came on the short way.
enum class progress : unsigned char { unsent, sent, answered };

/// What there was to be taken.
enum class arrival : unsigned char { nothing, reply, broken };

}  // namespace detail

/// A connection of an environment. It is closed, or open and in step: every reply that was asked for is read by the one who
/// asked, or the connection is closed.
template <class Environment> class connection {
public:
    using environment_type = Environment;
    using execution_type = typename Environment::execution_type;
    using composition = typename Environment::composition;
    using stream = typename composition::transport::template stream<execution_type>;

    explicit connection(Environment& environment) : connection(environment, environment.settings.limits) {}
    /// With limits other than those of the settings.
    connection(Environment& environment, const protocol::limits& limits)
        : environment_(&environment), scanner_(limits, composition::parser::version >= 3), unscanned_limit_(limits.trusted_size()) {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() { close(); }

    Environment& environment() const noexcept { return *environment_; }
    std::string peer() const { return environment_->transport.where().text(); }
    unsigned version() const noexcept { return version_; }
    void speaks(unsigned version) noexcept { version_ = version; }
    /// How often this connection was opened; what belongs to the server's side of an older one is gone.
    unsigned epoch() const noexcept { return epoch_; }

    /// What is pushed over it is heard by this one too, until another is named. Only where it may be shared, in RESP3.
    void is_heard_by([[maybe_unused]] push_listener* one) noexcept {
        if constexpr (may_be_heard) listener_ = one;
    }

    bool is_open() const noexcept { return stream_ && stream_->is_open() && generation_ == detail::fork_generation(); }

    /// Whether it was opened before the fork that made this process.
    bool predates_fork() const noexcept { return stream_ && generation_ != detail::fork_generation(); }

    /// Takes over a stream that was just opened.
    [[gnu::cold, gnu::noinline]] void adopt(stream&& opened) {
        detail::watch_for_forks();
        close();
        stream_.emplace(std::move(opened));
        generation_ = detail::fork_generation();
        ++epoch_;
    }

    [[gnu::cold, gnu::noinline]] void close() {
        if (!stream_) return;
        if (generation_ != detail::fork_generation()) stream_->abandon();
        stream_.reset();
        awaited_ = 0;
        received_.clear();
        scanner_.reset();
        environment_->cache.clear();
        if constexpr (may_be_heard)
            if (listener_) listener_->lost();
    }

    /// Closes a connection that was idle if the server has closed it, or said something that nobody asked for.
    [[gnu::cold, gnu::noinline]] void check() {
        if (!is_open() || !stream_->is_readable()) return;
        if constexpr (requires(std::span<char> into) { stream_->read_now(into); }) {
            if (const std::size_t size = stream_->read_now(received_.prepare(least_read)); size != 0) {
                received_.commit(size);
                return awaited_ == 0 ? settle() : void();
            }
        }
        close();
    }

    /// The same for a connection that has not been used for longer than the settings allow to trust it blindly.
    void probe_if_idle(time_point now) {
        const time_point before = std::exchange(last_used_, now);
        if (now - before > environment_->settings.health_check_interval) [[unlikely]] check();
    }

    // ---- the short way, for an execution whose operations are done when they return

    /// Sends `bytes`, which ask for so many replies; false where it could not, and `take_failure` says why.
    [[gnu::always_inline]] bool send(std::string_view bytes, std::size_t replies, deadline& until) {
        aside_in_use_ = false;
        if (!is_open() || !received_.empty() || awaited_ != 0) [[unlikely]] return false;
        awaited_ = replies;
        auto written = stream_->write(bytes, until).get();
        if (written || is_partial_write(written.error())) [[likely]] return true;
        failure_ = lose(std::move(written).error());
        return false;
    }

    /// Sends what was written to `output()` and receives the first bytes of the answer.
    [[gnu::noinline]] detail::progress round_trip(deadline& until) {
        if (!send(output_.view(), 1, until)) [[unlikely]] return detail::progress::unsent;
        return fill(until) ? detail::progress::answered : detail::progress::sent;
    }

    /// Receives some bytes; false where none came.
    [[gnu::always_inline]] bool fill(deadline& until) {
        auto some = stream_->read_some(received_.prepare(least_read), until).get();
        if (!some) [[unlikely]] {
            failure_ = lose(std::move(some).error().with_fate(fate::unknown));
            return false;
        }
        received_.commit(*some);
        return true;
    }

    /// Reads a reply that has wholly arrived; false where it has not, or is no plain reply of this kind.
    template <class Kind, class Holder> [[gnu::always_inline]] bool read(Holder& holder) {
        if (received_.size() > unscanned_limit_) [[unlikely]] return false;
        protocol::cursor at{received_.begin(), received_.end()};
        if (reply_of<Kind>::read(at, holder) != protocol::status::done) [[unlikely]] return false;
        received_.consume(at.at);
        --awaited_;
        return true;
    }
    bool read(detail::reply_reader into) {
        if (received_.size() > unscanned_limit_) return false;
        protocol::cursor at{received_.begin(), received_.end()};
        if (into.read(into.holder, at) != protocol::status::done) return false;
        received_.consume(at.at);
        --awaited_;
        return true;
    }

    /// Reads exactly these bytes, if they are next.
    bool skip(std::string_view expected) {
        if (!received_.unread().starts_with(expected)) return false;
        received_.consume(received_.begin() + expected.size());
        --awaited_;
        return true;
    }

    bool has_unread() const noexcept { return !received_.empty(); }

    /// What ended the short way, if an operation failed; the connection is closed then.
    error take_failure() { return std::exchange(failure_, error()); }

    const protocol::receive_buffer& received() const noexcept { return aside_in_use_ ? aside_ : received_; }
    protocol::send_buffer& output() noexcept { return output_; }

    // ---- the long way, for any execution

    /// Sends bytes, which ask for so many replies, over an open connection; what the stream's operation gives. After an error
    /// the caller calls `lose`, or reads what there is.
    auto put(std::string_view bytes, std::size_t replies, deadline& until) {
        awaited_ += replies;
        return stream_->write(bytes, until);
    }

    /// Whether a write has ended because the peer closed the connection in the middle of it: then the answers to what was
    /// sent before, or the reason, may still be there to be read.
    static bool is_partial_write(const error& wrong) noexcept {
        return wrong.condition() == errc::connection_lost && wrong.fate() == fate::unknown;
    }

    /// Why a connection that may not be replaced is not there.
    [[gnu::cold, gnu::noinline]] error gone(fate fate) const {
        return error(predates_fork() ? errc::child_process : errc::connection_lost, fate);
    }

    /// Closes the connection, which an error has ended; gives the error.
    [[gnu::cold, gnu::noinline]] error lose(error wrong) {
        close();  // first: the sink may throw
        if constexpr (listens_to<typename composition::events, event::disconnected>) {
            const std::string name = peer();
            environment_->events.on(event::disconnected{name, wrong});
        }
        return wrong;
    }

    /// Receives some bytes; what the stream's operation gives, for `heard`.
    auto read(deadline& until) { return stream_->read_some(received_.prepare(least_read), until); }
    /// Takes what `read` has received. After an error, which is returned, the connection is closed.
    [[gnu::cold, gnu::noinline]] error heard(result<std::size_t>&& some) {
        if (!some) return lose(std::move(some).error().with_fate(fate::unknown));
        received_.commit(*some);
        return error();
    }

    /// Receives one reply, delivers what is pushed before it, and decodes it; gives its error.
    ///
    /// An error of the server is `answered` and leaves the connection open, and so does a reply of an unexpected type;
    /// after every other error it is closed.
    [[gnu::cold, gnu::noinline]] error receive(detail::reply_reader into, deadline& until)
        requires runs_at_once<execution_type>
    {
        for (error outcome;;) {
            const auto found = take(into, outcome);
            if (found == arrival::reply) return outcome;
            outcome = found == arrival::broken ? lose(std::move(outcome)) : heard(read(until).get());
            if (outcome) return outcome;
        }
    }

    // ---- for who reads whatever comes, and looks afterwards whose it is

    using arrival = detail::arrival;

    /// Takes the next reply if it has wholly arrived, and delivers what is pushed before it; `outcome` is then its error, or none.
    ///
    /// Broken is a stream that no reply can be found in any more, and `outcome` says why.
    [[gnu::cold, gnu::noinline]] arrival take(detail::reply_reader into, error& outcome) {
        aside_in_use_ = false;
        while (has_message(outcome)) {
            const std::string_view whole(received_.begin(), scanner_.size());
            const char* const end = whole.data() + whole.size();
            if (scanner_.is_push()) {
                received_.consume(end);
                deliver(whole);
                continue;
            }
            auto decoded = decode(whole, into);
            if (!decoded) outcome = std::move(decoded).error();
            received_.consume(end);
            --awaited_;
            return arrival::reply;
        }
        return outcome ? arrival::broken : arrival::nothing;
    }

    /// Where no reply is awaited: delivers the pushes that have wholly arrived. An error means that somebody else's reply is there.
    error dispatch_pushes() {
        if (awaited_ != 0) return error(errc::connection_closed, fate::not_sent, "an earlier reply was not read to its end");
        while (!received_.empty()) {
            protocol::cursor at{received_.begin(), received_.end()};
            const auto found = *at.at == '>' ? scanner_.scan(at) : protocol::status::broken;
            if (found == protocol::status::more) break;
            if (found != protocol::status::done)
                return error(errc::protocol_error, fate::not_sent, "the server sent a reply that was not asked for");
            const std::string_view whole(received_.begin(), scanner_.size());
            received_.consume(at.at);
            deliver(whole);
        }
        return error();
    }

    stream& opened() noexcept { return *stream_; }
    std::span<char> room() { return received_.prepare(least_read); }
    void arrived(std::size_t size) { received_.commit(size); }
    /// So many replies are asked for by what is written past this object.
    void expect(std::size_t replies) noexcept { awaited_ += replies; }
    /// Part of a message has been looked at: the next call is `take` or `dispatch_pushes`.
    bool has_partial_message() const noexcept { return scanner_.begun(); }

    /// Before something new is sent: delivers pushes that have come, and closes a connection on which there is a reply
    /// that nobody asked for.
    ///
    /// So it does where a reply was never read because something was thrown meanwhile: nobody else may get it.
    [[gnu::cold, gnu::noinline]] void settle() {
        if (!is_open()) return;
        if (error wrong = dispatch_pushes()) static_cast<void>(lose(std::move(wrong)));
    }

    // ---- for the one who has the connection to himself, and takes what comes

    /// The next message that has wholly arrived, a push or a reply, in plain form; empty where none has. Its bytes stay until
    /// `listen`. An error has closed the connection. (A template, so that who has no use for it does not pay for its result.)
    template <class Text = std::string_view> result<Text> next_message() {
        error broken;
        if (received_.empty() || !has_message(broken)) return broken ? result<Text>(lose(std::move(broken))) : result<Text>();
        const Text whole(received_.begin(), scanner_.size());
        received_.consume(whole.data() + whole.size());
        return plain(whole);
    }

    /// Receives some bytes. After an error the caller goes on waiting, or calls `lose`.
    auto listen(deadline until) -> task_of<execution_type, result<void>> {
        auto some = co_await stream_->read_some(received_.prepare(least_read), until);
        if (!some) co_return std::move(some).error();
        received_.commit(*some);
        co_return result<void>();
    }

    /// Closes the stream and leaves it where it is, for those who wait for it to find.
    void shut() {
        if (is_open()) stream_->shut();
    }

private:
    static constexpr std::size_t least_read = 16 * 1024;
    static constexpr bool may_be_heard = execution_type::concurrent && composition::parser::version >= 3;

    struct nobody {};

    /// Whether a message has wholly arrived; it is left where it is.
    bool has_message(error& outcome) {
        protocol::cursor at{received_.begin(), received_.end()};
        const auto found = scanner_.scan(at);
        if (found == protocol::status::done) return true;
        if (found != protocol::status::more) outcome = detail::malformed_message_error(found, scanner_, received_.unread());
        return false;
    }

    /// A whole message in plain form: where it lies, or aside.
    std::string_view plain(std::string_view whole) {
        aside_in_use_ = scanner_.irregular();
        if (!aside_in_use_) return whole;
        aside_.clear();
        protocol::canonicalise(whole, aside_);
        return aside_.unread();
    }

    [[gnu::cold, gnu::noinline]] result<void> decode(std::string_view whole, detail::reply_reader into) {
        whole = plain(whole);
        protocol::cursor at{whole.data(), whole.data() + whole.size(), true};
        if (std::string_view line; protocol::read_error(at, line) == protocol::status::done)
            return parse_server_error(line);
        if (!into.read) return result<void>();
        const auto read = into.read(into.holder, at);
        if (read == protocol::status::done) return result<void>();
        return detail::unexpected_reply_error(read, whole, into.wanted);
    }

    /// A push that has been taken, to those who want to hear of it; the others pay nothing. The sink comes last: it may throw.
    void deliver([[maybe_unused]] std::string_view whole) {
        constexpr bool feeds_cache = composition::cache::needs_pushes;
        if constexpr (feeds_cache || may_be_heard || listens_to<typename composition::events, event::push>) {
            whole = plain(whole);
            if constexpr (may_be_heard)
                if (listener_) listener_->heard(whole);
            const protocol::push message(whole);
            if constexpr (feeds_cache)
                if (message.kind() == "invalidate") invalidate(message);
            emit(environment_->events, [&] { return event::push{message.kind()}; });
        }
    }

    /// The keys that were changed, or null where all were. Anything else is not understood, and so is taken for all.
    void invalidate(const protocol::push& message) {
        protocol::cursor at = message.elements();
        std::size_t count = 0;
        if (message.count() != 1 || protocol::read_array_header(at, count) != protocol::status::done)
            return environment_->cache.clear();
        for (std::string_view key; count != 0 && protocol::read_text(at, key) == protocol::status::done; --count)
            environment_->cache.invalidate(key);
        if (count != 0) environment_->cache.clear();
    }

    Environment* environment_;
    std::optional<stream> stream_;
    protocol::send_buffer output_;
    protocol::receive_buffer received_;
    protocol::receive_buffer aside_;
    protocol::scanner scanner_;
    error failure_;
    std::size_t unscanned_limit_;
    std::size_t awaited_ = 0;  // replies that were asked for and are not read yet
    time_point last_used_{};
    unsigned version_ = 3;
    unsigned epoch_ = 0;
    unsigned generation_ = 0;
    bool aside_in_use_ = false;
    [[no_unique_address]] std::conditional_t<may_be_heard, push_listener*, nobody> listener_{};
};

}  // namespace hibana
