// SPDX-License-Identifier: BSL-1.0
/// \file  keyspace_events(db, on_keys("user:*")): a range of what happens to keys, and whether the server tells it at all.
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

// clang-format off: a declaration is laid out as its line in the documentation of the server is
inline constexpr descriptor<"CONFIG GET", notation::map<notation::bulk, notation::bulk>(notation::some<notation::bulk>),
    notation::admin, notation::idempotent> ask_for_setting;
inline constexpr descriptor<"CONFIG SET", notation::ok(notation::bulk, notation::bulk),
    notation::admin, notation::idempotent> change_setting;
// clang-format on

/// What the server sends.
template <class Runner> auto ask_keyspace_classes(Runner& runner) -> task_of<typename Runner::execution_type, result<keyspace_classes>> {
    const auto request = ask_for_setting(keyspace_setting);
    auto setting = co_await runner.run(request);
    if (!setting) co_return std::move(setting).error();
    for (const auto& [name, letters] : *setting)
        if (name == keyspace_setting) co_return keyspace_classes(letters);
    co_return error(errc::not_supported, fate::answered, "the server has no setting notify-keyspace-events");
}

[[gnu::cold, gnu::noinline]] inline error sends_too_little(keyspace_classes has, keyspace_classes needed) {
    const std::string sent = has.text(), missing = needed.without(has).text();
    const std::string_view advice = missing.empty() ? "; it wants K or E and a class of events, such as KEA"
                                                    : "; enable_keyspace_events() adds it";
    return error(errc::not_supported, fate::answered,
                 {"the server does not send these keyspace notifications: its notify-keyspace-events is \"", sent, "\"",
                  missing.empty() ? "" : ", which lacks \"", missing, missing.empty() ? "" : "\"", advice});
}

template <class Runner>
auto check_keyspace_classes(Runner& runner, keyspace_classes needed) -> task_of<typename Runner::execution_type, result<void>> {
    auto has = co_await ask_keyspace_classes(runner);
    if (!has) co_return std::move(has).error();
    if (!has->sends_anything() || !has->covers(needed)) co_return sends_too_little(*has, needed);
    co_return result<void>();
}

template <class Runner>
auto add_keyspace_classes(Runner& runner, keyspace_classes wanted) -> task_of<typename Runner::execution_type, result<void>> {
    auto has = co_await ask_keyspace_classes(runner);
    if (!has) co_return std::move(has).error();
    if (has->covers(wanted)) co_return result<void>();
    const std::string letters = (*has | wanted).text();
    const auto request = change_setting(keyspace_setting, letters);
    auto changed = co_await runner.run(request);
    if (!changed) co_return std::move(changed).error();
    co_return result<void>();
}

template <class Client> auto keyspace_range(Client& client, const topics& wanted) {
    result<void> sent = check_keyspace_classes(client, classes_of(wanted)).get();
    if (!sent && sent.error() != errc::not_supported && is_server_error(sent.error().condition())) sent = result<void>();
    using type = subscription<Client, keyspace_reader>;
    return sent ? type(client, wanted) : type(client, std::move(sent).error());
}

}  // namespace detail

/// Gives an error, `errc::not_supported`, that says what is missing where the server does not send these notifications:
/// `check_keyspace_events(db, "Kx")`.
template <class Runner> auto check_keyspace_events(Runner& runner, std::string_view letters) {
    return runner.run_flow(detail::check_keyspace_classes(runner, keyspace_classes(letters)));
}

/// Has the server send these notifications besides those that it sends already: `enable_keyspace_events(db, "KEA")`.
///
/// The setting is the server's, not the connection's, and is gone when it is restarted, unless its file has it too.
template <class Runner> auto enable_keyspace_events(Runner& runner, std::string_view letters) {
    return runner.run_flow(detail::add_keyspace_classes(runner, keyspace_classes(letters)));
}

/// What happens to keys, over a connection of its own: `for (auto& event : keyspace_events(db, on_keys("user:*")))`.
///
/// Asks first whether the server sends it; where it does not, that is the error, `errc::not_supported`. A server that does not let its
/// settings be seen is taken to send it. With a client that does not block it is a sequence, `co_await events.next()`, and nothing is
/// asked: `co_await check_keyspace_events(db, "KEx")` does.
template <class Client, class... Topics> auto keyspace_events(Client& client, topics wanted, const Topics&... more) {
    ((wanted += more), ...);
    if constexpr (Client::execution_type::concurrent) return async_subscription<Client, keyspace_reader>(client, wanted);
    else return detail::keyspace_range(client, wanted);
}

}  // namespace hibana
