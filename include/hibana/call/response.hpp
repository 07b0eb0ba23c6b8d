// SPDX-License-Identifier: BSL-1.0
/// \file  What a call says and is told, for who reads replies as they come: a request, several of them, a transaction, a batch.
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
enum class landed : unsigned char { yes, not_yet, refused, broken };

/// Takes the reply that is next into its place, or its error; `slowly` where a part of it has been looked at before.
template <class Kind, class Connection, class Place>
[[gnu::cold, gnu::noinline]] landed read_into_slow(Connection& from, Place& place, std::string_view command, error& broken) {
    error wrong;
    switch (cold_path<Connection>::take(from, reader_for<Kind>(place.holder()), command, wrong)) {
    case Connection::parse_result::need_more: return landed::not_yet;
    case Connection::parse_result::error: return broken = std::move(wrong), landed::broken;
    default: break;
    }
    if (!wrong) {
        place.settle(from.received());
        return landed::yes;
    }
    place.fail(std::move(wrong));
    return landed::refused;
}
template <class Kind, class Connection, class Place>
landed land(Connection& from, Place& place, std::string_view command, bool slowly, error& broken) {
    if (!slowly && from.has_unread() && from.template read<Kind>(place.holder())) [[likely]] {
        place.settle(from.received());
        return landed::yes;
    }
    return read_into_slow<Kind>(from, place, command, broken);
}
constexpr feed_result to_feed_result(landed one) { return one == landed::not_yet ? feed_result::need_more : one == landed::broken ? feed_result::error : feed_result::done; }

/// The name of a request, where its type has it; else nothing.
template <class Request> consteval std::string_view name_known() {
    if constexpr (requires { Request::name(); }) return Request::name();
    else return {};
}
/// The name of a request for its errors.
template <class Request> struct stored_name {
    explicit stored_name(const Request&) {}
    static constexpr std::string_view text() { return name_known<Request>(); }
    static error in(error wrong) { return wrong; }
};
template <class Request>
    requires(name_known<Request>().empty())
class stored_name<Request> {
public:
    explicit stored_name(const Request& request) : name_(request.name()) {}
    std::string_view text() const { return name_; }
    error in(error wrong) const {
        if (wrong.command().empty()) wrong.with_command(name_);
        return wrong;
    }

private:
    std::string name_;
};

/// One request.
template <class Request> class single {
public:
    using outcome_type = result<typename reply_of<typename Request::reply>::type>;
    static constexpr bool is_single = true;
    static constexpr bool is_idempotent = Request::info.idempotent;
    static constexpr bool only_reads = Request::info.reads;
    static constexpr std::string_view command = name_known<Request>();

    explicit single(const Request& request) : place_(request), name_(request) {}
    static constexpr std::uint32_t replies() { return 1; }
    void restart() {
        if constexpr (reply_of<typename Request::reply>::direct) place_.outcome() = outcome_type();
    }

    template <class Connection> [[gnu::always_inline]] feed_result listen(Connection& from, bool slowly, std::uint32_t&, error& broken) {
        return to_feed_result(land<typename Request::reply>(from, place_, name_.text(), slowly, broken));
    }
    /// The error of the server, if that is the answer.
    const error* refusal() { return place_.outcome() ? nullptr : &place_.outcome().error(); }
    void fail(error wrong) { place_.fail(name_.in(std::move(wrong))); }
    outcome_type& outcome() { return place_.outcome(); }

private:
    landing<Request> place_;
    [[no_unique_address]] stored_name<Request> name_;
};

/// Several requests, one behind the other.
template <class... Request> class several {
public:
    using outcome_type = std::tuple<result<typename reply_of<typename Request::reply>::type>...>;
    static constexpr bool is_single = false;
    static constexpr bool is_idempotent = false;
    static constexpr bool only_reads = (Request::info.reads && ...);
    static constexpr std::string_view command = {};

    explicit several(const Request&... request) : places_(request...), names_(stored_name<Request>(request)...) {}
    static constexpr std::uint32_t replies() { return sizeof...(Request); }

    template <class Connection> feed_result listen(Connection& from, bool slowly, std::uint32_t& left, error& broken) {
        landed last = landed::yes;
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            ((Index == count_ && last < landed::not_yet ? void(last = take<Index, Request>(from, slowly, left, broken)) : void()), ...);
        }(std::index_sequence_for<Request...>());
        return to_feed_result(last);
    }
    static const error* refusal() { return nullptr; }
    void fail(const error& wrong) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            ((Index >= count_ ? std::get<Index>(places_).fail(error(wrong).with_command(std::get<Index>(names_).text())) : void()), ...);
        }(std::index_sequence_for<Request...>());
        finish();
    }
    outcome_type& outcome() {
        if (!outcome_) finish();
        return *outcome_;
    }

private:
    template <std::size_t Index, class Request1, class Connection>
    landed take(Connection& from, bool& slowly, std::uint32_t& left, error& broken) {
        const landed one = land<typename Request1::reply>(from, std::get<Index>(places_), std::get<Index>(names_).text(), slowly, broken);
        slowly = false;
        if (one == landed::not_yet || one == landed::broken) return one;
        ++count_;
        --left;
        return landed::yes;
    }
    void finish() {
        std::apply([this](auto&... place) { outcome_.emplace(std::move(place.outcome())...); }, places_);
    }

    std::tuple<landing<Request>...> places_;
    std::tuple<stored_name<Request>...> names_;
    std::optional<outcome_type> outcome_;
    std::size_t count_ = 0;
};

