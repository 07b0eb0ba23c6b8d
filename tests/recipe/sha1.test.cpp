// SPDX-License-Identifier: BSL-1.0
#include <hibana/recipe/sha1.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>

namespace {

std::string digest(std::string_view text) {
    const auto digits = hibana::sha1(text);
    return {digits.data(), digits.size()};
}

}  // namespace

TEST_CASE("sha1: computes the test vectors of RFC 3174 and FIPS 180", "[recipe]") {
    CHECK(digest("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    CHECK(digest("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    CHECK(digest("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
          "a49b2446a02c645bf419f995b67091253a04a259");
    std::string repeated;
    for (int n = 0; n != 10; ++n) repeated += "0123456701234567012345670123456701234567012345670123456701234567";
    CHECK(digest(repeated) == "dea356a2cddd90c7a7ecedc5ebb563934f460452");
    CHECK(digest(std::string(1'000'000, 'a')) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("sha1: pads texts around the block size correctly", "[recipe]") {
    // from sha1sum, for texts of the letter a
    CHECK(digest(std::string(55, 'a')) == "c1c8bbdc22796e28c0e15163d20899b65621d65a");
    CHECK(digest(std::string(56, 'a')) == "c2db330f6083854c99d4b5bfb6e8f29f201be699");
    CHECK(digest(std::string(63, 'a')) == "03f09f5b158a7a8cdad920bddc29b81c18a551f5");
    CHECK(digest(std::string(64, 'a')) == "0098ba824b5c16427bd7a1122a5a442a25ec644d");
    CHECK(digest(std::string(65, 'a')) == "11655326c708d70319be2610e8a57d9a5b959d3b");
    CHECK(digest(std::string(119, 'a')) == "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56");
    CHECK(digest(std::string(120, 'a')) == "f34c1488385346a55709ba056ddd08280dd4c6d6");
    CHECK(digest(std::string(128, 'a')) == "ad5b3fdbcb526778c2839d2f151ea753995e26a0");
}

TEST_CASE("sha1: hashes zeros and bytes above 127", "[recipe]") {
    CHECK(digest(std::string_view("\0", 1)) == "5ba93c9db0cff93f52b521d7420e43f6eda2784f");
    CHECK(digest("\xff\xfe\xfd") != digest("\x7f\x7e\x7d"));
    CHECK(digest(std::string_view("a\0b", 3)) != digest("a"));
}

TEST_CASE("sha1: is usable at compile time", "[recipe]") {
    constexpr auto digits = hibana::sha1("return 1");
    STATIC_REQUIRE(std::string_view(digits.data(), digits.size()) == "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
}
