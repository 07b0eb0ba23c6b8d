// SPDX-License-Identifier: BSL-1.0
/// \file  In which cluster slot the keys of requests are, as far as their types alone tell.
#pragma once
#include <hibana/command/request.hpp>

namespace hibana {
namespace grammar {

/// The slot that keys share so far, and the next one: -1 is none yet, -2 more than one.
constexpr int join_slots(int slot, int next) {
    if (slot == -1 || next == -1) return slot == -1 ? next : slot;
    return slot == next ? slot : -2;
}

template <class Item>
inline constexpr int slot_of_item = -1;
template <fixed_string Text>
inline constexpr int slot_of_item<key_item<literal<Text>>> = key_slot(literal_text<Text>);

template <class... Item>
consteval int slot_of_items() {
    int slot = -1;
    ((slot = join_slots(slot, slot_of_item<Item>)), ...);
    return slot;
}
template <class... Item>
inline constexpr int slot_of_item<bundle<Item...>> = slot_of_items<Item...>();
template <class Option, class Nothing, class... Item>
inline constexpr int slot_of_item<phrase<Option, Nothing, Item...>> = slot_of_items<Item...>();
template <class Command, class Reply, class... Item>
inline constexpr int slot_of_item<request<Command, Reply, Item...>> = slot_of_items<Item...>();

}  // namespace grammar

/// The slot of the keys of these requests that are constants, whatever the others are: -1 where there is none, -2 where
/// they are in more than one slot, so that a cluster refuses the command, or the transaction, for certain.
template <class... Request>
inline constexpr int constant_slot = grammar::slot_of_items<std::remove_cvref_t<Request>...>();

}  // namespace hibana
