// SPDX-License-Identifier: BSL-1.0
/// \file  Encoding of requests that the library sends itself.
#pragma once
#include <hibana/protocol/put.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace hibana::detail {

/// Appends the request with these words; null views at the end are omitted.
[[gnu::cold, gnu::noinline]] inline void append_request(protocol::send_buffer& to, const std::string_view* words,
                                                      const std::string_view* end) {
    constexpr std::size_t max_number_size = 24;
    while (end != words && end[-1].data() == nullptr) --end;
    const auto line = [&](char type, std::size_t number) {
        char* at = to.grow(max_number_size);
        *at++ = type;
        to.commit(protocol::put_line_end(protocol::put_digits(at, number)));
    };
    line('*', static_cast<std::size_t>(end - words));
    for (; words != end; ++words) {
        line('$', words->size());
        to.append(*words);
        to.append("\r\n");
    }
}

inline void append_request(protocol::send_buffer& to, std::initializer_list<std::string_view> words) {
    append_request(to, words.begin(), words.end());
}

}  // namespace hibana::detail
