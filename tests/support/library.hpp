// SPDX-License-Identifier: BSL-1.0
/// \file  The whole library, for the precompiled header of tests with clang.
#pragma once
#include <hibana/hibana.hpp>
#include <hibana/module_commands.hpp>

#if __has_include(<boost/asio.hpp>)
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#endif
#if __has_include(<openssl/ssl.h>)
#include <hibana/transport/tls_transport.hpp>
#endif
