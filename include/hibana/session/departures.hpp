// SPDX-License-Identifier: BSL-1.0
/// \file  The calls of a multiplexer that are not in its line: those for which there is no room yet, and those about to end.
#pragma once
#include <hibana/core/error.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Operations outside of the line; `Operation::ticket` says that they are here. Whoever is ended or dropped is out of it before.
template <class Operation> class departures {
    struct parked_one {
        Operation* who;
        std::uint32_t due;
        protocol::send_buffer bytes;
    };
    struct ending_one {
        Operation* who;
        error why;
    };
    static constexpr std::uint64_t is_parked_here = Operation::nowhere - 1;
    static constexpr std::uint64_t is_ending_here = Operation::nowhere - 2;

public:
    bool empty() const noexcept { return parked_.empty() && ending_.empty(); }
    std::size_t parked() const noexcept { return parked_.size(); }
    static bool is_parked(const Operation& one) noexcept { return one.ticket == is_parked_here; }
    static bool has_left(const Operation& one) noexcept { return one.ticket == is_ending_here; }

    /// It waits until there is room; these bytes are its request.
    [[gnu::cold]] void park(Operation& one, std::uint32_t due, protocol::send_buffer bytes) {
        parked_.push_back({&one, due, std::move(bytes)});
        one.ticket = is_parked_here;
    }
    /// The first of those that wait for room has it: `join(operation, due, bytes)`.
    template <class Join> [[gnu::cold]] void admit(Join join) {
        const parked_one first = std::move(parked_.front());
        parked_.pop_front();
        join(*first.who, first.due, first.bytes.view());
    }

    /// It will end with this error.
    [[gnu::cold, gnu::noinline]] void note(Operation& one, error why) {
        ending_.push_back({&one, std::move(why)});
        one.ticket = is_ending_here;
    }
    /// All that wait for room will.
    void note_parked(const error& why) {
        for (; !parked_.empty(); parked_.pop_front()) note(*parked_.front().who, why);
    }
    template <class End> [[gnu::cold]] void end_all(End end) {
        while (!ending_.empty()) {
            ending_one first = std::move(ending_.front());
            ending_.pop_front();
            first.who->ticket = Operation::nowhere;
            end(*first.who, std::move(first.why));
        }
    }
    /// Ends those that wait for room, and for which `is_late(due)`.
    template <class IsLate, class End> void end_late(IsLate is_late, End end) {
        for (std::size_t index = 0; index < parked_.size();) {
            if (!is_late(parked_[index].due)) {
                ++index;
                continue;
            }
            Operation* const late = parked_[index].who;
            parked_.erase(parked_.begin() + static_cast<std::ptrdiff_t>(index));
            late->ticket = Operation::nowhere;
            end(*late);
        }
    }

    /// It is not to be touched any more. Says whether it was here.
    [[gnu::cold, gnu::noinline]] bool forget(Operation& one) noexcept {
        if (one.ticket == is_parked_here) return take_out(parked_, one);
        if (one.ticket == is_ending_here) return take_out(ending_, one);
        return false;
    }
    [[gnu::cold]] void drop_all() noexcept {
        while (!parked_.empty()) drop_first(parked_);
        while (!ending_.empty()) drop_first(ending_);
    }

private:
    template <class List> static bool take_out(List& list, Operation& one) noexcept {
        for (auto at = list.begin(); at != list.end(); ++at) {
            if (at->who != &one) continue;
            list.erase(at);
            break;
        }
        one.ticket = Operation::nowhere;
        return true;
    }
    template <class List> static void drop_first(List& list) noexcept {
        Operation* const first = list.front().who;
        list.pop_front();
        first->ticket = Operation::nowhere;
        first->does->drop(*first);
    }

    std::deque<parked_one> parked_;
    std::deque<ending_one> ending_;
};

}  // namespace hibana::detail
