// SPDX-License-Identifier: BSL-1.0
/// \file  What a request becomes when a server answers these bytes.
#pragma once
#include "decoded.hpp"
#include "encoded.hpp"

namespace hibana::test {

/// The reply of a request, decoded in every way that must make no difference, from the bytes of RESP2 and those of RESP3,
/// which have to give the same.
template <class Request>
auto decode_reply(const Request&, std::string_view resp2, std::string_view resp3) {
    using kind = typename Request::reply;
    using type = typename reply_of<kind>::holder;
    auto reply = decoded<kind, type>(resp2);
    CHECK(decoded<kind, type>(resp3) == reply);
    return reply;
}
/// The same where both protocols say it with the same bytes.
template <class Request>
auto decode_reply(const Request& request, std::string_view bytes) {
    return decode_reply(request, bytes, bytes);
}

}  // namespace hibana::test
