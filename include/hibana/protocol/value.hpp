// SPDX-License-Identifier: BSL-1.0
/// \file  Reply of a type not known in advance.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana {

namespace protocol::detail {
template <class Value>
class value_sink;
}

/// Any reply, as it was sent. Copies are deep; neither comparing nor destroying one recurses, however deep it is nested.
class value {
public:
    enum class kind : unsigned char {
        null, boolean, integer, real, big_number, simple, bulk, verbatim, error, array, set, map, push,
    };

    /// Null.
    value() noexcept : scalar_(0) {}
    explicit value(bool b) noexcept : tag_(tag::boolean), scalar_(b) {}
    explicit value(std::int64_t n) noexcept : tag_(tag::integer), scalar_(n) {}
    explicit value(double d) noexcept : tag_(tag::real), scalar_(std::bit_cast<std::int64_t>(d)) {}

    /// A string, big number or error; the text of a verbatim one begins with its format, as in `txt:`.
    value(kind k, std::string text) : tag_(static_cast<tag>(k)), text_(std::move(text)) {}

    /// An array, set, map or push; the elements of a map are its keys and values in turn.
    value(kind k, std::vector<value> elements) : tag_(static_cast<tag>(k)), elements_(std::move(elements)) {}

    value(const value& other);
    value(value&& other) noexcept : scalar_(0) { take(other); }
    value& operator=(const value& other) {
        if (this != &other) *this = value(other);
        return *this;
    }
    value& operator=(value&& other) noexcept {
        // By way of a third: `other` may be a part of what is destroyed here.
        value taken(std::move(other));
        clear();
        take(taken);
        return *this;
    }
    ~value() { clear(); }

    [[nodiscard]] kind type() const { return static_cast<kind>(reply().tag_); }

    [[nodiscard]] bool is_null() const { return type() == kind::null; }
    [[nodiscard]] bool is_error() const { return type() == kind::error; }
    [[nodiscard]] bool is_aggregate() const { return type() >= kind::array; }

    /// The truth, if it is a boolean.
    [[nodiscard]] std::optional<bool> boolean() const {
        return type() == kind::boolean ? std::optional(reply().scalar_ != 0) : std::nullopt;
    }

    /// The number, if it is an integer.
    [[nodiscard]] std::optional<std::int64_t> integer() const {
        return type() == kind::integer ? std::optional(reply().scalar_) : std::nullopt;
    }

    /// The number, if it is a double.
    [[nodiscard]] std::optional<double> real() const {
        return type() == kind::real ? std::optional(std::bit_cast<double>(reply().scalar_)) : std::nullopt;
    }

    /// The bytes of a string, big number or error; of anything else nothing. A verbatim string without its format.
    [[nodiscard]] std::string_view text() const {
        const value& r = reply();
        if (!r.has_text()) return {};
        return std::string_view(r.text_).substr(r.tag_ == tag::verbatim && r.text_.size() >= 4 ? 4 : 0);
    }

    /// The three letters that a verbatim string begins with.
    [[nodiscard]] std::string_view format() const {
        return type() == kind::verbatim ? std::string_view(reply().text_).substr(0, 3) : std::string_view();
    }

    /// The elements of an aggregate; of a map its keys and values in turn.
    [[nodiscard]] std::span<const value> elements() const {
        return is_aggregate() ? std::span<const value>(reply().elements_) : std::span<const value>();
    }

    /// The value that a map, or a flat array of keys and values, has for the key; nothing if it has none.
    [[nodiscard]] const value* find(std::string_view key) const {
        const std::span<const value> all = elements();
        for (std::size_t n = 0; n + 1 < all.size(); n += 2) {
            if (all[n].has_text() && all[n].text() == key) return &all[n + 1];
        }
        return nullptr;
    }

    /// The attributes that came with it: keys and values in turn.
    [[nodiscard]] std::span<const value> attributes() const {
        if (tag_ != tag::attributed) return {};
        return std::span<const value>(elements_).first(elements_.size() - 1);
    }

