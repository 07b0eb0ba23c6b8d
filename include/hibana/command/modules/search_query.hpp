// SPDX-License-Identifier: BSL-1.0
/// \file  Builder of search queries. Escapes values, so that they cannot change the syntax of the query.
#pragma once
#include <hibana/command/grammar/argument.hpp>
#include <hibana/protocol/put.hpp>

#include <limits>

namespace hibana {

/// Builds the query of `cmd::ft::search` and `cmd::ft::aggregate`:
/// `query::tag("kind", "used book") && query::range("price", 0, 15)`.
namespace query {

/// A condition. `&&` requires both, `||` either; `!` negates; `~` makes it optional and raises the score of matches.
class condition {
    std::string text_;
    friend class nearest;

public:
    explicit condition(std::string text) : text_(std::move(text)) {}
    const std::string& text() const& { return text_; }
    operator std::string_view() const { return text_; }

    friend condition operator&&(const condition& one, const condition& other) {
        return condition('(' + one.text_ + ' ' + other.text_ + ')');
    }
    friend condition operator||(const condition& one, const condition& other) {
        return condition('(' + one.text_ + " | " + other.text_ + ')');
    }
    friend condition operator!(const condition& one) { return condition("-(" + one.text_ + ')'); }
    friend condition operator~(const condition& one) { return condition("~(" + one.text_ + ')'); }
};

/// A search for the nearest neighbours of a vector among the documents of a condition. It is complete: it cannot be combined.
class nearest {
    std::string text_;

public:
    explicit nearest(std::string text) : text_(std::move(text)) {}
    const std::string& text() const& { return text_; }
    operator std::string_view() const { return text_; }
};

template <class T>
concept query_part = std::is_same_v<T, condition> || std::is_same_v<T, nearest>;
template <class T>
inline constexpr bool can_be_combined = false;
/// Reports that a search for neighbours cannot be combined.
template <query_part One, query_part Other>
    requires(std::is_same_v<One, nearest> || std::is_same_v<Other, nearest>)
condition operator&&(const One& one, const Other&) {
    static_assert(can_be_combined<One>, "hibana: a search for neighbours cannot be combined; pass the condition to "
                                        "query::neighbours");
    return condition(one.text());
}

namespace detail {

/// Returns whether a character needs no escape.
constexpr bool is_plain(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
}

inline void append_escaped(std::string& to, std::string_view text) {
    for (const char letter : text) {
        if (!is_plain(letter)) to += '\\';
        to += letter;
    }
}

template <class Number>
void append_number(std::string& to, Number number) {
    char digits[protocol::real_bound];
    to.append(digits, static_cast<std::size_t>(protocol::put_real(digits, static_cast<double>(number)) - digits));
}

inline std::string field(std::string_view name) {
    std::string text = "@";
    append_escaped(text, name);
    return text += ':';
}

}  // namespace detail

/// All documents.
inline condition all() { return condition("*"); }
/// Documents with this word or phrase in any text field.
inline condition text(std::string_view words) {
    std::string text = "\"";
    for (const char letter : words) {
        if (letter == '"' || letter == '\\') text += '\\';
        text += letter;
    }
    return condition(text += '"');
}
/// Documents with this word or phrase in one text field.
inline condition text(std::string_view field, std::string_view words) {
    return condition(detail::field(field) + '(' + text(words).text() + ')');
}
/// Documents with a word that has this prefix.
inline condition prefix(std::string_view begin) {
    std::string text;
    detail::append_escaped(text, begin);
    return condition(text += '*');
}
/// Documents with one of these tags.
template <class... Text>
    requires(sizeof...(Text) != 0)
condition tag(std::string_view field, const Text&... tags) {
    std::string text = detail::field(field) + '{';
    bool first = true;
    const auto append = [&](std::string_view one) {
        if (!first) text += '|';
        first = false;
        detail::append_escaped(text, one);
    };
    (append(tags), ...);
    return condition(text += '}');
}

/// An exclusive bound of a range.
struct exclusive {
    double value;
};
/// Documents whose number is between two inclusive or `exclusive` bounds, which may be infinite.
template <class Low, class High>
condition range(std::string_view field, Low low, High high) {
    std::string text = detail::field(field) + '[';
    const auto append = [&text](auto bound) {
        if constexpr (std::is_same_v<decltype(bound), exclusive>) {
            text += '(';
            detail::append_number(text, bound.value);
        } else {
            detail::append_number(text, bound);
        }
    };
    append(low);
    text += ' ';
    append(high);
    return condition(text += ']');
}
/// Documents whose number is not below, or not above, the bound.
template <class Bound>
condition at_least(std::string_view field, Bound low) {
    return range(field, low, std::numeric_limits<double>::infinity());
}
template <class Bound>
condition at_most(std::string_view field, Bound high) {
    return range(field, -std::numeric_limits<double>::infinity(), high);
}
/// Documents within a distance of a position in degrees.
inline condition within(std::string_view field, double longitude, double latitude, double kilometers) {
    std::string text = detail::field(field) + '[';
    for (const double number : {longitude, latitude, kilometers}) {
        detail::append_number(text, number);
        text += ' ';
    }
    return condition(text += "km]");
}

/// The `count` documents of a condition whose vectors are nearest to a parameter, `opt::search::params("v", bytes)`. Adds the
/// distance as a field. Requires `opt::search::dialect(2)`.
inline nearest neighbours(const condition& filter, unsigned count, std::string_view field, std::string_view parameter,
                          std::string_view distance_as = {}) {
    std::string text = '(' + filter.text() + ")=>[KNN ";
    detail::append_number(text, count);
    text += " @";
    detail::append_escaped(text, field);
    text += " $";
    text += parameter;
    if (!distance_as.empty()) {
        text += " AS ";
        text += distance_as;
    }
    return nearest(text += ']');
}

}  // namespace query
}  // namespace hibana
