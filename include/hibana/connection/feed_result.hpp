// SPDX-License-Identifier: BSL-1.0
/// \file  Result of feeding received bytes to a waiting request.
#pragma once

namespace hibana::detail {

/// How far a request came with the bytes that were received.
enum class feed_result : unsigned char {
    done,       ///< it has all of its replies
    need_more,  ///< more bytes are needed
    error,      ///< the byte stream is broken; the connection cannot be used any more
};

}  // namespace hibana::detail
