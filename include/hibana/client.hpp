// SPDX-License-Identifier: BSL-1.0
/// \file  client<Policies...>: the blocking client.
#pragma once
#include <hibana/call/call_operators.hpp>
#include <hibana/call/cold_path.hpp>
#include <hibana/call/effective_timeout.hpp>
#include <hibana/call/request_route.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/composition.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/connection/lease.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/execution/blocking.hpp>
#include <hibana/pool/pooled_node.hpp>
#include <hibana/pool/single_connection.hpp>
#include <hibana/recipe/watch_transaction.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana {

namespace detail {

/// The kind of the blocking client in a composition.
struct blocking_client_kind {
    using connections = single_connection;
    static constexpr bool is_concurrent = false;
};

template <class Source> inline constexpr bool has_exclusive_connections = !requires { Source::is_shared; };

template <class Client> class client_with_timeout;
template <class Client> class pinned_connection;

/// The blocking client of a composition, shared by all orders of its policies.
template <class Composition> class basic_client : public call_operators<basic_client<Composition>> {
    using base = call_operators<basic_client<Composition>>;

public:
    using composition = Composition;
    using execution_type = basic_blocking<typename Composition::clock>;
    using context_type = hibana::client_context<execution_type, Composition>;
    using connection_type = connection<context_type>;
    using dedicated_type = dedicated_connection<context_type>;
    using source_type = typename Composition::connections::template source<connection_type>;
    using lease_type = lease<source_type, connection_type>;
    using node_type = pooled_node<context_type, source_type>;
    static constexpr bool is_pinned = false;

    template <class Offers, class Change>
    basic_client(const Offers& offers, const Change& change)
        : context_(offers),
          nodes_(context_.topology, context_, change(context_, offers.template get<typename Composition::connections>())) {}
    basic_client(const basic_client&) = delete;
    basic_client& operator=(const basic_client&) = delete;

    /// The same client with this timeout for its calls: `db.within(50ms)(...)`.
    client_with_timeout<basic_client> within(std::chrono::milliseconds timeout) { return {*this, timeout}; }

    /// Acquires a connection for exclusive use during the lifetime of the returned object: for WATCH, and for commands that
    /// change the state of a connection.
    ///
    /// It is not replaced once lost: every further call fails with `errc::connection_lost`. A connection with changed state is
    /// closed at the end. Throws if no connection can be acquired; without exceptions, the object tests false.
    auto pin() {
        if constexpr (has_exclusive_connections<source_type>) {
            return pinned_connection<basic_client>(*this);
        } else {
            static_assert(has_exclusive_connections<source_type>,
                          "hibana: a shared_connection cannot be pinned, since other threads use it; pin one of a client with other "
                          "connections");
            return invalid_request();
        }
    }

    /// Runs the transaction that `decide(connection)` returns, if the `watched` keys (`keys("a", "b")`, or a range) did not
    /// change since before `decide` was called; calls `decide` again after a conflict, up to `attempts` times in all.
    ///
    /// `decide` reads over its argument, a pinned connection. Returns what `(*this)(transaction)` returns.
    template <class Keys, class Decide> auto watch(const Keys& watched, Decide decide, unsigned attempts = 64) {
        auto pinned = pin();
        if constexpr (!has_exclusive_connections<source_type>) return pinned;
        else if constexpr (!check_decide<decltype(pinned), Decide>()) return invalid_request();
        else return base::unwrap(watch_transaction(pinned, cmd::watch(watched), decide, attempts).get());
    }

    /// Subscribes to channels, patterns and shard channels over a connection beside those of the client; returns a range of
    /// `basic_message<Payload>`, by default with a `std::string`. Needs <hibana/messaging/subscription.hpp>.
    template <class Payload = void, class... Topics> auto subscribe(const Topics&... topics) {
        return open_subscription(std::type_identity<Payload>(), *this, topics...);
    }

    /// Closes the idle connections; the next command connects again.
    void close() {
        nodes_.for_each_node([](node_type& each) { each.connections().close(); });
    }

    execution_type& execution() noexcept { return context_.execution; }
    context_type& context() noexcept { return context_; }
    auto& events() noexcept { return context_.events; }
    /// The server that the transport names.
    node_type& node() noexcept { return *nodes_.find(request_route()); }
    source_type& connections() noexcept { return node().connections(); }

    // ---- interface of the call operators

    /// The connection source, where calls run without a lease.
    source_type& shared() noexcept
        requires(!has_exclusive_connections<source_type>)
    {
        return connections();
    }

    /// The command timeout of the settings, plus the time for which the server may block.
    template <class... Request> deadline deadline_for(const Request&... request) {
        auto timeout = context_.settings.command_timeout;
        (extend_for_blocking(timeout, request), ...);
        return deadline_within(timeout);
    }
    deadline deadline_within(std::chrono::milliseconds timeout) {
        return timeout == no_timeout ? deadline::never() : deadline::after(timeout, context_.execution.now());
    }
    /// Acquires a connection; without one, `err` is set to the reason.
    [[gnu::always_inline]] lease_type acquire(deadline& until, error& err) {
        source_type& source = connections();
        connection_type* const idle = source.try_acquire();
        if (!idle) [[unlikely]] return detail::acquire(source, until, err);
        idle->probe_if_idle(until.is_never() ? context_.execution.now() : until.created_at());
        return lease_type(source, idle);
    }

private:
    template <class Request> static void extend_for_blocking(std::chrono::milliseconds& timeout, const Request& request) {
        if constexpr (Request::info.blocks)
            if (const auto block = request.block_for()) timeout = saturating_add(timeout, server_block_time(*block));
    }

    context_type context_;
    typename Composition::topology::template state<node_type> nodes_;
};

/// A client whose calls have a timeout of their own.
template <class Client> class client_with_timeout : public call_operators<client_with_timeout<Client>> {
public:
    using composition = typename Client::composition;
    using execution_type = typename Client::execution_type;
    using connection_type = typename Client::connection_type;
    static constexpr bool is_pinned = Client::is_pinned;

    client_with_timeout(Client& client, std::chrono::milliseconds timeout) : client_(&client), timeout_(timeout) {}

    execution_type& execution() noexcept { return client_->execution(); }
    auto& events() noexcept { return client_->events(); }
    template <class... Request> deadline deadline_for(const Request&...) { return client_->deadline_within(timeout_); }
    auto acquire(deadline& until, error& err) { return client_->acquire(until, err); }
    auto& shared() noexcept
        requires requires(Client& client) { client.shared(); }
    {
        return client_->shared();
    }
    void on_stateful_command(std::string_view command) { client_->on_stateful_command(command); }
    bool is_watching() const noexcept { return client_->is_watching(); }

private:
    Client* client_;
    std::chrono::milliseconds timeout_;
};

/// A connection of a client that is reserved for one user.
template <class Client> class pinned_connection : public call_operators<pinned_connection<Client>> {
public:
    using composition = typename Client::composition;
    using execution_type = typename Client::execution_type;
    using connection_type = typename Client::connection_type;
    using lease_type = typename Client::lease_type;
    static constexpr bool is_pinned = true;

    explicit pinned_connection(Client& client) : client_(&client), lease_(open(client, error_)) {
        if (!lease_ && composition::errors::throws) cold_path<connection_type>::throw_exception(error_);
    }
    pinned_connection(const pinned_connection&) = delete;
    pinned_connection& operator=(const pinned_connection&) = delete;
    ~pinned_connection() {
        if (lease_ && (watches_ || is_changed_)) lease_->close();
    }

    /// Whether a connection was acquired; if not, every call fails with the error of the attempt.
    explicit operator bool() const noexcept { return static_cast<bool>(lease_); }

    client_with_timeout<pinned_connection> within(std::chrono::milliseconds timeout) { return {*this, timeout}; }
    execution_type& execution() noexcept { return client_->execution(); }
    auto& events() noexcept { return client_->events(); }

    template <class... Request> deadline deadline_for(const Request&... request) {
        return client_->deadline_for(request...);
    }
    deadline deadline_within(std::chrono::milliseconds timeout) { return client_->deadline_within(timeout); }
    lease_type acquire(deadline&, error& err) {
        if (!lease_) err = error_;
        return lease_type(nullptr, lease_ ? &*lease_ : nullptr);
    }
    /// Records that the command changes the state of the connection, which is then closed instead of released for reuse.
    void on_stateful_command(std::string_view command) {
        if (command == "WATCH") watches_ = true;
        else if (command == "UNWATCH" || command == "EXEC" || command == "DISCARD") watches_ = false;
        else is_changed_ = true;
    }
    bool is_watching() const noexcept { return watches_; }

private:
    static lease_type open(Client& client, error& err) {
        deadline until = client.deadline_for();
        lease_type acquired = client.acquire(until, err);
        if (acquired) acquired->resync();
        if (acquired && !acquired->is_open()) err = execute_slow(acquired, {.state = progress::sent}, until);
        if (err) acquired.release();
        return acquired;
    }

    Client* client_;
    error error_;
    lease_type lease_;
    bool watches_ = false;
    bool is_changed_ = false;
};

}  // namespace detail

