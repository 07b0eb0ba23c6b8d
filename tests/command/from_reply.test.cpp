// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/from_reply.hpp>

#include <hibana/core/result.hpp>

#include "catch.hpp"
#include "command/decoded.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

enum class colour { red, green };

struct percent {
    int value = 0;
    friend bool operator==(const percent&, const percent&) = default;
};

struct length {
    std::size_t value = 0;
    friend bool operator==(const length&, const length&) = default;
};

}  // namespace

template <>
struct hibana::from_reply<colour> {
    static std::optional<colour> from(std::string_view text) {
        if (text == "red") return colour::red;
        if (text == "green") return colour::green;
        return std::nullopt;
    }
};
template <>
struct hibana::from_reply<percent> {
    static result<percent> from(std::string_view text) {
        if (text.empty() || text.back() != '%') return error(errc::invalid_argument);
        return percent{std::stoi(std::string(text))};
    }
};
template <>
struct hibana::from_reply<length> {
    static length from(std::string_view text) { return {text.size()}; }
};

using namespace hibana;
using hibana::test::decoded;
using hibana::test::status_of;
using notation::array;
using notation::bulk;
using notation::integer;
using protocol::status;

TEST_CASE("from_reply: from() may return the type, an optional or a result", "[command]") {
    CHECK(decoded<bulk, colour>("$3\r\nred\r\n") == colour::red);
    CHECK(decoded<bulk, percent>("+50%\r\n") == percent{50});
    CHECK(decoded<bulk, length>("$4\r\nfour\r\n") == length{4});
    CHECK(decoded<integer, length>(":12345\r\n") == length{5});
}

TEST_CASE("from_reply: an invalid text is a mismatch", "[command]") {
    CHECK(status_of<bulk, colour>("$4\r\nblue\r\n") == status::mismatch);
    CHECK(status_of<bulk, percent>("$2\r\n50\r\n") == status::mismatch);
    CHECK(status_of<bulk, length>("*0\r\n") == status::mismatch);
    CHECK(status_of<bulk, colour>("_\r\n") == status::mismatch);
}

TEST_CASE("from_reply: nested types are converted", "[command]") {
    CHECK(decoded<array<bulk>, std::vector<colour>>("*2\r\n+red\r\n+green\r\n") == std::vector{colour::red, colour::green});
    CHECK(decoded<notation::nullable<bulk>, std::optional<colour>>("_\r\n") == std::nullopt);
    CHECK(decoded<notation::map<bulk, bulk>, std::map<colour, percent>>("*2\r\n+red\r\n+5%\r\n").at(colour::red) == percent{5});
    CHECK(decoded<notation::anything, colour>("+green\r\n") == colour::green);
}
