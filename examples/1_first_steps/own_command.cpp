// SPDX-License-Identifier: BSL-1.0
/// \file  A command that the library does not have, and user types as arguments and replies.
#include <hibana/hibana.hpp>

#include <charconv>
#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

//[command
namespace my {

using namespace hibana::notation;

// MEMORY USAGE key [SAMPLES count]
inline constexpr option<"SAMPLES", integer> samples;
inline constexpr descriptor<"MEMORY USAGE", nullable<integer>(key, maybe<samples>), reads, since<redis<4>>>
    memory_usage;

}  // namespace my
//]

//[types
struct user_id {
    unsigned number = 0;
    friend bool operator==(user_id, user_id) = default;
};

template <>
struct hibana::argument<user_id> {
    static std::string to(user_id user) { return "user:" + std::to_string(user.number); }
};

template <>
struct hibana::from_reply<user_id> {
    static std::optional<user_id> from(std::string_view text) {
        user_id user;
        if (!text.starts_with("user:")) return std::nullopt;
        text.remove_prefix(5);
        const auto [end, err] = std::from_chars(text.data(), text.data() + text.size(), user.number);
        return err == std::errc() && end == text.data() + text.size() ? std::optional(user) : std::nullopt;
    }
};
//]

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del("example:waiting"), cmd::set("example:text", std::string(1000, 'x')));

    //[call
    std::optional<std::int64_t> bytes = db(my::memory_usage("example:text", my::samples(0)));
    //]
    std::cout << "1,000 bytes take " << bytes.value_or(0) << '\n';

    //[use
    db(cmd::rpush("example:waiting", user_id{7}, user_id{12}));
    auto waiting = db(cmd::lrange("example:waiting", 0, -1).as<std::vector<user_id>>());
    //]

    //[untyped
    // Put together at run time: its reply is a `value`, or what is asked for, and all of its words are copied.
    any_request request("LPOS", "example:waiting");
    request.add(user_id{12});
    auto place = db(request.as<std::optional<int>>());
    //]

    db(cmd::del("example:waiting", "example:text"));
    return bytes > 1000 && waiting == std::vector{user_id{7}, user_id{12}} && place == 1 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
