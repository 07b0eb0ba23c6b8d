// SPDX-License-Identifier: BSL-1.0
/// \file  MULTI ... EXEC as one typed value.
#pragma once
#include <hibana/call/reply_slot.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/reply/expected_description.hpp>
#include <hibana/command/request.hpp>
#include <hibana/connection/reply_errors.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

namespace hibana {

/// The requests of one transaction; what `multi(...)` gives. Executed as a whole or not at all.
template <class... Request> class transaction {
public:
    constexpr explicit transaction(Request... request) : requests_(std::move(request)...) {}
    constexpr const std::tuple<Request...>& requests() const { return requests_; }
    static constexpr std::size_t size = sizeof...(Request);

private:
    std::tuple<Request...> requests_;
};

namespace detail {
template <class... Request> inline constexpr bool may_be_in_a_transaction = (!Request::info.no_multi && ...);
template <class... Request> inline constexpr bool is_refused_call = (std::is_same_v<Request, invalid_request> || ...);
}  // namespace detail

/// A transaction of these requests, for `db(multi(...))`; its reply is the tuple of theirs.
template <class... Request> constexpr auto multi(Request... request) {
    if constexpr (detail::is_refused_call<Request...>) {
        return invalid_request();
    } else if constexpr (!detail::may_be_in_a_transaction<Request...>) {
        static_assert(detail::may_be_in_a_transaction<Request...>,
                      "hibana: a command here is not allowed inside of a transaction");
        return invalid_request();
    } else {
        return transaction<Request...>(std::move(request)...);
    }
}

namespace detail {

template <class Type> inline constexpr bool is_transaction = false;
template <class... Request> inline constexpr bool is_transaction<transaction<Request...>> = true;

template <class... Request> void encode(const transaction<Request...>& whole, protocol::send_buffer& into) {
    constexpr std::string_view opening = "*1\r\n$5\r\nMULTI\r\n";
    constexpr std::string_view closing = "*1\r\n$4\r\nEXEC\r\n";
    into.append(opening);
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (encode(std::get<Index>(whole.requests()), into), ...);  // that of requests of run time is found by them
    }(std::index_sequence_for<Request...>());
    into.append(closing);
}

/// Reads the array that EXEC answers with; an element may be an error and leaves the others as they are.
template <class... Slot> class exec_reply {
public:
    explicit exec_reply(std::tuple<Slot...>& slots) : slots_(&slots) {}

    bool is_conflict() const noexcept { return conflict_; }

    static protocol::status read(void* self, protocol::cursor& at) {
        return static_cast<exec_reply*>(self)->read(at, std::index_sequence_for<Slot...>());
    }

private:
    template <std::size_t... Index> protocol::status read(protocol::cursor& at, std::index_sequence<Index...>) {
        protocol::cursor ahead = at;
        conflict_ = protocol::read_null(ahead);
        if (!conflict_) {
            std::size_t count = 0;
            const auto found = protocol::read_array_header(ahead, count);
            if (found != protocol::status::done) return found;
            if (count != sizeof...(Slot)) return protocol::status::mismatch;
            auto so_far = protocol::status::done;
            ((so_far == protocol::status::done ? void(so_far = element(std::get<Index>(*slots_), ahead)) : void()),
             ...);
            if (so_far != protocol::status::done) return so_far;
        }
        at = ahead;
        return protocol::status::done;
    }

    template <class One> static protocol::status element(One& slot, protocol::cursor& at) {
        if (slot.has_failed()) slot.reset();  // an answer that was not whole is read again
        const protocol::cursor start = at;
        const auto found = reply_of<typename One::kind>::read(at, slot.holder());
        if (found != protocol::status::failed && found != protocol::status::mismatch) return found;
        at = start;
        return refuse(at, found, expected_description_for<typename One::kind, typename One::type>,
                      [&](error err) { slot.fail(std::move(err)); });
    }

    template <class Fail> static protocol::status refuse(protocol::cursor& at, protocol::status found, std::string_view wanted, Fail fail) {
        const char* start = at.at;
        std::string_view line;
        if (protocol::read_error(at, line) == protocol::status::done) {
            fail(parse_server_error(line));
            return protocol::status::done;
        }
        const auto skipped = protocol::skip(at);
        if (skipped == protocol::status::done) {
            const std::string_view whole(start, static_cast<std::size_t>(at.at - start));
            fail(unexpected_reply_error(found, whole, wanted));
        }
        return skipped;
    }

    std::tuple<Slot...>* slots_;
    bool conflict_ = false;
};

}  // namespace detail
}  // namespace hibana
