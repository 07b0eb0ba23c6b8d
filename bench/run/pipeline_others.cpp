// SPDX-License-Identifier: BSL-1.0
#include "../support/bare.hpp"
#include "../support/hiredis.hpp"
#include "pipeline.hpp"

#include <cstdio>
#include <memory>

namespace bench {

std::vector<std::string> keys_of(std::size_t depth) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < depth; ++i) {
        char text[32];
        std::snprintf(text, sizeof text, "key:%06zu", i);
        keys.emplace_back(text);
    }
    return keys;
}

std::string pipeline_of(std::size_t depth, const char* who) {
    return std::string("pipeline/").append(std::to_string(depth)).append("/").append(who);
}

void add_bare(std::vector<subject>& subjects, const std::string& socket) {
    auto connection = std::make_shared<bare_connection>(socket);
    for (const std::string& key : keys_of(depths[2])) {
        const std::string set = "*3\r\n$3\r\nSET\r\n$10\r\n" + key + "\r\n$16\r\nvalue-0123456789\r\n";
        if (connection->round_trip(set, 5) != "+OK\r\n") fail("bare: SET was refused");
    }
    for (const std::size_t depth : depths) {
        constexpr std::size_t reply_size = std::string_view("$16\r\nvalue-0123456789\r\n").size();
        std::string bytes;
        for (const std::string& key : keys_of(depth)) bytes += "*2\r\n$3\r\nGET\r\n$10\r\n" + key + "\r\n";
        subjects.push_back(
            repeated(pipeline_of(depth, "bare"), static_cast<double>(depth),
                     [connection, bytes, expected = depth * reply_size] { connection->round_trip(bytes, expected); }));
    }
}

void add_hiredis(std::vector<subject>& subjects, const std::string& socket) {
    auto connection = std::make_shared<hiredis::context>(hiredis::connect(socket));
    const auto run = [connection](const std::vector<std::string>& keys) {
        for (const std::string& key : keys) {
            hiredis::arguments<2> command({"GET", key});
            redisAppendCommandArgv(connection->get(), 2, command.texts, command.sizes);
        }
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (hiredis::next_reply(connection->get())->len != 16) hiredis::fail("another reply was expected");
    };
    for (const std::size_t depth : depths)
        subjects.push_back(repeated(pipeline_of(depth, "hiredis"), static_cast<double>(depth),
                                    [run, keys = keys_of(depth)] { run(keys); }));
}

}  // namespace bench
