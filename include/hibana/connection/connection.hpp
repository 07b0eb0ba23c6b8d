// SPDX-License-Identifier: BSL-1.0
/// \file  Connection to one server: stream, buffers, and the count of expected replies.
#pragma once
#include <hibana/connection/handshake_options.hpp>
#include <hibana/connection/server_node.hpp>
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
#include <hibana/transport/endpoint.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana {

namespace detail {

/// Progress of a request on the fast path.
enum class progress : unsigned char { unsent, sent, answered };

/// Result of trying to parse the next reply.
enum class parse_result : unsigned char { need_more, reply, error };

}  // namespace detail

/// What a connection is used for.
enum class connection_purpose : unsigned char {
    data,  ///< commands of callers
    side,  ///< subscriptions, MONITOR, and commands that need a connection of their own
};

/// A connection to a node, with the policies of a client context. It is either closed, or open and synchronized: each expected reply is
/// read by the operation that requested it, or the connection is closed.
template <class Context> class connection {
public:
    using context_type = Context;
    using execution_type = typename Context::execution_type;
    using composition = typename Context::composition;
    using stream_type = typename composition::transport::template stream<execution_type>;

    /// A connection to a node. With `connection_purpose::side` it takes no part in client-side caching.
    explicit connection(hibana::server_node<Context>& to, connection_purpose use = connection_purpose::data)
        : connection(to, use, to.context().settings.limits) {}
    /// Uses `limits` instead of the limits of the settings.
    connection(hibana::server_node<Context>& to, connection_purpose use, const protocol::limits& limits)
        : context_(&to.context()), node_(&to), scanner_(limits, composition::parser::version >= 3), unscanned_limit_(limits.trusted_size()),
          feeds_cache_(use == connection_purpose::data && to.handshake().tracking) {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() { close(); }

    Context& context() const noexcept { return *context_; }
    hibana::server_node<Context>& node() const noexcept { return *node_; }
    const hibana::endpoint& endpoint() const noexcept { return node_->endpoint(); }
    std::string endpoint_text() const { return endpoint().text(); }
    /// The options of the handshake with this server.
    handshake_options handshake() const {
        handshake_options options = node_->handshake();
        options.tracking = feeds_cache_;
        return options;
    }
    unsigned protocol_version() const noexcept { return protocol_version_; }
    void set_protocol_version(unsigned version) noexcept { protocol_version_ = version; }
    /// Number of times this connection was opened. Server-side state of an earlier epoch no longer exists.
    unsigned epoch() const noexcept { return epoch_; }

    /// Sets the listener for pushes; null removes it. Has an effect only on a concurrent execution with RESP3.
    void set_push_listener([[maybe_unused]] push_listener* listener) noexcept {
        if constexpr (supports_push_listener) listener_ = listener;
    }

    bool is_open() const noexcept { return stream_ && stream_->is_open() && generation_ == detail::fork_generation(); }

    /// Whether it was opened before the fork that created this process.
    bool predates_fork() const noexcept { return stream_ && generation_ != detail::fork_generation(); }

    /// Takes ownership of a newly opened stream.
    [[gnu::cold, gnu::noinline]] void attach(stream_type&& opened) {
        detail::watch_for_forks();
        close();
        stream_.emplace(std::move(opened));
        generation_ = detail::fork_generation();
        ++epoch_;
    }

    [[gnu::cold, gnu::noinline]] void close() {
        if (!stream_) return;
        if (generation_ != detail::fork_generation()) stream_->close_after_fork();
        stream_.reset();
        expected_replies_ = 0;
        received_.clear();
        scanner_.reset();
        if constexpr (composition::cache::needs_pushes)
            if (feeds_cache_) context_->cache.clear();
        if constexpr (supports_push_listener)
            if (listener_) listener_->on_disconnected();
    }

    /// Closes an idle connection if the server closed it or sent an unexpected reply.
    [[gnu::cold, gnu::noinline]] void probe() {
        if (!is_open() || !stream_->is_readable()) return;
        if constexpr (requires(std::span<char> into) { stream_->try_read(into); }) {
            if (const std::size_t size = stream_->try_read(received_.prepare(min_read_size)); size != 0) {
                received_.commit(size);
                return expected_replies_ == 0 ? resync() : void();
            }
        }
        close();
    }

    /// Calls `probe` if the connection was idle for longer than `health_check_interval`.
    void probe_if_idle(time_point now) {
        const time_point before = std::exchange(last_used_, now);
        if (now - before > context_->settings.health_check_interval) [[unlikely]] probe();
    }

    // ---- fast path (synchronous executions)

    /// Sends `bytes`, which request `replies` replies. After false, `consume_error` returns the reason.
    [[gnu::always_inline]] bool send(std::string_view bytes, std::size_t replies, deadline& until) {
        uses_canonical_ = false;
        if (!is_open() || !received_.empty() || expected_replies_ != 0) [[unlikely]] return false;
        expected_replies_ = replies;
        auto written = stream_->write(bytes, until).get();
        if (written || is_partial_write(written.error())) [[likely]] return true;
        error_ = close_with(std::move(written).error());
        return false;
    }

    /// Sends the contents of `output()` and receives the first bytes of the reply.
    [[gnu::noinline]] detail::progress round_trip(deadline& until) {
        if (!send(output_.view(), 1, until)) [[unlikely]] return detail::progress::unsent;
        return receive_some(until) ? detail::progress::answered : detail::progress::sent;
    }

    /// Receives at least one byte. After false, the connection is closed.
    [[gnu::always_inline]] bool receive_some(deadline& until) {
        auto some = stream_->read_some(received_.prepare(min_read_size), until).get();
        if (!some) [[unlikely]] {
            error_ = close_with(std::move(some).error().with_fate(fate::unknown));
            return false;
        }
        received_.commit(*some);
        return true;
    }

    /// Reads a complete reply of this kind. False, with nothing consumed, if it is incomplete or needs the slow path.
    template <class Kind, class Holder> [[gnu::always_inline]] bool read(Holder& holder) {
        if (received_.size() > unscanned_limit_) [[unlikely]] return false;
        protocol::cursor at{received_.begin(), received_.end()};
        if (reply_of<Kind>::read(at, holder) != protocol::status::done) [[unlikely]] return false;
        received_.consume(at.at);
        --expected_replies_;
        return true;
    }
    bool read(detail::reply_reader into) {
        if (received_.size() > unscanned_limit_) return false;
        protocol::cursor at{received_.begin(), received_.end()};
        if (into.read(into.holder, at) != protocol::status::done) return false;
        received_.consume(at.at);
        --expected_replies_;
        return true;
    }

    /// Consumes one reply if it consists of exactly these bytes.
    bool skip(std::string_view expected) {
        if (!received_.unread().starts_with(expected)) return false;
        received_.consume(received_.begin() + expected.size());
        --expected_replies_;
        return true;
    }

    bool has_unread() const noexcept { return !received_.empty(); }

    /// Returns and clears the error of the fast path; none if no operation failed. The connection is closed after an error.
    error consume_error() { return std::exchange(error_, error()); }

    const protocol::receive_buffer& received() const noexcept { return uses_canonical_ ? canonical_ : received_; }
    protocol::send_buffer& output() noexcept { return output_; }

    // ---- slow path (any execution)

    /// Writes bytes, which request `replies` replies, to the open stream; returns the operation of the stream. After an error the
    /// caller calls `close_with`, or reads what was received before.
    auto write(std::string_view bytes, std::size_t replies, deadline& until) {
        expected_replies_ += replies;
        return stream_->write(bytes, until);
    }

    /// Whether the peer closed the connection during a write. Replies to earlier requests, or the reason for closing, may still be
    /// readable.
    static bool is_partial_write(const error& err) noexcept {
        return err.condition() == errc::connection_lost && err.fate() == fate::unknown;
    }

    /// The error of an operation on a closed connection that must not be reopened.
    [[gnu::cold, gnu::noinline]] error not_replaceable_error(fate fate) const {
        return error(predates_fork() ? errc::child_process : errc::connection_lost, fate);
    }

    /// Closes the connection because of an error, and returns the error.
    [[gnu::cold, gnu::noinline]] error close_with(error err) {
        close();  // first: the event sink may throw
        if constexpr (listens_to<typename composition::events, event::disconnected>) {
            const std::string name = endpoint_text();
            context_->events.on(event::disconnected{name, err});
        }
        return err;
    }

    /// Receives some bytes; returns the operation of the stream. Its result is passed to `on_read`.
    auto read(deadline& until) { return stream_->read_some(received_.prepare(min_read_size), until); }
    /// Commits the bytes that `read` received. After an error, which is returned, the connection is closed.
    [[gnu::cold, gnu::noinline]] error on_read(result<std::size_t>&& some) {
        if (!some) return close_with(std::move(some).error().with_fate(fate::unknown));
        received_.commit(*some);
        return error();
    }

    /// Receives and decodes one reply, after dispatching the pushes before it; returns the error of the reply.
    ///
    /// A server error and a reply of an unexpected type have the fate `answered` and leave the connection open; after every other
    /// error it is closed.
    [[gnu::cold]] auto receive(detail::reply_reader into, deadline& until) -> task_of<execution_type, result<void>> {
        for (error err;;) {
            const auto parsed = try_parse_reply(into, err);
            if (parsed == parse_result::reply) co_return err;
            if (parsed == parse_result::error) co_return close_with(std::move(err));
            auto some = co_await read(until);
            if (error lost = on_read(std::move(some))) co_return lost;
        }
    }

    // ---- multiplexed use: parse first, dispatch afterwards

    using parse_result = detail::parse_result;

    /// Parses the next reply if it is complete, after dispatching the pushes before it. `outcome` is the error of the reply, if any.
    ///
    /// With `parse_result::error` the byte stream is malformed, `outcome` describes the error, and the caller closes the connection.
    [[gnu::cold, gnu::noinline]] parse_result try_parse_reply(detail::reply_reader into, error& outcome) {
        uses_canonical_ = false;
        while (has_message(outcome)) {
            const std::string_view whole(received_.begin(), scanner_.size());
            const char* const end = whole.data() + whole.size();
            if (scanner_.is_push()) {
                received_.consume(end);
                dispatch_push(whole);
                continue;
            }
            auto decoded = decode(whole, into);
            if (!decoded) outcome = std::move(decoded).error();
            received_.consume(end);
            --expected_replies_;
            return parse_result::reply;
        }
        return outcome ? parse_result::error : parse_result::need_more;
    }

    /// Dispatches all complete pushes while no reply is expected. Returns an error if the server sent a reply nevertheless.
    error dispatch_pushes() {
        if (expected_replies_ != 0) return error(errc::connection_closed, fate::not_sent, "an earlier reply was not read completely");
        while (!received_.empty()) {
            protocol::cursor at{received_.begin(), received_.end()};
            const auto found = *at.at == '>' ? scanner_.scan(at) : protocol::status::broken;
            if (found == protocol::status::more) break;
            if (found != protocol::status::done)
                return error(errc::protocol_error, fate::not_sent, "the server sent an unexpected reply");
            const std::string_view whole(received_.begin(), scanner_.size());
            received_.consume(at.at);
            dispatch_push(whole);
        }
        return error();
    }

    stream_type& stream() noexcept { return *stream_; }
    std::span<char> prepare_read() { return received_.prepare(min_read_size); }
    void commit_read(std::size_t size) { received_.commit(size); }
    /// Registers replies to bytes that the caller writes directly to `stream()`.
    void add_expected_replies(std::size_t replies) noexcept { expected_replies_ += replies; }
    /// Whether part of a message was scanned. The next call is then `try_parse_reply` or `dispatch_pushes`.
    bool has_partial_message() const noexcept { return scanner_.has_partial_message(); }

    /// Called before a new request: dispatches received pushes, and closes the connection if an unexpected or unread reply is left.
    ///
    /// A reply stays unread if an exception interrupted its reader; no other operation may receive it.
    [[gnu::cold, gnu::noinline]] void resync() {
        if (!is_open()) return;
        if (error err = dispatch_pushes()) static_cast<void>(close_with(std::move(err)));
    }

    // ---- exclusive use: raw message access (pub/sub, MONITOR)

    /// The next complete message, a push or a reply, in canonical form; empty if there is none. Its bytes stay valid until
    /// `read_more`. After an error the connection is closed. (A template, so that it is instantiated only where it is used.)
    template <class Text = std::string_view> result<Text> next_message() {
        error err;
        if (received_.empty() || !has_message(err)) return err ? result<Text>(close_with(std::move(err))) : result<Text>();
        const Text whole(received_.begin(), scanner_.size());
        received_.consume(whole.data() + whole.size());
        return to_canonical(whole);
    }

    /// Receives some bytes. After an error the caller reads again or calls `close_with`.
    auto read_more(deadline until) -> task_of<execution_type, result<void>> {
        auto some = co_await stream_->read_some(received_.prepare(min_read_size), until);
        if (!some) co_return std::move(some).error();
        received_.commit(*some);
        co_return result<void>();
    }

    /// Closes the stream without destroying it, so that pending operations on it complete with an error.
    void close_stream() {
        if (is_open()) stream_->close();
    }

private:
    static constexpr std::size_t min_read_size = 16 * 1024;
    static constexpr bool supports_push_listener = execution_type::concurrent && composition::parser::version >= 3;

    struct no_listener {};

    /// Whether a complete message is at the front of the buffer. Consumes nothing.
    bool has_message(error& outcome) {
        protocol::cursor at{received_.begin(), received_.end()};
        const auto found = scanner_.scan(at);
        if (found == protocol::status::done) return true;
        if (found != protocol::status::more) outcome = detail::malformed_message_error(found, scanner_, received_.unread());
        return false;
    }

    /// A complete message in canonical form: the bytes themselves, or a converted copy in `canonical_`.
    std::string_view to_canonical(std::string_view whole) {
        uses_canonical_ = scanner_.irregular();
        if (!uses_canonical_) return whole;
        canonical_.clear();
        protocol::canonicalise(whole, canonical_);
        return canonical_.unread();
    }

    [[gnu::cold, gnu::noinline]] result<void> decode(std::string_view whole, detail::reply_reader into) {
        whole = to_canonical(whole);
        protocol::cursor at{whole.data(), whole.data() + whole.size(), true};
        if (std::string_view line; protocol::read_error(at, line) == protocol::status::done)
            return parse_server_error(line);
        if (!into.read) return result<void>();
        const auto read = into.read(into.holder, at);
        if (read == protocol::status::done) return result<void>();
        return detail::unexpected_reply_error(read, whole, into.expected);
    }

    /// Passes a push to the listener, the cache and the event sink, if the composition has them. The sink is last because it may throw.
    void dispatch_push([[maybe_unused]] std::string_view whole) {
        constexpr bool feeds_cache = composition::cache::needs_pushes;
        if constexpr (feeds_cache || supports_push_listener || listens_to<typename composition::events, event::push>) {
            whole = to_canonical(whole);
            if constexpr (supports_push_listener)
                if (listener_) listener_->on_push(whole);
            const protocol::push message(whole);
            if constexpr (feeds_cache)
                if (feeds_cache_ && message.kind() == "invalidate") invalidate(message);
            emit(context_->events, [&] { return event::push{message.kind()}; });
        }
    }

    /// Invalidates the listed keys, or all of them if the list is null or not understood.
    void invalidate(const protocol::push& message) {
        protocol::cursor at = message.elements();
        std::size_t count = 0;
        if (message.count() != 1 || protocol::read_array_header(at, count) != protocol::status::done)
            return context_->cache.clear();
        for (std::string_view key; count != 0 && protocol::read_text(at, key) == protocol::status::done; --count)
            context_->cache.invalidate(key);
        if (count != 0) context_->cache.clear();
    }

    Context* context_;
    hibana::server_node<Context>* node_;
    std::optional<stream_type> stream_;
    protocol::send_buffer output_;
    protocol::receive_buffer received_;
    protocol::receive_buffer canonical_;
    protocol::scanner scanner_;
    error error_;
    std::size_t unscanned_limit_;
    std::size_t expected_replies_ = 0;  // requested but not yet read
    time_point last_used_{};
    unsigned protocol_version_ = 3;
    unsigned epoch_ = 0;
    unsigned generation_ = 0;
    bool uses_canonical_ = false;
    bool feeds_cache_;
    [[no_unique_address]] std::conditional_t<supports_push_listener, push_listener*, no_listener> listener_{};
};

}  // namespace hibana
