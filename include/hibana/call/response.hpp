// SPDX-License-Identifier: BSL-1.0
/// \file  Responses: storage and consumers of the replies to a request, a pipeline, a transaction or a batch.
#pragma once
#include <hibana/call/batch.hpp>
#include <hibana/call/blocking_exchange.hpp>
#include <hibana/call/cold_path.hpp>
#include <hibana/call/reply_slot.hpp>
#include <hibana/call/transaction.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/feed_result.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace hibana::detail {

/// What taking one reply came to.
enum class slot_result : unsigned char { value, need_more, server_error, protocol_error };

/// Takes the reply that is next into its place, or its error; `partial` where a part of it has been looked at before.
template <class Kind, class Connection, class Place>
[[gnu::cold, gnu::noinline]] slot_result read_into_slow(Connection& from, Place& place, std::string_view command, error& broken) {
    error err;
    switch (cold_path<Connection>::parse_reply(from, reader_for<Kind>(place.holder()), command, err)) {
    case Connection::parse_result::need_more: return slot_result::need_more;
    case Connection::parse_result::error: return broken = std::move(err), slot_result::protocol_error;
    default: break;
    }
    if (!err) {
        place.complete(from.received());
        return slot_result::value;
    }
    place.fail(std::move(err));
    return slot_result::server_error;
}
template <class Kind, class Connection, class Place>
slot_result read_into(Connection& from, Place& place, std::string_view command, bool partial, error& broken) {
    if (!partial && from.has_unread() && from.template read<Kind>(place.holder())) [[likely]] {
        place.complete(from.received());
        return slot_result::value;
    }
    return read_into_slow<Kind>(from, place, command, broken);
}
constexpr feed_result to_feed_result(slot_result one) {
    return one == slot_result::need_more        ? feed_result::need_more
           : one == slot_result::protocol_error ? feed_result::error
                                                : feed_result::done;
}

/// The name of a request, where its type has it; else nothing.
template <class Request> consteval std::string_view static_name() {
    if constexpr (requires { Request::name(); }) return Request::name();
    else return {};
}
/// The name of a request for its errors.
template <class Request> struct stored_name {
    explicit stored_name(const Request&) {}
    static constexpr std::string_view text() { return static_name<Request>(); }
    static error in(error err) { return err; }
};
template <class Request>
    requires(static_name<Request>().empty())
class stored_name<Request> {
public:
    explicit stored_name(const Request& request) : name_(request.name()) {}
    std::string_view text() const { return name_; }
    error in(error err) const {
        if (err.command().empty()) err.with_command(name_);
        return err;
    }

private:
    std::string name_;
};

/// One request.
template <class Request> class single_response {
public:
    using outcome_type = result<typename reply_of<typename Request::reply>::type>;
    static constexpr bool is_single = true;
    static constexpr bool is_idempotent = Request::info.idempotent;
    static constexpr bool only_reads = Request::info.reads;
    static constexpr std::string_view command = static_name<Request>();

    explicit single_response(const Request& request) : place_(request), name_(request) {}
    static constexpr std::uint32_t replies() { return 1; }
    void reset() {
        if constexpr (reply_of<typename Request::reply>::direct) place_.outcome() = outcome_type();
    }

    template <class Connection> [[gnu::always_inline]] feed_result consume(Connection& from, bool partial, std::uint32_t&, error& broken) {
        return to_feed_result(read_into<typename Request::reply>(from, place_, name_.text(), partial, broken));
    }
    /// The error of the server, if that is the answer.
    const error* server_error() { return place_.outcome() ? nullptr : &place_.outcome().error(); }
    void fail(error err) { place_.fail(name_.in(std::move(err))); }
    outcome_type& outcome() { return place_.outcome(); }

private:
    reply_slot<Request> place_;
    [[no_unique_address]] stored_name<Request> name_;
};

/// Several requests, one behind the other.
template <class... Request> class pipeline_response {
public:
    using outcome_type = std::tuple<result<typename reply_of<typename Request::reply>::type>...>;
    static constexpr bool is_single = false;
    static constexpr bool is_idempotent = false;
    static constexpr bool only_reads = (Request::info.reads && ...);
    static constexpr std::string_view command = {};

    explicit pipeline_response(const Request&... request) : places_(request...), names_(stored_name<Request>(request)...) {}
    static constexpr std::uint32_t replies() { return sizeof...(Request); }

    template <class Connection> feed_result consume(Connection& from, bool partial, std::uint32_t& left, error& broken) {
        slot_result last = slot_result::value;
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            ((Index == count_ && last < slot_result::need_more ? void(last = take<Index, Request>(from, partial, left, broken)) : void()),
             ...);
        }(std::index_sequence_for<Request...>());
        return to_feed_result(last);
    }
    static const error* server_error() { return nullptr; }
    void fail(const error& err) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            ((Index >= count_ ? std::get<Index>(places_).fail(error(err).with_command(std::get<Index>(names_).text())) : void()), ...);
        }(std::index_sequence_for<Request...>());
        finish();
    }
    outcome_type& outcome() {
        if (!outcome_) finish();
        return *outcome_;
    }

