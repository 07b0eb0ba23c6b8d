// SPDX-License-Identifier: BSL-1.0
/// \file  Where a reply lands: its value or its error, decoded in place.
#pragma once
#include <hibana/command/reply/reply.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <utility>

namespace hibana::detail {

/// The place of the reply to one request of a batch; most replies are decoded right into their result.
template <class Request, bool Direct = reply_of<typename Request::reply>::direct> class reply_slot {
public:
    using kind = typename Request::reply;
    using type = typename reply_of<kind>::type;

    explicit reply_slot(const Request& request) : outcome_(request.make_storage()) {}

    auto& holder() { return *outcome_; }
    void complete(const protocol::receive_buffer&) {}
    void fail(error err) { outcome_ = std::move(err); }
    bool has_failed() const { return !outcome_; }
    void reset() { outcome_ = result<type>(); }
    result<type>& outcome() { return outcome_; }

private:
    result<type> outcome_;
};

/// A reply whose value needs a second step, such as pinning the bytes that it views.
template <class Request> class reply_slot<Request, false> {
public:
    using kind = typename Request::reply;
    using type = typename reply_of<kind>::type;

    explicit reply_slot(const Request& request) : holder_(request.make_storage()), outcome_(error(errc::cancelled)) {}

    auto& holder() { return holder_; }
    void complete([[maybe_unused]] const protocol::receive_buffer& from) {
        failed_ = false;
        if constexpr (reply_of<kind>::pins) outcome_ = result<type>(reply_of<kind>::convert(std::move(holder_), from.pin()));
        else outcome_ = result<type>(reply_of<kind>::convert(std::move(holder_)));
    }
    void fail(error err) {
        outcome_ = std::move(err);
        failed_ = true;
    }
    bool has_failed() const { return failed_; }
    void reset() { failed_ = false; }
    result<type>& outcome() { return outcome_; }

private:
    bool failed_ = false;
    typename reply_of<kind>::storage holder_;
    result<type> outcome_;
};

/// The place of a reply whose result lies in a list of the caller, so that its memory is used again.
template <class Kind, bool Direct = reply_of<Kind>::direct> class external_reply_slot {
public:
    using kind = Kind;
    using type = typename reply_of<Kind>::type;

    explicit external_reply_slot(result<type>& outcome) : outcome_(outcome) {
        if (!outcome_) outcome_ = result<type>();
    }
    auto& holder() { return *outcome_; }
    void complete(const protocol::receive_buffer&) {}
    void fail(error err) { outcome_ = std::move(err); }

private:
    result<type>& outcome_;
};
template <class Kind> class external_reply_slot<Kind, false> {
public:
    using kind = Kind;
    using type = typename reply_of<Kind>::type;

    explicit external_reply_slot(result<type>& outcome) : outcome_(outcome) {}
    auto& holder() { return holder_; }
    void complete([[maybe_unused]] const protocol::receive_buffer& from) {
        if constexpr (reply_of<Kind>::pins) outcome_ = result<type>(reply_of<Kind>::convert(std::move(holder_), from.pin()));
        else outcome_ = result<type>(reply_of<Kind>::convert(std::move(holder_)));
    }
    void fail(error err) { outcome_ = std::move(err); }

private:
    typename reply_of<Kind>::storage holder_{};
    result<type>& outcome_;
};

}  // namespace hibana::detail
