// SPDX-License-Identifier: BSL-1.0
/// \file  Cluster slot of the constant keys of requests.
#pragma once
#include <hibana/command/request.hpp>

namespace hibana {
namespace grammar {

/// Combines two slots: -1 is no key, -2 is more than one slot.
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
inline constexpr int slot_of_item<argument_pack<Item...>> = slot_of_items<Item...>();
template <class Option, class Nothing, class... Item>
inline constexpr int slot_of_item<option_value<Option, Nothing, Item...>> = slot_of_items<Item...>();
template <class Command, class Reply, class... Item>
inline constexpr int slot_of_item<request<Command, Reply, Item...>> = slot_of_items<Item...>();

}  // namespace grammar

/// The slot of the constant keys of these requests; other keys are ignored. -1 if there are none, -2 if they are in several
/// slots: a cluster then rejects the command or transaction in any case.
template <class... Request>
inline constexpr int constant_slot = grammar::slot_of_items<std::remove_cvref_t<Request>...>();

}  // namespace hibana
