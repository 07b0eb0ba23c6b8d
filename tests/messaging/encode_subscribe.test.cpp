// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/raw_words.hpp"

#include <hibana/messaging/encode_subscribe.hpp>

using namespace hibana;
using support::words;

TEST_CASE("encode_subscribe: each kind of topic has its own pair of commands", "[messaging]") {
    protocol::send_buffer sent;
    for (const bool is_subscribe : {true, false}) {
        detail::encode_subscribe(sent, is_subscribe, topic_kind::channel, {"a", "b"});
        detail::encode_subscribe(sent, is_subscribe, topic_kind::pattern, {"p*"});
        detail::encode_subscribe(sent, is_subscribe, topic_kind::shard_channel, {"s"});
    }
    CHECK(sent.view()
          == words("SUBSCRIBE a b") + words("PSUBSCRIBE p*") + words("SSUBSCRIBE s") + words("UNSUBSCRIBE a b")
                 + words("PUNSUBSCRIBE p*") + words("SUNSUBSCRIBE s"));
}
