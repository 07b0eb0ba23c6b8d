// SPDX-License-Identifier: BSL-1.0
/// \file  Scans of keys, hashes, sets and sorted sets, as ranges or awaitable sequences.
#pragma once
#include <hibana/call/runner.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/reply/reply.hpp>
#include <hibana/command/reply/scan_page.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana {

namespace detail {

/// The arguments of the request for a page, without its cursor.
template <const auto& Command, class Type, class... Argument> class page_request {
    std::tuple<Argument...> arguments_;

public:
    explicit page_request(Argument... argument) : arguments_(std::move(argument)...) {}
    explicit page_request(std::tuple<Argument...> arguments) : arguments_(std::move(arguments)) {}

    /// Makes the request for the page at a cursor: the key, the cursor, then the options.
    auto operator()(std::uint64_t cursor) const {
        const auto make_request = [&](const auto&... argument) {
            if constexpr (Command.info.keyless) return Command(cursor, argument...);
            else return with_key(cursor, argument...);
        };
        if constexpr (std::is_void_v<Type>) return std::apply(make_request, arguments_);
        else return std::apply(make_request, arguments_).template as<scan_page<Type>>();
    }

    template <class Other> page_request<Command, Other, Argument...> as() && {
        return page_request<Command, Other, Argument...>(std::move(arguments_));
    }

private:
    template <class Key, class... Option> static auto with_key(std::uint64_t cursor, const Key& key, const Option&... option) {
        return Command(key, cursor, option...);
    }
};

// Named for the diagnostic of `make_scan`.
template <class Runner> inline constexpr bool is_lvalue_or_copyable = std::is_lvalue_reference_v<Runner> || std::copy_constructible<Runner>;

/// Copies text that is not a literal, since a scan outlives the expression that creates it.
template <class Key> auto owned_key(const Key& key) {
    if constexpr (grammar::textual<Key> && !grammar::is_literal<Key>) return std::string(grammar::as_text(key));
    else return key;
}

}  // namespace detail