/// A transaction: MULTI, its requests, and EXEC.
template <class... Request> class atomic {
public:
    using outcome_type = result<std::tuple<result<typename reply_of<typename Request::reply>::type>...>>;
    static constexpr bool is_single = false;
    static constexpr bool is_idempotent = false;
    static constexpr bool only_reads = false;
    static constexpr std::string_view command = "MULTI";

    explicit atomic(const transaction<Request...>& whole) : places_(whole.requests()), names_(whole.requests()) {}
    static constexpr std::uint32_t replies() { return sizeof...(Request) + 2; }

    template <class Connection> feed_result listen(Connection& from, bool slowly, std::uint32_t& left, error& broken) {
        for (; left > 1; slowly = false) {
            const bool is_first = left == replies();
            if (!slowly && from.skip(is_first ? "+OK\r\n" : "+QUEUED\r\n")) {
                --left;
                continue;
            }
            if (!from.has_unread()) return feed_result::need_more;
            bool is_queued = is_first;
            error wrong;
            const auto found = from.try_parse_reply(reply_reader{&read_queued, &is_queued}, wrong);
            if (found == Connection::parse_result::need_more) return feed_result::need_more;
            if (found == Connection::parse_result::error) return broken = std::move(wrong), feed_result::error;
            multi_refused_ = multi_refused_ || !(wrong || is_queued);
            if (wrong && !refusal_) refusal_ = std::move(wrong);
            --left;
        }
        if (!from.has_unread()) return feed_result::need_more;
        exec_reply<landing<Request>...> replies(places_);
        const reply_reader into{&exec_reply<landing<Request>...>::read, &replies};
        error wrong;
        if (slowly || !from.read(into)) {
            const auto found = from.try_parse_reply(into, wrong);
            if (found == Connection::parse_result::need_more) return feed_result::need_more;
            if (found == Connection::parse_result::error) return broken = std::move(wrong), feed_result::error;
        }
        const std::string peer = wrong || multi_refused_ || replies.is_conflict() ? from.endpoint_text() : std::string();
        if (multi_refused_) fail(executed_apart(refusal_).with_endpoint(peer));
        else if (wrong) fail(aborted(wrong.with_command("EXEC").with_endpoint(peer), refusal_));
        else if (replies.is_conflict()) fail(error(errc::watch_conflict, fate::answered).with_command("EXEC").with_endpoint(peer));
        else
            [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                (settle(std::get<Index>(places_), from, std::get<Index>(names_).text()), ...);
                outcome_ = outcome_type(std::in_place, std::move(std::get<Index>(places_).outcome())...);
            }(std::index_sequence_for<Request...>());
        return feed_result::done;
    }
    static const error* refusal() { return nullptr; }
    void fail(error wrong) {
        const bool is_watch_lost = depends_on_watch_ && wrong.condition() == errc::connection_lost && wrong.fate() == fate::not_sent;
        if (is_watch_lost) wrong = error(errc::watch_lost).with_command("EXEC").with_endpoint(wrong.endpoint());
        outcome_ = outcome_type(std::move(wrong));
    }
    void depends_on_watch() noexcept { depends_on_watch_ = true; }
    outcome_type& outcome() { return outcome_; }

private:
    std::tuple<landing<Request>...> places_;
    std::tuple<stored_name<Request>...> names_;
    outcome_type outcome_{error(errc::cancelled)};
    error refusal_;
    bool multi_refused_ = false;
    bool depends_on_watch_ = false;
};

/// A batch, whose bytes were written when it was put together.
template <class Kind> class listed {
public:
    using outcome_type = std::vector<result<typename reply_of<Kind>::type>>;
    static constexpr bool is_single = false;
    static constexpr bool is_idempotent = false;
    static constexpr bool only_reads = false;
    static constexpr std::string_view command = {};

    explicit listed(const batch<Kind>& all)
        : outcome_(all.size()), commands_(all.commands()), replies_(static_cast<std::uint32_t>(all.size())) {}
    std::uint32_t replies() const { return replies_; }

    template <class Connection> feed_result listen(Connection& from, bool slowly, std::uint32_t& left, error& broken) {
        for (; left != 0; --left, slowly = false) {
            external_reply_slot<Kind> place(outcome_[replies_ - left]);
            const landed one = land<Kind>(from, place, commands_[replies_ - left], slowly, broken);
            if (one == landed::not_yet || one == landed::broken) {
                first_left_ = replies_ - left;
                return to_feed_result(one);
            }
        }
        return feed_result::done;
    }
    static const error* refusal() { return nullptr; }
    void fail(const error& wrong) {
        for (std::size_t index = first_left_; index != outcome_.size(); ++index)
            outcome_[index] = error(wrong).with_command(commands_[index]);
    }
    outcome_type& outcome() { return outcome_; }

private:
    outcome_type outcome_;
    typename batch<Kind>::names commands_;
    std::uint32_t replies_;
    std::size_t first_left_ = 0;
};

}  // namespace hibana::detail
