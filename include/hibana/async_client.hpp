// SPDX-License-Identifier: BSL-1.0
/// \file  async_client<Policies...>: the asynchronous client, on Asio.
#pragma once
#include <hibana/asio/call_operators.hpp>
#include <hibana/asio/condition_variable.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/asio/one_executor.hpp>
#include <hibana/call/effective_timeout.hpp>
#include <hibana/call/request_route.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/composition.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/connection/server_node.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/exclusive_connections.hpp>
#include <hibana/multiplex/multiplexed_node.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/multiplexer.hpp>
#include <hibana/recipe/watch_transaction.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana {

namespace detail {

/// Client kind of the asynchronous client, for `composition`.
struct async_client_kind {
    using connections = multiplexed;
    static constexpr bool is_concurrent = true;
};

template <class Connections> concept connections_are_shared = Connections::needs_concurrency;

template <class... Policy> consteval bool check_async_composition() {
    if constexpr (!check_composition<async_client_kind, Policy...>()) {
        return false;
    } else {
        using connections = typename composition<async_client_kind, Policy...>::connections;
        if constexpr (!connections_are_shared<connections>) {
            static_assert(connections_are_shared<connections>,
                          "hibana: these connections belong to the blocking client; use multiplexed here, or client");
            return false;
        } else {
            using clock = typename composition<async_client_kind, Policy...>::clock;
            static_assert(has_static_now<clock>,
                          "hibana: Asio timers require a clock with a static now(); use monotonic_clock or testing::simulated_clock");
            return has_static_now<clock>;
        }
    }
}

/// The policies of an asynchronous client: a composition, and the execution policy, which only this client has.
template <class Composition, class Execution> struct async_composition : Composition {
    using execution = Execution;
    template <class Policy> static constexpr bool has = Composition::template has<Policy> || std::is_same_v<Policy, Execution>;
};
template <bool Sound, class... Policy> struct async_policies {
    using policies = composition<async_client_kind>;
    using execution = one_executor<>;
};
template <class... Policy> struct async_policies<true, Policy...> {
    using policies = composition<async_client_kind, Policy...>;
    using execution = policy_for<role::execution, one_executor<>, Policy...>;
};

template <class Core> class async_call_operators_for;
template <class Core> class async_pinned_connection;

/// The connections of a client and their shared context.
template <class Composition> class async_core {
public:
    using composition = Composition;
    using executor_type = typename Composition::execution::executor_type;
    using execution_type = asio_execution<executor_type, typename Composition::clock>;
    using context_type = hibana::client_context<execution_type, Composition>;
    using multiplexer_type = multiplexer<context_type>;
    using calls_type = async_call_operators_for<async_core>;
    using push_commands_type = detail::push_commands<multiplexer_type>;
    using mode = typename multiplexer_type::mode;

    async_core(const std::shared_ptr<hibana::server_node<context_type>>& to, const multiplexed& recipe)
        : nodes_(to->context().topology, to, recipe) {}
    async_core(const async_core&) = delete;
    async_core& operator=(const async_core&) = delete;
    ~async_core() { shut_down(); }

    context_type& context() noexcept { return shared().context(); }
    hibana::server_node<context_type>& node() noexcept { return find().node(); }
    multiplexer_type& shared() noexcept { return find().shared(); }
    exclusive_connections<multiplexer_type>& exclusive() noexcept { return find().exclusive(); }
    void shut_down() {
        nodes_.for_each_node([](node_type& each) { each.shut_down(); });
    }

private:
    using node_type = multiplexed_node<context_type>;

    /// The server that the transport names.
    node_type& find() noexcept { return *nodes_.find(request_route()); }

    typename Composition::topology::template state<node_type> nodes_;
};

/// Selects the core of a client; an execution policy may define its own `core_type`.
template <class Composition> struct core_for {
    using type = async_core<Composition>;
};
template <class Composition>
    requires requires { typename Composition::execution::template core_type<Composition>; }
struct core_for<Composition> {
    using type = typename Composition::execution::template core_type<Composition>;
};

template <class Core> inline constexpr bool is_called_on_its_executor = !requires { typename Core::submission_queue_type; };

/// Rejects, for a client that any thread may call, features that run on the executor of the caller.
template <class Core> consteval bool check_supports_flows() {
    static_assert(is_called_on_its_executor<Core>,
                  "hibana: pin(), watch(), subscriptions and recipes run on the executor of their client, and this one is called from "
                  "any thread; use a client of one_executor beside it");
    return true;
}

/// The calls of a client, with their own timeout or the default timeout. A non-owning handle.
template <class Core> class async_call_operators_for : public async_call_operators<async_call_operators_for<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using multiplexer_type = typename Core::multiplexer_type;
    static constexpr bool is_pinned = false;

