// SPDX-License-Identifier: BSL-1.0
/// \file  The command JSON.RESP. Its reply is a hibana::value, which the other JSON commands do not need.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/protocol/value_read.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::json {

inline constexpr descriptor<"JSON.RESP", notation::anything(notation::key, notation::optional<notation::bulk>),
    notation::reads, notation::cacheable, notation::in_module<"ReJSON", 1>> resp;

}  // namespace hibana::cmd::json
