// SPDX-License-Identifier: BSL-1.0
/// \file  Who takes part in the round trip benchmark: GET of a 16-byte value over a Unix socket, one at a time.
#pragma once

#include "../support/subjects.hpp"

#include <string>
#include <string_view>

namespace bench {

inline constexpr std::string_view key = "key:000123";
inline constexpr std::string_view value = "value-0123456789";
inline constexpr std::string_view get_bytes = "*2\r\n$3\r\nGET\r\n$10\r\nkey:000123\r\n";
inline constexpr std::string_view get_reply = "$16\r\nvalue-0123456789\r\n";
inline constexpr std::string_view set_bytes = "*3\r\n$3\r\nSET\r\n$10\r\nkey:000123\r\n$16\r\nvalue-0123456789\r\n";
inline constexpr std::string_view set_reply = "+OK\r\n";

void add_bare(std::vector<subject>& subjects, const std::string& socket);
void add_hiredis(std::vector<subject>& subjects, const std::string& socket);
void add_hibana(std::vector<subject>& subjects, const std::string& socket);

}  // namespace bench
