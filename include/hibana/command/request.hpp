// SPDX-License-Identifier: BSL-1.0
/// \file  Request: a command with its arguments and the type of its reply.
#pragma once
#include <hibana/command/grammar/key.hpp>
#include <hibana/command/grammar/option.hpp>

#include <optional>

namespace hibana {
namespace grammar {

/// The object of the caller that a reply is decoded into, if there is one.
template <class Reply>
struct reply_target {
    constexpr reply_target() = default;
    template <class Storage>
    constexpr Storage make() const {
        return Storage{};
    }
    friend constexpr bool operator==(reply_target, reply_target) { return true; }
};
template <class T, class Kind>
struct reply_target<notation::into_object<T, Kind>> {
    constexpr explicit reply_target(T& object) : object_(&object) {}
    template <class Storage>
    constexpr Storage make() const {
        return Storage(object_);
    }
    friend constexpr bool operator==(const reply_target&, const reply_target&) = default;

private:
    T* object_;
};

/// The reply kind of the command, without the type that the caller requested.
template <class Kind>
struct base_kind {
    using type = Kind;
};
template <class T, class Kind>
struct base_kind<notation::as_type<T, Kind>> {
    using type = Kind;
};
template <class T, class Kind>
struct base_kind<notation::into_object<T, Kind>> {
    using type = Kind;
};

template <class Item>
inline constexpr bool is_blocking_time = false;
template <class Unit>
inline constexpr bool is_blocking_time<blocking_time<Unit>> = true;

struct find_blocking_time {
    std::optional<std::chrono::milliseconds> found{};
    template <class Item>
    constexpr void operator()(const Item& item) {
        if constexpr (is_blocking_time<Item>) found = item.time();
        else if constexpr (!std::is_void_v<option_of<Item>> && !std::is_same_v<option_of<Item>, Item>) item.items().each(*this);
    }
};

/// Applies the properties of the options of a request, nested ones included.
template <class... Item>
struct option_effects {
    template <class Parts>
    struct command_effects;
    template <class... Part>
    struct command_effects<declaration_parts<Part...>> {
        static constexpr void apply(command_info& to) { (property_with_options<Part, option_of<Item>...>::apply(to), ...); }
    };
    static constexpr void apply(command_info& to) { (apply_one<Item>(to), ...); }

private:
    template <class One>
    static constexpr void apply_one(command_info& to) {
        if constexpr (!std::is_void_v<option_of<One>>) {
            option_properties<typename option_of<One>::declared::parts>::apply(to);
            if constexpr (!std::is_same_v<option_of<One>, One>) inner(static_cast<One*>(nullptr), to);
        }
    }
    template <class Option, class Nothing, class... Inner>
    static constexpr void inner(option_value<Option, Nothing, Inner...>*, command_info& to) {
        option_effects<Inner...>::apply(to);
    }
};

}  // namespace grammar

/// A command with its arguments; can be stored, compared and sent repeatedly.
///
/// It owns arguments passed as rvalues and views the others. `Reply` is the kind of its reply;
/// hibana/command/reply/reply.hpp maps it to a type.
template <class Command, class Reply, class... Item>
class request {
    [[no_unique_address]] grammar::items<Item...> items_;
    [[no_unique_address]] grammar::reply_target<Reply> target_;

    template <class, class, class...>
    friend class request;

    template <class Items>
    constexpr request(Items&& items, grammar::reply_target<Reply> target) : items_(static_cast<Items&&>(items)), target_(target) {}

public:
    using command = Command;
    using reply = Reply;

    constexpr explicit request(Item... item)
        requires(sizeof...(Item) != 0)
        : items_(static_cast<Item&&>(item)...) {}
    constexpr request()
        requires(sizeof...(Item) == 0)
    = default;

    /// The name on the wire: "SET", "CLIENT KILL".
    static constexpr std::string_view name() { return Command::name; }

    /// Properties of the command with these options.
    static constexpr hibana::command_info info = [] {
        hibana::command_info known;
        grammar::option_effects<Item...>::template command_effects<typename Command::declared::parts>::apply(known);
        grammar::option_effects<Item...>::apply(known);
        known.keyless = Command::key_specs[0].is_none();
        return known;
    }();

    constexpr const auto& items() const { return items_; }

    /// Returns the same request with a reply of type `T`: `get("n").as<int>()`, `hgetall("user:1").as<account>()`.
    template <class T>
    constexpr auto as() const& {
        return with_reply<notation::as_type<T, kind>>(items_, {});
    }
    template <class T>
    constexpr auto as() && {
        return with_reply<notation::as_type<T, kind>>(std::move(items_), {});
    }

    /// Returns the same request; its reply is decoded into `object`, which must outlive the call and whose memory is reused.
    template <class T>
    constexpr auto into(T& object) const& {
        return with_reply<notation::into_object<T, kind>>(items_, grammar::reply_target<notation::into_object<T, kind>>(object));
    }
    template <class T>
    constexpr auto into(T& object) && {
        return with_reply<notation::into_object<T, kind>>(std::move(items_), grammar::reply_target<notation::into_object<T, kind>>(object));
    }

    /// Creates the storage that the reply is decoded into.
    template <class Kind = Reply>
    constexpr auto make_storage() const {
        return target_.template make<typename reply_of<Kind>::storage>();
    }

    /// Calls `visit` with each key as a std::string_view, in the order of the wire.
    template <class Visit>
    constexpr void keys(Visit&& visit) const {
        items_.keys(visit);
    }

    /// Returns how long the server may block; zero: no limit, nullopt: it does not block.
    constexpr std::optional<std::chrono::milliseconds> block_for() const {
        if constexpr (info.blocks) {
            grammar::find_blocking_time search;
            items_.each(search);
            return search.found;
        } else {
            return std::nullopt;
        }
    }

    friend constexpr bool operator==(const request& one, const request& other) {
        return one.items_ == other.items_ && one.target_ == other.target_;
    }

private:
    using kind = typename grammar::base_kind<Reply>::type;

    template <class NewReply, class Items>
    static constexpr auto with_reply(Items&& items, grammar::reply_target<NewReply> target) {
        return request<Command, NewReply, Item...>(static_cast<Items&&>(items), target);
    }
};

template <class T>
inline constexpr bool is_request = false;
template <class Command, class Reply, class... Item>
inline constexpr bool is_request<request<Command, Reply, Item...>> = true;

namespace grammar {

template <class Request>
constexpr int common_slot(const Request& request) {
    int slot = -1;
    request.keys([&slot](std::string_view key) {
        const int next = key_slot(key);
        slot = slot == -1 || slot == next ? next : -2;
    });
    return slot;
}

}  // namespace grammar

/// Returns the slot of the keys of a request: -1 without keys, -2 if they are in several slots.
template <class Command, class Reply, class... Item>
constexpr int slot(const request<Command, Reply, Item...>& request) {
    return grammar::common_slot(request);
}

}  // namespace hibana
