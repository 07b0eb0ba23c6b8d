// SPDX-License-Identifier: BSL-1.0
// Several families, a pipeline, a transaction, a batch and replies in other shapes.
#include <hibana/client.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/tcp_transport.hpp>

#include <map>
#include <string>
#include <vector>

int main() {
    using namespace hibana;
    client db{tcp_transport{}};
    const auto replies = db(cmd::incr("hits"), cmd::lrange("queue", 0, -1), cmd::hgetall("user:1"));
    const auto done = db(multi(cmd::incr("hits"), cmd::del("queue")));
    const auto user = db(cmd::hgetall("user:1").as<std::map<std::string, std::string>>());
    batch all(cmd::get("first"));
    for (const auto& name : std::get<1>(replies)) all.add(cmd::get(name));
    return static_cast<int>(db(all).size() + user.size() + static_cast<std::size_t>(std::get<0>(done)));
}
