// SPDX-License-Identifier: BSL-1.0
/// \file  How does a struct known to Boost.Hana become the fields of a hash, and a hash the struct?
#pragma once

#include <hibana/command/members.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/core/to.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <string_view>

/// A struct adapted by `BOOST_HANA_ADAPT_STRUCT` or defined by `BOOST_HANA_DEFINE_STRUCT`: `hset(key, account)`,
/// `hgetall(key).as<account>()`. A field of the hash that the struct does not have is passed over; a member that the hash
/// does not have keeps its value.
template <class T>
    requires boost::hana::Struct<T>::value
struct hibana::members<T> {
    static constexpr std::size_t size = decltype(boost::hana::length(boost::hana::accessors<T>()))::value;

    template <class Object, class Visit> static constexpr void each(Object&& object, Visit&& visit) {
        boost::hana::for_each(boost::hana::accessors<T>(), [&](const auto& accessor) {
            visit(std::string_view(boost::hana::to<const char*>(boost::hana::first(accessor))),
                  boost::hana::second(accessor)(object));
        });
    }
};
