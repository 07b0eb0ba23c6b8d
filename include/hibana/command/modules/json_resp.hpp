// SPDX-License-Identifier: BSL-1.0
/// \file  The command that gives a JSON document as a reply of the protocol; apart from the others, for it is read as a value.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/protocol/value_read.hpp>

// clang-format off: a declaration is laid out as its line in the documentation of the server is
namespace hibana::cmd::json {

inline constexpr descriptor<"JSON.RESP", notation::anything(notation::key, notation::optional<notation::bulk>),
    notation::reads, notation::cacheable, notation::in_module<"ReJSON", 1>> resp;

}  // namespace hibana::cmd::json
