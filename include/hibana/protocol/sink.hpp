// SPDX-License-Identifier: BSL-1.0
/// \file  Dispatch of scanner events to a sink.
#pragma once

#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <string_view>

namespace hibana::protocol {

/// Receives the tokens of a message, once and in order.
///
/// One function stands for the virtual ones that this could have: a program whose scanner tells nobody has no table of them.
class sink {
public:
    /// A scalar that is an element, or the message.
    void scalar(const token& t) { tell_(*this, reported::scalar, &t, {}, 0, false); }
    /// An aggregate or streamed string begins; so many bytes are left.
    void open(const token& t, std::size_t left) { tell_(*this, reported::open, &t, {}, left, false); }
    /// A piece of the streamed string that was opened last.
    void piece(std::string_view text) { tell_(*this, reported::piece, nullptr, text, 0, false); }
    /// What was opened last has ended after so many elements or bytes.
    void close(std::size_t size, bool streamed) { tell_(*this, reported::close, nullptr, {}, size, streamed); }
    /// Keys and values follow; further ones of the same element, or not.
    void attributes(const token& t, bool further) { tell_(*this, reported::attributes, &t, {}, 0, further); }
    /// The element that they belong to follows.
    void attributed() { tell_(*this, reported::attributed, nullptr, {}, 0, false); }
    /// That element has ended.
    void attributed_close() { tell_(*this, reported::attributed_close, nullptr, {}, 0, false); }

protected:
    enum class reported : unsigned char { scalar, open, piece, close, attributes, attributed, attributed_close };
    using teller = void (*)(sink& self, reported what, const token* t, std::string_view text, std::size_t size, bool flag);

    explicit sink(teller tell) noexcept : tell_(tell) {}
    ~sink() = default;

private:
    teller tell_;
};

/// A sink that is a `Self`, which has functions `on_scalar(token)`, `on_open(token, left)` and so on.
template <class Self> class sink_of : public sink {
protected:
    sink_of() noexcept : sink(&tell) {}
    ~sink_of() = default;

private:
    static void tell(sink& to, reported what, const token* t, std::string_view text, std::size_t size, bool flag) {
        Self& self = static_cast<Self&>(to);
        switch (what) {
        case reported::scalar: return self.on_scalar(*t);
        case reported::open: return self.on_open(*t, size);
        case reported::piece: return self.on_piece(text);
        case reported::close: return self.on_close(size, flag);
        case reported::attributes: return self.on_attributes(*t, flag);
        case reported::attributed: return self.on_attributed();
        case reported::attributed_close: return self.on_attributed_close();
        }
    }
};

}  // namespace hibana::protocol
