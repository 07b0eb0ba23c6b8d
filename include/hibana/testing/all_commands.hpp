// SPDX-License-Identifier: BSL-1.0
/// \file  List of all commands, to test them against a server.
#pragma once
#include <hibana/testing/commands/acl.hpp>
#include <hibana/testing/commands/array.hpp>
#include <hibana/testing/commands/bitmap.hpp>
#include <hibana/testing/commands/cluster.hpp>
#include <hibana/testing/commands/connection.hpp>
#include <hibana/testing/commands/generic.hpp>
#include <hibana/testing/commands/geo.hpp>
#include <hibana/testing/commands/hash.hpp>
#include <hibana/testing/commands/hyperloglog.hpp>
#include <hibana/testing/commands/list.hpp>
#include <hibana/testing/commands/management.hpp>
#include <hibana/testing/commands/pubsub.hpp>
#include <hibana/testing/commands/scripting.hpp>
#include <hibana/testing/commands/sentinel.hpp>
#include <hibana/testing/commands/set.hpp>
#include <hibana/testing/commands/sorted_set.hpp>
#include <hibana/testing/commands/stream.hpp>
#include <hibana/testing/commands/string.hpp>
#include <hibana/testing/commands/transaction.hpp>

#include <array>
#include <string_view>

namespace hibana::testing {

/// The compile-time properties of a command, for use at run time.
struct command_description {
    std::string_view name;
    int arity = 0;
    std::array<key_spec, 4> key_specs{};
    hibana::command_info info{};
};

template <class Descriptor>
constexpr command_description describe(const Descriptor&) {
    return {Descriptor::name, Descriptor::arity, Descriptor::key_specs, Descriptor::info};
}

/// Calls `visit` with the descriptor of every command, family by family.
template <class Visit>
constexpr void for_each_command(Visit&& visit) {
    for_each_acl_command(visit);
    for_each_array_command(visit);
    for_each_bitmap_command(visit);
    for_each_cluster_command(visit);
    for_each_connection_command(visit);
    for_each_generic_command(visit);
    for_each_geo_command(visit);
    for_each_hash_command(visit);
    for_each_hyperloglog_command(visit);
    for_each_list_command(visit);
    for_each_management_command(visit);
    for_each_pubsub_command(visit);
    for_each_scripting_command(visit);
    for_each_sentinel_command(visit);
    for_each_set_command(visit);
    for_each_sorted_set_command(visit);
    for_each_stream_command(visit);
    for_each_string_command(visit);
    for_each_transaction_command(visit);
}

}  // namespace hibana::testing
