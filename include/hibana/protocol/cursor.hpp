// SPDX-License-Identifier: BSL-1.0
/// \file  Read position in received bytes, and status of a read.
#pragma once

namespace hibana::protocol {

/// How an attempt to read ended. A cursor moves on `done` only.
enum class status : unsigned char {
    done,        ///< read; the cursor stands behind it
    more,        ///< it has not wholly been received
    failed,      ///< the server answers with an error, here or in place of an element
    mismatch,    ///< a sound reply of another type than the one expected
    irregular,   ///< an attribute, a push, a streamed type, or something beyond the default limits: take the slow way
    broken,      ///< this is no RESP
    over_limit,  ///< it claims more than the limits allow
};

/// The bytes that have been received and not been read.
struct cursor {
    const char* at;
    const char* end;
    bool scanned{false};  ///< these bytes are whole replies and within the limits: the scanner says so
};

}  // namespace hibana::protocol
