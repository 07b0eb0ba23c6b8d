// SPDX-License-Identifier: BSL-1.0
/// \file  A request as a value: which command, with which arguments, and what its reply becomes.
#pragma once
#include <hibana/command/grammar/key.hpp>
#include <hibana/command/grammar/option.hpp>

#include <optional>

namespace hibana {
namespace grammar {

/// Where a reply is decoded into, for those that name an object of the caller.
template <class Reply>
struct reply_target {
    constexpr reply_target() = default;
    template <class Start>
    constexpr Start start() const {
        return Start{};
    }
    friend constexpr bool operator==(reply_target, reply_target) { return true; }
};
template <class T, class Kind>
struct reply_target<notation::stored<T, Kind>> {
    constexpr explicit reply_target(T& object) : object_(&object) {}
    template <class Start>
    constexpr Start start() const {
        return Start(object_);
    }
    friend constexpr bool operator==(const reply_target&, const reply_target&) = default;

private:
    T* object_;
};

/// The reply kind that the command itself gives.
template <class Kind>
struct unshaped {
    using type = Kind;
};
template <class T, class Kind>
struct unshaped<notation::shaped<T, Kind>> {
    using type = Kind;
};
template <class T, class Kind>
struct unshaped<notation::stored<T, Kind>> {
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
        else if constexpr (!std::is_void_v<option_of<Item>> && !std::is_same_v<option_of<Item>, Item>)
            item.items().each(*this);
    }
};

/// The facts of a command with the options that are among its items, and those within them.
template <class... Item>
struct option_effects {
    template <class Parts>
    struct beside;
    template <class... Part>
    struct beside<declaration_parts<Part...>> {
        static constexpr void apply(facts& to) { (fact_beside<Part, option_of<Item>...>::apply(to), ...); }
    };
    static constexpr void apply(facts& to) { (apply_one<Item>(to), ...); }

private:
    template <class One>
    static constexpr void apply_one(facts& to) {
        if constexpr (!std::is_void_v<option_of<One>>) {
            option_facts<typename option_of<One>::declared::parts>::apply(to);
            if constexpr (!std::is_same_v<option_of<One>, One>) inner(static_cast<One*>(nullptr), to);
        }
    }
    template <class Option, class Nothing, class... Inner>
    static constexpr void inner(phrase<Option, Nothing, Inner...>*, facts& to) {
        option_effects<Inner...>::apply(to);
    }
};

}  // namespace grammar

/// A command with its arguments: a value that can be stored, compared and sent more than once. No aggregate.
///
/// It owns what it was given as rvalues and views the rest. `Reply` is the kind of its reply, of which
/// hibana/command/reply/reply.hpp makes the type.
template <class Command, class Reply, class... Item>
class request {
    [[no_unique_address]] grammar::items<Item...> items_;
    [[no_unique_address]] grammar::reply_target<Reply> target_;

    template <class, class, class...>
    friend class request;

    template <class Items>
    constexpr request(Items&& items, grammar::reply_target<Reply> target)
        : items_(static_cast<Items&&>(items)), target_(target) {}

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

    /// What is known of the command with these options.
    static constexpr hibana::facts facts = [] {
        hibana::facts known;
        grammar::option_effects<Item...>::template beside<typename Command::declared::parts>::apply(known);
        grammar::option_effects<Item...>::apply(known);
        known.keyless = Command::key_specs[0].is_none();
        return known;
    }();

    constexpr const auto& items() const { return items_; }

    /// The same request, answered as a `T`: `get("n").as<int>()`, `hgetall("user:1").as<account>()`.
    template <class T>
    constexpr auto as() const& {
        return shaped<notation::shaped<T, kind>>(items_, {});
    }
    template <class T>
    constexpr auto as() && {
        return shaped<notation::shaped<T, kind>>(std::move(items_), {});
    }

    /// The same request, whose reply is decoded into `object`, which must outlive the call. Its memory is used again.
    template <class T>
    constexpr auto into(T& object) const& {
        return shaped<notation::stored<T, kind>>(items_, grammar::reply_target<notation::stored<T, kind>>(object));
    }
    template <class T>
    constexpr auto into(T& object) && {
        return shaped<notation::stored<T, kind>>(std::move(items_),
                                                 grammar::reply_target<notation::stored<T, kind>>(object));
    }

    /// What the decoder of the reply starts with.
    template <class Kind = Reply>
    constexpr auto make_holder() const {
        return target_.template start<typename reply_of<Kind>::holder>();
    }

    /// Calls `visit` with each key, as a std::string_view, in the order of the wire.
    template <class Visit>
    constexpr void keys(Visit&& visit) const {
        items_.keys(visit);
    }

    /// How long the server may keep the answer back; zero is for ever. Nothing where it answers at once.
    constexpr std::optional<std::chrono::milliseconds> block_for() const {
        if constexpr (facts.blocks) {
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
    using kind = typename grammar::unshaped<Reply>::type;

    template <class Shape, class Items>
    static constexpr auto shaped(Items&& items, grammar::reply_target<Shape> target) {
        return request<Command, Shape, Item...>(static_cast<Items&&>(items), target);
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

/// The slot in which all keys of a request are: -1 where it has none, -2 where they are in more than one.
template <class Command, class Reply, class... Item>
constexpr int slot(const request<Command, Reply, Item...>& request) {
    return grammar::common_slot(request);
}

}  // namespace hibana
