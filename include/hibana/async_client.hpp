// SPDX-License-Identifier: BSL-1.0
/// \file  async_client<Policies...>: the asynchronous client, on Asio.
#pragma once
#include <hibana/asio/call_operators.hpp>
#include <hibana/asio/condition_variable.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/asio/one_executor.hpp>
#include <hibana/call/effective_timeout.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/composition.hpp>
#include <hibana/connection/client_context.hpp>
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/exclusive_connections.hpp>
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

/// What sets the asynchronous client apart in a composition.
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
                          "hibana: timers of Asio ask the class of a clock; give this one a static now(), or use monotonic_clock or "
                          "testing::simulated_clock");
            return has_static_now<clock>;
        }
    }
}

/// The policies of an asynchronous client: a composition, and the execution, of which only this client has a choice.
template <class Composition, class Execution> struct async_composition : Composition {
    using execution = Execution;
    template <class Policy> static constexpr bool has = Composition::template has<Policy> || std::is_same_v<Policy, Execution>;
};
template <bool Sound, class... Policy> struct asynchronous {
    using policies = composition<async_client_kind>;
    using execution = one_executor<>;
};
template <class... Policy> struct asynchronous<true, Policy...> {
    using policies = composition<async_client_kind, Policy...>;
    using execution = policy_for<role::execution, one_executor<>, Policy...>;
};

template <class Core> class async_call_operators_for;
template <class Core> class async_pinned_connection;

/// The connections of a client, and what they share.
template <class Composition> class async_core {
public:
    using composition = Composition;
    using executor_type = typename Composition::execution::executor_type;
    using execution_type = asio_execution<executor_type, typename Composition::clock>;
    using context_type = hibana::client_context<execution_type, Composition>;
    using carrier_type = multiplexer<context_type>;
    using calls_type = async_call_operators_for<async_core>;
    using mode = typename carrier_type::manner;

    async_core(std::shared_ptr<context_type> context, const multiplexed& recipe)
        : shared_(carrier_type::make(context, recipe, mode::shared)), own_(std::move(context), recipe) {}
    async_core(const async_core&) = delete;
    async_core& operator=(const async_core&) = delete;
    ~async_core() { shut_down(); }

    context_type& context() noexcept { return shared_->context(); }
    carrier_type& shared() noexcept { return *shared_; }
    own_connections<carrier_type>& own() noexcept { return own_; }
    void shut_down() {
        shared_->shut_down();
        own_.shut_down();
    }

private:
    std::shared_ptr<carrier_type> shared_;
    own_connections<carrier_type> own_;
};

/// What a client is made of; an execution may bring that along.
template <class Composition> struct core_for {
    using type = async_core<Composition>;
};
template <class Composition>
    requires requires { typename Composition::execution::template core_type<Composition>; }
struct core_for<Composition> {
    using type = typename Composition::execution::template core_type<Composition>;
};

template <class Core> inline constexpr bool is_called_on_its_executor = !requires { typename Core::inbox_type; };

/// Says why a client that any thread may call does not have what runs on the executor of its caller.
template <class Core> consteval bool check_supports_flows() {
    static_assert(is_called_on_its_executor<Core>,
                  "hibana: pin(), watch(), subscriptions and recipes run on the executor of their client, and this one is called from "
                  "any thread; use a client of one_executor beside it");
    return true;
}

/// The calls of a client, with a timeout of their own or the usual one. A handle.
template <class Core> class async_call_operators_for : public async_call_operators<async_call_operators_for<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using carrier_type = typename Core::carrier_type;
    static constexpr bool is_pinned = false;

    explicit async_call_operators_for(Core& core) noexcept : core_(&core) {}
    async_call_operators_for(Core& core, std::chrono::milliseconds timeout) noexcept : core_(&core), timeout_(timeout) {}

    execution_type& execution() noexcept { return core_->shared().context().execution; }

    // ---- what calls are made of

    carrier_type& carrier(bool waits_in_server, error& refusal) {
        if (!waits_in_server) [[likely]] return core_->shared();
        carrier_type* const one = core_->own().take(carrier_type::manner::own, refusal);
        return one ? *one : core_->shared();
    }
    std::chrono::milliseconds timeout() const noexcept { return timeout_; }

private:
    Core* core_;
    std::chrono::milliseconds timeout_ = default_timeout;
};

