// SPDX-License-Identifier: BSL-1.0
/// \file  What a backoff is: how long to wait before the next attempt.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/random.hpp>
#include <hibana/core/role.hpp>

#include <concepts>
#include <cstdint>

namespace hibana {

namespace policy {

namespace detail {

// Any source of chance will do; this one stands for them in the concepts.
struct some_random {
    using plays = role::random;
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return UINT64_MAX; }
    std::uint64_t operator()();
};

}  // namespace detail

/// Gives the wait after `failures` failures in a row, of which the first is 1.
template <class P>
concept gives_delays = requires(P waits, unsigned failures, detail::some_random random) {
    { waits.delay(failures, random) } -> std::convertible_to<duration>;
};

/// A recipe that makes the waits of one operation, because each depends on the one before.
template <class P>
concept starts_delays = requires(const P recipe) {
    { recipe.start() } -> gives_delays;
};

/// What a backoff must offer: `delay(failures, random)`, or `start()`, which gives an object that does.
///
/// Laws: hibana/testing/laws/backoff.hpp.
template <class P>
concept backoff = claims<P, role::backoff> && std::copyable<P> && (gives_delays<const P> || starts_delays<P>);

}  // namespace policy

/// The waits of one operation, from its first failure on.
template <policy::backoff Backoff>
[[nodiscard]] constexpr auto make_delays(const Backoff& backoff) {
    if constexpr (policy::starts_delays<Backoff>) {
        return backoff.start();
    } else {
        return backoff;
    }
}

namespace detail {

[[nodiscard]] constexpr duration not_negative(duration length) noexcept {
    return length < duration::zero() ? duration::zero() : length;
}

/// `base * 2^exponent`, or `cap` if that is less or cannot be counted; never negative.
[[nodiscard]] constexpr duration doubled(duration base, unsigned exponent, duration cap) noexcept {
    if (base <= duration::zero() || cap <= duration::zero()) {
        return duration::zero();
    }
    if (exponent >= 63 || base.count() > (cap.count() >> exponent)) {
        return cap;
    }
    return duration{base.count() << exponent};
}

/// A uniform length in [least, greatest]; `least` where the two are the wrong way round.
template <class Random>
[[nodiscard]] constexpr duration uniform(Random& random, duration least, duration greatest) {
    if (greatest <= least) {
        return least;
    }
    const auto span = static_cast<std::uint64_t>((greatest - least).count());
    return least + duration{static_cast<duration::rep>(uniform_up_to(random, span))};
}

}  // namespace detail
}  // namespace hibana
