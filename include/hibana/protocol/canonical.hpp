// SPDX-License-Identifier: BSL-1.0
/// \file  Canonical form of replies with attributes and streamed types.
#pragma once

#include <hibana/core/text.hpp>
#include <hibana/protocol/receive_buffer.hpp>
#include <hibana/protocol/scan.hpp>
#include <hibana/protocol/sink.hpp>

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <string_view>

namespace hibana::protocol {

namespace detail {

/// Writes the tokens of a message without attributes, and streamed types with their sizes.
class canonical_sink final : public sink_of<canonical_sink> {
public:
    explicit canonical_sink(receive_buffer& out) : out_(out) {}

    [[gnu::cold]] void on_scalar(const token& t) {
        if (skipped_ != 0) return;
        const std::string_view type(&t.type, 1);
        if (t.null) put({type, t.type == '_' ? "" : "-1", "\r\n"});
        else if (t.type == '$' || t.type == '=' || t.type == '!')
            put({type, hibana::detail::decimal(t.text.size()), "\r\n", t.text, "\r\n"});
        else put({type, t.text, "\r\n"});
    }

    [[gnu::cold]] void on_open(const token& t, std::size_t) {
        if (skipped_ != 0) return;
        const std::string_view type(&t.type, 1);
        if (!t.streamed) return put({type, hibana::detail::decimal(t.type == '%' ? t.count / 2 : t.count), "\r\n"});
        // The room made for the count is wide enough for any; as long as there is none it holds where the one around it lies.
        const std::size_t place = out_.size() + 1;
        put({type, zeros, "\r\n"});
        std::memcpy(out_.at(place), &place_, sizeof place_);
        place_ = place;
    }

    [[gnu::cold]] void on_piece(std::string_view text) {
        if (skipped_ == 0) put({text});
    }

    [[gnu::cold]] void on_close(std::size_t count, bool streamed) {
        if (skipped_ != 0 || !streamed) return;
        char* const begin = out_.at(place_);
        const char type = begin[-1];
        if (type == '%') count /= 2;
        std::memcpy(&place_, begin, sizeof place_);
        // zeros in front of a number mean nothing
        for (char* at = begin + zeros.size(); at != begin; count /= 10) *--at = static_cast<char>('0' + count % 10);
        if (type == '$') put({"\r\n"});
    }

    void on_attributes(const token&, bool) { ++skipped_; }
    void on_attributed() { --skipped_; }
    void on_attributed_close() {}

private:
    static constexpr std::string_view zeros = "0000000000000000000";

    [[gnu::cold, gnu::noinline]] void put(std::initializer_list<std::string_view> parts) {
        const std::size_t size = hibana::detail::size_of(parts);
        hibana::detail::append_all(out_.prepare(size).data(), parts);
        out_.commit(size);
    }

    receive_buffer& out_;
    std::size_t place_ = 0;  // where the count of the streamed type is missing that was opened last
    std::size_t skipped_ = 0;
};

}  // namespace detail

/// Appends a whole, scanned message to `out` in the form the typed decoder reads: no attributes, nothing streamed.
[[gnu::cold, gnu::noinline]] inline void canonicalise(std::string_view message, receive_buffer& out) {
    scanner tokens(limits::none());
    detail::canonical_sink written(out);
    cursor c{message.data(), message.data() + message.size()};
    static_cast<void>(tokens.scan(c, &written));
}

}  // namespace hibana::protocol
