// SPDX-License-Identifier: BSL-1.0
/// \file  Runs what an example shows against a script, and then against the server where it has the module.
#pragma once
#include <hibana/hibana.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>

/// A call and what it is answered with, both as they are on the wire; without an answer it is in one write with the next.
struct sent {
    hibana::testing::script& to;

    template <class... Word>
    void operator()(std::string_view answer, const Word&... word) const {
        to.expect(std::string(encoded(hibana::any_request(word...))));
        if (!answer.empty()) to.answer(std::string(answer));
    }
};

/// A bulk string.
inline std::string bulk(std::string_view text) {
    return '$' + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

/// Whether the program behaves as shown with a server that follows the script.
template <class Program>
bool play(const hibana::testing::script& script, Program program) {
    using namespace hibana;
    auto server = script.serve();
    client<in_memory_transport, resp2_parser, testing::manual_clock, testing::seeded_random> db{
        server.transport(), session_settings{.library_name = ""}};
    if (program(db) && server.is_complete()) return true;
    std::cerr << "with a script: " << server.mismatch() << '\n';
    return false;
}

/// The version of a module of the server, 20811 for 2.8.11; 0 where the server has none.
template <class Client>
std::int64_t module_version(Client& db, std::string_view module) {
    for (const auto& one : db(hibana::cmd::module::list()))
        if (one.name == module) return one.ver;
    return 0;
}

/// For `return`: the server cannot run the example, which is reported.
inline int without(std::string_view what) {
    std::cout << "skipped: the server has no " << what << "; the calls were played against a script\n";
    return 77;
}
