// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/receive_buffer.hpp>

#include "catch.hpp"

#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using hibana::protocol::pin;
using hibana::protocol::receive_buffer;

namespace {

constexpr std::size_t usual = receive_buffer::usual_capacity;

void receive(receive_buffer& buffer, std::string_view bytes) {
    const auto room = buffer.prepare(bytes.size());
    REQUIRE(room.size() >= bytes.size());
    std::memcpy(room.data(), bytes.data(), bytes.size());
    buffer.commit(bytes.size());
}

void read(receive_buffer& buffer, std::size_t size) {
    buffer.consume(buffer.begin() + size);
}

}  // namespace

TEST_CASE("receive_buffer: committed bytes are unread until consumed", "[protocol]") {
    receive_buffer buffer;
    CHECK(buffer.empty());
    CHECK(buffer.capacity() == 0);

    receive(buffer, "hello ");
    receive(buffer, "world");
    read(buffer, 6);

    CHECK(buffer.unread() == "world");
    CHECK(buffer.size() == 5);
    CHECK(std::string_view(buffer.begin(), buffer.end()) == "world");
    buffer.clear();
    CHECK(buffer.empty());
}

TEST_CASE("receive_buffer: it begins with 64 KiB of room, and has them again when all is read", "[protocol]") {
    receive_buffer buffer;
    const char* const start = buffer.prepare(1).data();
    CHECK(buffer.prepare(1).size() == usual);

    for (int n = 0; n < 100; ++n) {
        receive(buffer, std::string(1000, 'x'));
        read(buffer, 1000);
    }

    CHECK(buffer.prepare(1).data() == start);
    CHECK(buffer.prepare(1).size() == usual);
}

TEST_CASE("receive_buffer: only the unread tail is moved to make room", "[protocol]") {
    receive_buffer buffer;
    const char* const start = buffer.prepare(1).data();
    receive(buffer, std::string(60'000, 'a'));
    receive(buffer, "tail");
    read(buffer, 60'000);

    const auto room = buffer.prepare(10'000);

    CHECK(buffer.begin() == start);
    CHECK(buffer.unread() == "tail");
    CHECK(room.size() == usual - 4);
    CHECK(buffer.capacity() == usual);
}

TEST_CASE("receive_buffer: it grows with the unread bytes and preserves them", "[protocol]") {
    receive_buffer buffer;
    std::string all;
    for (int n = 0; n < 50; ++n) {
        const std::string piece(10'000, static_cast<char>('a' + n % 26));
        receive(buffer, piece);
        all += piece;
    }

    CHECK(buffer.unread() == all);
    CHECK(buffer.capacity() < 4 * all.size());
}

TEST_CASE("receive_buffer: a large block is released after a number of small uses", "[protocol]") {
    receive_buffer buffer;
    receive(buffer, std::string(1'000'000, 'x'));
    read(buffer, 1'000'000);
    CHECK(buffer.capacity() > 1'000'000);

    for (int n = 0; n < 10; ++n) {
        receive(buffer, "small");
        read(buffer, 5);
    }
    CHECK(buffer.capacity() > 1'000'000);

    for (int n = 0; n < 100; ++n) {
        receive(buffer, "small");
        read(buffer, 5);
    }
    CHECK(buffer.capacity() == usual);
}

TEST_CASE("receive_buffer: pinned bytes keep their address whatever is received later", "[protocol]") {
    receive_buffer buffer;
    receive(buffer, "pinned+unread");
    const std::string_view view = buffer.unread().substr(0, 6);
    const pin held = buffer.pin();
    read(buffer, 6);

    for (int n = 0; n < 100; ++n) receive(buffer, std::string(10'000, 'x'));

    CHECK(view == "pinned");
    CHECK(buffer.unread().substr(0, 10) == "+unreadxxx");
    CHECK(buffer.size() == 7 + 1'000'000);
}

TEST_CASE("receive_buffer: a pinned block is not rewound even when all of it was consumed", "[protocol]") {
    receive_buffer buffer;
    receive(buffer, "pinned");
    const std::string_view view = buffer.unread();
    const pin held = buffer.pin();
    read(buffer, 6);

    receive(buffer, "more");

    CHECK(view == "pinned");
    CHECK(buffer.begin() == view.data() + 6);
}

TEST_CASE("receive_buffer: a pin outlives the buffer, its copies keep the bytes too", "[protocol]") {
    pin held;
    std::string_view view;
    {
        receive_buffer buffer;
        receive(buffer, "pinned");
        view = buffer.unread();
        pin first = buffer.pin();
        const pin second = first;
        held = second;
        first = pin();
    }

    CHECK(view == "pinned");
    const pin moved = std::move(held);
    CHECK(view == "pinned");
}

TEST_CASE("receive_buffer: blocks are reused once they have no other reference", "[protocol]") {
    receive_buffer buffer;
    std::vector<const char*> blocks;
    pin held;
    for (int n = 0; n < 100; ++n) {
        receive(buffer, std::string(usual, 'x'));
        blocks.push_back(buffer.begin());
        pin next = buffer.pin();
        read(buffer, usual);
        held = next;
    }

    std::size_t distinct = 0;
    for (std::size_t n = 0; n < blocks.size(); ++n) {
        bool seen = false;
        for (std::size_t m = 0; m < n; ++m) seen = seen || blocks[m] == blocks[n];
        distinct += !seen;
    }
    CHECK(distinct <= 4);
}

TEST_CASE("receive_buffer: a moved buffer keeps its bytes, and pins of it stay valid", "[protocol]") {
    receive_buffer buffer;
    receive(buffer, "bytes");
    const std::string_view view = buffer.unread();
    const pin held = buffer.pin();

    receive_buffer other = std::move(buffer);
    buffer = receive_buffer();
    receive(buffer, "new");

    CHECK(other.unread() == "bytes");
    CHECK(other.begin() == view.data());
    CHECK(buffer.unread() == "new");
    other = std::move(buffer);
    CHECK(other.unread() == "new");
    CHECK(view == "bytes");
}

TEST_CASE("receive_buffer: other threads may release pins while the buffer is in use", "[protocol][threads]") {
    receive_buffer buffer;
    std::vector<std::thread> readers;
    for (int n = 0; n < 20; ++n) {
        const std::string bytes(30'000, static_cast<char>('a' + n));
        receive(buffer, bytes);
        readers.emplace_back([view = buffer.unread(), held = buffer.pin(), bytes] {
            if (view != bytes) std::abort();
        });
        read(buffer, bytes.size());
    }
    for (std::thread& t : readers) t.join();

    receive(buffer, "still here");
    CHECK(buffer.unread() == "still here");
}
