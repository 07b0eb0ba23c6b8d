// SPDX-License-Identifier: BSL-1.0
/// \file  Options with their number of words after the name: KNN 4 K 10 EF_RUNTIME 100.
#pragma once
#include <hibana/command/grammar/option.hpp>

namespace hibana {
namespace grammar {

/// Nested options that are not included in the count.
template <class Option>
inline constexpr bool is_uncounted = false;

}  // namespace grammar

/// An option whose name is followed by the number of its words.
template <fixed_string Name, class... Part>
struct sized_option {
    using declared = grammar::option_declaration<Part...>;
    template <class... T>
    constexpr auto operator()(T&&... argument) const {
        return grammar::make_request<sized_option>(static_cast<T&&>(argument)...);
    }
};
template <fixed_string Name, class... Part>
constexpr bool operator==(sized_option<Name, Part...>, sized_option<Name, Part...>) {
    return true;
}

namespace grammar {

template <fixed_string Name, class... Part>
struct option_in<sized_option<Name, Part...>> {
    using type = sized_option<Name, Part...>;
};
template <fixed_string Name, class... Part>
inline constexpr std::string_view token_of<sized_option<Name, Part...>> = Name.view();
template <fixed_string Name, class... Part>
inline constexpr bool requires_arguments<sized_option<Name, Part...>> = true;

template <fixed_string Name, class... Part, class... Item>
struct wire_format<option_value<sized_option<Name, Part...>, void, Item...>> {
    using item = option_value<sized_option<Name, Part...>, void, Item...>;
    static constexpr std::size_t words = 1 + words_in(Name.view());
    static constexpr std::size_t width = items<Item...>::width == varying ? varying : words + items<Item...>::width;
    static constexpr std::size_t count(const item& value) { return words + value.items().count(); }
    static constexpr std::size_t max_size(const item& value) {
        return words_text<Name>.size() + protocol::integer_bound + value.items().max_size();
    }
    static constexpr char* write(char* to, const item& value) {
        std::uint64_t size = 0;
        value.items().each([&size]<class One>(const One& one) {
            if constexpr (!is_uncounted<option_of<One>>) size += count_of(one);
        });
        to = protocol::put_bytes(to, words_text<Name>.data(), words_text<Name>.size());
        return value.items().write(protocol::put_bulk(to, size));
    }
};

}  // namespace grammar
}  // namespace hibana
