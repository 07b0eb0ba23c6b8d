// SPDX-License-Identifier: BSL-1.0
/// \file  Who is told what a scanner finds?
#pragma once

#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <string_view>

namespace hibana::protocol {

/// Is told what a message consists of; this one does not care.
struct no_sink {
    void scalar(const token&) {}                    ///< a scalar that is an element, or the message
    void open(const token&, std::size_t) {}         ///< an aggregate or streamed string begins; so many bytes are left
    void piece(std::string_view) {}                 ///< of the streamed string that was opened last
    void close(std::size_t) {}                      ///< what was opened last has ended after so many elements or bytes
    void attributes(const token&, bool) {}          ///< keys and values follow; further ones of the same element, or not
    void attributed() {}                            ///< the element that they belong to follows
    void attributed_close() {}                      ///< that element has ended
};

}  // namespace hibana::protocol
