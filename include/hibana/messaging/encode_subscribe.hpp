// SPDX-License-Identifier: BSL-1.0
/// \file  The command that subscribes to names of one kind, or ends that.
#pragma once
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <string>
#include <vector>

namespace hibana::detail {

/// Appends one command for all of the names, which are not none; of shard channels it is one name, since each has a slot of its own.
inline void encode_subscribe(protocol::send_buffer& to, bool adds, topic_kind kind, const std::vector<std::string>& names) {
    switch (kind) {
    case topic_kind::channel:
        if (adds) encode(cmd::subscribe(names), to);
        else encode(cmd::unsubscribe(names), to);
        return;
    case topic_kind::pattern:
        if (adds) encode(cmd::psubscribe(names), to);
        else encode(cmd::punsubscribe(names), to);
        return;
    case topic_kind::shard_channel:
        if (adds) encode(cmd::ssubscribe(names.front()), to);
        else encode(cmd::sunsubscribe(names.front()), to);
        return;
    }
}

}  // namespace hibana::detail
