// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/reply/reply.hpp>

#include "catch.hpp"
#include "command/decoded.hpp"
#include "protocol/byte_cases.hpp"

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::test::decoded;
using hibana::test::exact_bytes;
using hibana::test::status_of;
using hibana::test::verdict;
using protocol::status;
namespace n = hibana::notation;

namespace {

struct account {
    std::string name;
    int age = 0;
};

/// Reads a reply like a connection: decodes it into storage and converts that.
template <class Kind>
auto decode(std::string_view bytes, typename reply_of<Kind>::storage storage) {
    protocol::cursor c{bytes.data(), bytes.data() + bytes.size()};
    REQUIRE(reply_of<Kind>::read(c, storage) == status::done);
    if constexpr (reply_of<Kind>::direct) return storage;
    else if constexpr (reply_of<Kind>::pins) return reply_of<Kind>::convert(std::move(storage), protocol::pin());
    else return reply_of<Kind>::convert(std::move(storage));
}

}  // namespace

template <>
struct hibana::members<account> {
    static constexpr std::size_t size = 2;
    static constexpr void each(auto& a, auto f) {
        f("name", a.name);
        f("age", a.age);
    }
};

TEST_CASE("reply: every form of null gives an empty optional if the kind is nullable", "[command]") {
    for (const char* const null : {"_\r\n", "$-1\r\n", "*-1\r\n"}) {
        CHECK(decoded<n::nullable<n::bulk>>(null) == std::nullopt);
        CHECK(decoded<n::nullable<n::integer>>(null) == std::nullopt);
        CHECK(decoded<n::nullable<n::array<n::bulk>>>(null) == std::nullopt);
        CHECK(decoded<n::nullable<n::map<n::bulk, n::bulk>>>(null) == std::nullopt);
        CHECK(decoded<n::nullable<n::real>>(null) == std::nullopt);
        CHECK(status_of<n::nullable<n::bulk>, std::string>(null) == status::mismatch);
        CHECK(status_of<n::nullable<n::array<n::bulk>>, std::vector<std::string>>(null) == status::mismatch);
    }
    CHECK(decoded<n::nullable<n::bulk>>("$3\r\nfoo\r\n") == "foo");
    CHECK(decoded<n::nullable<n::bulk>>("$0\r\n\r\n") == "");
    CHECK(decoded<n::nullable<n::bulk>, std::string>("$3\r\nfoo\r\n") == "foo");
    CHECK(decoded<n::nullable<n::bulk>, std::optional<int>>("$2\r\n-1\r\n") == -1);
    CHECK(decoded<n::nullable<n::integer>>(":-1\r\n") == -1);
    CHECK(decoded<n::nullable<n::array<n::bulk>>>("*1\r\n$1\r\na\r\n").value().size() == 1);
    CHECK(decoded<n::bulk, std::optional<std::string>>("_\r\n") == std::nullopt);
}

TEST_CASE("reply: a reused optional is reset by null, and otherwise its string keeps its memory", "[command]") {
    std::optional<std::string> reused(std::string(100, 'x'));
    const char* const memory = reused->data();

    REQUIRE(hibana::test::read_into<n::nullable<n::bulk>>(reused, "$3\r\nfoo\r\n", 9) == status::done);
    CHECK(reused == "foo");
    CHECK(reused->data() == memory);

    REQUIRE(hibana::test::read_into<n::nullable<n::bulk>>(reused, "_\r\n", 3) == status::done);
    CHECK(reused == std::nullopt);
}

TEST_CASE("reply: the kind of a request determines the type of the result", "[command]") {
    using string = std::string;
    STATIC_REQUIRE(std::same_as<reply_of<n::nullable<n::bulk>>::type, std::optional<string>>);
    STATIC_REQUIRE(std::same_as<reply_of<n::as_type<int, n::bulk>>::type, int>);
    STATIC_REQUIRE(std::same_as<reply_of<n::into_object<string, n::bulk>>::type, ok_reply>);
    STATIC_REQUIRE(std::same_as<reply_of<n::into_object<string, n::nullable<n::bulk>>>::type, bool>);
    STATIC_REQUIRE(std::same_as<reply_of<n::into_object<std::optional<string>, n::nullable<n::bulk>>>::type, ok_reply>);
    STATIC_REQUIRE(reply_of<n::bulk>::is_expected);
    STATIC_REQUIRE_FALSE(reply_of<n::no_reply>::is_expected);
    struct request {
        using reply = n::integer;
    };
    STATIC_REQUIRE(std::same_as<reply_type<request>, std::int64_t>);
}

