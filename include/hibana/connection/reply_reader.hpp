// SPDX-License-Identifier: BSL-1.0
/// \file  What reads one reply, without the type of the reply: for the paths that are not worth a template.
#pragma once
#include <hibana/command/reply/expected_description.hpp>
#include <hibana/command/reply/reply.hpp>
#include <hibana/protocol/cursor.hpp>

#include <string_view>

namespace hibana::detail {

/// Reads one reply into an object that it refers to. Copied freely.
struct reply_reader {
    protocol::status (*read)(void* holder, protocol::cursor& at) = nullptr;  ///< null: any reply will do, and is dropped
    void* holder = nullptr;
    std::string_view expected{};  ///< description of the expected type, for the error message
};

/// Any reply will do; an error is an error all the same.
inline reply_reader discard_reply() { return reply_reader(); }

template <class Kind> [[gnu::cold]] protocol::status read_erased(void* holder, protocol::cursor& at) {
    return reply_of<Kind>::read(at, *static_cast<typename reply_of<Kind>::holder*>(holder));
}

/// Reads a reply of this kind into `holder`.
template <class Kind> reply_reader reader_for(typename reply_of<Kind>::holder& holder) {
    return reply_reader{&read_erased<Kind>, &holder, wanted_by<Kind, typename reply_of<Kind>::type>};
}

}  // namespace hibana::detail
