// SPDX-License-Identifier: BSL-1.0
/// \file  Decodes a reply in every way that must make no difference, and gives what came of it.
#pragma once

#include <hibana/command/reply/reply.hpp>
#include <hibana/protocol/value_read.hpp>

#include "catch.hpp"

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hibana::test {

/// A copy of exactly its size, so that a byte read too far is seen by the address sanitizer.
class exact_bytes {
public:
    explicit exact_bytes(std::string_view bytes) : bytes_(std::make_unique<char[]>(bytes.size())), size_(bytes.size()) {
        if (size_ != 0) std::memcpy(bytes_.get(), bytes.data(), size_);
    }
    [[nodiscard]] protocol::cursor begin() const { return {bytes_.get(), bytes_.get() + size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

/// How decoding ends; checks that the cursor moves behind the reply if it is done, and not at all if it is not.
template <class Kind, class T>
protocol::status read_into(T& object, std::string_view bytes, std::size_t reply_size) {
    const exact_bytes exact(bytes);
    protocol::cursor c = exact.begin();
    const protocol::status s = detail::read_reply<Kind>(c, object);
    CHECK(static_cast<std::size_t>(c.at - exact.begin().at) == (s == protocol::status::done ? reply_size : 0));
    return s;
}

/// The status of a reply that is not read.
template <class Kind, class T = detail::natural_t<Kind>>
protocol::status status_of(std::string_view reply) {
    T object{};
    return read_into<Kind>(object, reply, reply.size());
}

/// The object that a reply becomes: alone, followed by others, into an object that was used before. Each strict prefix of it
/// has to want more.
template <class Kind, class T = detail::natural_t<Kind>>
T decoded(std::string_view reply) {
    CAPTURE(reply);
    T object{};
    REQUIRE(read_into<Kind>(object, reply, reply.size()) == protocol::status::done);
    for (const char* const behind : {"+OK\r\n", "$3\r\nfoo\r\n:12345678\r\n", "*2\r\n:1\r\n:2\r\n", "-ERR\r\n"}) {
        T other{};
        REQUIRE(read_into<Kind>(other, std::string(reply) + behind, reply.size()) == protocol::status::done);
        CHECK(other == object);
        REQUIRE(read_into<Kind>(other, reply, reply.size()) == protocol::status::done);
        CHECK(other == object);
    }
    for (std::size_t size = 0; size < reply.size(); ++size) {
        T other{};
        CHECK(read_into<Kind>(other, reply.substr(0, size), reply.size()) == protocol::status::more);
    }
    return object;
}

}  // namespace hibana::test