    explicit async_call_operators_for(Core& core) noexcept : core_(&core) {}
    async_call_operators_for(Core& core, std::chrono::milliseconds timeout) noexcept : core_(&core), timeout_(timeout) {}

    execution_type& execution() noexcept { return core_->shared().context().execution; }

    // ---- for async_call_operators

    multiplexer_type& multiplexer_for(operation_options& options) {
        if (!options.blocks) [[likely]] return core_->shared();
        multiplexer_type* const one = core_->exclusive().acquire(multiplexer_type::mode::exclusive, options.refusal);
        return one ? *one : core_->shared();
    }
    std::chrono::milliseconds timeout() const noexcept { return timeout_; }

private:
    Core* core_;
    std::chrono::milliseconds timeout_ = default_timeout;
};

/// A pinned connection: see `async_client::pin`.
template <class Core> class async_pinned_connection : public async_call_operators<async_pinned_connection<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using multiplexer_type = typename Core::multiplexer_type;
    static constexpr bool is_pinned = true;

    explicit async_pinned_connection(Core& core) : state_(std::make_shared<pin_state>(core)) {}

    execution_type& execution() noexcept { return state_->multiplexer->context().execution; }

    /// The same connection, for calls with this timeout.
    async_pinned_connection within(std::chrono::milliseconds timeout) const {
        async_pinned_connection timed(*this);
        timed.timeout_ = timeout;
        return timed;
    }

    // ---- for async_call_operators

    multiplexer_type& multiplexer_for(operation_options& options) {
        if (state_->refusal && !options.refusal) options.refusal = state_->refusal;
        return *state_->multiplexer;
    }
    std::chrono::milliseconds timeout() const noexcept { return timeout_; }
    /// Records that a command changes the state of the connection, which is then not reused by other calls.
    void on_stateful_command(std::string_view command) {
        if (command == "WATCH") state_->watches = true;
        else if (command == "UNWATCH" || command == "EXEC" || command == "DISCARD") state_->watches = false;
        else state_->is_changed = true;
    }
    bool is_watching() const noexcept { return state_->watches; }

private:
    struct pin_state {
        std::shared_ptr<multiplexer_type> multiplexer;
        error refusal;
        bool watches = false;
        bool is_changed = false;

        explicit pin_state(Core& core) {
            multiplexer_type* const one = core.exclusive().acquire(multiplexer_type::mode::pinned, refusal);
            multiplexer = (one ? *one : core.shared()).shared_from_this();
        }
        pin_state(const pin_state&) = delete;
        ~pin_state() {
            if (!refusal) multiplexer->unpin(watches || is_changed);
        }
    };
    std::shared_ptr<pin_state> state_;
    std::chrono::milliseconds timeout_ = default_timeout;
};

/// Whether a callable may be a temporary in a co_await expression. Closures cannot be distinguished from other classes, so that every type
/// with a destructor is excluded.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
template <class Callable>
concept is_destroyed_once = std::is_lvalue_reference_v<Callable> || std::is_trivially_destructible_v<Callable>;
#else
template <class Callable> concept is_destroyed_once = true;
#endif

/// Runs a watched transaction, and releases the connection before the caller is resumed.
template <class Pinned, class Watch, class Decide>
auto run_watch(Pinned connection, Watch watch, Decide decide, unsigned attempts)
    -> decltype(watch_transaction(connection, watch, decide, attempts)) {
    Pinned pinned(std::move(connection));
    auto outcome = co_await watch_transaction(pinned, watch, decide, attempts);
    co_return outcome;
}

/// The default argument for the executor, which is an error.
struct no_executor {};