/// A blocking client, composed of policies in any order; composition.hpp has the defaults.
///
/// Connects on the first call. Not thread-safe, unless its connections are a pool or shared. The order of the policies affects
/// the name of the type only.
template <class... Policy>
class client
    : public detail::basic_client<typename detail::compose<
          detail::blocking_client_kind, detail::check_composition<detail::blocking_client_kind, Policy...>(), Policy...>::type> {
    static constexpr bool is_valid = detail::check_composition<detail::blocking_client_kind, Policy...>();
    using base = detail::basic_client<typename detail::compose<detail::blocking_client_kind, is_valid, Policy...>::type>;

public:
    /// Constructs the client from policy objects in any order; the others are default-constructed.
    template <class... Object>
    explicit client(Object&&... object) : base(accept(std::forward<Object>(object)...), detail::no_policy_initializer()) {}
    /// The same, with policies modified by `change`; see `from_url`.
    template <class Change, class... Object>
    explicit client(detail::policy_initializer<Change> change, Object&&... object)
        : base(accept(std::forward<Object>(object)...), change) {}

private:
    template <class... Object> static auto accept(Object&&... object) {
        return detail::make_policy_arguments<detail::check_objects<typename base::composition, is_valid, std::remove_cvref_t<Object>...>()>(
            std::forward<Object>(object)...);
    }
};

template <class... Policy> client(Policy...) -> client<Policy...>;

}  // namespace hibana
