// SPDX-License-Identifier: BSL-1.0
/// \file  Replies without a copy: views of the received bytes, and objects of the caller that are filled again.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del("example:list"), cmd::set("example:text", "spark"));
    db(cmd::rpush("example:list", "one", "two", "three"));

    //[borrowed
    borrowed<std::vector<std::string_view>> items =
        db(cmd::lrange("example:list", 0, -1).as<std::vector<std::string_view>>());
    db(cmd::del("example:list"));
    for (std::string_view item : *items) std::cout << item << '\n';  // still valid: the views keep their bytes alive
    //]
    bool as_shown = items->size() == 3 && items->back() == "three";

    //[into
    std::string text;
    bool found = false;
    for (int turn = 0; turn != 3; ++turn)
        found = db(cmd::get("example:text").into(text));            // into the same memory each time
    bool other_found = db(cmd::get("example:missing").into(text));  // false, and `text` is left alone
    //]
    as_shown = as_shown && found && text == "spark" && !other_found;

    db(cmd::del("example:text"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
