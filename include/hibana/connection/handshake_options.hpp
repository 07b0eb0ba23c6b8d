// SPDX-License-Identifier: BSL-1.0
/// \file  Settings of the handshake with one server.
#pragma once
#include <string_view>

namespace hibana {

/// The requests of a handshake in addition to HELLO. They depend on the server, not only on the client: a sentinel, for example, receives
/// neither SELECT nor the credentials of the data nodes. The strings are not copied.
struct handshake_options {
    unsigned database = 0;          ///< SELECT, unless 0
    std::string_view client_name{};      ///< SETNAME, unless empty
    std::string_view library_name{};     ///< CLIENT SETINFO, unless empty
    std::string_view library_version{};  ///< with `library_name`
    bool authenticates = true;      ///< sends the credentials of the auth policy, if it has any
    bool tracking = false;          ///< CLIENT TRACKING ON
    bool read_only = false;         ///< READONLY, for replicas in a cluster
};

}  // namespace hibana
