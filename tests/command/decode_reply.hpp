// SPDX-License-Identifier: BSL-1.0
/// \file  Decoding of replies to requests in tests.
#pragma once
#include "decoded.hpp"
#include "encoded.hpp"

namespace hibana::test {

/// Decodes the reply of a request in every way, from the bytes of RESP2 and of RESP3, which must give equal results.
template <class Request>
auto decode_reply(const Request&, std::string_view resp2, std::string_view resp3) {
    using kind = typename Request::reply;
    using type = typename reply_of<kind>::storage;
    auto reply = decoded<kind, type>(resp2);
    CHECK(decoded<kind, type>(resp3) == reply);
    return reply;
}
/// The same for bytes that do not depend on the protocol.
template <class Request>
auto decode_reply(const Request& request, std::string_view bytes) {
    return decode_reply(request, bytes, bytes);
}

}  // namespace hibana::test
