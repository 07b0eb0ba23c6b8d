// SPDX-License-Identifier: BSL-1.0
/// \file  Structs adapted by Boost.Hana as hashes.
#pragma once

#include <hibana/command/members.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/core/to.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <string_view>

/// Requires `BOOST_HANA_ADAPT_STRUCT(account, name, age)` or `BOOST_HANA_DEFINE_STRUCT`.
template <class T>
    requires boost::hana::Struct<T>::value
struct hibana::members<T> {
    static constexpr std::size_t size = decltype(boost::hana::length(boost::hana::accessors<T>()))::value;

    template <class Object, class F>
    static constexpr void each(Object&& object, F f) {
        boost::hana::for_each(boost::hana::accessors<T>(), [&](auto accessor) {
            f(std::string_view(boost::hana::to<const char*>(boost::hana::first(accessor))), boost::hana::second(accessor)(object));
        });
    }
};
