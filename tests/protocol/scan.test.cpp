// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/scan.hpp>

#include "byte_cases.hpp"
#include "catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace hibana::protocol;
using hibana::test::byte_cases;
using hibana::test::verdict;
using hibana::test::repeat;

namespace {

/// Records the tokens.
struct diary final : hibana::protocol::sink_of<diary> {
    std::string text;

    void on_scalar(const token& t) { text += t.null ? "null " : std::string(t.text) + ' '; }
    void on_open(const token& t, std::size_t) { text += t.type, text += "( "; }
    void on_piece(std::string_view s) { text += '\'' + std::string(s) + "' "; }
    void on_close(std::size_t count, bool) { text += ')' + std::to_string(count) + ' '; }
    void on_attributes(const token& t, bool again) { text += (again ? "|+" : "|") + std::to_string(t.count) + ' '; }
    void on_attributed() { text += "of "; }
    void on_attributed_close() { text += ". "; }
};

std::string reported(std::string_view bytes) {
    scanner s;
    diary d;
    cursor c{bytes.data(), bytes.data() + bytes.size()};
    return s.scan(c, &d) == status::done ? d.text : "not done";
}

}  // namespace

TEST_CASE("scan: a message ends where the next one begins, however it is split", "[protocol]") {
    for (const auto& known : byte_cases()) {
        if (known.expected != verdict::values || known.bytes.size() > 2000) continue;
        CAPTURE(known.name);
        scanner once({}, known.version == 3);
        cursor all{known.bytes.data(), known.bytes.data() + known.bytes.size()};
        std::vector<std::size_t> ends;
        while (all.at != all.end) {
            REQUIRE(once.scan(all) == status::done);
            ends.push_back(static_cast<std::size_t>(all.at - known.bytes.data()));
        }

        scanner piecewise({}, known.version == 3);
        std::size_t begin = 0;
        std::vector<std::size_t> same;
        for (std::size_t size = 0; size <= known.bytes.size(); ++size) {
            // Moved in memory each time, and no byte more than has been received.
            const std::string received = known.bytes.substr(begin, size - begin);
            cursor c{received.data(), received.data() + received.size()};
            if (received.empty() || piecewise.scan(c) != status::done) continue;
            CHECK(c.at == c.end);
            begin = size;
            same.push_back(begin);
        }

        CHECK(same == ends);
    }
}

TEST_CASE("scan: min_size is never more than the size of the message", "[protocol]") {
    const std::string bytes = "*3\r\n$100\r\n" + std::string(100, 'x') + "\r\n%1\r\n+a\r\n:1\r\n_\r\n";
    scanner s;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        cursor c{bytes.data(), bytes.data() + size};
        REQUIRE(s.scan(c) == status::more);
        CHECK(c.at == bytes.data());
        CHECK(s.min_size() > size);
        CHECK(s.min_size() <= bytes.size());
        if (size >= 10 && size < 111) CHECK(s.min_size() == 111);
    }
    cursor c{bytes.data(), bytes.data() + bytes.size()};

    CHECK(s.scan(c) == status::done);
    CHECK(s.size() == bytes.size());
}

TEST_CASE("scan: type is that of the message, not of its attributes", "[protocol]") {
    const auto scanned = [](std::string_view bytes) {
        scanner s;
        cursor c{bytes.data(), bytes.data() + bytes.size()};
        REQUIRE(s.scan(c) == status::done);
        return s;
    };

    CHECK(scanned("+OK\r\n").type() == '+');
    CHECK(scanned("-ERR\r\n").is_error());
    CHECK(scanned("!3\r\nERR\r\n").is_error());
    CHECK(scanned(">1\r\n+a\r\n").is_push());
    CHECK(scanned("|1\r\n+a\r\n+b\r\n>1\r\n+a\r\n").is_push());
    CHECK_FALSE(scanned("*1\r\n-ERR\r\n").is_error());
    CHECK_FALSE(scanned("*1\r\n:1\r\n").irregular());
    CHECK(scanned("|1\r\n+a\r\n+b\r\n:1\r\n").irregular());
    CHECK(scanned("*1\r\n|1\r\n+a\r\n+b\r\n:1\r\n").irregular());
    CHECK(scanned("*1\r\n$?\r\n;0\r\n").irregular());
    CHECK(scanned("*?\r\n.\r\n").irregular());
}