/// A connection that is held: see `async_client::pin`.
template <class Core> class async_pinned_connection : public async_call_operators<async_pinned_connection<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using carrier_type = typename Core::carrier_type;
    static constexpr bool is_pinned = true;

    explicit async_pinned_connection(Core& core) : held_(std::make_shared<hold>(core)) {}

    execution_type& execution() noexcept { return held_->carrier->context().execution; }

    /// The same connection for calls that have this long.
    async_pinned_connection within(std::chrono::milliseconds timeout) const {
        async_pinned_connection timed(*this);
        timed.timeout_ = timeout;
        return timed;
    }

    // ---- what calls are made of

    carrier_type& carrier(bool, error& refusal) {
        if (held_->refusal && !refusal) refusal = held_->refusal;
        return *held_->carrier;
    }
    std::chrono::milliseconds timeout() const noexcept { return timeout_; }
    /// Notes that the connection is about to be changed, so that nobody else gets it like that.
    void on_stateful_command(std::string_view command) {
        if (command == "WATCH") held_->watches = true;
        else if (command == "UNWATCH" || command == "EXEC" || command == "DISCARD") held_->watches = false;
        else held_->is_changed = true;
    }
    bool is_watching() const noexcept { return held_->watches; }

private:
    struct hold {
        std::shared_ptr<carrier_type> carrier;
        error refusal;
        bool watches = false;
        bool is_changed = false;

        explicit hold(Core& core) {
            carrier_type* const one = core.own().take(carrier_type::manner::pinned, refusal);
            carrier = (one ? *one : core.shared()).shared_from_this();
        }
        hold(const hold&) = delete;
        ~hold() {
            if (!refusal) carrier->end_of_pin(watches || is_changed);
        }
    };
    std::shared_ptr<hold> held_;
    std::chrono::milliseconds timeout_ = default_timeout;
};

/// Whether a callable may be made where it is passed. Since closures look like other classes, whatever has something to destroy may not.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
template <class Callable>
concept is_destroyed_once = std::is_lvalue_reference_v<Callable> || std::is_trivially_destructible_v<Callable>;
#else
template <class Callable> concept is_destroyed_once = true;
#endif

/// Read, decide, write, on a connection that is given back before whoever waits for it goes on.
template <class Pinned, class Watch, class Decide>
auto watch_over(Pinned given, Watch watch, Decide decide, unsigned attempts) -> decltype(optimistic(given, watch, decide, attempts)) {
    Pinned pinned(std::move(given));
    auto outcome = co_await optimistic(pinned, watch, decide, attempts);
    co_return outcome;
}

/// Where a client would run that was told no place.
struct nowhere {};

/// The executor of a context, or the executor that was given.
template <class Where> auto executor_of(Where& where) {
    if constexpr (requires { where.get_executor(); }) return where.get_executor();
    else return where;
}
template <class Where> inline constexpr bool is_executor_or_context = false;
template <class Type> inline constexpr bool is_policy_initializer = false;
template <class Change> inline constexpr bool is_policy_initializer<policy_initializer<Change>> = true;
template <class Type> inline constexpr bool is_async_client = false;

}  // namespace detail

template <class... Policy> class async_client;
template <class... Policy> inline constexpr bool detail::is_async_client<async_client<Policy...>> = true;

