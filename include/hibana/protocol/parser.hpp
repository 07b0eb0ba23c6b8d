// SPDX-License-Identifier: BSL-1.0
/// \file  Concept of the protocol role.
#pragma once

#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana::policy {

template <class P>
concept plays_the_parser = claims<P, role::parser>;

template <class P>
concept names_a_protocol_version = requires {
    { P::version } -> std::convertible_to<int>;
    requires P::version == 2 || P::version == 3;
};

/// Which version of the protocol is asked for; the bytes themselves are read by what is in hibana/protocol/.
template <class P>
concept parser = plays_the_parser<P> && names_a_protocol_version<P>;

}  // namespace hibana::policy
