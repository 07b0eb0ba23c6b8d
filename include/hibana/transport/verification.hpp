// SPDX-License-Identifier: BSL-1.0
/// \file  How much a TLS connection asks of the server.
#pragma once

namespace hibana {

/// What is asked of the server's certificate.
enum class verification : unsigned char {
    full,              ///< it is valid, comes from a trusted authority, and is for the name or address connected to
    certificate_only,  ///< it is valid and comes from a trusted authority, whatever name it is for
    insecure_none,     ///< nothing: anybody may answer in the place of the server
};

/// The oldest version of TLS that is spoken.
enum class tls_version : unsigned char { v1_2, v1_3 };

}  // namespace hibana
