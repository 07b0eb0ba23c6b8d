// SPDX-License-Identifier: BSL-1.0
/// \file  Encoding of requests, at run time or in constant expressions.
#pragma once
#include <hibana/command/request.hpp>
#include <hibana/protocol/send_buffer.hpp>

namespace hibana {

/// A buffer that also works in constant expressions: clang 16 cannot grow the std::string of libstdc++ 12 there.
class encoded_bytes {
    char* data_;
    std::size_t size_ = 0;

public:
    constexpr explicit encoded_bytes(std::size_t capacity) : data_(new char[capacity]) {}
    constexpr encoded_bytes(encoded_bytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
    encoded_bytes& operator=(encoded_bytes&&) = delete;
    constexpr ~encoded_bytes() { delete[] data_; }

    constexpr char* data() { return data_; }
    constexpr void end_at(const char* end) { size_ = static_cast<std::size_t>(end - data_); }
    constexpr operator std::string_view() const { return {data_, size_}; }
    friend constexpr bool operator==(const encoded_bytes& one, std::string_view other) { return std::string_view(one) == other; }
};

namespace grammar {

/// `*3` and the name; if the number of words varies, it is written at run time.
template <fixed_string Name, std::size_t Words>
inline constexpr auto header_text = [] {
    constexpr std::size_t count = Words == varying ? 0 : 1 + protocol::digits_of(Words) + 2;
    std::array<char, count + size_of_words(Name.view())> bytes{};
    char* to = bytes.data();
    if (Words != varying) {
        *to++ = '*';
        to = protocol::put_line_end(protocol::put_digits(to, Words));
    }
    put_words(to, Name.view());
    return bytes;
}();

/// The bytes of a request without run-time arguments.
template <fixed_string Name, class... Item>
inline constexpr auto request_text = [] {
    constexpr const auto& header = header_text<Name, words_in(Name.view()) + (std::size_t{0} + ... + wire_format<Item>::width)>;
    std::array<char, (header.size() + ... + wire_format<Item>::text.size())> bytes{};
    [[maybe_unused]] char* to = protocol::put_bytes(bytes.data(), header.data(), header.size());
    ((to = protocol::put_bytes(to, wire_format<Item>::text.data(), wire_format<Item>::text.size())), ...);
    return bytes;
}();

template <class Request>
struct writer;
template <class Command, class Reply, class... Item>
struct writer<request<Command, Reply, Item...>> {
    using request_type = request<Command, Reply, Item...>;
    static constexpr bool is_constant = (constant<Item> && ...);
    static constexpr bool is_counted = items<Item...>::width != varying;
    static constexpr std::size_t name_words = words_in(Command::name);
    static constexpr std::size_t words = is_counted ? name_words + items<Item...>::width : varying;
    static constexpr const auto& header() { return header_text<Command::declared::wire_name, words>; }
    static constexpr const auto& text() { return request_text<Command::declared::wire_name, Item...>; }
};

}  // namespace grammar

/// Whether the type of a request determines its bytes.
template <class Request>
inline constexpr bool is_constant_request = grammar::writer<Request>::is_constant;

/// An upper bound of the bytes that `encode_at` writes.
template <class Command, class Reply, class... Item>
constexpr std::size_t max_encoded_size(const request<Command, Reply, Item...>& request) {
    using writer = grammar::writer<hibana::request<Command, Reply, Item...>>;
    if constexpr (writer::is_constant) return writer::text().size();
    else if constexpr (writer::is_counted) return writer::header().size() + request.items().max_size();
    else return 24 + writer::header().size() + request.items().max_size();
}

/// Encodes a request at `to`, which has `max_encoded_size` bytes, and returns the end.
template <class Command, class Reply, class... Item>
constexpr char* encode_at(const request<Command, Reply, Item...>& request, char* to) {
    using writer = grammar::writer<hibana::request<Command, Reply, Item...>>;
    if constexpr (writer::is_constant) {
        return protocol::put_bytes(to, writer::text().data(), writer::text().size());
    } else {
        if constexpr (!writer::is_counted) {
            *to++ = '*';
            to = protocol::put_line_end(protocol::put_digits(to, writer::name_words + request.items().count()));
        }
        return request.items().write(protocol::put_bytes(to, writer::header().data(), writer::header().size()));
    }
}

/// Appends an encoded request to a send buffer.
template <class Command, class Reply, class... Item>
void encode(const request<Command, Reply, Item...>& request, protocol::send_buffer& out) {
    out.commit(encode_at(request, out.grow(max_encoded_size(request))));
}

/// Returns the bytes of a request, also in a constant expression:
/// `static_assert(encoded(cmd::ping()) == "*1\r\n$4\r\nPING\r\n")`.
template <class Command, class Reply, class... Item>
constexpr auto encoded(const request<Command, Reply, Item...>& request) {
    using writer = grammar::writer<hibana::request<Command, Reply, Item...>>;
    if constexpr (writer::is_constant) {
        return std::string_view(writer::text().data(), writer::text().size());
    } else {
        encoded_bytes bytes(max_encoded_size(request));
        bytes.end_at(encode_at(request, bytes.data()));
        return bytes;
    }
}

}  // namespace hibana
