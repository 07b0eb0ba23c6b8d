// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/reply_slot.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>

#include "catch.hpp"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace hibana;
using hibana::detail::reply_slot;
using hibana::detail::external_reply_slot;

namespace {

// A received reply, decoded into a slot as a client does it.
template <class Slot> void read_into(Slot& place, protocol::receive_buffer& received, std::string_view reply) {
    const auto into = received.prepare(reply.size());
    std::memcpy(into.data(), reply.data(), reply.size());
    received.commit(reply.size());
    protocol::cursor at{received.begin(), received.end()};
    REQUIRE(reply_of<typename Slot::kind>::read(at, place.holder()) == protocol::status::done);
    received.consume(at.at);
    place.complete(received);
}

}  // namespace

TEST_CASE("reply_slot: a reply becomes the value of its request", "[call]") {
    protocol::receive_buffer received;
    const auto request = cmd::get("k");
    reply_slot<std::remove_const_t<decltype(request)>> place(request);

    read_into(place, received, "$1\r\nv\r\n");

    CHECK_FALSE(place.has_failed());
    CHECK(place.outcome().value() == "v");
}

TEST_CASE("reply_slot: a failure is stored instead of a value", "[call]") {
    const auto request = cmd::incr("n");
    reply_slot<std::remove_const_t<decltype(request)>> place(request);

    place.fail(error(errc::timeout, fate::unknown));

    CHECK(place.has_failed());
    CHECK(place.outcome().error().condition() == errc::timeout);
}

TEST_CASE("reply_slot: into() decodes into the object of the caller", "[call]") {
    protocol::receive_buffer received;
    std::string object = "before";
    const auto request = cmd::get("k").into(object);
    reply_slot<std::remove_const_t<decltype(request)>> place(request);

    read_into(place, received, "$5\r\nafter\r\n");

    CHECK(object == "after");
    CHECK(place.outcome().value() == true);
}

TEST_CASE("reply_slot: a borrowed reply keeps its bytes when the buffer is reused", "[call]") {
    borrowed<std::string_view> kept;
    {
        protocol::receive_buffer received;
        const auto request = cmd::getrange("k", 0, -1).as<std::string_view>();
        reply_slot<std::remove_const_t<decltype(request)>> place(request);
        CHECK_FALSE(place.has_failed());
        read_into(place, received, "$5\r\nfirst\r\n");
        kept = place.outcome().value();
        reply_slot<std::remove_const_t<decltype(request)>> another(request);
        read_into(another, received, "$5\r\nother\r\n");
    }
    CHECK(*kept == "first");
}

TEST_CASE("reply_slot: a borrowed reply that fails before it is complete is an error", "[call]") {
    const auto request = cmd::getrange("k", 0, -1).as<std::string_view>();
    reply_slot<std::remove_const_t<decltype(request)>> place(request);

    place.fail(error(errc::wrong_type, fate::answered));

    CHECK(place.has_failed());
    CHECK(place.outcome().error().condition() == errc::wrong_type);
}

TEST_CASE("external_reply_slot: results are stored in the caller's list and reuse its memory", "[call]") {
    using kind = decltype(cmd::lrange("l", 0, -1))::reply;
    protocol::receive_buffer received;
    result<std::vector<std::string>> outcome;

    {
        external_reply_slot<kind> place(outcome);
        read_into(place, received, "*2\r\n$1\r\na\r\n$1\r\nb\r\n");
    }
    const auto* memory = outcome.value().data();
    {
        external_reply_slot<kind> place(outcome);
        read_into(place, received, "*1\r\n$1\r\nc\r\n");
    }

    CHECK(outcome.value() == std::vector<std::string>{"c"});
    CHECK(outcome.value().data() == memory);
}

TEST_CASE("external_reply_slot: results replace the errors and values of an earlier run", "[call]") {
    using kind = decltype(cmd::incr("n"))::reply;
    protocol::receive_buffer received;
    result<std::int64_t> outcome = error(errc::timeout);

    {
        external_reply_slot<kind> place(outcome);
        read_into(place, received, ":7\r\n");
    }
    CHECK(outcome.value() == 7);
    external_reply_slot<kind>(outcome).fail(error(errc::connection_lost));
    CHECK(outcome.error().condition() == errc::connection_lost);
}
