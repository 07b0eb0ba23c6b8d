// SPDX-License-Identifier: BSL-1.0
/// \file  The policy objects of one client, as its connections and flows see them.
#pragma once
#include <hibana/core/error.hpp>

#include <type_traits>
#include <utility>

namespace hibana::detail {

/// A policy object that was handed to a client: copied from an lvalue, moved from an rvalue.
template <class Policy> class offer {
    Policy* object_;
    bool movable_;

public:
    constexpr offer(Policy& object, bool movable) noexcept : object_(&object), movable_(movable) {}
    constexpr Policy accept() const { return movable_ ? Policy(std::move(*object_)) : Policy(*object_); }
};

template <class... Object> class offers : offer<std::remove_cvref_t<Object>>... {
    template <class Policy> static Policy accept(const offer<Policy>* at) { return at->accept(); }
    template <class Policy> static Policy accept(const void*) { return Policy{}; }

public:
    constexpr explicit offers(Object&&... object)
        : offer<std::remove_cvref_t<Object>>(const_cast<std::remove_cvref_t<Object>&>(object),
                                             std::is_same_v<Object, std::remove_cvref_t<Object>>)... {}

    /// The object of that type that was offered, or a default one.
    template <class Policy> Policy take() const { return accept<Policy>(this); }
};

/// The objects, or nothing where they may not be taken.
template <bool Taken, class... Object> constexpr auto offered(Object&&... object) {
    if constexpr (Taken) return offers<Object...>(std::forward<Object>(object)...);
    else return offers<>();
}

/// What changes the policies of a client before it is used: `change(environment, connections)`.
template <class Change> class configured {
    Change change_;

public:
    constexpr explicit configured(Change change) : change_(std::move(change)) {}
    template <class Environment, class Connections>
    Connections operator()(Environment& environment, Connections connections) const {
        change_(environment, connections);
        return connections;
    }
};

/// Changes nothing.
struct as_given {
    template <class Environment, class Connections>
    Connections operator()(Environment&, Connections connections) const {
        return connections;
    }
};

}  // namespace hibana::detail

namespace hibana {

/// The policy objects of a client. Every connection refers to one; it outlives them all.
template <class Execution, class Composition> struct environment {
    using execution_type = Execution;
    using composition = Composition;

    [[no_unique_address]] Execution execution;
    typename Composition::transport transport;
    typename Composition::settings settings;
    [[no_unique_address]] typename Composition::auth auth;
    [[no_unique_address]] typename Composition::backoff backoff;
    [[no_unique_address]] typename Composition::retry retry;
    [[no_unique_address]] typename Composition::cache cache;
    [[no_unique_address]] typename Composition::random random;
    [[no_unique_address]] typename Composition::events events;
    error refusal{};  ///< why no connection will ever be made, if the policies cannot do what was asked of them

    template <class Offers>
    explicit environment(const Offers& given) : environment(given, Execution(given.template take<typename Composition::clock>())) {}
    /// The same over an execution that is made of more than a clock.
    template <class Offers>
    environment(const Offers& given, Execution where)
        : execution(std::move(where)),
          transport(given.template take<typename Composition::transport>()),
          settings(given.template take<typename Composition::settings>()),
          auth(given.template take<typename Composition::auth>()),
          backoff(given.template take<typename Composition::backoff>()),
          retry(given.template take<typename Composition::retry>()),
          cache(given.template take<typename Composition::cache>()),
          random(given.template take<typename Composition::random>()),
          events(given.template take<typename Composition::events>()) {}
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;
};

}  // namespace hibana