/// An asynchronous client, composed of policies in any order; what is not named is taken from the table of defaults in
/// composition.hpp, and `multiplexed` and `one_executor` besides.
///
/// Connects on its first call, and reconnects. `co_await db(cmd::get("k"))` gives the reply; with a completion token, as in
/// `db(cmd::get("k"), handler)`, the call ends as that says. What is pending when the client is destroyed ends with
/// `errc::cancelled`. While no call is pending, nothing keeps the event loop running. To be used on its executor only,
/// unless it is told otherwise by `any_thread`.
template <class... Policy> class async_client {
    static constexpr bool is_valid = detail::check_async_composition<Policy...>();
    using chosen_policies = detail::asynchronous<is_valid, Policy...>;

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

    /// `where` is an executor or an execution context; policy objects follow in any order, and the others are made by default.
    template <class Where = detail::nowhere, class... Object>
        requires(!detail::is_async_client<std::remove_cvref_t<Where>> && !detail::is_policy_initializer<std::remove_cvref_t<Where>>)
    explicit async_client(Where&& where = Where(), Object&&... object)
        : core_(make(in(where), detail::no_policy_initializer(), accept(std::forward<Object>(object)...))) {}
    /// The same, changed as a URL or another source says: `from_url<async_client<>>(url, loop)`.
    template <class Change, class Where = detail::nowhere, class... Object>
    explicit async_client(detail::policy_initializer<Change> change, Where&& where = Where(), Object&&... object)
        : core_(make(in(where), change, accept(std::forward<Object>(object)...))) {}

    /// Runs requests, one `multi(...)` or one batch; a completion token may follow.
    ///
    /// Without a token the call begins at once, and gives an object to be awaited: two of them can be under way. Destroyed before its
    /// end, it is cancelled.
    template <class... Argument> auto operator()(Argument&&... argument) { return calls_type(*core_)(std::forward<Argument>(argument)...); }

    /// The same, and gives results whatever the error policy.
    template <class... Argument> auto results(Argument&&... argument) {
        return calls_type(*core_).results(std::forward<Argument>(argument)...);
    }

    /// The same client for calls that have this long: `db.within(50ms)(...)`. Valid while the client is.
    calls_type within(std::chrono::milliseconds timeout) { return calls_type(*core_, timeout); }

    /// A connection of one's own for as long as a copy of the object lives: for WATCH, and for commands that change a connection.
    ///
    /// It is opened by its first call and never replaced behind its owner's back: once lost, every further call fails with
    /// `errc::connection_lost`. A connection that was changed is closed at the end.
    detail::async_pinned_connection<core_type> pin() {
        static_assert(detail::check_supports_flows<core_type>());
        return detail::async_pinned_connection<core_type>(*core_);
    }

    /// Runs the transaction that `decide(connection)` returns, with `watched` (`keys("a", "b")`, or a range) unchanged since before it
    /// was called; where another client wrote to one of them, decides anew, up to `attempts` times. To be awaited where it is called.
    ///
    /// `decide` reads over the connection that it is given, which is pinned, and may be a coroutine: an `asio::awaitable` of the
    /// transaction. Gives what `(*this)(transaction)` gives; what `decide` throws is thrown. It is copied, or moved; on g++ 12 one that
    /// owns what it captured has a name, and is copied.
    template <class Keys, class Decide> auto watch(const Keys& watched, Decide&& decide, unsigned attempts = 64) {
        if constexpr (!detail::is_destroyed_once<Decide>) {
            static_assert(detail::is_destroyed_once<Decide>,
                          "hibana: g++ before 13 destroys a closure twice that is made in a co_await expression and owns what it captured; "
                          "give it a name in a statement before, and pass that, or std::ref of it");
            return detail::invalid_operation();
        } else if constexpr (!detail::decides<decltype(pin()), std::decay_t<Decide>>()) {
            return detail::invalid_operation();
        } else {
            return run_flow(
                detail::watch_over(pin(), cmd::watch(watched), std::decay_t<Decide>(std::forward<Decide>(decide)), attempts));
        }
    }

    /// The messages of channels, patterns and shard channels, to be awaited one by one: `co_await messages.next()`. The client outlives
    /// what waits for them. With <hibana/messaging/subscription.hpp>.
    ///
    /// They come over the connection of the calls where it speaks RESP3, else over one of their own; so too where the
    /// `subscription_settings`, which may stand behind the topics, ask for it.
    template <class Payload = void, class... Topics> auto subscribe(const Topics&... wanted) {
        return open_subscription(std::type_identity<Payload>(), *this, wanted...);
    }

    // ---- what recipes and messages are made of

    template <class... Said> auto run(const Said&... sent) {
        static_assert(detail::check_supports_flows<core_type>());
        return calls_type(*core_).run(sent...);
    }
    template <class Outcome> auto run_flow(flow_task<Outcome> task) {
        static_assert(detail::check_supports_flows<core_type>());
        return calls_type(*core_).run_flow(std::move(task));
    }
    context_type& context() noexcept { return core_->context(); }
    /// The connection that all calls share, where messages may come over it too.
    typename core_type::carrier_type& line() noexcept
        requires(composition::parser::version >= 3)
    {
        return core_->shared();
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
        return detail::make_policy_arguments<detail::check_objects<composition, is_valid, std::remove_cvref_t<Object>...>()>(std::forward<Object>(object)...);
    }
    template <class Change, class Offers>
    static std::unique_ptr<core_type> make(executor_type where, const Change& change, const Offers& given) {
        auto context = std::make_shared<typename core_type::context_type>(
            given, execution_type(std::move(where), given.template get<typename composition::clock>()));
        const auto recipe = change(*context, given.template get<typename composition::connections>());
        return std::make_unique<core_type>(std::move(context), recipe);
    }
    template <class Where> static executor_type in(Where& where) {
        if constexpr (std::is_convertible_v<decltype(detail::executor_of(where)), executor_type>) {
            return detail::executor_of(where);
        } else {
            static_assert(detail::is_executor_or_context<Where>,
                          "hibana: an asynchronous client begins with where it runs, an execution context or an executor, as in "
                          "async_client<> db(loop) and from_url<async_client<>>(url, loop); for another type of executor than that of "
                          "io_context name it, as in async_client<one_executor<any_io_executor>>");
            throw;
        }
    }

    std::unique_ptr<core_type> core_;
};

template <class Where, class... Policy> async_client(Where&&, Policy...) -> async_client<Policy...>;

}  // namespace hibana
