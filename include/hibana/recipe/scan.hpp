// SPDX-License-Identifier: BSL-1.0
/// \file  SCAN, HSCAN, SSCAN and ZSCAN from the first element to the last: a range, or a sequence to be awaited.
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

/// What a page is asked for: everything of a request but its cursor, owned where it was given as an rvalue.
template <const auto& Command, class Type, class... Argument> class page_request {
    std::tuple<Argument...> arguments_;

public:
    explicit page_request(Argument... argument) : arguments_(std::move(argument)...) {}
    explicit page_request(std::tuple<Argument...> arguments) : arguments_(std::move(arguments)) {}

    /// The request for the page at the cursor; a key comes before the cursor, options behind it.
    auto operator()(std::uint64_t cursor) const {
        const auto ask = [&](const auto&... argument) {
            if constexpr (Command.info.keyless) return Command(cursor, argument...);
            else return with_key(cursor, argument...);
        };
        if constexpr (std::is_void_v<Type>) return std::apply(ask, arguments_);
        else return std::apply(ask, arguments_).template as<scan_page<Type>>();
    }

    template <class Other> page_request<Command, Other, Argument...> as() && {
        return page_request<Command, Other, Argument...>(std::move(arguments_));
    }

private:
    template <class Key, class... Option> static auto with_key(std::uint64_t cursor, const Key& key, const Option&... option) {
        return Command(key, cursor, option...);
    }
};

// What a caller wrote for a name that a runner must have.
template <class Runner> inline constexpr bool is_lvalue_or_copyable = std::is_lvalue_reference_v<Runner> || std::copy_constructible<Runner>;

/// Text is owned, since a scan takes longer than the expression that begins it.
template <class Key> auto owned_key(const Key& key) {
    if constexpr (grammar::textual<Key> && !grammar::is_literal<Key>) return std::string(grammar::as_text(key));
    else return key;
}

}  // namespace detail

/// The elements that a scan gives, page by page; none is asked for before it is needed. A range, to be run through once, with a client
/// that blocks; with one that does not, `co_await sequence.next()` gives one after the other.
///
/// An element that is there from the beginning to the end comes at least once, *and may come more than once*; what is added or removed
/// meanwhile may come or not. A page may be empty. Each page is a call of its own, with its own deadline, and one that was lost is
/// asked for again by the retry policy. After an error the next element is asked for at the same place.
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

    /// The next page of elements, which may be empty; nothing after the last.
    auto next_page() { return given(fetch_page()); }
    /// The next element; nothing after the last.
    auto next() { return given(fetch_element()); }

private:
    /// What a caller awaits: a flow where the runner blocks, or what it makes of one.
    template <class Task> auto given(Task task) {
        if constexpr (execution_type::concurrent && requires { runner_.run_flow(std::move(task)); })
            return runner_.run_flow(std::move(task));
        else return task;
    }

    auto fetch_page() -> task_of<execution_type, result<std::optional<std::vector<element_type>>>> {
        using outcome = result<std::optional<std::vector<element_type>>>;
        if (taken_ != items_.size()) {
            std::vector<element_type> rest(std::make_move_iterator(items_.begin() + static_cast<std::ptrdiff_t>(taken_)),
                                           std::make_move_iterator(items_.end()));
            items_.clear();
            taken_ = 0;
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
        while (taken_ == items_.size()) {
            items_.clear();
            taken_ = 0;
            auto page = co_await fetch_page();
            if (!page) co_return std::move(page).error();
            if (!*page) co_return result<std::optional<element_type>>();
            items_ = std::move(**page);
        }
        co_return result<std::optional<element_type>>(std::in_place, std::move(items_[taken_++]));
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
            if (from_->taken_ != from_->items_.size()) {
                current_.emplace(runner_type::unwrap(result<element_type>(std::move(from_->items_[from_->taken_++]))));
                return;
            }
            auto came = from_->fetch_element().get();
            if (!came) current_.emplace(runner_type::unwrap(result<element_type>(std::move(came).error())));
            else if (*came) current_.emplace(runner_type::unwrap(result<element_type>(std::move(**came))));
        }

        scan_sequence* from_ = nullptr;
        mutable std::optional<value_type> current_;
    };

    /// Asks for the first page. With `return_errors` the elements are results.
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
    std::size_t taken_ = 0;
    std::uint64_t cursor_ = 0;
    bool is_at_end_ = false;
};

namespace detail {

template <const auto& Command, class Runner, class... Argument> auto scan_by(Runner&& runner, Argument... argument) {
    if constexpr (!is_lvalue_or_copyable<Runner>) {
        static_assert(is_lvalue_or_copyable<Runner>,
                      "hibana: a scan uses its client page by page; give it one that outlives the expression");
        return invalid_request();
    } else {
        using page = page_request<Command, void, Argument...>;
        return scan_sequence<Runner, page>(std::forward<Runner>(runner), page(std::move(argument)...));
    }
}

}  // namespace detail

/// All keys: `for (auto& key : scan(db, opt::match("user:*"), opt::count(100)))`. In a cluster, those of one node.
template <class Runner, class... Option> auto scan(Runner&& runner, Option... option) {
    return detail::scan_by<cmd::scan>(std::forward<Runner>(runner), std::move(option)...);
}

/// The fields of a hash with their values; with `opt::novalues` the fields alone.
template <class Runner, class Key, class... Option> auto hscan(Runner&& runner, const Key& key, Option... option) {
    return detail::scan_by<cmd::hscan>(std::forward<Runner>(runner), detail::owned_key(key), std::move(option)...);
}

/// The members of a set.
template <class Runner, class Key, class... Option> auto sscan(Runner&& runner, const Key& key, Option... option) {
    return detail::scan_by<cmd::sscan>(std::forward<Runner>(runner), detail::owned_key(key), std::move(option)...);
}

/// The members of a sorted set with their scores.
template <class Runner, class Key, class... Option> auto zscan(Runner&& runner, const Key& key, Option... option) {
    return detail::scan_by<cmd::zscan>(std::forward<Runner>(runner), detail::owned_key(key), std::move(option)...);
}

}  // namespace hibana
