// SPDX-License-Identifier: BSL-1.0
/// \file  Keyspace events: `keyspace_events(db, on_keys("user:*"))`, and the server setting that enables them.
#pragma once
#include <hibana/call/runner.hpp>
#include <hibana/command/descriptor.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/keyspace.hpp>
#include <hibana/messaging/keyspace_classes.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/messaging/topics.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana {

namespace detail {

inline constexpr std::string_view keyspace_setting = "notify-keyspace-events";

// clang-format off: declarations are laid out as in the documentation of the server
inline constexpr descriptor<"CONFIG GET", notation::map<notation::bulk, notation::bulk>(notation::some<notation::bulk>),
    notation::admin, notation::idempotent> config_get;
inline constexpr descriptor<"CONFIG SET", notation::ok(notation::bulk, notation::bulk),
    notation::admin, notation::idempotent> config_set;
// clang-format on

/// Reads the classes that the server has enabled.
template <class Runner> auto read_keyspace_classes(Runner& runner) -> task_of<typename Runner::execution_type, result<keyspace_classes>> {
    const auto request = config_get(keyspace_setting);
    auto setting = co_await runner.run(request);
    if (!setting) co_return std::move(setting).error();
    for (const auto& [name, letters] : *setting)
        if (name == keyspace_setting) co_return keyspace_classes(letters);
    co_return error(errc::not_supported, fate::answered, "the server has no setting notify-keyspace-events");
}

[[gnu::cold, gnu::noinline]] inline error missing_classes(keyspace_classes enabled, keyspace_classes needed) {
    const std::string sent = enabled.text(), missing = needed.without(enabled).text();
    const std::string_view advice = missing.empty() ? "; it needs K or E and a class of events, such as KEA"
                                                    : "; enable_keyspace_events() adds it";
    return error(errc::not_supported, fate::answered,
                 {"the server does not send these keyspace notifications: its notify-keyspace-events is \"", sent, "\"",
                  missing.empty() ? "" : ", which lacks \"", missing, missing.empty() ? "" : "\"", advice});
}

template <class Runner>
auto check_keyspace_classes(Runner& runner, keyspace_classes needed) -> task_of<typename Runner::execution_type, result<void>> {
    auto enabled = co_await read_keyspace_classes(runner);
    if (!enabled) co_return std::move(enabled).error();
    if (!enabled->sends_anything() || !enabled->covers(needed)) co_return missing_classes(*enabled, needed);
    co_return result<void>();
}

template <class Runner>
auto add_keyspace_classes(Runner& runner, keyspace_classes added) -> task_of<typename Runner::execution_type, result<void>> {
    auto enabled = co_await read_keyspace_classes(runner);
    if (!enabled) co_return std::move(enabled).error();
    if (enabled->covers(added)) co_return result<void>();
    const std::string letters = (*enabled | added).text();
    const auto request = config_set(keyspace_setting, letters);
    auto changed = co_await runner.run(request);
    if (!changed) co_return std::move(changed).error();
    co_return result<void>();
}

template <class Client> auto keyspace_range(Client& client, const hibana::topics& topics) {
    result<void> sent = check_keyspace_classes(client, classes_of(topics)).get();
    if (!sent && sent.error() != errc::not_supported && is_server_error(sent.error().condition())) sent = result<void>();
    using type = subscription<Client, keyspace_reader>;
    return sent ? type(client, topics) : type(client, std::move(sent).error());
}

}  // namespace detail

/// Checks that the server sends these notifications: `check_keyspace_events(db, "Kx")`. Fails with `errc::not_supported` and the missing
/// classes if it does not.
template <class Runner> auto check_keyspace_events(Runner& runner, std::string_view letters) {
    return runner.run_flow(detail::check_keyspace_classes(runner, keyspace_classes(letters)));
}

/// Enables these notifications in addition to the enabled ones: `enable_keyspace_events(db, "KEA")`.
///
/// The setting applies to the whole server. A restart resets it to the configuration file.
template <class Runner> auto enable_keyspace_events(Runner& runner, std::string_view letters) {
    return runner.run_flow(detail::add_keyspace_classes(runner, keyspace_classes(letters)));
}

/// The events of keys: `for (auto& event : keyspace_events(db, on_keys("user:*")))`.
///
/// A blocking client first checks that the server sends these notifications, and fails with `errc::not_supported` if not. If the server
/// refuses the check, it is skipped. With an asynchronous client, use `co_await events.next()`; it does not check:
/// `co_await check_keyspace_events(db, "KEx")` does.
template <class Client, class... Topics> auto keyspace_events(Client& client, hibana::topics topics, const Topics&... more) {
    ((topics += more), ...);
    if constexpr (Client::execution_type::concurrent) return async_subscription<Client, keyspace_reader>(client, topics);
    else return detail::keyspace_range(client, topics);
}

}  // namespace hibana
