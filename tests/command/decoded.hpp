// SPDX-License-Identifier: BSL-1.0
/// \file  Decoding of replies by kind in tests, checked for every way of reading.
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

/// A copy of exact size, so that the address sanitizer detects reads past the end.
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

/// Decodes a reply and returns the status; checks that the cursor moves past the reply on success and not otherwise.
template <class Kind, class T>
protocol::status read_into(T& object, std::string_view bytes, std::size_t reply_size) {
    const exact_bytes exact(bytes);
    protocol::cursor c = exact.begin();
    const protocol::status s = detail::read_reply<Kind>(c, object);
    CHECK(static_cast<std::size_t>(c.at - exact.begin().at) == (s == protocol::status::done ? reply_size : 0));
    return s;
}

/// The status of decoding a reply.
template <class Kind, class T = detail::default_type_t<Kind>>
protocol::status status_of(std::string_view reply) {
    T object{};
    return read_into<Kind>(object, reply, reply.size());
}

/// Decodes a reply: alone, followed by others, and into a reused object. Checks that each strict prefix needs more bytes.
template <class Kind, class T = detail::default_type_t<Kind>>
T decoded(std::string_view reply) {
    CAPTURE(reply);
    T object{};
    REQUIRE(read_into<Kind>(object, reply, reply.size()) == protocol::status::done);
    for (const char* const suffix : {"+OK\r\n", "$3\r\nfoo\r\n:12345678\r\n", "*2\r\n:1\r\n:2\r\n", "-ERR\r\n"}) {
        T other{};
        REQUIRE(read_into<Kind>(other, std::string(reply) + suffix, reply.size()) == protocol::status::done);
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
