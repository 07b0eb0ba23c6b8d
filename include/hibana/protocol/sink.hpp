// SPDX-License-Identifier: BSL-1.0
/// \file  Who is told what a scanner finds?
#pragma once

#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <string_view>

namespace hibana::protocol {

/// Is told what a message consists of, once and in order.
class sink {
public:
    virtual void scalar(const token&) = 0;                     ///< a scalar that is an element, or the message
    virtual void open(const token&, std::size_t left) = 0;     ///< an aggregate or streamed string begins; so many bytes are left
    virtual void piece(std::string_view) = 0;                  ///< of the streamed string that was opened last
    virtual void close(std::size_t size, bool streamed) = 0;   ///< what was opened last has ended after so many elements or bytes
    virtual void attributes(const token&, bool further) = 0;   ///< keys and values follow; further ones of the same element, or not
    virtual void attributed() = 0;                             ///< the element that they belong to follows
    virtual void attributed_close() = 0;                       ///< that element has ended

protected:
    ~sink() = default;
};

}  // namespace hibana::protocol