/// The elements of a scan. Pages are requested when their elements are needed. With a blocking client it is a single-pass range; with an
/// asynchronous one, use `co_await sequence.next()`.
///
/// An element that is present during the whole scan is returned at least once, *and possibly more than once*; an element added or removed
/// during the scan may be returned or not. A page may be empty. Each page is a separate call with its own deadline and retries. After an
/// error the scan continues at the same cursor.
template <class Runner, class Page> class scan_sequence {
    using runner_type = std::remove_reference_t<Runner>;
    using page_type = reply_type<decltype(std::declval<const Page&>()(0))>;

public:
    using execution_type = typename runner_type::execution_type;
    using element_type = typename decltype(page_type::items)::value_type;

    scan_sequence(Runner&& runner, Page page) : runner_(std::forward<Runner>(runner)), page_(std::move(page)) {}

    /// The same scan, of elements of another type: `zscan(db, "board").as<std::pair<player, double>>()`.
    template <class Type> auto as() && {
        auto page = std::move(page_).template as<Type>();
        return scan_sequence<Runner, decltype(page)>(std::forward<Runner>(runner_), std::move(page));
    }

    /// The next page of elements, possibly empty; no value after the last page.
    auto next_page() { return to_awaitable(fetch_page()); }
    /// The next element; no value after the last one.
    auto next() { return to_awaitable(fetch_element()); }

private:
    /// Returns what the caller awaits: the flow itself, or the awaitable that the runner makes of it.
    template <class Task> auto to_awaitable(Task task) {
        if constexpr (execution_type::concurrent && requires { runner_.run_flow(std::move(task)); })
            return runner_.run_flow(std::move(task));
        else return task;
    }

    auto fetch_page() -> task_of<execution_type, result<std::optional<std::vector<element_type>>>> {
        using outcome = result<std::optional<std::vector<element_type>>>;
        if (position_ != items_.size()) {
            std::vector<element_type> rest(std::make_move_iterator(items_.begin() + static_cast<std::ptrdiff_t>(position_)),
                                           std::make_move_iterator(items_.end()));
            items_.clear();
            position_ = 0;
            co_return outcome(std::move(rest));
        }
        if (is_at_end_) co_return outcome();
        const auto request = page_(cursor_);
        auto page = co_await runner_.run(request);
        if (!page) co_return std::move(page).error();
        cursor_ = page->cursor;
        is_at_end_ = cursor_ == 0;
        co_return outcome(std::move(page->items));
    }

    auto fetch_element() -> task_of<execution_type, result<std::optional<element_type>>> {
        while (position_ == items_.size()) {
            items_.clear();
            position_ = 0;
            auto page = co_await fetch_page();
            if (!page) co_return std::move(page).error();
            if (!*page) co_return result<std::optional<element_type>>();
            items_ = std::move(**page);
        }
        co_return result<std::optional<element_type>>(std::in_place, std::move(items_[position_++]));
    }

public:
    class iterator {
    public:
        using value_type = std::remove_cvref_t<decltype(runner_type::unwrap(std::declval<result<element_type>>()))>;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(scan_sequence& from) : from_(&from) { advance(); }
        iterator(iterator&&) = default;
        iterator& operator=(iterator&&) = default;
        value_type& operator*() const noexcept { return *current_; }
        value_type* operator->() const noexcept { return &*current_; }
        iterator& operator++() {
            advance();
            return *this;
        }
        void operator++(int) { advance(); }
        friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return !at.current_; }

    private:
        void advance() {
            current_.reset();
            if (from_->position_ != from_->items_.size()) {
                current_.emplace(runner_type::unwrap(result<element_type>(std::move(from_->items_[from_->position_++]))));
                return;
            }
            auto element = from_->fetch_element().get();
            if (!element) current_.emplace(runner_type::unwrap(result<element_type>(std::move(element).error())));
            else if (*element) current_.emplace(runner_type::unwrap(result<element_type>(std::move(**element))));
        }

        scan_sequence* from_ = nullptr;
        mutable std::optional<value_type> current_;
    };

    /// Requests the first page. With `return_errors` the elements are results.
    iterator begin()
        requires(!execution_type::concurrent)
    {
        return iterator(*this);
    }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    Runner runner_;
    Page page_;
    std::vector<element_type> items_;
    std::size_t position_ = 0;
    std::uint64_t cursor_ = 0;
    bool is_at_end_ = false;
};

namespace detail {

template <const auto& Command, class Runner, class... Argument> auto make_scan(Runner&& runner, Argument... argument) {
    if constexpr (!is_lvalue_or_copyable<Runner>) {
        static_assert(is_lvalue_or_copyable<Runner>,
                      "hibana: a scan uses its client for every page; pass a client that outlives the expression");
        return invalid_request();
    } else {
        using page = page_request<Command, void, Argument...>;
        return scan_sequence<Runner, page>(std::forward<Runner>(runner), page(std::move(argument)...));
    }
}

}  // namespace detail

/// Scans all keys: `for (auto& key : scan(db, opt::match("user:*"), opt::count(100)))`. In a cluster, the keys of one node.
template <class Runner, class... Option> auto scan(Runner&& runner, Option... option) {
    return detail::make_scan<cmd::scan>(std::forward<Runner>(runner), std::move(option)...);
}

/// Scans the fields of a hash with their values; with `opt::novalues`, only the fields.
template <class Runner, class Key, class... Option> auto hscan(Runner&& runner, const Key& key, Option... option) {
    return detail::make_scan<cmd::hscan>(std::forward<Runner>(runner), detail::owned_key(key), std::move(option)...);
}

/// Scans the members of a set.
template <class Runner, class Key, class... Option> auto sscan(Runner&& runner, const Key& key, Option... option) {
    return detail::make_scan<cmd::sscan>(std::forward<Runner>(runner), detail::owned_key(key), std::move(option)...);
}

/// Scans the members of a sorted set with their scores.
template <class Runner, class Key, class... Option> auto zscan(Runner&& runner, const Key& key, Option... option) {
    return detail::make_scan<cmd::zscan>(std::forward<Runner>(runner), detail::owned_key(key), std::move(option)...);
}

}  // namespace hibana
