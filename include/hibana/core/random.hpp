// SPDX-License-Identifier: BSL-1.0
/// \file  Source of randomness.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>

#if defined(__linux__) || defined(__APPLE__)
#include <sys/random.h>
#endif
#include <unistd.h>

namespace hibana {

namespace policy {

// Equivalent to std::uniform_random_bit_generator, whose header is expensive to include.
template <class P>
concept gives_random_bits = requires(P source) {
    { source() } -> std::unsigned_integral;
    { P::min() } -> std::same_as<decltype(source())>;
    { P::max() } -> std::same_as<decltype(source())>;
    requires std::bool_constant<(P::min() < P::max())>::value;
};

/// Requirements of a source of randomness: a uniform random bit generator. Laws: hibana/testing/laws/random.hpp.
template <class P>
concept random = claims<P, role::random> && gives_random_bits<P>;

}  // namespace policy

/// 64 random bits, whatever the width of the source.
template <policy::gives_random_bits Random>
[[nodiscard]] constexpr std::uint64_t random_bits(Random& random) {
    constexpr std::uint64_t range = Random::max() - Random::min();
    if constexpr (range == UINT64_MAX) {
        return random() - Random::min();
    } else {
        std::uint64_t bits = 0;
        for (std::uint64_t covered = 0; covered < UINT64_MAX;) {
            bits = bits * (range + 1) + (random() - Random::min());
            covered = covered > UINT64_MAX / (range + 1) - 1 ? UINT64_MAX : covered * (range + 1) + range;
        }
        return bits;
    }
}

/// A uniform number in [0, greatest].
template <policy::gives_random_bits Random>
[[nodiscard]] constexpr std::uint64_t uniform_up_to(Random& random, std::uint64_t greatest) {
    if (greatest == UINT64_MAX) {
        return random_bits(random);
    }
    // The numbers of an incomplete last round are drawn again, so that every one is as likely.
    const std::uint64_t count = greatest + 1;
    const std::uint64_t incomplete = (UINT64_MAX % count + 1) % count;
    for (;;) {
        if (const std::uint64_t bits = random_bits(random); bits <= UINT64_MAX - incomplete) {
            return bits % count;
        }
    }
}

/// The randomness of the operating system. Plays `role::random`.
///
/// Has no state: safe to share between threads, never repeats itself in a child process, and its numbers cannot be
/// guessed from earlier ones. A draw is one system call.
struct system_random {
    using plays = role::random;
    using result_type = std::uint64_t;

    [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
    [[nodiscard]] static constexpr result_type max() noexcept { return UINT64_MAX; }

    result_type operator()() const noexcept {
        result_type bits = 0;
        if (::getentropy(&bits, sizeof bits) != 0) [[unlikely]] {
            return fallback_entropy();
        }
        return bits;
    }

private:
    // For a system that refuses entropy (an old kernel, a sandbox): time, process and place, well mixed.
    [[gnu::cold]] static result_type fallback_entropy() noexcept {
        static thread_local std::uint64_t draws = 0;
        std::uint64_t bits = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
        bits ^= static_cast<std::uint64_t>(::getpid()) << 40;
        bits ^= static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&draws)) << 16;
        bits += ++draws * 0x9e3779b97f4a7c15U;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
        return bits ^ (bits >> 31);
    }
};

}  // namespace hibana