    /// The same reply with the same attributes; doubles are compared by their bits, so that nan is nan and -0 is not 0.
    friend bool operator==(const value& a, const value& b) { return same(a, b); }

private:
    friend class protocol::detail::value_sink<value>;

    // The kinds that can be seen, and one that cannot: attributes, and behind them the reply that they belong to.
    enum class tag : unsigned char {
        null, boolean, integer, real, big_number, simple, bulk, verbatim, error, array, set, map, push, attributed,
    };

    [[nodiscard]] const value& reply() const { return tag_ == tag::attributed ? elements_.back() : *this; }
    [[nodiscard]] bool has_text() const { return tag_ >= tag::big_number && tag_ <= tag::error; }
    [[nodiscard]] bool has_elements() const { return tag_ >= tag::array; }

    // Not in line: g++ warns of members that it takes for uninitialised where it sees through this.
    [[gnu::noinline]] void take(value& other) noexcept {
        if (other.has_text()) new (&text_) std::string(std::move(other.text_));
        else if (other.has_elements()) new (&elements_) std::vector<value>(std::move(other.elements_));
        else scalar_ = other.scalar_;
        tag_ = other.tag_;
    }

    void clear() noexcept {
        if (has_text()) text_.~basic_string();
        else if (has_elements()) {
            destroy_iteratively(elements_);
            elements_.~vector();
        }
        tag_ = tag::null;
    }

    static void destroy_iteratively(std::vector<value>& elements) noexcept;
    static bool same(const value& a, const value& b);

    tag tag_ = tag::null;
    union {
        std::int64_t scalar_;  // of a double its bits
        std::string text_;
        std::vector<value> elements_;
    };
};

inline value::value(const value& other) : value() {
    struct work {
        value* to;
        const value* from;
    };
    std::vector<work> left{{this, &other}};
    while (!left.empty()) {
        const auto [to, from] = left.back();
        left.pop_back();
        if (from->has_text()) {
            new (&to->text_) std::string(from->text_);
        } else if (from->has_elements()) {
            new (&to->elements_) std::vector<value>(from->elements_.size());
            to->tag_ = from->tag_;
            for (std::size_t n = 0; n < from->elements_.size(); ++n) left.push_back({&to->elements_[n], &from->elements_[n]});
        } else {
            to->scalar_ = from->scalar_;
        }
        to->tag_ = from->tag_;
    }
}

/// Leaves no element that has elements, so that destroying them goes one level deep; allocates nothing.
inline void value::destroy_iteratively(std::vector<value>& elements) noexcept {
    std::vector<value> level = std::move(elements);
    while (!level.empty()) {
        value& last = level.back();
        if (!last.has_elements() || last.elements_.empty()) {
            level.pop_back();
            continue;
        }
        std::vector<value> inner = std::move(last.elements_);
        if (level.size() > 1) {
            // The way back up is kept where the first of the inner elements was; that one takes the place of its parent.
            last.elements_.~vector();
            last.tag_ = tag::null;
            last.take(inner.front());
            inner.front() = value(kind::array, std::move(level));
        }
        level = std::move(inner);
    }
}

inline bool value::same(const value& a, const value& b) {
    struct pair {
        const value* a;
        const value* b;
    };
    std::vector<pair> left;
    for (pair p{&a, &b};;) {
        if (p.a->tag_ != p.b->tag_) return false;
        if (p.a->has_elements()) {
            if (p.a->elements_.size() != p.b->elements_.size()) return false;
            for (std::size_t n = 0; n < p.a->elements_.size(); ++n) left.push_back({&p.a->elements_[n], &p.b->elements_[n]});
        } else if (p.a->has_text() ? p.a->text_ != p.b->text_ : p.a->scalar_ != p.b->scalar_) {
            return false;
        }
        if (left.empty()) return true;
        p = left.back();
        left.pop_back();
    }
}

}  // namespace hibana
