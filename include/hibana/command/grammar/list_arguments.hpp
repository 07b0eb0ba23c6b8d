// SPDX-License-Identifier: BSL-1.0
/// \file  One argument that stands for several: a range, a pair, a struct, keys(...).
#pragma once
#include <hibana/command/grammar/items.hpp>
#include <hibana/command/grammar/signature_syntax.hpp>
#include <hibana/command/members.hpp>

#include <iterator>

namespace hibana::grammar {

template <class T>
concept pair_like = requires(const T& value) {
    value.first;
    value.second;
};
template <class T>
concept range_like = !textual<T> && !customised<T> && requires(const T& range) {
    *std::begin(range);
    std::end(range);
};

/// Several items in one place: what `keys("a", "b")` gives, or the halves of a pair.
template <class... Item>
class bundle {
    [[no_unique_address]] items<Item...> items_;

public:
    static constexpr std::size_t size = sizeof...(Item);
    constexpr explicit bundle(Item... item) : items_(static_cast<Item&&>(item)...) {}
    constexpr const auto& parts() const { return items_; }
    friend bool operator==(const bundle&, const bundle&) = default;
};
template <class T>
inline constexpr bool is_bundle = false;
template <class... Item>
inline constexpr bool is_bundle<bundle<Item...>> = true;

/// An argument that may stand for several.
template <class T>
concept several = (!customised<T> && pair_like<T>) || range_like<T> || structured<T> || is_bundle<T>;

template <class... Item>
struct form<bundle<Item...>> {
    using item = bundle<Item...>;
    static constexpr std::size_t width = items<Item...>::width;
    static constexpr std::size_t bound(const item& value) { return value.parts().bound(); }
    static constexpr char* write(char* to, const item& value) { return value.parts().write(to); }
    static constexpr bool has_keys = (holds_keys<Item> || ...);
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        value.parts().keys(visit);
    }
};

/// An object that was given for several arguments: moved in where it was an rvalue, else only pointed at.
template <class T, bool Owned>
class given {
    T value_;

public:
    constexpr explicit given(T value) : value_(static_cast<T&&>(value)) {}
    constexpr const T& get() const { return value_; }
    friend bool operator==(const given&, const given&) = default;
};
template <class T>
class given<T, false> {
    const T* value_;

public:
    constexpr explicit given(const T& value) : value_(&value) {}
    constexpr const T& get() const { return *value_; }
    friend constexpr bool operator==(const given& one, const given& other) { return one.get() == other.get(); }
};

/// A range of arguments, as a list of the kind `Step`.
template <class Step, class Range, bool Owned>
class many : public given<Range, Owned> {
    using given<Range, Owned>::given;
};
/// The members of a struct as fields and values.
template <class Step, class Struct, bool Owned>
class record : public given<Struct, Owned> {
    using given<Struct, Owned>::given;
};

template <class Range>
constexpr std::size_t size_of_range(const Range& range) {
    if constexpr (requires { std::size(range); }) {
        return static_cast<std::size_t>(std::size(range));
    } else {
        std::size_t size = 0;
        for (auto at = std::begin(range); at != std::end(range); ++at) ++size;
        return size;
    }
}

template <class Step, class Range, bool Owned>
struct form<many<Step, Range, Owned>> {
    using item = many<Step, Range, Owned>;
    using kinds = step_traits<Step>;
    static constexpr bool pairs = step_of<Step>.pairs;
    static constexpr std::size_t width = varying;
    static constexpr std::size_t count(const item& value) { return (pairs ? 2 : 1) * size_of_range(value.get()); }
    static constexpr std::size_t bound(const item& value) {
        std::size_t size = 0;
        for (const auto& element : value.get()) {
            if constexpr (pairs)
                size +=
                    bound_of<typename kinds::first>(element.first) + bound_of<typename kinds::second>(element.second);
            else size += bound_of<typename kinds::first>(element);
        }
        return size;
    }
    static constexpr char* write(char* to, const item& value) {
        if constexpr (step_of<Step>.zipped) {
            for (const auto& element : value.get()) to = write_as<typename kinds::first>(to, element.first);
            for (const auto& element : value.get()) to = write_as<typename kinds::second>(to, element.second);
        } else {
            for (const auto& element : value.get()) {
                if constexpr (pairs)
                    to = write_as<typename kinds::second>(write_as<typename kinds::first>(to, element.first),
                                                          element.second);
                else to = write_as<typename kinds::first>(to, element);
            }
        }
        return to;
    }
    static constexpr bool has_keys = std::is_same_v<typename kinds::first, notation::key>;
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        for (const auto& element : value.get()) {
            if constexpr (pairs) visit_keys(hold<notation::key>(element.first), visit);
            else visit_keys(hold<notation::key>(element), visit);
        }
    }

