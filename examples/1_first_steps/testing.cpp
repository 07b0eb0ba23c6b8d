// SPDX-License-Identifier: BSL-1.0
/// \file  Tests of code that uses a client, without a server: a script of requests and replies, and a manual clock.
#include <hibana/hibana.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>

#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

//[code
// The code under test, for any client.
template <class Client>
std::string greeting_for(Client& db, std::string_view user) {
    const auto language = db(cmd::hget(user, "language"));
    return language == "ja" ? "こんにちは" : "hello";
}
//]

namespace {

//[client
// The same policies as the real client, but for the transport, the clock and chance. RESP2 without a library name needs no handshake,
// so that a script holds the commands of the test alone.
using scripted = client<in_memory_transport, resp2_parser, testing::manual_clock, testing::seeded_random>;

const session_settings no_introduction{.library_name = ""};
//]

//[script
bool greets_in_the_language_of_the_user() {
    auto server = testing::script()
                      .expect(std::string(encoded(cmd::hget("user:1", "language"))))
                      .answer("$2\r\nja\r\n")
                      .serve();
    scripted db{server.transport(), no_introduction};

    return greeting_for(db, "user:1") == "こんにちは" && server.is_complete();
}
//]

//[time
bool a_silent_server_is_given_up_at_the_deadline() {
    auto server = testing::script().expect(std::string(encoded(cmd::hget("user:1", "language")))).serve();
    testing::manual_clock clock;
    const auto before = clock.now();
    client<in_memory_transport, resp2_parser, testing::manual_clock, no_retry> db{server.transport(), no_introduction,
                                                                                  clock};

    try {
        greeting_for(db, "user:1");
        return false;
    } catch (const timeout_error&) {
        return clock.now() - before == 5s;  // and no time has passed for the one who waits for this test
    }
}
//]

//[every
// Played once as written, and once for each way in which each connect, write and read of it can fail.
bool one_failure_is_repaired_or_is_a_timeout() {
    bool holds = true;
    const auto story =
        testing::script().expect(std::string(encoded(cmd::hget("user:1", "language")))).answer("$2\r\nja\r\n");
    story.for_each_failure([&](testing::scripted_server& server) {
        scripted db{server.transport(), no_introduction};
        try {
            holds = holds && greeting_for(db, "user:1") == "こんにちは";  // HGET only reads, and so is sent again
        } catch (const timeout_error& error) {
            std::cout << server.failure()->text() << ": " << error.what() << '\n';
        }
    });
    return holds;
}
//]

}  // namespace

int main() {
    return greets_in_the_language_of_the_user() && a_silent_server_is_given_up_at_the_deadline()
                   && one_failure_is_repaired_or_is_a_timeout()
               ? 0
               : 1;
}
