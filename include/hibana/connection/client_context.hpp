// SPDX-License-Identifier: BSL-1.0
/// \file  Policy objects of one client, shared by its connections and flows.
#pragma once
#include <hibana/core/error.hpp>

#include <type_traits>
#include <utility>

namespace hibana::detail {

/// A policy object passed to a client: copied from an lvalue, moved from an rvalue.
template <class Policy> class policy_argument {
    Policy* object_;
    bool is_rvalue_;

public:
    constexpr policy_argument(Policy& object, bool is_rvalue) noexcept : object_(&object), is_rvalue_(is_rvalue) {}
    constexpr Policy make() const { return is_rvalue_ ? Policy(std::move(*object_)) : Policy(*object_); }
};

template <class... Object> class policy_arguments : policy_argument<std::remove_cvref_t<Object>>... {
    template <class Policy> static Policy make(const policy_argument<Policy>* argument) { return argument->make(); }
    template <class Policy> static Policy make(const void*) { return Policy{}; }

public:
    constexpr explicit policy_arguments(Object&&... object)
        : policy_argument<std::remove_cvref_t<Object>>(const_cast<std::remove_cvref_t<Object>&>(object),
                                                       std::is_same_v<Object, std::remove_cvref_t<Object>>)... {}

    /// The passed object of this type, or a default-constructed one.
    template <class Policy> Policy get() const { return make<Policy>(this); }
};

/// The objects as policy arguments; none if they are not `Accepted`.
template <bool Accepted, class... Object> constexpr auto make_policy_arguments(Object&&... object) {
    if constexpr (Accepted) return policy_arguments<Object...>(std::forward<Object>(object)...);
    else return policy_arguments<>();
}

/// Modifies the policies of a client before their first use: `modify(context, connections)`.
template <class Modify> class policy_initializer {
    Modify modify_;

public:
    constexpr explicit policy_initializer(Modify modify) : modify_(std::move(modify)) {}
    template <class Context, class Connections>
    Connections operator()(Context& context, Connections connections) const {
        modify_(context, connections);
        return connections;
    }
};

/// Modifies nothing.
struct no_policy_initializer {
    template <class Context, class Connections>
    Connections operator()(Context&, Connections connections) const {
        return connections;
    }
};

}  // namespace hibana::detail

namespace hibana {

/// The policy objects of a client. All of its connections refer to it; it outlives them.
template <class Execution, class Composition> struct client_context {
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
    [[no_unique_address]] typename Composition::topology topology;
    error configuration_error{};  ///< set if the policies do not support the requested configuration; then no connection is opened

    template <class Arguments>
    explicit client_context(const Arguments& arguments)
        : client_context(arguments, Execution(arguments.template get<typename Composition::clock>())) {}
    /// Uses an execution that is constructed from more than a clock.
    template <class Arguments>
    client_context(const Arguments& arguments, Execution on)
        : execution(std::move(on)),
          transport(arguments.template get<typename Composition::transport>()),
          settings(arguments.template get<typename Composition::settings>()),
          auth(arguments.template get<typename Composition::auth>()),
          backoff(arguments.template get<typename Composition::backoff>()),
          retry(arguments.template get<typename Composition::retry>()),
          cache(arguments.template get<typename Composition::cache>()),
          random(arguments.template get<typename Composition::random>()),
          events(arguments.template get<typename Composition::events>()),
          topology(arguments.template get<typename Composition::topology>()) {}
    client_context(const client_context&) = delete;
    client_context& operator=(const client_context&) = delete;
};

}  // namespace hibana
