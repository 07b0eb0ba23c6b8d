// SPDX-License-Identifier: BSL-1.0
/// \file  Verification level and minimum version of a TLS connection.
#pragma once

namespace hibana {

/// Verification of the server certificate.
enum class verification : unsigned char {
    full,              ///< valid, issued by a trusted authority, and for the host name or address
    certificate_only,  ///< valid and issued by a trusted authority, for any name
    insecure_none,     ///< none: does not protect against impersonation of the server
};

/// Minimum version of TLS.
enum class tls_version : unsigned char { v1_2, v1_3 };

}  // namespace hibana