TEST_CASE("reply: into() decodes into an object of the caller", "[command]") {
    std::string text = "before";
    account ann{"ann", 30};
    std::optional<std::string> maybe = "before";

    CHECK(decode<n::into_object<std::string, n::bulk>>("$3\r\nfoo\r\n", &text) == ok_reply());
    CHECK(text == "foo");
    CHECK(decode<n::into_object<std::string, n::nullable<n::bulk>>>("$3\r\nbar\r\n", &text));
    CHECK(text == "bar");
    CHECK_FALSE(decode<n::into_object<std::string, n::nullable<n::bulk>>>("_\r\n", &text));
    CHECK(text == "bar");
    CHECK(decode<n::into_object<std::optional<std::string>, n::nullable<n::bulk>>>("_\r\n", &maybe) == ok_reply());
    CHECK(maybe == std::nullopt);
    CHECK(decode<n::into_object<account, n::map<n::bulk, n::bulk>>>("%1\r\n+age\r\n+31\r\n", &ann) == ok_reply());
    CHECK(ann.name == "ann");
    CHECK(ann.age == 31);
}

TEST_CASE("reply: a command without a reply reads nothing", "[command]") {
    const std::string_view bytes = "+next\r\n";
    protocol::cursor c{bytes.data(), bytes.data() + bytes.size()};
    ok_reply nothing;

    CHECK(reply_of<n::no_reply>::read(c, nothing) == status::done);
    CHECK(c.at == bytes.data());
}

TEST_CASE("reply: a mismatch does not move the cursor, and decoding continues after a skip", "[command]") {
    const std::string_view bytes = "*3\r\n:1\r\n*1\r\n$1\r\na\r\n:3\r\n:7\r\n";
    protocol::cursor c{bytes.data(), bytes.data() + bytes.size()};
    std::vector<std::int64_t> numbers;
    std::int64_t number = 0;

    CHECK(detail::read_reply<n::array<n::integer>>(c, numbers) == status::mismatch);
    CHECK(c.at == bytes.data());
    REQUIRE(protocol::skip(c) == status::done);
    CHECK(detail::read_reply<n::integer>(c, number) == status::done);
    CHECK(number == 7);
    CHECK(c.at == c.end);
}

TEST_CASE("reply: malformed input is never read past its end nor accepted", "[command]") {
    for (const auto& known : hibana::test::byte_cases()) {
        if (known.bytes.size() > 2000 || (known.version == 2 && known.name.find("resp2") != std::string_view::npos)) continue;
        CAPTURE(known.name);
        const exact_bytes exact(known.bytes);
        const bool sound = known.expected == verdict::values;
        const auto attempt = [&]<class Kind, class T = detail::default_type_t<Kind>>(std::type_identity<Kind>) {
            protocol::cursor c = exact.begin();
            T object{};
            const status s = detail::read_reply<Kind>(c, object);
            CHECK((s == status::done) == (c.at != exact.begin().at));
            if (sound) CHECK((s != status::broken && s != status::more));
            else if (c.at == c.end) CHECK(s != status::done);
            if (known.expected == verdict::more) CHECK((s == status::more || s == status::mismatch || s == status::irregular));
        };

        attempt(std::type_identity<n::ok>());
        attempt(std::type_identity<n::applied>());
        attempt(std::type_identity<n::nullable<n::bulk>>());
        attempt(std::type_identity<n::nullable<n::real>>());
        attempt(std::type_identity<n::nullable<n::boolean>>());
        attempt(std::type_identity<n::array<n::nullable<n::bulk>>>());
        attempt(std::type_identity<n::array<n::array<n::integer>>>());
        attempt(std::type_identity<n::map<n::bulk, n::anything>>());
        attempt(std::type_identity<n::map<n::real, n::integer>>());
        attempt(std::type_identity<n::array<n::pair<n::bulk, n::map<n::bulk, n::bulk>>>>());
        attempt(std::type_identity<n::row<n::bulk, n::integer, n::integer>>());
        attempt(std::type_identity<n::scanned<n::bulk>>());
        attempt(std::type_identity<n::anything>());
        attempt(std::type_identity<n::array<n::anything>>());
    }
}
