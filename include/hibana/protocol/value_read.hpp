// SPDX-License-Identifier: BSL-1.0
/// \file  Reading of a `value` from bytes.
#pragma once

#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/integer.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/real.hpp>
#include <hibana/protocol/scan.hpp>
#include <hibana/protocol/sink.hpp>
#include <hibana/protocol/value.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::protocol {

namespace detail {

/// Builds a value from tokens. Memory grows with the received bytes: the elements declared by all headers together must fit in them.
///
/// A template, so that a program that reads no value does not instantiate a sink for its scanner.
template <class Value>
class value_sink final : public sink_of<value_sink<Value>> {
public:
    explicit value_sink(Value& root) : root_(root) {}

    void on_scalar(const token& t) {
        announced_ -= announced_ != 0;
        value& v = place();
        switch (t.type) {
        case '$':
            if (!t.null) set_text(v, value::tag::bulk, t.text);
            break;
        case '+': set_text(v, value::tag::simple, t.text); break;
        case '=': set_text(v, value::tag::verbatim, t.text); break;
        case '(': set_text(v, value::tag::big_number, t.text); break;
        case '-':
        case '!': set_text(v, value::tag::error, t.text); break;
        case ':': set_scalar(v, value::tag::integer, number_of<std::int64_t>(t.text, &read_whole_integer)); break;
        case '#': set_scalar(v, value::tag::boolean, t.text == "t"); break;
        case ',': set_scalar(v, value::tag::real, std::bit_cast<std::int64_t>(number_of<double>(t.text, &read_whole_real))); break;
        default: break;
        }
    }

    void on_open(const token& t, std::size_t bytes_left) {
        announced_ -= announced_ != 0;
        value& v = place();
        if (t.type == '$') {
            set_text(v, value::tag::bulk, {});
        } else {
            new (&v.elements_) std::vector<value>();
            v.tag_ = tag_of(t.type);
            reserve(v, t.count, bytes_left);
        }
        open_.push_back(&v);
    }

    void on_piece(std::string_view text) { open_.back()->text_ += text; }
    void on_close(std::size_t, bool) { open_.pop_back(); }

    void on_attributes(const token& t, bool again) {
        if (!again) {
            value& v = place();
            new (&v.elements_) std::vector<value>();
            v.tag_ = value::tag::attributed;
            open_.push_back(&v);
        }
        announced_ += t.count;
    }

    void on_attributed() {}
    void on_attributed_close() { open_.pop_back(); }

private:
    [[nodiscard]] static value::tag tag_of(char type) {
        switch (type) {
        case '~': return value::tag::set;
        case '%': return value::tag::map;
        case '>': return value::tag::push;
        default: return value::tag::array;
        }
    }

    /// The number of a text that is known to be one.
    template <class Number>
    [[nodiscard]] static Number number_of(std::string_view text, bool (*read)(const char*, const char*, Number&)) {
        Number number{};
        static_cast<void>(read(text.data(), text.data() + text.size(), number));
        return number;
    }

    /// Turns a null into a number or boolean.
    static void set_scalar(value& null, value::tag tag, std::int64_t bits) {
        null.scalar_ = bits;
        null.tag_ = tag;
    }

    /// Turns a null into a string.
    static void set_text(value& null, value::tag tag, std::string_view text) {
        new (&null.text_) std::string(text);
        null.tag_ = tag;
    }

    [[nodiscard]] value& place() { return open_.empty() ? root_ : open_.back()->elements_.emplace_back(); }

    void reserve(value& v, std::size_t count, std::size_t bytes_left) {
        announced_ += count;
        constexpr std::size_t shortest_element = 3;
        if (announced_ <= bytes_left / shortest_element) v.elements_.reserve(count);
    }

    value& root_;
    std::vector<value*> open_;
    std::size_t announced_ = 0;  // remaining elements of all open aggregates
};

}  // namespace detail

/// Reads one reply of any RESP3 type except a push.
///
/// Attributes are kept with the element they belong to. Beyond the default limits it is irregular, unless it was scanned.
template <std::same_as<value> Value>
[[gnu::noinline]] status read_value(cursor& c, Value& v) {
    if (c.at != c.end && *c.at == '>') return status::irregular;
    // It may be an element of typed aggregates of unknown depth: beyond half of the limit the scanner is used.
    scanner tokens(c.scanned ? limits::none() : limits{.depth = limits{}.depth / 2});
    Value read;
    detail::value_sink<Value> made(read);
    cursor d = c;
    const status s = tokens.scan(d, &made);
    if (s == status::over_limit) return status::irregular;
    if (s != status::done) return s;
    if (tokens.is_error()) return status::failed;
    if (tokens.is_push()) return status::irregular;
    v = std::move(read);
    c.at = d.at;
    return status::done;
}

/// The value of a complete, scanned message: a reply, an error or a push.
template <std::same_as<value> Value = value>
[[nodiscard]] Value value_of(std::string_view message) {
    scanner tokens(limits::none());
    Value v;
    detail::value_sink<Value> made(v);
    cursor c{message.data(), message.data() + message.size()};
    static_cast<void>(tokens.scan(c, &made));
    return v;
}

}  // namespace hibana::protocol
