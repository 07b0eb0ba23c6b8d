// SPDX-License-Identifier: BSL-1.0
/// \file  Request created at run time.
#pragma once
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/grammar/runtime_restrictions.hpp>
#include <hibana/protocol/value_read.hpp>

#include <vector>

namespace hibana {

/// A request whose command is known at run time only: `any_request("SET", "k", 3)`. It owns its words.
///
/// Its reply is a `value`, or the type of `.as<T>()`. It is treated as a command that writes and is not idempotent. Its cluster
/// slot depends on the words added by `key` only.
template <class Reply>
class basic_any_request {
    std::string words_{};
    std::size_t count_ = 0;
    std::vector<std::pair<std::size_t, std::size_t>> keys_{};  // offset in `words_` and size of each
    std::optional<std::chrono::milliseconds> block_for_{};
    [[no_unique_address]] grammar::reply_target<Reply> target_{};

    template <class>
    friend class basic_any_request;

    template <class Other>
    basic_any_request(basic_any_request<Other>&& other, grammar::reply_target<Reply> target)
        : words_(std::move(other.words_)), count_(other.count_), keys_(std::move(other.keys_)), block_for_(other.block_for_),
          target_(target) {}

public:
    using command = basic_any_request;
    using reply = Reply;
    static constexpr hibana::command_info info = [] {
        hibana::command_info known;
        known.writes = known.blocks = true;
        return known;
    }();

    /// `name` may have several words, such as "CONFIG GET".
    template <class... T>
    explicit basic_any_request(std::string_view name, const T&... argument) {
        std::size_t from = 0;
        for (std::size_t at = 0; at <= name.size(); ++at) {
            if (at != name.size() && name[at] != ' ') continue;
            append(name.substr(from, at - from));
            from = at + 1;
        }
        (add(argument), ...);
    }

    /// Adds a word, each element of a range, or both elements of a pair.
    template <class T>
    basic_any_request& add(const T& argument) & {
        constexpr bool is_word = grammar::accepts<notation::bulk, T>;
        if constexpr (is_word) append(grammar::store<notation::bulk>(argument));
        else if constexpr (grammar::range_like<T>)
            for (const auto& element : argument) add(element);
        else if constexpr (grammar::pair_like<T>) add(argument.first).add(argument.second);
        else static_assert(accepted<T>, "hibana: this argument must be text or a number; for another type specialise hibana::argument<T>");
        return *this;
    }
    template <class T>
    basic_any_request add(const T& argument) && {
        return std::move(add(argument));
    }

    /// Adds a key.
    basic_any_request& key(std::string_view key) & {
        append(key);
        keys_.emplace_back(words_.size() - key.size() - 2, key.size());
        return *this;
    }
    basic_any_request key(std::string_view key) && { return std::move(this->key(key)); }

    /// Sets how long the server may block; zero: no limit.
    basic_any_request& block_timeout(std::chrono::milliseconds time) & {
        block_for_ = time;
        return *this;
    }
    basic_any_request block_timeout(std::chrono::milliseconds time) && { return std::move(block_timeout(time)); }

    /// The first word.
    std::string_view name() const { return word(words_); }

    /// Whether it is not answered by exactly one reply, such as SUBSCRIBE, MONITOR and CLIENT REPLY.
    bool has_no_single_reply() const { return detail::has_no_single_reply(name(), first_argument()); }
    /// Whether it changes connection state, such as SELECT, WATCH and CLIENT TRACKING.
    bool is_stateful() const { return detail::is_stateful(name(), first_argument()); }

    /// Whether it may block in the server: it has a `block_timeout`, or is a command such as BLPOP, WAIT or XREAD with BLOCK. It then
    /// needs a dedicated connection. The duration is known only from `block_timeout`.
    bool may_block() const {
        return block_for_ || detail::is_blocking(name()) || (detail::has_block_option(name()) && has_block_argument());
    }

    template <class T>
    auto as() const {
        return basic_any_request<notation::as_type<T, kind>>(basic_any_request(*this), {});
    }
    template <class T>
    auto into(T& object) const {
        using into = notation::into_object<T, kind>;
        return basic_any_request<into>(basic_any_request(*this), grammar::reply_target<into>(object));
    }
    template <class Kind = Reply>
    auto make_storage() const {
        return target_.template make<typename reply_of<Kind>::storage>();
    }
    template <class Visit>
    void keys(Visit&& visit) const {
        for (const auto& [from, size] : keys_) visit(std::string_view(words_).substr(from, size));
    }
    std::optional<std::chrono::milliseconds> block_for() const { return block_for_; }

    friend bool operator==(const basic_any_request& one, const basic_any_request& other) {
        return one.words_ == other.words_ && one.keys_ == other.keys_ && one.target_ == other.target_;
    }
    friend std::size_t max_encoded_size(const basic_any_request& request) { return 24 + request.words_.size(); }
    friend char* encode_at(const basic_any_request& request, char* to) {
        *to++ = '*';
        to = protocol::put_line_end(protocol::put_digits(to, request.count_));
        return protocol::put_bytes(to, request.words_.data(), request.words_.size());
    }
    friend void encode(const basic_any_request& request, protocol::send_buffer& out) {
        out.commit(encode_at(request, out.grow(max_encoded_size(request))));
    }
    friend encoded_bytes encoded(const basic_any_request& request) {
        encoded_bytes bytes(max_encoded_size(request));
        bytes.end_at(encode_at(request, bytes.data()));
        return bytes;
    }
    friend int slot(const basic_any_request& request) { return grammar::common_slot(request); }

private:
    // The first word in `words`, after the line with its size.
    static std::string_view word(std::string_view words) {
        const std::size_t from = words.find('\n') + 1;
        return words.substr(from, words.find('\r', from) - from);
    }
    std::string_view first_argument() const {
        const std::size_t end_of_name = static_cast<std::size_t>(name().end() - words_.data()) + 2;
        return count_ < 2 ? std::string_view() : word(std::string_view(words_).substr(end_of_name));
    }

    /// Whether XREAD or XREADGROUP has the option BLOCK, and not only a group, consumer or key of this name.
    bool has_block_argument() const {
        int names = 0;
        for (std::string_view rest = words_; !rest.empty();) {
            std::size_t size = 0, from = 1;  // after the dollar sign
            for (; rest[from] != '\r'; ++from) size = 10 * size + static_cast<std::size_t>(rest[from] - '0');
            const std::string_view one = rest.substr(from + 2, size);
            if (names != 0) --names;
            else if (detail::is_word(one, "GROUP")) names = 2;
            else if (detail::is_word(one, "STREAMS")) return false;
            else if (detail::is_word(one, "BLOCK")) return true;
            rest.remove_prefix(from + 2 + size + 2);
        }
        return false;
    }

    using kind = typename grammar::base_kind<Reply>::type;

    template <class Item>
    void append(const Item& item) {
        using format = grammar::wire_format<Item>;
        const std::size_t before = words_.size();
        words_.resize(before + format::max_size(item));
        words_.resize(static_cast<std::size_t>(format::write(words_.data() + before, item) - words_.data()));
        ++count_;
    }
};

using any_request = basic_any_request<notation::anything>;

template <class Reply>
inline constexpr bool is_request<basic_any_request<Reply>> = true;

}  // namespace hibana
