// SPDX-License-Identifier: BSL-1.0
/// \file  Dispatch of scanner events to a sink.
#pragma once

#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <string_view>

namespace hibana::protocol {

/// Receives the tokens of a message, once and in order.
///
/// Events go through one function pointer instead of virtual functions: a program that scans without a sink has no virtual table.
class sink {
public:
    /// A scalar: an element, or the whole message.
    void scalar(const token& t) { dispatch_(*this, event::scalar, &t, {}, 0, false); }
    /// An aggregate or streamed string begins; `left` bytes of input follow its header.
    void open(const token& t, std::size_t left) { dispatch_(*this, event::open, &t, {}, left, false); }
    /// A piece of the innermost streamed string.
    void piece(std::string_view text) { dispatch_(*this, event::piece, nullptr, text, 0, false); }
    /// The innermost aggregate or streamed string has ended, after `size` elements or bytes.
    void close(std::size_t size, bool streamed) { dispatch_(*this, event::close, nullptr, {}, size, streamed); }
    /// Keys and values of attributes follow; `further`: the same element has had attributes before.
    void attributes(const token& t, bool further) { dispatch_(*this, event::attributes, &t, {}, 0, further); }
    /// The element that the attributes belong to follows.
    void attributed() { dispatch_(*this, event::attributed, nullptr, {}, 0, false); }
    /// The element that the attributes belong to has ended.
    void attributed_close() { dispatch_(*this, event::attributed_close, nullptr, {}, 0, false); }

protected:
    enum class event : unsigned char { scalar, open, piece, close, attributes, attributed, attributed_close };
    using dispatcher = void (*)(sink& self, event kind, const token* t, std::string_view text, std::size_t size, bool flag);

    explicit sink(dispatcher dispatch) noexcept : dispatch_(dispatch) {}
    ~sink() = default;

private:
    dispatcher dispatch_;
};

/// The base of a sink `Self` with the functions `on_scalar(token)`, `on_open(token, left)` and so on.
template <class Self> class sink_of : public sink {
protected:
    sink_of() noexcept : sink(&dispatch) {}
    ~sink_of() = default;

private:
    static void dispatch(sink& to, event kind, const token* t, std::string_view text, std::size_t size, bool flag) {
        Self& self = static_cast<Self&>(to);
        switch (kind) {
        case event::scalar: return self.on_scalar(*t);
        case event::open: return self.on_open(*t, size);
        case event::piece: return self.on_piece(text);
        case event::close: return self.on_close(size, flag);
        case event::attributes: return self.on_attributes(*t, flag);
        case event::attributed: return self.on_attributed();
        case event::attributed_close: return self.on_attributed_close();
        }
    }
};

}  // namespace hibana::protocol
