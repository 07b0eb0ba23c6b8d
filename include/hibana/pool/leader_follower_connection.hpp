// SPDX-License-Identifier: BSL-1.0
/// \file  Connection shared by many threads: one waiting thread writes for all, and one reads for all.
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

    waiting_thread(feeder feed_replies, std::uint32_t count, execution& exec) : feed(feed_replies), replies(count), condition(exec) {}
    waiting_thread(const waiting_thread&) = delete;
    waiting_thread& operator=(const waiting_thread&) = delete;

    feeder feed;
    std::uint64_t sequence = request_queue<waiting_thread>::not_queued;  ///< set by the queue
    std::uint32_t replies;                ///< still expected
    std::atomic<bool> notified = false;   ///< has a role to check for
    bool in_syscall = false;              ///< runs a system call for all threads
    error err{};
    typename execution::condition_variable condition;

protected:
    ~waiting_thread() = default;
};

/// All state is guarded by the mutex of the owner, which is unlocked during the system calls of the writer and the reader.
///
/// The writer and the reader are threads that wait for replies themselves. A thread that leaves notifies the next waiting thread if a
/// needed role is free.
template <class Connection> class leader_follower_connection {
public:
    using context_type = typename Connection::context_type;
    using execution_type = typename Connection::execution_type;
    using waiter = waiting_thread<Connection>;
    using lock_type = std::unique_lock<typename execution_type::mutex>;

    explicit leader_follower_connection(server_node<context_type>& to) : connection_(to) {}

    Connection& connection() noexcept { return connection_; }

    /// Closes the connection if it is idle.
    void close() {
        if (is_idle()) connection_.close();
    }

    /// Writes the request by `encode(output)` and waits for its replies or an error.
    template <class Encode> error exchange(lock_type& lock, waiter& me, const Encode& encode, deadline& until) {
        if (is_idle()) connection_.probe_if_idle(connection_.context().execution.now());
        queue_.enqueue(me, 0, encode);
        const queue_guard guard(*this, lock, me);
        return wait_for_replies(lock, me, until);
    }

private:
    static constexpr auto longest_read = std::chrono::milliseconds(10);
    static constexpr int yield_limit = 4;  // yields before a thread sleeps, so that other threads join its batch

    /// Removes the thread from the queue and notifies the next one, also when an exception is thrown.
    class queue_guard {
    public:
        queue_guard(leader_follower_connection& queue, lock_type& lock, waiter& me) noexcept : queue_(queue), lock_(lock), me_(me) {}
        queue_guard(const queue_guard&) = delete;
        queue_guard& operator=(const queue_guard&) = delete;
        ~queue_guard() {
            if (!lock_.owns_lock()) lock_.lock();
            if (me_.sequence != nowhere) queue_.queue_.remove(me_);
            queue_.promote_next();
        }

    private:
        leader_follower_connection& queue_;
        lock_type& lock_;
        waiter& me_;
    };

    /// Holds roles. An exception ends the connection, since the position in its replies is then unknown.
    class role_guard {
    public:
        role_guard(leader_follower_connection& queue, lock_type& lock, bool& flag, bool& other_flag) noexcept
            : queue_(&queue), lock_(lock), flag_(flag), other_flag_(other_flag) {
            flag_ = other_flag_ = true;
        }
        role_guard(const role_guard&) = delete;
        role_guard& operator=(const role_guard&) = delete;
        ~role_guard() {
            if (!queue_) return;
            if (!lock_.owns_lock()) lock_.lock();
            flag_ = other_flag_ = false;
            queue_->end_connection(error(errc::connection_closed, fate::unknown, "an exception was thrown during its use"));
            queue_->fail_all();
            if (queue_->has_no_role()) queue_->connection_.close();
        }
        void release() noexcept {
            flag_ = other_flag_ = false;
            queue_ = nullptr;
        }

    private:
        leader_follower_connection* queue_;
        lock_type& lock_;
        bool& flag_;
        bool& other_flag_;
    };

    bool has_no_role() const noexcept { return !reads_ && !writes_; }
    bool is_idle() const noexcept { return queue_.empty() && has_no_role(); }
    bool has_something_to_write() const noexcept { return !broken_ && !cannot_write_ && (!unwritten_.empty() || queue_.has_unsent()); }
    bool has_something_to_read() const noexcept { return !broken_ && awaits_replies(); }
    bool awaits_replies() const noexcept { return queue_.begin() != queue_.sent(); }

    error wait_for_replies(lock_type& lock, waiter& me, deadline& until) {
        for (bool is_late = false; me.sequence != nowhere;) {
            if (is_late) [[unlikely]] return expire(me);
            if (has_no_role() && !awaits_replies() && !connection_.is_open()) [[unlikely]] is_late = connect(lock, me, until);
            else if (!writes_ && has_something_to_write() && connection_.is_open()) is_late = write(lock, me, until);
            else if (!reads_ && has_something_to_read()) is_late = read(lock, me, until);
            else is_late = wait(lock, me, until);
        }
        return std::move(me.err);
    }

    /// The deadline has passed. A request that was sent leaves a tombstone.
    [[gnu::cold, gnu::noinline]] error expire(waiter& me) {
        const bool was_sent = me.sequence < queue_.sent();
        queue_.remove(me);
        queue_.compact_unsent();
        if (was_sent) check_silence();
        error late = me.err ? std::move(me.err) : error(errc::timeout);
        late.with_fate(was_sent ? fate::unknown : fate::not_sent);
        return late;
    }
    /// Ends the connection if the server has sent nothing during a whole command timeout.
    void check_silence() {
        const auto& settings = connection_.context().settings;
        const time_point now = connection_.context().execution.now();
        if (std::exchange(received_reply_, false)) silent_since_ = now;
        if (settings.command_timeout == no_timeout || now - silent_since_ < settings.command_timeout) return;
        end_connection(error(errc::timeout, fate::unknown, "the server sent nothing within the command timeout"));
        cleanup_if_broken();
    }

    // These return whether the deadline has passed.
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
        if (me.sequence != nowhere && until.has_passed(execution)) {
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
            unwritten_ = queue_.next_batch(replies);
            connection_.add_expected_replies(replies);
            last_batch_ = queue_.sent() - first_untransmitted_;
        }
        error err;
        if (!unwritten_.empty() && !broken_) err = write_rest(lock, me, until);
        roles.release();
        const bool is_late = err == errc::timeout;
        // A peer may have answered before it closed the connection; its replies are read first.
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
                on_written(written);
                promote_next();  // The server may stop reading until its replies are read.
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
                if (is_cut && err == errc::timeout) err = error(errc::connection_closed, fate::unknown, "a write did not complete");
            }
        }
        lock.lock();
        me.in_syscall = false;
        on_written(written);
        return err;
    }
    void on_written(std::size_t size) noexcept {
        unwritten_.remove_prefix(size);
        if (size != 0) first_untransmitted_ = nowhere;
    }

    bool read(lock_type& lock, waiter& me, deadline& until) {
        auto& execution = connection_.context().execution;
        // The writer may leave with bytes unwritten when no other thread is left to write; the reader then has to take over.
        const bool may_have_to_write = writes_ || !unwritten_.empty();
        deadline limit = may_have_to_write ? until.earlier(deadline::after(longest_read, execution.now())).without_cached_now() : until;
        role_guard roles(*this, lock, reads_, reads_);
        me.in_syscall = true;
        auto& stream = connection_.stream();
        const auto buffer = connection_.prepare_read();
        lock.unlock();
        auto some = stream.read_some(buffer, limit).get();
        lock.lock();
        me.in_syscall = false;
        if (some) {
            connection_.commit_read(*some);
            received_reply_ = true;
            if (!broken_) read_replies();
        }
        roles.release();
        const bool timed_out = !some && some.error() == errc::timeout;
        if (!some && !timed_out) end_connection(std::move(some).error());
        cleanup_if_broken();
        return timed_out && (!may_have_to_write || until.has_passed(execution));
    }
    void read_replies() {
        bool partial = connection_.has_partial_message();
        for (error err; connection_.has_unread(); partial = false) {
            feed_result state;
            if (!awaits_replies()) state = dispatch_pushes(err);
            else if (waiter* const who = queue_.front().operation) state = who->feed(*who, connection_, partial, err);
            else state = skip(err);
            if (state == feed_result::error) end_connection(std::move(err));
            if (state != feed_result::done) return;
        }
    }
    [[gnu::cold, gnu::noinline]] feed_result dispatch_pushes(error& err) {
        err = connection_.dispatch_pushes();
        return err ? feed_result::error : feed_result::need_more;
    }
    /// Discards a reply whose thread has left.
    [[gnu::cold, gnu::noinline]] feed_result skip(error& err) {
        error ignored;
        const auto found = connection_.try_parse_reply(discard_reply(), ignored);
        if (found == Connection::parse_result::error) return err = std::move(ignored), feed_result::error;
        if (found == Connection::parse_result::need_more) return feed_result::need_more;
        queue_.count_discarded_reply();
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
    static void notify(waiter& thread) {
        if (!thread.notified.exchange(true, std::memory_order_relaxed)) thread.condition.notify_one();
    }
    /// Notifies a thread if a needed role is free.
    void promote_next() {
        if (queue_.empty()) return;
        if (!(!reads_ && has_something_to_read()) && !(!writes_ && has_something_to_write())) return;
        for (auto place = queue_.begin(); place != queue_.end(); ++place) {
            waiter* const who = queue_.at(place).operation;
            if (who && !who->in_syscall) return notify(*who);
        }
    }

    /// Marks the connection as broken and interrupts the system calls on it.
    [[gnu::cold, gnu::noinline]] void end_connection(error cause) {
        if (!broken_) broken_ = std::move(cause);
        auto interrupt = [](auto& stream) {
            if constexpr (requires { stream.interrupt(); }) stream.interrupt();
        };
        if (!has_no_role()) interrupt(connection_.stream());
    }
    /// The last thread with a role on a broken connection fails the waiting operations and closes it.
    void cleanup_if_broken() {
        if (!broken_ || !has_no_role()) [[likely]] return;
        error cause = broken_;
        fail_all();
        static_cast<void>(connection_.close_with(std::move(cause)));
    }
    [[gnu::cold, gnu::noinline]] void fail_all() {
        if (!has_no_role()) return;
        const error cause = std::exchange(broken_, error());
        unwritten_ = {};
        std::uint64_t transmitted = 0;
        queue_.requeue_after_disconnect([&](const waiter& each, bool was_sent) {
            transmitted += was_sent && each.sequence < first_untransmitted_;
            return false;
        });
        const auto end_of_transmitted = queue_.begin() + transmitted;
        while (queue_.begin() != queue_.sent()) {
            waiter& failed = *queue_.front().operation;
            const bool was_sent = queue_.begin() < end_of_transmitted;
            queue_.pop(failed);
            failed.err = error(cause).with_fate(was_sent ? fate::unknown : fate::not_sent);
            notify(failed);
        }
        first_untransmitted_ = nowhere;
        last_batch_ = 0;
    }

    static constexpr std::uint64_t nowhere = request_queue<waiter>::not_queued;

    Connection connection_;
    request_queue<waiter> queue_;
    std::string_view unwritten_;              // rest of the batch in progress
    std::uint64_t first_untransmitted_ = nowhere;  // the first of that batch, until a byte of it is transmitted
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

/// An operation of a thread; the thread that reads replies feeds its response.
template <class Connection, class Response> class shared_call : public waiting_thread<Connection> {
    using base = waiting_thread<Connection>;

public:
    shared_call(leader_follower_connection<Connection>& queue, Response& response)
        : base(&feed_response, response.replies(), queue.connection().context().execution), queue_(queue), response_(response) {}

private:
    static feed_result feed_response(base& self, Connection& from, bool partial, error& broken) {
        auto& call = static_cast<shared_call&>(self);
        const feed_result state = call.response_.consume(from, partial, call.replies, broken);
        if (state != feed_result::done) return state;
        call.queue_.queue_.pop(call);
        leader_follower_connection<Connection>::notify(call);
        return state;
    }

    leader_follower_connection<Connection>& queue_;
    Response& response_;
};

}  // namespace hibana::detail
