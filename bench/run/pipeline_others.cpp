// SPDX-License-Identifier: BSL-1.0
#include "pipeline.hpp"

#include "../support/bare.hpp"
#include "../support/hiredis.hpp"

#include <cstdio>
#include <memory>

namespace bench {

std::string key_of(std::size_t number) {
    char text[32];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "key:%06zu", number))};
}

std::string pipeline_of(std::size_t depth, const char* who) {
    return std::string("pipeline/").append(std::to_string(depth)).append("/").append(who);
}

void add_bare(std::vector<subject>& subjects, const std::string& socket) {
    auto connection = std::make_shared<bare_connection>(socket);
    for (std::size_t i = 0; i < depths[2]; ++i) {
        char value[32];
        std::snprintf(value, sizeof value, "value-%010zu", i);
        const std::string set = "*3\r\n$3\r\nSET\r\n$10\r\n" + key_of(i) + "\r\n$16\r\n" + value + "\r\n";
        if (connection->round_trip(set, 5) != "+OK\r\n") fail("bare: SET was refused");
    }
    for (const std::size_t depth : depths) {
        std::string bytes;
        for (std::size_t i = 0; i < depth; ++i) bytes += "*2\r\n$3\r\nGET\r\n$10\r\n" + key_of(i) + "\r\n";
        constexpr std::size_t reply_size = 5 + 16 + 2;
        subjects.push_back({pipeline_of(depth, "bare"), static_cast<double>(depth),
                            [connection, bytes, expected = depth * reply_size](std::size_t passes) {
                                for (; passes != 0; --passes) (void)connection->round_trip(bytes, expected);
                            }});
    }
}

void add_hiredis(std::vector<subject>& subjects, const std::string& socket) {
    auto connection = std::make_shared<hiredis::context>(hiredis::connect(socket));
    for (const std::size_t depth : depths) {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < depth; ++i) keys.push_back(key_of(i));
        subjects.push_back({pipeline_of(depth, "hiredis"), static_cast<double>(depth),
                            [connection, keys](std::size_t passes) {
                                for (; passes != 0; --passes) {
                                    for (const std::string& key : keys) {
                                        hiredis::arguments<2> command({"GET", key});
                                        redisAppendCommandArgv(connection->get(), 2, command.texts.data(),
                                                               command.sizes.data());
                                    }
                                    for (std::size_t i = 0; i < keys.size(); ++i)
                                        if (hiredis::next_reply(connection->get())->len != 16)
                                            hiredis::fail("another reply was expected");
                                }
                            }});
    }
}

}  // namespace bench
