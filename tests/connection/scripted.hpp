// SPDX-License-Identifier: BSL-1.0
/// \file  Client with a scripted server and a manual clock.
#pragma once
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "support/raw_words.hpp"

namespace scripted {

using hibana::testing::manual_clock;
using hibana::testing::scripted_server;
using hibana::testing::script;
using hibana::testing::seeded_random;
using support::bulk;
using support::hello_reply;
using support::words;

/// The client for scripts: errors are returned, the library name is not sent, and nothing is retried by default.
template <class... Policy>
using client = hibana::client<hibana::in_memory_transport, manual_clock, seeded_random, hibana::return_errors, Policy...>;

inline hibana::session_settings unnamed(hibana::session_settings settings = {}) {
    settings.library_name.clear();
    return settings;
}

/// The CLIENT SETINFO commands.
inline std::string introduction() {
    return words("CLIENT SETINFO LIB-NAME hibana") + words("CLIENT SETINFO LIB-VER " + std::string(hibana::library_version));
}

/// A script after HELLO.
inline script greeted() { return script().expect(words("HELLO 3")).answer(hello_reply()); }

}  // namespace scripted
