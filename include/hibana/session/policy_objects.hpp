// SPDX-License-Identifier: BSL-1.0
/// \file  The policy objects that a client is given: each of one of its policies, and none twice.
#pragma once
#include <hibana/composition.hpp>
#include <hibana/session/environment.hpp>

#include <type_traits>
#include <utility>

namespace hibana::detail {

/// Takes policy objects in any order; says what is wrong with them.
template <class Composition, bool Sound, class... Object> auto accept_policies(Object&&... object) {
    if constexpr (!Sound) {
        return offers<>();
    } else if constexpr (!(Composition::template has<std::remove_cvref_t<Object>> && ...)) {
        constexpr bool strangers[] = {!Composition::template has<std::remove_cvref_t<Object>>..., true};
        static_assert(is_among_the_policies_of_the_client<policy_at<first_of(strangers), std::remove_cvref_t<Object>...>>,
                      "hibana: this object plays no part in the client, since its type is not one of its policies; "
                      "name it in client<...>, or leave it out");
        return offers<>();
    } else if constexpr (survey<std::remove_cvref_t<Object>...>::has_rivals()) {
        using all = survey<std::remove_cvref_t<Object>...>;
        static_assert(is_given_once<policy_at<all::first_rivals().one, std::remove_cvref_t<Object>...>>,
                      "hibana: two objects are given for one policy; keep one of them");
        return offers<>();
    } else {
        return offers<Object...>(std::forward<Object>(object)...);
    }
}

}  // namespace hibana::detail
