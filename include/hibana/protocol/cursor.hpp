// SPDX-License-Identifier: BSL-1.0
/// \file  Read position in received bytes, and status of a read.
#pragma once

namespace hibana::protocol {

/// The outcome of a read. The cursor moves only if it is `done`.
enum class status : unsigned char {
    done,        ///< read; the cursor is after it
    more,        ///< incomplete: more bytes are needed
    failed,      ///< a server error, as the reply or as an element of it
    mismatch,    ///< a valid reply of another type than the expected one
    irregular,   ///< an attribute, a push, a streamed type, or a reply beyond the default limits: use the slow path
    broken,      ///< not RESP
    over_limit,  ///< the header exceeds the limits
};

/// The received bytes that have not been read.
struct cursor {
    const char* at;
    const char* end;
    bool scanned{false};  ///< the scanner has found these bytes to be complete replies within the limits
};

}  // namespace hibana::protocol
