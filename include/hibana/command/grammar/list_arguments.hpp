// SPDX-License-Identifier: BSL-1.0
/// \file  Arguments that represent several words: ranges, pairs, structs, keys(...).
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

/// Several stored items: the result of `keys("a", "b")`, or the elements of a pair or triple.
template <class... Item>
class argument_pack {
    [[no_unique_address]] items<Item...> items_;

public:
    static constexpr std::size_t size = sizeof...(Item);
    constexpr explicit argument_pack(Item... item) : items_(static_cast<Item&&>(item)...) {}
    constexpr const auto& parts() const { return items_; }
    friend bool operator==(const argument_pack&, const argument_pack&) = default;
};
template <class T>
inline constexpr bool is_argument_pack = false;
template <class... Item>
inline constexpr bool is_argument_pack<argument_pack<Item...>> = true;

/// An argument that may represent several.
template <class T>
concept list_argument = (!customised<T> && pair_like<T>) || range_like<T> || structured<T> || is_argument_pack<T>;

template <class... Item>
struct wire_format<argument_pack<Item...>> {
    using item = argument_pack<Item...>;
    static constexpr std::size_t width = items<Item...>::width;
    static constexpr std::size_t max_size(const item& value) { return value.parts().max_size(); }
    static constexpr char* write(char* to, const item& value) { return value.parts().write(to); }
    static constexpr bool has_keys = (holds_keys<Item> || ...);
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        value.parts().keys(visit);
    }
};

/// A stored list argument: moved if it was an rvalue, otherwise referenced.
template <class T, bool Owned>
class stored_argument {
    T value_;

public:
    constexpr explicit stored_argument(T value) : value_(static_cast<T&&>(value)) {}
    constexpr const T& get() const { return value_; }
    friend bool operator==(const stored_argument&, const stored_argument&) = default;
};
template <class T>
class stored_argument<T, false> {
    const T* value_;

public:
    constexpr explicit stored_argument(const T& value) : value_(&value) {}
    constexpr const T& get() const { return *value_; }
    friend constexpr bool operator==(const stored_argument& one, const stored_argument& other) { return one.get() == other.get(); }
};

/// A range as a list of the kind `Step`.
template <class Step, class Range, bool Owned>
class range_argument : public stored_argument<Range, Owned> {
    using stored_argument<Range, Owned>::stored_argument;
};
/// The members of a struct as fields and values.
template <class Step, class Struct, bool Owned>
class struct_argument : public stored_argument<Struct, Owned> {
    using stored_argument<Struct, Owned>::stored_argument;
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
struct wire_format<range_argument<Step, Range, Owned>> {
    using item = range_argument<Step, Range, Owned>;
    using kinds = step_traits<Step>;
    static constexpr bool pairs = step_of<Step>.pairs;
    static constexpr std::size_t width = varying;
    static constexpr std::size_t count(const item& value) { return (pairs ? 2 : 1) * size_of_range(value.get()); }
    static constexpr std::size_t max_size(const item& value) {
        std::size_t size = 0;
        for (const auto& element : value.get()) {
            if constexpr (pairs) size += bound_of<typename kinds::first>(element.first) + bound_of<typename kinds::second>(element.second);
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
                    to = write_as<typename kinds::second>(write_as<typename kinds::first>(to, element.first), element.second);
                else to = write_as<typename kinds::first>(to, element);
            }
        }
        return to;
    }
    static constexpr bool has_keys = std::is_same_v<typename kinds::first, notation::key>;
    template <class Visit>
    static constexpr void keys(const item& value, Visit& visit) {
        for (const auto& element : value.get()) {
            if constexpr (pairs) visit_keys(store<notation::key>(element.first), visit);
            else visit_keys(store<notation::key>(element), visit);
        }
    }

private:
    template <class Kind, class T>
    static constexpr std::size_t bound_of(const T& value) {
        const auto stored = store<Kind>(value);
        return wire_format<std::remove_cv_t<decltype(stored)>>::max_size(stored);
    }
    template <class Kind, class T>
    static constexpr char* write_as(char* to, const T& value) {
        const auto stored = store<Kind>(value);
        return wire_format<std::remove_cv_t<decltype(stored)>>::write(to, stored);
    }
};

/// Shows the type of the member in the diagnostic.
template <class Member>
inline constexpr bool accepted_member = false;

template <class Step, class Struct, bool Owned>
struct wire_format<struct_argument<Step, Struct, Owned>> {
    using item = struct_argument<Step, Struct, Owned>;
    using kind = typename step_traits<Step>::second;
    static constexpr std::size_t width = 2 * members<Struct>::size;
    static constexpr std::size_t max_size(const item& value) {
        std::size_t size = 0;
        members<Struct>::each(value.get(), [&size](std::string_view name, const auto& member) {
            if constexpr (is_accepted<decltype(member)>()) {
                const auto stored = store<kind>(member);
                size += name.size() + protocol::bulk_overhead + wire_format<std::remove_cv_t<decltype(stored)>>::max_size(stored);
            }
        });
        return size;
    }
    static constexpr char* write(char* to, const item& value) {
        members<Struct>::each(value.get(), [&to](std::string_view name, const auto& member) {
            if constexpr (accepts<kind, decltype(member)>) {
                const auto stored = store<kind>(member);
                to = wire_format<std::remove_cv_t<decltype(stored)>>::write(protocol::put_bulk(to, name), stored);
            }
        });
        return to;
    }

private:
    template <class Member>
    static consteval bool is_accepted() {
        if constexpr (!accepts<kind, Member>)
            static_assert(accepted_member<std::remove_cvref_t<Member>>,
                          "hibana: the members of this struct must be text or numbers; for another type specialise "
                          "hibana::argument<T>");
        return accepts<kind, Member>;
    }
};

// The number of elements in front of a list. Referenced ranges are counted when the request is encoded.

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
constexpr std::size_t counted(const stored_argument<Range, false>& range) {
    return size_of_range(range.get());
}

template <std::size_t Unit, class... Counter>
class element_count {
    items<Counter...> counters_;

public:
    constexpr explicit element_count(Counter... counter) : counters_(static_cast<Counter&&>(counter)...) {}
    constexpr std::uint64_t value() const {
        std::uint64_t sum = 0;
        counters_.each([&sum](const auto& counter) { sum += Unit * counted(counter); });
        return sum;
    }
    friend constexpr bool operator==(const element_count& one, const element_count& other) { return one.value() == other.value(); }
};
template <std::size_t Unit, class... Counter>
struct wire_format<element_count<Unit, Counter...>> {
    using item = element_count<Unit, Counter...>;
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(const item&) { return protocol::integer_bound; }
    static constexpr char* write(char* to, const item& value) { return protocol::put_bulk(to, value.value()); }
};

template <class Counter>
inline constexpr bool is_known = false;
template <std::size_t Size>
inline constexpr bool is_known<known_count<Size>> = true;

/// A constant if it is known at compile time.
template <std::size_t Unit, class... Counter>
constexpr auto make_element_count(Counter... counter) {
    if constexpr ((is_known<Counter> && ...)) return known_number<Unit*(std::size_t{0} + ... + counted(Counter()))>();
    else return element_count<Unit, Counter...>(static_cast<Counter&&>(counter)...);
}

}  // namespace hibana::grammar
