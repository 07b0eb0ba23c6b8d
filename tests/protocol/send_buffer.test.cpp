// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/protocol/send_buffer.hpp>

#include <limits>
#include <new>
#include <string>

using hibana::protocol::send_buffer;

TEST_CASE("send_buffer: the committed bytes are visible", "[protocol]") {
    send_buffer buffer;
    CHECK(buffer.empty());

    char* const at = buffer.grow(10);
    at[0] = 'a';
    at[1] = 'b';
    buffer.commit(at + 2);
    buffer.append("cd");
    buffer.append("");

    CHECK(buffer.view() == "abcd");
    CHECK(buffer.size() == 4);
}

TEST_CASE("send_buffer: growth keeps the bytes and doubles the room", "[protocol]") {
    send_buffer buffer;
    std::string all;
    std::size_t growths = 0;
    for (int i = 0; i != 100000; ++i) {
        const std::size_t before = buffer.capacity();
        buffer.append("0123456789");
        all += "0123456789";
        growths += buffer.capacity() != before;
    }

    CHECK(buffer.view() == all);
    CHECK(growths < 16);
}

TEST_CASE("send_buffer: memory is used again after clear", "[protocol]") {
    send_buffer buffer;
    buffer.append(std::string(1000, 'x'));
    const char* const before = buffer.view().data();

    buffer.clear();
    CHECK(buffer.empty());
    buffer.append("y");

    CHECK(buffer.view().data() == before);
    CHECK(buffer.view() == "y");
}

TEST_CASE("send_buffer: the memory of a large request is released after many small ones", "[protocol]") {
    send_buffer buffer;
    buffer.append(std::string(send_buffer::retained_capacity * 8, 'x'));
    buffer.clear();
    CHECK(buffer.capacity() > send_buffer::retained_capacity);

    for (int i = 0; i != 100; ++i) {
        buffer.append("small");
        buffer.clear();
    }

    CHECK(buffer.capacity() <= send_buffer::retained_capacity);
}

TEST_CASE("send_buffer: large requests in a row keep their room", "[protocol]") {
    send_buffer buffer;
    const std::string large(send_buffer::retained_capacity * 8, 'x');
    buffer.append(large);
    const std::size_t capacity = buffer.capacity();
    for (int i = 0; i != 1000; ++i) {
        buffer.clear();
        buffer.append(i % 10 == 0 ? large : "small");
        REQUIRE(buffer.capacity() == capacity);
    }
}

TEST_CASE("send_buffer: a move leaves an empty buffer that can be used", "[protocol]") {
    send_buffer one;
    one.append("abc");

    send_buffer other(std::move(one));
    one.append("x");
    CHECK(other.view() == "abc");
    CHECK(one.view() == "x");

    one = std::move(other);
    CHECK(one.view() == "abc");
}

TEST_CASE("send_buffer: room that cannot be had is std::bad_alloc, and the bytes stay", "[protocol]") {
    send_buffer buffer;
    buffer.append("abc");

    CHECK_THROWS_AS((void)buffer.grow(std::numeric_limits<std::size_t>::max() - 1), std::bad_alloc);
    CHECK_THROWS_AS((void)buffer.grow(std::numeric_limits<std::size_t>::max() / 2), std::bad_alloc);

    CHECK(buffer.view() == "abc");
}
