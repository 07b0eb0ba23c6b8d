// SPDX-License-Identifier: BSL-1.0
/// \file  Composition of human-readable text.
#pragma once

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

namespace hibana::detail {

// Error texts are composed here, out of line: every other way of adding strings to one
// another leaves more code behind where it is used than all of these together.

/// The text at `index` in a sequence of zero-terminated texts that ends with an empty one; empty past the end.
///
/// Texts in one block cost neither a table of pointers, each with its relocation, nor code that loads them.
[[nodiscard, gnu::cold]] constexpr std::string_view string_table_at(const char* texts, unsigned index) noexcept {
    for (; index != 0 && *texts != '\0'; --index) texts += __builtin_strlen(texts) + 1;
    return {texts, __builtin_strlen(texts)};
}

/// How many there are. (The builtin is one step of a constant evaluation, and the function of the library one for each character.)
[[nodiscard]] consteval unsigned count_texts(const char* texts) {
    unsigned count = 0;
    for (; *texts != '\0'; texts += __builtin_strlen(texts) + 1) ++count;
    return count;
}

/// The part of a text that begins at a position, limited in size; empty past the end. (`substr` throws there, and costs more.)
[[nodiscard]] constexpr std::string_view substr_noexcept(std::string_view text, std::size_t from,
                                                 std::size_t most = std::string_view::npos) noexcept {
    text.remove_prefix(from < text.size() ? from : text.size());
    return {text.data(), most < text.size() ? most : text.size()};
}

/// Returns the position of the first `part` in a text, or `npos`.
[[nodiscard, gnu::cold, gnu::noinline]] inline std::size_t find_substring(std::string_view part, std::string_view text) noexcept {
    for (std::size_t at = 0; at + part.size() <= text.size(); ++at)
        if (std::memcmp(text.data() + at, part.data(), part.size()) == 0) return at;
    return std::string_view::npos;
}

/// The decimal digits of a number, to be viewed.
class decimal {
public:
    [[gnu::cold, gnu::noinline]] explicit decimal(unsigned long long number) noexcept {
        do text_[--begin_] = static_cast<char>('0' + number % 10);
        while ((number /= 10) != 0);
    }
    operator std::string_view() const noexcept { return {text_ + begin_, sizeof text_ - begin_}; }

private:
    char text_[20];
    unsigned char begin_ = sizeof text_;
};

/// Writes the parts one after the other and returns the end.
[[gnu::cold, gnu::noinline]] inline char* append_all(char* to, std::initializer_list<std::string_view> parts) noexcept {
    for (const std::string_view part : parts) to = part.copy(to, part.size()) + to;
    return to;
}

[[nodiscard, gnu::cold]] inline std::size_t size_of(std::initializer_list<std::string_view> parts) noexcept {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += part.size();
    return size;
}

/// Returns the concatenated parts.
[[nodiscard, gnu::cold, gnu::noinline]] inline std::string concat(std::initializer_list<std::string_view> parts) {
    std::string whole(size_of(parts), ' ');
    append_all(whole.data(), parts);
    return whole;
}

/// Writes `text` as printable ASCII in at most `room` characters and returns the end; truncated text ends with "...".
[[gnu::cold, gnu::noinline]] inline char* put_printable(char* to, std::string_view text, std::size_t room) noexcept {
    constexpr std::string_view cut = "...";
    char* const end = to + room;
    char* last_that_leaves_room_to_cut = to;
    for (const char character : text) {
        char escaped[4] = {'\\', 'x', '0', '0'};
        std::size_t length = 2;
        switch (character) {
        case '\\': escaped[1] = '\\'; break;
        case '\n': escaped[1] = 'n'; break;
        case '\r': escaped[1] = 'r'; break;
        case '\t': escaped[1] = 't'; break;
        default: {
            const auto byte = static_cast<unsigned char>(character);
            if (byte >= 0x20 && byte < 0x7f) {
                escaped[0] = character;
                length = 1;
            } else {
                escaped[2] = "0123456789abcdef"[byte >> 4];
                escaped[3] = "0123456789abcdef"[byte & 0xf];
                length = 4;
            }
        }
        }
        if (static_cast<std::size_t>(end - to) < length) {
            to = last_that_leaves_room_to_cut;
            return append_all(to, {substr_noexcept(cut, 0, static_cast<std::size_t>(end - to))});
        }
        std::memcpy(to, escaped, length);
        to += length;
        if (static_cast<std::size_t>(end - to) >= cut.size()) last_that_leaves_room_to_cut = to;
    }
    return to;
}

}  // namespace hibana::detail
