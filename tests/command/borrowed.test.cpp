// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/borrowed.hpp>

#include <hibana/command/reply/reply.hpp>

#include "catch.hpp"

#include <concepts>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace hibana;
using notation::array;
using notation::as_type;
using notation::bulk;
using notation::into_object;
using notation::nullable;

namespace {

void receive(protocol::receive_buffer& buffer, std::string_view bytes) {
    std::memcpy(buffer.prepare(bytes.size()).data(), bytes.data(), bytes.size());
    buffer.commit(bytes.size());
}

/// Decodes a received reply like a connection.
template <class Kind>
auto decode(protocol::receive_buffer& buffer, typename reply_of<Kind>::storage storage) {
    protocol::cursor c{buffer.begin(), buffer.end()};
    REQUIRE(reply_of<Kind>::read(c, storage) == protocol::status::done);
    auto result = reply_of<Kind>::convert(std::move(storage), buffer.pin());
    buffer.consume(c.at);
    return result;
}

template <class Borrowed>
concept gives_from_a_temporary = requires { *Borrowed(); };
template <class Borrowed>
concept points_from_a_temporary = requires { Borrowed().operator->(); };

}  // namespace

TEST_CASE("borrowed: views stay valid when more data is received", "[command]") {
    protocol::receive_buffer buffer;
    receive(buffer, "*2\r\n$5\r\nfirst\r\n$6\r\nsecond\r\n");
    const auto views = decode<as_type<std::vector<std::string_view>, array<bulk>>>(buffer, {});

    for (int n = 0; n < 100; ++n) {
        receive(buffer, std::string(10'000, 'x'));
        buffer.clear();
    }
    const auto copy = views;
    buffer = protocol::receive_buffer();

    CHECK(*views == std::vector<std::string_view>{"first", "second"});
    CHECK(copy->at(1) == "second");
    CHECK(copy == views);
}

TEST_CASE("borrowed: each reply retains its bytes", "[command]") {
    protocol::receive_buffer buffer;
    std::vector<borrowed<std::optional<std::string_view>>> all;
    for (int n = 0; n < 50; ++n) {
        const std::string text(5000, static_cast<char>('a' + n % 26));
        receive(buffer, "$5000\r\n" + text + "\r\n");
        all.push_back(decode<as_type<std::optional<std::string_view>, nullable<bulk>>>(buffer, {}));
    }

    for (std::size_t n = 0; n < all.size(); ++n) {
        CHECK(all[n]->value() == std::string(5000, static_cast<char>('a' + n % 26)));
    }
}

TEST_CASE("borrowed: a reused object keeps its memory and retains the new bytes", "[command]") {
    protocol::receive_buffer buffer;
    borrowed<std::vector<std::string_view>> reused;
    using kind = into_object<borrowed<std::vector<std::string_view>>, array<bulk>>;
    receive(buffer, "*2\r\n$1\r\na\r\n$1\r\nb\r\n");
    CHECK(decode<kind>(buffer, &reused) == ok_reply());
    const auto* const memory = reused->data();

    receive(buffer, "*1\r\n$1\r\nz\r\n");
    CHECK(decode<kind>(buffer, &reused) == ok_reply());
    for (int n = 0; n < 20; ++n) receive(buffer, std::string(10'000, 'x'));

    CHECK(*reused == std::vector<std::string_view>{"z"});
    CHECK(reused->data() == memory);
}

TEST_CASE("borrowed: the value of a temporary is not accessible", "[command]") {
    STATIC_REQUIRE_FALSE(gives_from_a_temporary<borrowed<std::string_view>>);
    STATIC_REQUIRE_FALSE(points_from_a_temporary<borrowed<std::string_view>>);
    STATIC_REQUIRE_FALSE(std::convertible_to<borrowed<std::string_view>, std::string_view>);
}

TEST_CASE("borrowed: only types that contain views are borrowed", "[command]") {
    using view = std::string_view;
    STATIC_REQUIRE(std::same_as<reply_of<as_type<view, bulk>>::type, borrowed<view>>);
    STATIC_REQUIRE(std::same_as<reply_of<as_type<borrowed<view>, bulk>>::type, borrowed<view>>);
    STATIC_REQUIRE(std::same_as<reply_of<as_type<std::string, bulk>>::type, std::string>);
    STATIC_REQUIRE_FALSE(reply_of<as_type<view, bulk>>::direct);
    STATIC_REQUIRE(reply_of<as_type<std::string, bulk>>::direct);
}
