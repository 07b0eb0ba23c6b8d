// SPDX-License-Identifier: BSL-1.0
/// \file  Concept of the backoff role: delays between attempts.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/random.hpp>
#include <hibana/core/role.hpp>

#include <concepts>
#include <cstdint>

namespace hibana {

namespace policy {

namespace detail {

// A random source for use in the concepts.
struct any_random {
    using plays = role::random;
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return UINT64_MAX; }
    std::uint64_t operator()();
};

}  // namespace detail

/// Returns the delay after `failures` failures in a row, counted from 1.
template <class P>
concept has_delay = requires(P delays, unsigned failures, detail::any_random random) {
    { delays.delay(failures, random) } -> std::convertible_to<duration>;
};

/// A backoff whose delays depend on the previous one: `start()` returns the delays of one operation.
template <class P>
concept has_start = requires(const P backoff) {
    { backoff.start() } -> has_delay;
};

/// The backoff role: `delay(failures, random)`, or `start()`, which returns an object with that member.
///
/// Laws: hibana/testing/laws/backoff.hpp.
template <class P>
concept backoff = claims<P, role::backoff> && std::copyable<P> && (has_delay<const P> || has_start<P>);

}  // namespace policy

/// The delays of one operation, from its first failure on.
template <policy::backoff Backoff>
[[nodiscard]] constexpr auto make_delays(const Backoff& backoff) {
    if constexpr (policy::has_start<Backoff>) {
        return backoff.start();
    } else {
        return backoff;
    }
}

namespace detail {

[[nodiscard]] constexpr duration not_negative(duration length) noexcept {
    return length < duration::zero() ? duration::zero() : length;
}

/// `base * 2^exponent`, or `cap` if that is less or the result overflows; never negative.
[[nodiscard]] constexpr duration doubled(duration base, unsigned exponent, duration cap) noexcept {
    if (base <= duration::zero() || cap <= duration::zero()) {
        return duration::zero();
    }
    if (exponent >= 63 || base.count() > (cap.count() >> exponent)) {
        return cap;
    }
    return duration{base.count() << exponent};
}

/// A uniform length in [least, greatest]; `least` if it is not less than `greatest`.
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