TEST_CASE("scan: a sink receives all tokens, once and in order", "[protocol]") {
    CHECK(reported("+OK\r\n") == "OK ");
    CHECK(reported("*3\r\n:1\r\n*0\r\n_\r\n") == "*( 1 *( )0 null )3 ");
    CHECK(reported("%1\r\n+a\r\n$1\r\nb\r\n") == "%( a b )2 ");
    CHECK(reported("~?\r\n:1\r\n:2\r\n.\r\n") == "~( 1 2 )2 ");
    CHECK(reported("$?\r\n;2\r\nab\r\n;1\r\nc\r\n;0\r\n") == "$( 'ab' 'c' )3 ");
    CHECK(reported("|1\r\n+a\r\n:1\r\n:2\r\n") == "|2 a 1 of 2 . ");
    CHECK(reported("|1\r\n+a\r\n:1\r\n|1\r\n+b\r\n:2\r\n:3\r\n") == "|2 a 1 of |+2 b 2 of 3 . ");
    CHECK(reported("*2\r\n|0\r\n:1\r\n:2\r\n") == "*( |0 of 1 . 2 )2 ");
    CHECK(reported("|1\r\n|1\r\n+a\r\n:1\r\n+b\r\n:2\r\n*1\r\n:3\r\n") == "|2 |2 a 1 of b . 2 of *( 3 )1 . ");
}

TEST_CASE("scan: the limits apply to strings inside an aggregate too", "[protocol]") {
    const auto end = [](std::string_view bytes, const limits& within) {
        scanner s(within);
        cursor c{bytes.data(), bytes.data() + bytes.size()};
        return s.scan(c);
    };

    CHECK(end("*3\r\n$1\r\na\r\n$3\r\nabc\r\n$1\r\na\r\n", {.bulk = 2}) == status::over_limit);
    CHECK(end("*3\r\n$1\r\na\r\n$3\r\nabcXX$1\r\na\r\n", {}) == status::broken);
    CHECK(end("*3\r\n$1\r\na\r\n$3\r\nabc\r\n$1\r\na\r\n", {}) == status::done);
}

TEST_CASE("scan: nothing is read twice, however often it is called", "[protocol]") {
    for (const auto& known : byte_cases()) {
        if (known.expected != verdict::values || known.bytes.size() > 2000) continue;
        CAPTURE(known.name);
        scanner s({}, known.version == 3);
        diary bytewise;
        std::string whole;
        std::size_t begin = 0;

        for (std::size_t size = 0; size <= known.bytes.size(); ++size) {
            cursor c{known.bytes.data() + begin, known.bytes.data() + size};
            if (c.at == c.end || s.scan(c, &bytewise) != status::done) continue;
            whole += reported(std::string_view(known.bytes).substr(begin, s.size()));
            begin = size;
        }

        CHECK(bytewise.text == whole);
    }
}

TEST_CASE("scan: long messages that come byte by byte end", "[protocol]") {
    // Were a prefix read again with each byte, these would take minutes.
    for (const std::string& bytes : {"*20000\r\n" + repeat("$1\r\na\r\n", 20'000), "$200000\r\n" + std::string(200'000, 'x') + "\r\n",
                                     "+" + std::string(65'000, 'x') + "\r\n", "*?\r\n" + repeat("*1\r\n:1\r\n", 20'000) + ".\r\n"}) {
        scanner s;
        std::size_t done = 0;
        for (std::size_t size = 1; size <= bytes.size(); ++size) {
            cursor c{bytes.data(), bytes.data() + size};
            done += s.scan(c) == status::done;
        }
        CHECK(done == 1);
    }
}

TEST_CASE("scan: a reset discards a partial message", "[protocol]") {
    scanner s;
    const std::string_view cut = "*3\r\n|1\r\n+a\r\n$?\r\n;3\r\nab";
    cursor c{cut.data(), cut.data() + cut.size()};
    REQUIRE(s.scan(c) == status::more);
    CHECK(s.has_partial_message());

    s.reset();

    CHECK_FALSE(s.has_partial_message());
    const std::string_view next = "+OK\r\n";
    c = {next.data(), next.data() + next.size()};
    CHECK(s.scan(c) == status::done);
    CHECK_FALSE(s.irregular());
    CHECK(s.size() == 5);
}

TEST_CASE("scan: the problem names the byte at which the element begins", "[protocol]") {
    scanner s;
    const std::string_view bytes = "*2\r\n:1\r\n$x\r\n";
    cursor c{bytes.data(), bytes.data() + bytes.size()};

    REQUIRE(s.scan(c) == status::broken);

    CHECK(s.problem() == "at byte 8 of the message: a length is no number");
    CHECK(s.err() == fault::bad_length);
}
