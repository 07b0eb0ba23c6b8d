// SPDX-License-Identifier: BSL-1.0
/// \file  A chat over pub/sub: a listener receives every message, or a gap.
#include <hibana/hibana.hpp>

#include <iostream>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;

//[line
/// A line of the chat: "alice: hello" on the wire.
struct line {
    std::string from;
    std::string text;
};
template <> struct hibana::from_reply<line> {
    static std::optional<line> from(std::string_view bytes) {
        const std::size_t colon = bytes.find(": ");
        if (colon == bytes.npos) return std::nullopt;
        return line{std::string(bytes.substr(0, colon)), std::string(bytes.substr(colon + 2))};
    }
};
//]

namespace {

const std::string room = "example:chat:room";

//[publish
std::int64_t publish_line(client<>& db, std::string_view name, std::string_view text) {
    return db(cmd::publish(room, std::string(name) + ": " + std::string(text)));  // the number of receivers
}
//]

/// The lines up to "bye".
std::vector<std::string> listen(client<>& db) {
    std::vector<std::string> received;
    //[listen
    for (auto& message : db.subscribe<line>(channels(room), patterns("example:chat:all.*"))) {
        if (message.is_gap()) {
            received.push_back("(the connection was lost; messages may be missing)");
            continue;
        }
        received.push_back(message.payload.from + " says " + message.payload.text);
        if (message.payload.text == "bye") break;
    }
    //]
    return received;
}

}  // namespace

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";
    auto alice = from_url<client<>>(address);
    std::vector<std::string> received;
    std::thread bob([&] {
        auto db = from_url<client<>>(address);
        received = listen(db);
    });

    const auto wait_for_listener = [&] {
        while (alice(cmd::pubsub::numsub(room)).front().second == 0 || alice(cmd::pubsub::numpat()) == 0) std::this_thread::yield();
    };
    wait_for_listener();
    publish_line(alice, "alice", "hello");
    alice(cmd::publish("example:chat:all.rooms", "operator: the connection is about to be closed"));
    alice(any_request("CLIENT KILL", "TYPE", "pubsub"));
    wait_for_listener();
    publish_line(alice, "alice", "are you there?");
    publish_line(alice, "alice", "bye");
    bob.join();

    for (const auto& each : received) std::cout << each << '\n';
    return received.size() >= 3 && received.back() == "alice says bye" ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
