// SPDX-License-Identifier: BSL-1.0
/// \file  Wire format of the items of a request: number of words, maximum size, bytes.
#pragma once
#include <hibana/command/grammar/argument_kinds.hpp>
#include <hibana/protocol/put.hpp>

#include <array>

namespace hibana::grammar {

/// The encoding of an item of a request. Each specialisation has
///
///     width                number of words; `varying` if that depends on the value, then also `count(item)`
///     max_size(item)       upper bound of its bytes
///     write(to, item)      writes the bytes and returns their end
///     text                 the bytes; only if the type determines them
///     has_keys, keys(item, visit)    only if it may contain keys: calls `visit` with each
template <class Item>
struct wire_format;
inline constexpr std::size_t varying = static_cast<std::size_t>(-1);

/// An item whose type determines its bytes.
template <class Item>
concept constant = requires { wire_format<Item>::text; };
template <class Item>
concept holds_keys = requires { requires wire_format<Item>::has_keys; };

template <class Item>
constexpr std::size_t count_of(const Item& item) {
    if constexpr (wire_format<Item>::width != varying) return wire_format<Item>::width;
    else return wire_format<Item>::count(item);
}
/// Calls `visit` with each key in `item`, including those in options and ranges.
template <class Item, class Visit>
constexpr void visit_keys(const Item& item, Visit& visit) {
    if constexpr (holds_keys<Item>) wire_format<Item>::keys(item, visit);
}

template <>
struct wire_format<std::string_view> {
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(std::string_view text) { return text.size() + protocol::bulk_overhead; }
    static constexpr char* write(char* to, std::string_view text) { return protocol::put_bulk(to, text); }
};
template <>
struct wire_format<std::string> : wire_format<std::string_view> {};

template <class Number>
struct integer_format {
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(Number) { return protocol::integer_bound; }
    static constexpr char* write(char* to, Number value) { return protocol::put_bulk(to, value); }
};
template <>
struct wire_format<std::uint64_t> : integer_format<std::uint64_t> {};
template <>
struct wire_format<std::int64_t> : integer_format<std::int64_t> {};

template <class Real>
    requires std::is_floating_point_v<Real>
struct wire_format<Real> {
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(Real) { return protocol::real_bound; }
    static constexpr char* write(char* to, Real value) { return protocol::put_bulk(to, value); }
};

template <>
struct wire_format<blocking_time<std::chrono::milliseconds>> {
    using item = blocking_time<std::chrono::milliseconds>;
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(item) { return protocol::integer_bound; }
    static constexpr char* write(char* to, item value) { return protocol::put_bulk(to, static_cast<std::int64_t>(value.time().count())); }
};
/// In seconds: "2", "0.05".
template <>
struct wire_format<blocking_time<std::chrono::seconds>> {
    using item = blocking_time<std::chrono::seconds>;
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(item) { return max_digits + protocol::bulk_overhead; }
    static constexpr char* write(char* to, item value) {
        const std::int64_t time = value.time().count();
        if (time % 1000 == 0) return protocol::put_bulk(to, time / 1000);
        const auto bits = static_cast<std::uint64_t>(time);
        const std::uint64_t milliseconds = time < 0 ? 0 - bits : bits;
        char digits[max_digits]{};
        char* end = digits;
        if (time < 0) *end++ = '-';
        end = protocol::put_digits(end, milliseconds / 1000);
        *end++ = '.';
        for (std::uint64_t rest = milliseconds % 1000, unit = 100; rest != 0; rest %= unit, unit /= 10)
            *end++ = static_cast<char>('0' + rest / unit);
        return protocol::put_bulk(to, digits, static_cast<std::size_t>(end - digits));
    }

private:
    static constexpr std::size_t max_digits = 24;
};

// Constants.

/// Number of words of a name: two for "CLIENT KILL", none for an empty name.
constexpr std::size_t words_in(std::string_view name) {
    if (name.empty()) return 0;
    std::size_t words = 1;
    for (const char letter : name) words += letter == ' ';
    return words;
}
/// Writes each word of a name as a bulk string.
constexpr char* put_words(char* to, std::string_view name) {
    if (name.empty()) return to;
    // A loop: string_view::find on a template argument is not a constant expression in g++ 12 with -fsanitize=undefined.
    for (std::size_t from = 0, at = 0; at <= name.size(); ++at) {
        if (at != name.size() && name[at] != ' ') continue;
        to = protocol::put_bulk(to, name.substr(from, at - from));
        from = at + 1;
    }
    return to;
}
constexpr std::size_t size_of_bulk(std::size_t text) { return 1 + protocol::digits_of(text) + 2 + text + 2; }
constexpr std::size_t size_of_words(std::string_view name) {
    std::size_t size = 0;
    if (name.empty()) return size;
    for (std::size_t from = 0, at = 0; at <= name.size(); ++at) {
        if (at != name.size() && name[at] != ' ') continue;
        size += size_of_bulk(at - from);
        from = at + 1;
    }
    return size;
}

template <fixed_string Text>
inline constexpr auto bulk_text = [] {
    std::array<char, size_of_bulk(Text.size())> bytes{};
    protocol::put_bulk(bytes.data(), Text.view());
    return bytes;
}();
template <fixed_string Name>
inline constexpr auto words_text = [] {
    std::array<char, size_of_words(Name.view())> bytes{};
    put_words(bytes.data(), Name.view());
    return bytes;
}();
template <std::size_t Value>
inline constexpr auto number_text = [] {
    std::array<char, size_of_bulk(protocol::digits_of(Value))> bytes{};
    protocol::put_bulk(bytes.data(), std::uint64_t{Value});
    return bytes;
}();

template <const auto& Text, std::size_t Width = 1>
struct constant_format {
    static constexpr const auto& text = Text;
    static constexpr std::size_t width = Width;
    template <class Item>
    static constexpr std::size_t max_size(const Item&) {
        return Text.size();
    }
    template <class Item>
    static constexpr char* write(char* to, const Item&) {
        return protocol::put_bytes(to, Text.data(), Text.size());
    }
};

template <fixed_string Text>
struct wire_format<literal<Text>> : constant_format<bulk_text<Text>> {};

/// A fixed word of a command, such as STREAMS.
template <fixed_string Text>
struct literal_word {
    friend constexpr bool operator==(literal_word, literal_word) = default;
};
template <fixed_string Text>
struct wire_format<literal_word<Text>> : constant_format<bulk_text<Text>> {};

/// A number known at compile time, such as numkeys.
template <std::size_t Value>
struct known_number {
    friend constexpr bool operator==(known_number, known_number) = default;
};
template <std::size_t Value>
struct wire_format<known_number<Value>> : constant_format<number_text<Value>> {};

template <class Text>
struct wire_format<key_item<Text>> {
    static constexpr std::size_t width = 1;
    static constexpr std::size_t max_size(const key_item<Text>& key) { return wire_format<Text>::max_size(key.text()); }
    static constexpr char* write(char* to, const key_item<Text>& key) { return wire_format<Text>::write(to, key.text()); }
    static constexpr bool has_keys = true;
    template <class Visit>
    static constexpr void keys(const key_item<Text>& key, Visit& visit) {
        visit(as_text(key.text()));
    }
};
template <fixed_string Text>
struct wire_format<key_item<literal<Text>>> : wire_format<literal<Text>> {
    static constexpr bool has_keys = true;
    template <class Visit>
    static constexpr void keys(const key_item<literal<Text>>&, Visit& visit) {
        visit(literal_text<Text>);
    }
};

}  // namespace hibana::grammar
