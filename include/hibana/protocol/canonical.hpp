// SPDX-License-Identifier: BSL-1.0
/// \file  How does a reply with attributes and streamed types become one that the typed decoder knows?
#pragma once

#include <hibana/protocol/receive_buffer.hpp>
#include <hibana/protocol/scan.hpp>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace hibana::protocol {

namespace detail {

/// Writes what it is told without attributes, and streamed types as if their size had been known.
class canonical_sink {
public:
    explicit canonical_sink(receive_buffer& out) : out_(out) {}

    void scalar(const token& t) {
        if (skipped_ != 0) return;
        switch (t.type) {
        case '$':
        case '=':
        case '!':
            if (t.null) {
                append("$-1\r\n");
                return;
            }
            append_header(t.type, t.text.size());
            append(t.text);
            break;
        case '*': append("*-1"); break;
        default:
            append({&t.type, 1});
            append(t.text);
            break;
        }
        append("\r\n");
    }

    void open(const token& t, std::size_t) {
        if (skipped_ != 0) return;
        places_.push_back(0);
        if (t.streamed) {
            places_.back() = out_.size() + 1;
            append({&t.type, 1});
            append(std::string_view(zeros, width));
            append("\r\n");
        } else {
            append_header(t.type, t.type == '%' ? t.count / 2 : t.count);
        }
        types_.push_back(t.type);
    }

    void piece(std::string_view text) {
        if (skipped_ == 0) append(text);
    }

    void close(std::size_t count) {
        if (skipped_ != 0) return;
        const char type = types_.back();
        if (type == '$') append("\r\n");
        // The room made for the count is wide enough for any; zeros in front of a number mean nothing.
        if (places_.back() != 0) write_count(places_.back(), type == '%' ? count / 2 : count);
        places_.pop_back();
        types_.pop_back();
    }

    void attributes(const token&, bool) { ++skipped_; }
    void attributed() { --skipped_; }
    void attributed_close() {}

private:
    static constexpr std::size_t width = 19;
    static constexpr char zeros[width + 1] = "0000000000000000000";

    void append(std::string_view text) {
        if (text.empty()) return;
        std::memcpy(out_.prepare(text.size()).data(), text.data(), text.size());
        out_.commit(text.size());
    }

    void append_header(char type, std::size_t size) {
        char header[1 + width + 2];
        char* at = header + sizeof header;
        *--at = '\n';
        *--at = '\r';
        do *--at = static_cast<char>('0' + size % 10);
        while ((size /= 10) != 0);
        *--at = type;
        append({at, static_cast<std::size_t>(header + sizeof header - at)});
    }

    void write_count(std::size_t place, std::size_t count) {
        char* at = out_.at(place + width);
        for (; count != 0; count /= 10) *--at = static_cast<char>('0' + count % 10);
    }

    receive_buffer& out_;
    std::vector<std::size_t> places_;  // where the count of a streamed type is missing, or 0
    std::vector<char> types_;
    std::size_t skipped_ = 0;
};

}  // namespace detail

/// Appends a whole, scanned message to `out` in the form the typed decoder reads: no attributes, nothing streamed.
[[gnu::cold, gnu::noinline]] inline void canonicalise(std::string_view message, receive_buffer& out) {
    scanner tokens(limits::none());
    detail::canonical_sink sink(out);
    cursor c{message.data(), message.data() + message.size()};
    static_cast<void>(tokens.scan(c, sink));
}

}  // namespace hibana::protocol
