// SPDX-License-Identifier: BSL-1.0
/// \file  RESP reader for callers that do their own I/O.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/parser.hpp>
#include <hibana/protocol/scan.hpp>
#include <hibana/protocol/value.hpp>
#include <hibana/protocol/value_read.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hibana::protocol {

/// Reads messages from bytes that arrive in pieces, split anywhere. Not thread-safe.
template <policy::parser Parser>
class reader {
public:
    explicit reader(const limits& within = {}) : scanner_(within, Parser::version >= 3) {}

    /// Adds bytes, which are copied.
    void feed(std::string_view bytes) {
        if (broken_) return;
        if (read_ != 0 && (read_ == bytes_.size() || read_ > bytes_.size() / 2)) {
            bytes_.erase(0, read_);
            read_ = 0;
        }
        bytes_ += bytes;
    }

    /// The buffer has bytes of an incomplete message. Meaningful after `next()` has returned nothing.
    [[nodiscard]] bool pending() const { return read_ != bytes_.size(); }

    /// The next message: a reply, an error of the server or a push; `value::type()` is its kind.
    ///
    /// Nothing: more bytes are needed. An error, `protocol_error` or `limit_exceeded`: the stream is broken, and stays so.
    [[nodiscard]] result<std::optional<value>> next() {
        if (broken_) return broken_;
        cursor c{bytes_.data() + read_, bytes_.data() + bytes_.size()};
        if (c.at == c.end) return std::optional<value>();
        const status s = scanner_.scan(c);
        if (s == status::more) return std::optional<value>();
        if (s != status::done) return fail(s);
        const std::string_view message(bytes_.data() + read_, scanner_.size());
        read_ += message.size();
        return std::optional<value>(value_of(message));
    }

private:
    [[gnu::cold]] error fail(status s) {
        broken_ = error(s == status::over_limit ? errc::limit_exceeded : errc::protocol_error, fate::unknown, scanner_.problem());
        bytes_ = std::string();
        read_ = 0;
        return broken_;
    }

    scanner scanner_;
    std::string bytes_;
    std::size_t read_ = 0;
    error broken_;
};

}  // namespace hibana::protocol