private:
    template <class Kind, class T>
    static constexpr std::size_t bound_of(const T& value) {
        const auto held = hold<Kind>(value);
        return form<std::remove_cv_t<decltype(held)>>::bound(held);
    }
    template <class Kind, class T>
    static constexpr char* write_as(char* to, const T& value) {
        const auto held = hold<Kind>(value);
        return form<std::remove_cv_t<decltype(held)>>::write(to, held);
    }
};

/// Only a name in the diagnostic: the type of a member that is no argument.
template <class Member>
inline constexpr bool accepted_member = false;

template <class Step, class Struct, bool Owned>
struct form<record<Step, Struct, Owned>> {
    using item = record<Step, Struct, Owned>;
    using kind = typename step_traits<Step>::second;
    static constexpr std::size_t width = 2 * members<Struct>::size;
    static constexpr std::size_t bound(const item& value) {
        std::size_t size = 0;
        members<Struct>::each(value.get(), [&size](std::string_view name, const auto& member) {
            if constexpr (checked<decltype(member)>()) {
                const auto held = hold<kind>(member);
                size += name.size() + protocol::bulk_overhead + form<std::remove_cv_t<decltype(held)>>::bound(held);
            }
        });
        return size;
    }
    static constexpr char* write(char* to, const item& value) {
        members<Struct>::each(value.get(), [&to](std::string_view name, const auto& member) {
            if constexpr (takes<kind, decltype(member)>) {
                const auto held = hold<kind>(member);
                to = form<std::remove_cv_t<decltype(held)>>::write(protocol::put_bulk(to, name), held);
            }
        });
        return to;
    }

private:
    template <class Member>
    static consteval bool checked() {
        if constexpr (!takes<kind, Member>)
            static_assert(accepted_member<std::remove_cvref_t<Member>>,
                          "hibana: a member of this struct is neither text nor a number; for another type specialise "
                          "hibana::argument<T>");
        return takes<kind, Member>;
    }
};

// How many elements a list has, written in front of it. What a viewed range adds is asked when the request is written.

template <std::size_t Size>
struct known_count {
    friend constexpr bool operator==(known_count, known_count) = default;
};
template <std::size_t Size>
constexpr std::size_t counted(known_count<Size>) {
    return Size;
}
constexpr std::size_t counted(std::uint64_t size) { return size; }
template <class Range>
constexpr std::size_t counted(const given<Range, false>& range) {
    return size_of_range(range.get());
}

template <std::size_t Unit, class... Counter>
class tally {
    items<Counter...> counters_;

public:
    constexpr explicit tally(Counter... counter) : counters_(static_cast<Counter&&>(counter)...) {}
    constexpr std::uint64_t value() const {
        std::uint64_t sum = 0;
        counters_.each([&sum](const auto& counter) { sum += Unit * counted(counter); });
        return sum;
    }
    friend constexpr bool operator==(const tally& one, const tally& other) { return one.value() == other.value(); }
};
template <std::size_t Unit, class... Counter>
struct form<tally<Unit, Counter...>> {
    using item = tally<Unit, Counter...>;
    static constexpr std::size_t width = 1;
    static constexpr std::size_t bound(const item&) { return protocol::integer_bound; }
    static constexpr char* write(char* to, const item& value) { return protocol::put_bulk(to, value.value()); }
};

template <class Counter>
inline constexpr bool is_known = false;
template <std::size_t Size>
inline constexpr bool is_known<known_count<Size>> = true;

/// A constant where the call alone shows it.
template <std::size_t Unit, class... Counter>
constexpr auto make_tally(Counter... counter) {
    if constexpr ((is_known<Counter> && ...)) return known_number<Unit*(std::size_t{0} + ... + counted(Counter()))>();
    else return tally<Unit, Counter...>(static_cast<Counter&&>(counter)...);
}

}  // namespace hibana::grammar
