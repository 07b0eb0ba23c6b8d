// SPDX-License-Identifier: BSL-1.0
/// \file  One connection that many threads use at once: one of those who wait writes for all, and one reads for all.
#pragma once
#include <hibana/call/request_queue.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/connection/feed_result.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/condition_variable.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <sched.h>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// A thread that waits for its replies.
template <class Connection> struct waiting_thread {
    using execution = typename Connection::execution_type;
    using feeder = feed_result (*)(waiting_thread& self, Connection& from, bool partial, error& broken);

    waiting_thread(feeder how, std::uint32_t count, execution& where) : feed(how), replies(count), condition(where) {}
    waiting_thread(const waiting_thread&) = delete;
    waiting_thread& operator=(const waiting_thread&) = delete;

    feeder feed;
    std::uint64_t ticket = request_queue<waiting_thread>::nowhere;  ///< kept by the line
    std::uint32_t replies;                                 ///< that are still to come
    std::atomic<bool> notified = false;                   ///< there is something to look at
    bool in_syscall = false;                                ///< it is in a system call for all
    error err{};
    typename execution::condition_variable condition;

protected:
    ~waiting_thread() = default;
};

/// Everything happens under the mutex of the owner, but for the system calls of the two who write and read.
///
/// Both roles are taken by threads that wait for a reply themselves. Who leaves calls the first of those who stay, if a role_guard is free
/// that is needed.
template <class Connection> class leader_follower_connection {
public:
    using context_type = typename Connection::context_type;
    using execution_type = typename Connection::execution_type;
    using waiter = waiting_thread<Connection>;
    using lock_type = std::unique_lock<typename execution_type::mutex>;

    explicit leader_follower_connection(context_type& context) : connection_(context) {}

    Connection& connection() noexcept { return connection_; }

    /// Closes the connection if nobody uses it.
    void close() {
        if (is_idle()) connection_.close();
    }

    /// Writes the request by `encode(output)` and waits until the replies are there, or an error is.
    template <class Encode> error exchange(lock_type& lock, waiter& me, const Encode& encode, deadline& until) {
        if (is_idle()) connection_.probe_if_idle(connection_.context().execution.now());
        queue_.join_with(me, 0, encode);
        const queue_guard here(*this, lock, me);
        return wait_for_replies(lock, me, until);
    }

private:
    static constexpr auto longest_read = std::chrono::milliseconds(10);
    static constexpr int yield_limit = 4;  // turns that others get before a thread goes to sleep, where they make one batch of many

    /// At its end the thread is in the line no more, whatever happened, and others go on.
    class queue_guard {
    public:
        queue_guard(leader_follower_connection& line, lock_type& lock, waiter& me) noexcept : queue_(line), lock_(lock), me_(me) {}
        queue_guard(const queue_guard&) = delete;
        queue_guard& operator=(const queue_guard&) = delete;
        ~queue_guard() {
            if (!lock_.owns_lock()) lock_.lock();
            if (me_.ticket != nowhere) queue_.queue_.leave(me_.ticket);
            queue_.promote_next();
        }

    private:
        leader_follower_connection& queue_;
        lock_type& lock_;
        waiter& me_;
    };

    /// Takes roles; where something is thrown, the connection ends, since nobody knows what was read of it.
    class role_guard {
    public:
        role_guard(leader_follower_connection& line, lock_type& lock, bool& taken, bool& also_taken) noexcept
            : queue_(&line), lock_(lock), taken_(taken), also_taken_(also_taken) {
            taken_ = also_taken_ = true;
        }
        role_guard(const role_guard&) = delete;
        role_guard& operator=(const role_guard&) = delete;
        ~role_guard() {
            if (!queue_) return;
            if (!lock_.owns_lock()) lock_.lock();
            taken_ = also_taken_ = false;
            queue_->end_connection(error(errc::connection_closed, fate::unknown, "something was thrown while it was used"));
            queue_->fail_all();
            if (queue_->has_no_role()) queue_->connection_.close();
        }
        void release() noexcept {
            taken_ = also_taken_ = false;
            queue_ = nullptr;
        }

    private:
        leader_follower_connection* queue_;
        lock_type& lock_;
        bool& taken_;
        bool& also_taken_;
    };

    bool has_no_role() const noexcept { return !reads_ && !writes_; }
    bool is_idle() const noexcept { return queue_.empty() && has_no_role(); }
    bool has_something_to_write() const noexcept { return !broken_ && !cannot_write_ && (!unwritten_.empty() || queue_.has_unsent()); }
    bool has_something_to_read() const noexcept { return !broken_ && awaits_replies(); }
    bool awaits_replies() const noexcept { return queue_.begin() != queue_.sent(); }

    error wait_for_replies(lock_type& lock, waiter& me, deadline& until) {
        for (bool is_late = false; me.ticket != nowhere;) {
            if (is_late) [[unlikely]] return give_up(me);
            if (has_no_role() && !awaits_replies() && !connection_.is_open()) [[unlikely]] is_late = connect(lock, me, until);
            else if (!writes_ && has_something_to_write() && connection_.is_open()) is_late = write(lock, me, until);
            else if (!reads_ && has_something_to_read()) is_late = read(lock, me, until);
            else is_late = wait(lock, me, until);
        }
        return std::move(me.err);
    }

    /// The deadline of a thread has come: what was sent for it leaves a stone.
    [[gnu::cold, gnu::noinline]] error give_up(waiter& me) {
        const bool was_sent = me.ticket < queue_.sent();
        queue_.leave(me.ticket);
        queue_.tidy();
        if (was_sent) watch_silence();
        error late = me.err ? std::move(me.err) : error(errc::timeout);
        late.with_fate(was_sent ? fate::unknown : fate::not_sent);
        return late;
    }
    /// A server that has said nothing at all for so long is not there any more.
    void watch_silence() {
        const auto& settings = connection_.context().settings;
        const time_point now = connection_.context().execution.now();
        if (std::exchange(received_reply_, false)) silent_since_ = now;
        if (settings.command_timeout == no_timeout || now - silent_since_ < settings.command_timeout) return;
        end_connection(error(errc::timeout, fate::unknown, "the server has said nothing for too long"));
        cleanup_if_broken();
    }

    /// These give whether the deadline has come.
    [[gnu::cold, gnu::noinline]] bool connect(lock_type& lock, waiter& me, deadline until) {
        auto& execution = connection_.context().execution;
        role_guard roles(*this, lock, reads_, writes_);
        lock.unlock();
        auto established = establish(connection_, ++attempts_, until).get();
        lock.lock();
        roles.release();
        cannot_write_ = false;
        received_reply_ = true;
        if (established) {
            attempts_ = 0;
            return false;
        }
        if (me.ticket != nowhere && until.has_passed(execution)) {
            me.err = std::move(established).error();
            return true;
        }
        broken_ = std::move(established).error();
        fail_all();
        return false;
    }

    bool write(lock_type& lock, waiter& me, deadline& until) {
        role_guard roles(*this, lock, writes_, writes_);
        if (last_batch_ > 1) yield_to_others(lock);
        if (unwritten_.empty() && !broken_) {
            first_untransmitted_ = queue_.sent();
            std::size_t replies = 0;
            unwritten_ = queue_.send_all(replies);
            connection_.add_expected_replies(replies);
            last_batch_ = queue_.sent() - first_untransmitted_;
        }
        error err;
        if (!unwritten_.empty() && !broken_) err = write_rest(lock, me, until);
        roles.release();
        const bool is_late = err == errc::timeout;
        // a peer that has closed may have answered before: that is read first, up to the end of the connection
        if (err == errc::connection_lost) cannot_write_ = true;
        else if (err && !is_late) end_connection(std::move(err));
        cleanup_if_broken();
        return is_late;
    }
    error write_rest(lock_type& lock, waiter& me, deadline& until) {
        auto& stream = connection_.stream();
        std::string_view bytes = unwritten_;
        me.in_syscall = true;
        lock.unlock();
        error err;
        std::size_t written = bytes.size();
        if constexpr (requires { stream.write_some(bytes, until); }) {
            written = stream.try_write(bytes);
            if (written != bytes.size()) [[unlikely]] {
                lock.lock();
                wrote(written);
                promote_next();  // somebody has to read meanwhile, or the server may not go on either
                bytes = unwritten_;
                lock.unlock();
                auto some = stream.write_some(bytes, until).get();
                written = some ? *some : 0;
                if (!some) err = std::move(some).error();
            }
        } else {
            auto all = stream.write(bytes, until).get();
            if (!all) {
                err = std::move(all).error();
                const bool is_cut = err.fate() != fate::not_sent;
                written = is_cut ? bytes.size() : 0;
                if (is_cut && err == errc::timeout) err = error(errc::connection_closed, fate::unknown, "a write came to no end");
            }
        }
        lock.lock();
        me.in_syscall = false;
        wrote(written);
        return err;
    }
    void wrote(std::size_t size) noexcept {
        unwritten_.remove_prefix(size);
        if (size != 0) first_untransmitted_ = nowhere;
    }

    bool read(lock_type& lock, waiter& me, deadline& until) {
        auto& execution = connection_.context().execution;
        // who writes may leave before all is written, while all others read or are gone: then it is for the one who reads to go on
        const bool may_have_to_write = writes_ || !unwritten_.empty();
        deadline limit = may_have_to_write ? until.earlier(deadline::after(longest_read, execution.now())).without_cached_now() : until;
        role_guard roles(*this, lock, reads_, reads_);
        me.in_syscall = true;
        auto& stream = connection_.stream();
        const auto room = connection_.prepare_read();
        lock.unlock();
        auto some = stream.read_some(room, limit).get();
        lock.lock();
        me.in_syscall = false;
        if (some) {
            connection_.commit_read(*some);
            received_reply_ = true;
            if (!broken_) read_replies();
        }
        roles.release();
        const bool has_waited = !some && some.error() == errc::timeout;
        if (!some && !has_waited) end_connection(std::move(some).error());
        cleanup_if_broken();
        return has_waited && (!may_have_to_write || until.has_passed(execution));
    }
    void read_replies() {
        bool partial = connection_.has_partial_message();
        for (error err; connection_.has_unread(); partial = false) {
            feed_result state;
            if (!awaits_replies()) state = dispatch_pushes(err);
            else if (waiter* const who = queue_.front().who) state = who->feed(*who, connection_, partial, err);
            else state = skip(err);
            if (state == feed_result::error) end_connection(std::move(err));
            if (state != feed_result::done) return;
        }
    }
    [[gnu::cold, gnu::noinline]] feed_result dispatch_pushes(error& err) {
        err = connection_.dispatch_pushes();
        return err ? feed_result::error : feed_result::need_more;
    }
    /// A reply that nobody wants any more.
    [[gnu::cold, gnu::noinline]] feed_result skip(error& err) {
        error ignored;
        const auto found = connection_.try_parse_reply(discard_reply(), ignored);
        if (found == Connection::parse_result::error) return err = std::move(ignored), feed_result::error;
        if (found == Connection::parse_result::need_more) return feed_result::need_more;
        if (--queue_.front().due == 0) queue_.pop();
        return feed_result::done;
    }

    bool wait(lock_type& lock, waiter& me, deadline& until) {
        me.notified.store(false, std::memory_order_relaxed);
        if (last_batch_ > 1) {
            lock.unlock();
            for (int turn = 0; turn != yield_limit && !me.notified.load(std::memory_order_relaxed); ++turn) ::sched_yield();
            lock.lock();
            if (me.notified.load(std::memory_order_relaxed)) return false;
        }
        return !me.condition.wait(lock, until).get();
    }
    static void yield_to_others(lock_type& lock) {
        lock.unlock();
        ::sched_yield();
        lock.lock();
    }
    static void call(waiter& who) {
        if (!who.notified.exchange(true, std::memory_order_relaxed)) who.condition.notify_one();
    }
    /// Calls somebody to a role_guard that is free and needed.
    void promote_next() {
        if (queue_.empty()) return;
        if (!(!reads_ && has_something_to_read()) && !(!writes_ && has_something_to_write())) return;
        for (auto place = queue_.begin(); place != queue_.end(); ++place) {
            waiter* const who = queue_.at(place).who;
            if (who && !who->in_syscall) return call(*who);
        }
    }

    /// The connection is of no use any more; who is in a system call with it comes back.
    [[gnu::cold, gnu::noinline]] void end_connection(error why) {
        if (!broken_) broken_ = std::move(why);
        auto interrupt = [](auto& stream) {
            if constexpr (requires { stream.interrupt(); }) stream.interrupt();
        };
        if (!has_no_role()) interrupt(connection_.stream());
    }
    /// The last to come back from a connection that has ended tells the others, and closes it.
    void cleanup_if_broken() {
        if (!broken_ || !has_no_role()) [[likely]] return;
        error why = broken_;
        fail_all();
        static_cast<void>(connection_.close_with(std::move(why)));
    }
    [[gnu::cold, gnu::noinline]] void fail_all() {
        if (!has_no_role()) return;
        const error why = std::exchange(broken_, error());
        unwritten_ = {};
        queue_.requeue_after_disconnect([](const waiter&, bool) { return false; });
        for (; queue_.begin() != queue_.sent(); queue_.pop()) {
            const auto& left = queue_.front();
            if (!left.who) continue;
            const bool was_sent = left.due != 0 && queue_.begin() < first_untransmitted_;
            left.who->err = error(why).with_fate(was_sent ? fate::unknown : fate::not_sent);
            left.who->ticket = nowhere;
            call(*left.who);
        }
        first_untransmitted_ = nowhere;
        last_batch_ = 0;
    }

    static constexpr std::uint64_t nowhere = request_queue<waiter>::nowhere;

    Connection connection_;
    request_queue<waiter> queue_;
    std::string_view unwritten_;              // of the batch that is being written
    std::uint64_t first_untransmitted_ = nowhere;  // the first of that batch, as long as not one byte of it has left
    std::uint64_t last_batch_ = 0;
    error broken_;
    time_point silent_since_{};
    unsigned attempts_ = 0;
    bool received_reply_ = true;
    bool cannot_write_ = false;
    bool reads_ = false;
    bool writes_ = false;

    template <class, class> friend class shared_call;
};

/// A call of a thread: what it says is response where the replies are read.
template <class Connection, class Response> class shared_call : public waiting_thread<Connection> {
    using base = waiting_thread<Connection>;

public:
    shared_call(leader_follower_connection<Connection>& line, Response& response)
        : base(&feed_it, response.replies(), line.connection().context().execution), queue_(line), response_(response) {}

private:
    static feed_result feed_it(base& self, Connection& from, bool partial, error& broken) {
        auto& call = static_cast<shared_call&>(self);
        const feed_result state = call.response_.consume(from, partial, call.replies, broken);
        if (state != feed_result::done) return state;
        call.ticket = leader_follower_connection<Connection>::nowhere;
        call.queue_.queue_.pop();
        leader_follower_connection<Connection>::call(call);
        return state;
    }

    leader_follower_connection<Connection>& queue_;
    Response& response_;
};

}  // namespace hibana::detail
