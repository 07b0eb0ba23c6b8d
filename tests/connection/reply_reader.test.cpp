// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/reply_reader.hpp>

#include "catch.hpp"

#include <cstdint>
#include <string_view>

using namespace hibana;

namespace {

protocol::status read(detail::reply_reader reader, std::string_view reply, std::size_t& taken) {
    protocol::cursor at{reply.data(), reply.data() + reply.size()};
    const auto found = reader.read(reader.holder, at);
    taken = static_cast<std::size_t>(at.at - reply.data());
    return found;
}

}  // namespace

TEST_CASE("reply_reader: decodes a reply of its kind into the referenced object", "[connection]") {
    std::int64_t number = 0;
    std::size_t taken = 0;
    const auto reader = detail::reader_for<notation::integer>(number);

    CHECK(read(reader, ":42\r\n:7\r\n", taken) == protocol::status::done);
    CHECK(number == 42);
    CHECK(taken == 5);
}

TEST_CASE("reply_reader: an incomplete reply or one of another kind is not consumed", "[connection]") {
    std::int64_t number = 0;
    std::size_t taken = 0;
    const auto reader = detail::reader_for<notation::integer>(number);

    CHECK(read(reader, ":4", taken) == protocol::status::more);
    CHECK(read(reader, "*0\r\n", taken) == protocol::status::mismatch);
    CHECK(read(reader, "-ERR no\r\n", taken) == protocol::status::failed);
}

TEST_CASE("reply_reader: discard_reply accepts any reply", "[connection]") {
    CHECK(detail::discard_reply().read == nullptr);
}
