// SPDX-License-Identifier: BSL-1.0
/// \file  Encoded requests as readable text.
#pragma once
#include <hibana/command/grammar/encode.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace hibana::test {

/// The words of an encoded request, separated by spaces; '' is an empty word. "malformed" if the bytes are not exactly one
/// request.
inline std::string words_of(std::string_view bytes) {
    const auto number = [&bytes](char type) {
        std::size_t value = 0;
        if (bytes.empty() || bytes.front() != type) return std::string::npos;
        bytes.remove_prefix(1);
        const std::size_t end = bytes.find("\r\n");
        if (end == std::string_view::npos || end == 0) return std::string::npos;
        for (const char digit : bytes.substr(0, end)) value = value * 10 + static_cast<std::size_t>(digit - '0');
        bytes.remove_prefix(end + 2);
        return value;
    };
    const std::string malformed = "malformed: " + std::string(bytes);
    std::string text;
    const std::size_t count = number('*');
    if (count == std::string::npos) return malformed;
    for (std::size_t i = 0; i != count; ++i) {
        const std::size_t size = number('$');
        if (size == std::string::npos || bytes.size() < size + 2 || bytes.substr(size, 2) != "\r\n") return malformed;
        if (i != 0) text += ' ';
        text += size == 0 ? "''" : bytes.substr(0, size);
        bytes.remove_prefix(size + 2);
    }
    return bytes.empty() ? text : malformed;
}

/// The words of a request. Checks that all ways of encoding give the same bytes, and that they fit max_encoded_size.
template <class Request>
std::string encoded_text(const Request& request) {
    protocol::send_buffer buffer;
    buffer.append("before");
    encode(request, buffer);
    const std::string_view bytes = buffer.view().substr(6);
    if (std::string_view(encoded(request)) != bytes) return "encoded() differs from encode()";
    if (bytes.size() > max_encoded_size(request)) return "larger than max_encoded_size";
    return words_of(bytes);
}

/// Whether a request has a reply of this kind.
template <class Kind, class Request>
constexpr bool has_reply(const Request&) {
    return std::is_same_v<typename Request::reply, Kind>;
}

}  // namespace hibana::test
