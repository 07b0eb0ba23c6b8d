// SPDX-License-Identifier: BSL-1.0
/// \file  Asynchronous client of a program whose cold path is compiled in one file.
#pragma once
//[header
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/unix_transport.hpp>

using redis = hibana::async_client<hibana::unix_transport, hibana::no_retry>;
extern template struct hibana::cold_path<redis::connection_type>;
//]
