// SPDX-License-Identifier: BSL-1.0
/// \file  What the programs of this folder share that include the asynchronous client, compiled ahead of them.
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>
