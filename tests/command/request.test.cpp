// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

namespace {

struct answer {};  // a kind with its own reply_of
constexpr descriptor<"ASK", answer(notation::key), idempotent> ask;

}  // namespace

template <>
struct hibana::reply_of<answer> {
    using storage = int;
};
template <>
struct hibana::reply_of<into_object<std::string, answer>> {
    using storage = std::string*;
};

TEST_CASE("request: requests are values", "[command]") {
    const auto one = cmd::set("k", std::string("v"), opt::ex(60s));
    auto other = one;
    CHECK(one == other);
    other = cmd::set("k", std::string("w"), opt::ex(60s));
    CHECK_FALSE(one == other);
    const auto moved = std::move(other);
    CHECK(encoded_text(moved) == "SET k w EX 60");
    CHECK(encoded_text(moved) == encoded_text(moved));
    STATIC_REQUIRE(std::is_same_v<decltype(cmd::get("k")), decltype(cmd::get("another"))>);
}

TEST_CASE("request: requests and their items are not aggregates", "[command]") {
    const std::map<std::string, std::string> fields{{"f", "v"}};
    std::vector<std::string> names{"a"};
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<decltype(cmd::set("k", std::string("v"), opt::ex(60s)))>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<decltype(cmd::hset("k", fields))>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<decltype(cmd::mget(std::vector<std::string>()))>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<decltype(opt::ex(60s))>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<decltype(keys("a", std::string("b")))>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<decltype(cmd::get("k").as<int>())>);
    cmd::get("k").items().each([](const auto& item) { STATIC_REQUIRE_FALSE(std::is_aggregate_v<std::remove_cvref_t<decltype(item)>>); });
}

TEST_CASE("request: .as sets the type of the reply, and the last one applies", "[command]") {
    CHECK(has_reply<as_type<int, nullable<bulk>>>(cmd::get("k").as<int>()));
    const auto request = cmd::get("k");
    CHECK(has_reply<as_type<int, nullable<bulk>>>(request.as<std::string>().as<int>()));
    CHECK(encoded_text(cmd::set(std::string("a key that is long enough to live on the heap"), 1).as<bool>())
          == "SET a key that is long enough to live on the heap 1");
}

TEST_CASE("request: .into sets the object that the reply is decoded into", "[command]") {
    std::string object, another;
    const auto request = ask("k").into(object);
    CHECK(has_reply<into_object<std::string, answer>>(request));
    CHECK(request.make_storage() == &object);
    CHECK(request == ask("k").into(object));
    CHECK_FALSE(request == ask("k").into(another));
    CHECK(ask("k").make_storage() == 0);
    CHECK(has_reply<into_object<std::string, answer>>(ask("k").as<int>().into(object)));
}

TEST_CASE("request: requests have a name and keys", "[command]") {
    std::vector<std::string> visited;
    cmd::mset("a", 1, "b", 2).keys([&visited](std::string_view key) { visited.emplace_back(key); });
    CHECK(visited == std::vector<std::string>{"a", "b"});
    STATIC_REQUIRE(decltype(cmd::mset("a", 1))::name() == "MSET");
    CHECK(cmd::hscan("h", 0).name() == "HSCAN");
}

TEST_CASE("request: block_for() is the block time", "[command]") {
    CHECK(cmd::blpop("l", 250ms).block_for() == 250ms);
    CHECK(cmd::blpop("l", 250ms).as<std::vector<std::string>>().block_for() == 250ms);
    CHECK(cmd::lpop("l").block_for() == std::nullopt);
}

TEST_CASE("request: constant requests are empty", "[command]") {
    STATIC_REQUIRE(std::is_empty_v<decltype(cmd::get("k"_key))>);
    STATIC_REQUIRE(sizeof(cmd::get("k")) == sizeof(std::string_view));
}