private:
    template <std::size_t Index, class Request1, class Connection>
    slot_result take(Connection& from, bool& partial, std::uint32_t& left, error& broken) {
        const slot_result one =
            read_into<typename Request1::reply>(from, std::get<Index>(places_), std::get<Index>(names_).text(), partial, broken);
        partial = false;
        if (one == slot_result::need_more || one == slot_result::protocol_error) return one;
        ++count_;
        --left;
        return slot_result::value;
    }
    void finish() {
        std::apply([this](auto&... place) { outcome_.emplace(std::move(place.outcome())...); }, places_);
    }

    std::tuple<reply_slot<Request>...> places_;
    std::tuple<stored_name<Request>...> names_;
    std::optional<outcome_type> outcome_;
    std::size_t count_ = 0;
};

/// A transaction: MULTI, its requests, and EXEC.
template <class... Request> class transaction_response {
public:
    using outcome_type = result<std::tuple<result<typename reply_of<typename Request::reply>::type>...>>;
    static constexpr bool is_single = false;
    static constexpr bool is_idempotent = false;
    static constexpr bool only_reads = false;
    static constexpr std::string_view command = "MULTI";

    explicit transaction_response(const transaction<Request...>& whole) : places_(whole.requests()), names_(whole.requests()) {}
    static constexpr std::uint32_t replies() { return sizeof...(Request) + 2; }

    template <class Connection> feed_result consume(Connection& from, bool partial, std::uint32_t& left, error& broken) {
        for (; left > 1; partial = false) {
            const bool is_first = left == replies();
            if (!partial && from.skip(is_first ? "+OK\r\n" : "+QUEUED\r\n")) {
                --left;
                continue;
            }
            if (!from.has_unread()) return feed_result::need_more;
            bool is_queued = is_first;
            error err;
            const auto found = from.try_parse_reply(reply_reader{&read_queued, &is_queued}, err);
            if (found == Connection::parse_result::need_more) return feed_result::need_more;
            if (found == Connection::parse_result::error) return broken = std::move(err), feed_result::error;
            multi_refused_ = multi_refused_ || !(err || is_queued);
            if (err && !refusal_) refusal_ = std::move(err);
            --left;
        }
        if (!from.has_unread()) return feed_result::need_more;
        exec_reply<reply_slot<Request>...> replies(places_);
        const reply_reader into{&exec_reply<reply_slot<Request>...>::read, &replies};
        error err;
        if (partial || !from.read(into)) {
            const auto found = from.try_parse_reply(into, err);
            if (found == Connection::parse_result::need_more) return feed_result::need_more;
            if (found == Connection::parse_result::error) return broken = std::move(err), feed_result::error;
        }
        const std::string peer = err || multi_refused_ || replies.is_conflict() ? from.endpoint_text() : std::string();
        if (multi_refused_) fail(multi_refused_error(refusal_).with_endpoint(peer));
        else if (err) fail(exec_error(err.with_command("EXEC").with_endpoint(peer), refusal_));
        else if (replies.is_conflict()) fail(error(errc::watch_conflict, fate::answered).with_command("EXEC").with_endpoint(peer));
        else
            [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                (complete_element(std::get<Index>(places_), from, std::get<Index>(names_).text()), ...);
                outcome_ = outcome_type(std::in_place, std::move(std::get<Index>(places_).outcome())...);
            }(std::index_sequence_for<Request...>());
        return feed_result::done;
    }
    static const error* server_error() { return nullptr; }
    void fail(error err) {
        const bool is_watch_lost = depends_on_watch_ && err.condition() == errc::connection_lost && err.fate() == fate::not_sent;
        if (is_watch_lost) err = error(errc::watch_lost).with_command("EXEC").with_endpoint(err.endpoint());
        outcome_ = outcome_type(std::move(err));
    }
    void depends_on_watch() noexcept { depends_on_watch_ = true; }
    outcome_type& outcome() { return outcome_; }

private:
    std::tuple<reply_slot<Request>...> places_;
    std::tuple<stored_name<Request>...> names_;
    outcome_type outcome_{error(errc::cancelled)};
    error refusal_;
    bool multi_refused_ = false;
    bool depends_on_watch_ = false;
};

/// A batch, whose bytes were written when it was put together.
template <class Kind> class batch_response {
public:
    using outcome_type = std::vector<result<typename reply_of<Kind>::type>>;
    static constexpr bool is_single = false;
    static constexpr bool is_idempotent = false;
    static constexpr bool only_reads = false;
    static constexpr std::string_view command = {};

    explicit batch_response(const batch<Kind>& all)
        : outcome_(all.size()), commands_(all.commands()), replies_(static_cast<std::uint32_t>(all.size())) {}
    std::uint32_t replies() const { return replies_; }

    template <class Connection> feed_result consume(Connection& from, bool partial, std::uint32_t& left, error& broken) {
        for (; left != 0; --left, partial = false) {
            external_reply_slot<Kind> place(outcome_[replies_ - left]);
            const slot_result one = read_into<Kind>(from, place, commands_[replies_ - left], partial, broken);
            if (one == slot_result::need_more || one == slot_result::protocol_error) {
                first_left_ = replies_ - left;
                return to_feed_result(one);
            }
        }
        return feed_result::done;
    }
    static const error* server_error() { return nullptr; }
    void fail(const error& err) {
        for (std::size_t index = first_left_; index != outcome_.size(); ++index)
            outcome_[index] = error(err).with_command(commands_[index]);
    }
    outcome_type& outcome() { return outcome_; }

private:
    outcome_type outcome_;
    typename batch<Kind>::names commands_;
    std::uint32_t replies_;
    std::size_t first_left_ = 0;
};

}  // namespace hibana::detail