/// The executor of an execution context, or the argument itself.
template <class ContextOrExecutor> auto executor_of(ContextOrExecutor& context_or_executor) {
    if constexpr (requires { context_or_executor.get_executor(); }) return context_or_executor.get_executor();
    else return context_or_executor;
}
template <class ContextOrExecutor> inline constexpr bool is_executor_or_context = false;
template <class Type> inline constexpr bool is_policy_initializer = false;
template <class Change> inline constexpr bool is_policy_initializer<policy_initializer<Change>> = true;
template <class Type> inline constexpr bool is_async_client = false;

}  // namespace detail

template <class... Policy> class async_client;
template <class... Policy> inline constexpr bool detail::is_async_client<async_client<Policy...>> = true;

/// An asynchronous client, composed of policies in any order; defaults are those of composition.hpp,
/// `multiplexed` and `one_executor`.
///
/// Connects on its first call, and reconnects. `co_await db(cmd::get("k"))` returns the reply; a completion token may
/// follow, as in `db(cmd::get("k"), handler)`. Calls that are pending when the client is destroyed complete with `errc::cancelled`.
/// While no call is pending, the client does not keep the event loop running. Use it on its executor only, except with `any_thread`.
template <class... Policy> class async_client {
    static constexpr bool is_valid = detail::check_async_composition<Policy...>();
    using chosen_policies = detail::async_policies<is_valid, Policy...>;

public:
    using composition = detail::async_composition<typename chosen_policies::policies, typename chosen_policies::execution>;
    using core_type = typename detail::core_for<composition>::type;
    using calls_type = typename core_type::calls_type;
    using execution_type = typename core_type::execution_type;
    using executor_type = typename core_type::executor_type;
    using context_type = typename core_type::context_type;
    using connection_type = connection<context_type>;
    using dedicated_type = dedicated_connection<context_type>;
    static constexpr bool is_pinned = false;

    /// `context_or_executor` is an executor or an execution context; policy objects follow in any order; the others are
    /// default-constructed.
    template <class ContextOrExecutor = detail::no_executor, class... Object>
        requires(!detail::is_async_client<std::remove_cvref_t<ContextOrExecutor>>
                 && !detail::is_policy_initializer<std::remove_cvref_t<ContextOrExecutor>>)
    explicit async_client(ContextOrExecutor&& context_or_executor = ContextOrExecutor(), Object&&... object)
        : core_(make(to_executor(context_or_executor), detail::no_policy_initializer(), accept(std::forward<Object>(object)...))) {}
    /// The same, with settings from a URL or another source: `from_url<async_client<>>(url, loop)`.
    template <class Change, class ContextOrExecutor = detail::no_executor, class... Object>
    explicit async_client(detail::policy_initializer<Change> change, ContextOrExecutor&& context_or_executor = ContextOrExecutor(),
                          Object&&... object)
        : core_(make(to_executor(context_or_executor), change, accept(std::forward<Object>(object)...))) {}

    /// Runs requests, one `multi(...)` or one batch; a completion token may follow.
    ///
    /// Without a token the call starts at once and returns an awaitable object, so that several calls can be pending. Destroying the
    /// object before completion cancels the call.
    template <class... Argument> auto operator()(Argument&&... argument) { return calls_type(*core_)(std::forward<Argument>(argument)...); }

    /// The same, returning results whatever the error policy.
    template <class... Argument> auto results(Argument&&... argument) {
        return calls_type(*core_).results(std::forward<Argument>(argument)...);
    }

    /// The same client, for calls with this timeout: `db.within(50ms)(...)`.
    calls_type within(std::chrono::milliseconds timeout) { return calls_type(*core_, timeout); }

    /// An exclusive connection while a copy of the object lives: for WATCH, and for commands that change the state of a connection.
    ///
    /// It is opened by its first call and never replaced: once it is lost, every further call fails with `errc::connection_lost`. A
    /// connection whose state was changed is closed at the end.
    detail::async_pinned_connection<core_type> pin() {
        static_assert(detail::check_supports_flows<core_type>());
        return detail::async_pinned_connection<core_type>(*core_);
    }

    /// Runs the transaction that `decide(connection)` returns, if `watched` (`keys("a", "b")`, or a range) is unchanged since before
    /// it was called; after a conflict it calls `decide` again, up to `attempts` times. Await the result in the same expression.
    ///
    /// `decide` reads over its argument, a pinned connection, and may be a coroutine that returns an `asio::awaitable` of the
    /// transaction. Returns what `(*this)(transaction)` returns; exceptions of `decide` are propagated. `decide` is copied or moved; on
    /// g++ 12 a callable that owns its captures must be a named object.
    template <class Keys, class Decide> auto watch(const Keys& watched, Decide&& decide, unsigned attempts = 64) {
        if constexpr (!detail::is_destroyed_once<Decide>) {
            static_assert(detail::is_destroyed_once<Decide>,
                          "hibana: g++ before 13 destroys a temporary closure with owning captures twice in a co_await expression; "
                          "name the closure in a statement before, and pass it or std::ref of it");
            return detail::invalid_operation();
        } else if constexpr (!detail::check_decide<decltype(pin()), std::decay_t<Decide>>()) {
            return detail::invalid_operation();
        } else {
            return run_flow(
                detail::run_watch(pin(), cmd::watch(watched), std::decay_t<Decide>(std::forward<Decide>(decide)), attempts));
        }
    }

    /// The messages of channels, patterns and shard channels, awaited one by one: `co_await messages.next()`. The client must outlive the
    /// subscription. Requires <hibana/messaging/subscription.hpp>.
    ///
    /// With RESP3 they arrive over the connection of the calls; with RESP2, or if `subscription_settings` after the topics request it,
    /// over a dedicated one.
    template <class Payload = void, class... Topics> auto subscribe(const Topics&... topics) {
        return open_subscription(std::type_identity<Payload>(), *this, topics...);
    }

    // ---- for recipes and messaging

    template <class... Request> auto run(const Request&... request) {
        static_assert(detail::check_supports_flows<core_type>());
        return calls_type(*core_).run(request...);
    }
    template <class Outcome> auto run_flow(flow_task<Outcome> task) {
        static_assert(detail::check_supports_flows<core_type>());
        return calls_type(*core_).run_flow(std::move(task));
    }
    context_type& context() noexcept { return core_->context(); }
    /// The server that the transport names.
    hibana::server_node<context_type>& node() noexcept { return core_->node(); }
    /// Commands that are confirmed by pushes, on the shared connection.
    typename core_type::push_commands_type& push_commands() noexcept
        requires(composition::parser::version >= 3)
    {
        return core_->shared().push_commands();
    }
    deadline deadline_for() { return deadline_within(context().settings.command_timeout); }
    deadline deadline_within(std::chrono::milliseconds timeout) {
        return timeout == no_timeout ? deadline::never() : deadline::after(timeout, execution().now()).without_cached_now();
    }

    executor_type get_executor() const noexcept { return core_->context().execution.executor(); }
    execution_type& execution() noexcept { return core_->context().execution; }
    core_type& core() noexcept { return *core_; }

private:
    template <class... Object> static auto accept(Object&&... object) {
        return detail::make_policy_arguments<detail::check_objects<composition, is_valid, std::remove_cvref_t<Object>...>()>(
            std::forward<Object>(object)...);
    }
    template <class Change, class Offers>
    static std::unique_ptr<core_type> make(executor_type executor, const Change& change, const Offers& objects) {
        auto context = std::make_shared<typename core_type::context_type>(
            objects, execution_type(std::move(executor), objects.template get<typename composition::clock>()));
        const auto recipe = change(*context, objects.template get<typename composition::connections>());
        return std::make_unique<core_type>(detail::make_node(std::move(context)), recipe);
    }
    template <class ContextOrExecutor> static executor_type to_executor(ContextOrExecutor& context_or_executor) {
        if constexpr (std::is_convertible_v<decltype(detail::executor_of(context_or_executor)), executor_type>) {
            return detail::executor_of(context_or_executor);
        } else {
            static_assert(detail::is_executor_or_context<ContextOrExecutor>,
                          "hibana: the first argument of an asynchronous client is an execution context or an executor, as in "
                          "async_client<> db(loop) and from_url<async_client<>>(url, loop); for another type of executor than that of "
                          "io_context name it, as in async_client<one_executor<any_io_executor>>");
            throw;
        }
    }

    std::unique_ptr<core_type> core_;
};

template <class ContextOrExecutor, class... Policy> async_client(ContextOrExecutor&&, Policy...) -> async_client<Policy...>;

}  // namespace hibana
