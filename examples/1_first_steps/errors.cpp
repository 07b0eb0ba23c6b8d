// SPDX-License-Identifier: BSL-1.0
/// \file  Errors, thrown and returned, and the fate of the command.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";
    bool as_shown = true;

    //[thrown
    auto db = from_url<client<>>(address);
    db(cmd::set("example:text", "no number"), cmd::del("example:list"));
    try {
        db(cmd::lpush("example:text", "x"));
    } catch (const wrong_type_error& error) {
        std::cout << error.what() << '\n';
    }
    //]

    //[returned
    auto careful = from_url<client<return_errors>>(address);
    result<std::int64_t> length = careful(cmd::lpush("example:text", "x"));
    if (!length) std::cout << length.error().prefix() << '\n';  // WRONGTYPE
    //]
    as_shown = as_shown && length.error() == errc::wrong_type && length.error().executed() == tristate::no;

    //[expected
    const std::string shown = careful(cmd::get("example:text"))
                                  .transform([](const auto& text) { return text.value_or("nothing"); })
                                  .value_or("the server cannot be reached");
    //]
    as_shown = as_shown && shown == "no number";

    //[results
    // Each has a result of its own, whatever the error policy of the client is.
    auto [pushed, popped] = db.results(cmd::lpush("example:text", "x"), cmd::lpop("example:list"));
    //]
    as_shown = as_shown && !pushed && popped && *popped == std::nullopt;

    //[attachment
    try {
        db(cmd::lpush("example:text", "x"), cmd::get("example:text"));
    } catch (const redis_error& error) {
        // The first error is thrown after all replies have come, and has them with it.
        using all = std::tuple<result<std::int64_t>, result<std::optional<std::string>>>;
        if (const all* outcomes = error.results<all>()) std::cout << std::get<1>(*outcomes)->value() << '\n';
    }
    //]

    //[fate
    client<no_retry, return_errors> unreachable{tcp_transport{.port = 1}};
    const error refused = unreachable(cmd::incr("example:n")).error();
    switch (refused.fate()) {
    case fate::not_sent: std::cout << "none of its bytes were sent\n"; break;
    case fate::unknown: std::cout << "it was sent, and no reply was received: it may have been executed\n"; break;
    case fate::answered: std::cout << "the server replied\n"; break;
    }
    //]
    as_shown = as_shown && refused == errc::connect_failed && refused.fate() == fate::not_sent;
    std::cout << refused.message() << '\n';

    db(cmd::del("example:text"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
