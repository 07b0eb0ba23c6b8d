// SPDX-License-Identifier: BSL-1.0
/// \file  Encoder of SUBSCRIBE and UNSUBSCRIBE for topics of one kind.
#pragma once
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <string>
#include <vector>

namespace hibana::detail {

/// The commands that a subscriber sends.
enum class subscriber_command : unsigned char { subscribe, unsubscribe, ping };

/// Appends one command for all names. `names` must not be empty; of shard channels it contains one name, since slots may differ.
inline void encode_subscribe(protocol::send_buffer& to, bool is_subscribe, topic_kind kind, const std::vector<std::string>& names) {
    switch (kind) {
    case topic_kind::channel:
        if (is_subscribe) encode(cmd::subscribe(names), to);
        else encode(cmd::unsubscribe(names), to);
        return;
    case topic_kind::pattern:
        if (is_subscribe) encode(cmd::psubscribe(names), to);
        else encode(cmd::punsubscribe(names), to);
        return;
    case topic_kind::shard_channel:
        if (is_subscribe) encode(cmd::ssubscribe(names.front()), to);
        else encode(cmd::sunsubscribe(names.front()), to);
        return;
    }
}

}  // namespace hibana::detail
