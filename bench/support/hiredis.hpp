// SPDX-License-Identifier: BSL-1.0
/// \file  hiredis as its users use it: replies are created, looked at and freed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <hiredis/hiredis.h>
#include <memory>
#include <string>
#include <string_view>

namespace bench::hiredis {

struct deleter {
    void operator()(redisContext* context) const { redisFree(context); }
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using context = std::unique_ptr<redisContext, deleter>;
using reader = std::unique_ptr<redisReader, deleter>;
using reply = std::unique_ptr<redisReply, deleter>;

[[noreturn]] inline void fail(const char* what) {
    std::fprintf(stderr, "hiredis: %s\n", what);
    std::exit(1);
}

inline context connect(const std::string& path) {
    context connected(redisConnectUnix(path.c_str()));
    if (!connected || connected->err != 0) fail("cannot connect");
    return connected;
}

inline reply next_reply(redisContext* from) {
    void* got = nullptr;
    if (redisGetReply(from, &got) != REDIS_OK || got == nullptr) fail("no reply");
    return reply(static_cast<redisReply*>(got));
}

/// Gives every reply in `bytes` to `use`. Fed in 16 KiB parts, which is how `redisBufferRead` feeds what it received.
template <class Use>
void read_all(redisReader* from, std::string_view bytes, Use use) {
    constexpr std::size_t part = 16384;
    while (!bytes.empty()) {
        const std::size_t size = std::min(part, bytes.size());
        redisReaderFeed(from, bytes.data(), size);
        bytes.remove_prefix(size);
        for (;;) {
            void* got = nullptr;
            if (redisReaderGetReply(from, &got) != REDIS_OK) fail("protocol error");
            if (got == nullptr) break;
            use(*reply(static_cast<redisReply*>(got)));
        }
    }
}

/// A command the way `redisCommandArgv` and its like take it.
template <std::size_t N>
struct arguments {
    const char* texts[N];
    std::size_t sizes[N];

    explicit arguments(const std::string_view (&given)[N]) {
        for (std::size_t i = 0; i < N; ++i) {
            texts[i] = given[i].data();
            sizes[i] = given[i].size();
        }
    }
};

}  // namespace bench::hiredis
