// SPDX-License-Identifier: BSL-1.0
/// \file  Type-erased decoder of one reply, for the slow paths.
#pragma once
#include <hibana/command/reply/expected_description.hpp>
#include <hibana/command/reply/reply.hpp>
#include <hibana/protocol/cursor.hpp>

#include <string_view>

namespace hibana::detail {

/// Decodes one reply into the object that it refers to. Cheap to copy.
struct reply_reader {
    protocol::status (*read)(void* holder, protocol::cursor& at) = nullptr;  ///< null: accepts and discards any reply
    void* holder = nullptr;
    std::string_view expected{};  ///< description of the expected type, for the error message
};

/// Accepts and discards any reply; a server error is still reported.
inline reply_reader discard_reply() { return reply_reader(); }

template <class Kind> [[gnu::cold]] protocol::status read_erased(void* holder, protocol::cursor& at) {
    return reply_of<Kind>::read(at, *static_cast<typename reply_of<Kind>::storage*>(holder));
}

/// Decodes a reply of this kind into `holder`.
template <class Kind> reply_reader reader_for(typename reply_of<Kind>::storage& holder) {
    return reply_reader{&read_erased<Kind>, &holder, expected_description_for<Kind, typename reply_of<Kind>::type>};
}

}  // namespace hibana::detail
