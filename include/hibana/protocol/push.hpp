// SPDX-License-Identifier: BSL-1.0
/// \file  Contents and kinds of push messages.
#pragma once

#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>

#include <cstddef>
#include <string_view>

namespace hibana::protocol {

/// A complete canonical push: its kind, and its further elements, to be read one by one.
///
/// Views the message. An unknown kind is no error: it is ignored.
class push {
public:
    push() = default;

    /// Reads a whole message, scanned and canonical. If it is not a push that begins with a kind, `kind()` is empty.
    explicit push(std::string_view message) {
        cursor c{message.data(), message.data() + message.size(), true};
        tokenizer tokens(limits::none());
        token header;
        std::string_view kind;
        if (tokens.read(c, header) != status::done || header.type != '>') return;
        if (read_text(c, kind) != status::done) return;
        kind_ = kind;
        rest_ = c;
        count_ = header.count - 1;
    }

    /// `message`, `invalidate`, `subscribe`, ...; empty if this is no push.
    [[nodiscard]] std::string_view kind() const { return kind_; }

    /// How many elements follow the kind.
    [[nodiscard]] std::size_t count() const { return count_; }

    /// The position of the first of them; the functions for elements of replies read each.
    [[nodiscard]] cursor elements() const { return rest_; }

    /// The element at `index` if it is a text, as a channel and a message are; nothing if it is not, or null.
    [[nodiscard]] std::string_view text(std::size_t index) const {
        cursor c = rest_;
        std::string_view found;
        if (index >= count_) return {};
        for (; index != 0; --index) {
            if (skip(c) != status::done) return {};
        }
        return read_text(c, found) == status::done ? found : std::string_view();
    }

private:
    std::string_view kind_;
    cursor rest_{nullptr, nullptr, true};
    std::size_t count_ = 0;
};

}  // namespace hibana::protocol
