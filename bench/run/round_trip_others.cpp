// SPDX-License-Identifier: BSL-1.0
#include "../support/bare.hpp"
#include "../support/hiredis.hpp"
#include "round_trip.hpp"

#include <memory>

namespace bench {

void add_bare(std::vector<subject>& subjects, const std::string& socket) {
    auto connection = std::make_shared<bare_connection>(socket);
    if (connection->round_trip(set_bytes, set_reply.size()) != set_reply) fail("bare: SET was refused");

    const auto check = [](std::string_view reply) {
        if (reply.size() != get_reply.size()) fail("bare: another reply was expected");
    };
    subjects.push_back(repeated("round trip/GET/bare", 1,
                                [connection, check] { check(connection->round_trip(get_bytes, get_reply.size())); }));
    subjects.push_back(repeated("round trip/GET, deadline/bare", 1, [connection, check] {
        check(connection->round_trip_with_poll(get_bytes, get_reply.size()));
    }));
}

void add_hiredis(std::vector<subject>& subjects, const std::string& socket) {
    auto connection = std::make_shared<hiredis::context>(hiredis::connect(socket));
    subjects.push_back(repeated("round trip/GET/hiredis", 1, [connection] {
        hiredis::arguments<2> command({"GET", key});
        const hiredis::reply reply(
            static_cast<redisReply*>(redisCommandArgv(connection->get(), 2, command.texts, command.sizes)));
        if (!reply || reply->len != value.size()) hiredis::fail("another reply was expected");
    }));
}

}  // namespace bench
