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
    // of both kinds, so that there is one list type to compile
    struct one_outside {
        Operation* who;
        std::uint32_t due = 0;            // of one that is parked
        protocol::send_buffer bytes{};
        error why{};                      // of one that is ending
    };
    using list = std::deque<one_outside>;
    static constexpr std::uint64_t is_parked_here = Operation::nowhere - 1;
    static constexpr std::uint64_t is_ending_here = Operation::nowhere - 2;

public:
    bool empty() const noexcept { return parked_.empty() && ending_.empty(); }
    std::size_t parked() const noexcept { return parked_.size(); }
    static bool is_parked(const Operation& one) noexcept { return one.ticket == is_parked_here; }
    static bool has_left(const Operation& one) noexcept { return one.ticket == is_ending_here; }

    /// It waits until there is room; these bytes are its request.
    [[gnu::cold]] void park(Operation& one, std::uint32_t due, protocol::send_buffer bytes) {
        parked_.push_back({&one, due, std::move(bytes), error()});
        one.ticket = is_parked_here;
    }
    /// The first of those that wait for room has it: `join(operation, due, bytes)`.
    template <class Join> [[gnu::cold]] void admit(Join join) {
        const one_outside first = std::move(parked_.front());
        parked_.pop_front();
        join(*first.who, first.due, first.bytes.view());
    }

    /// It will end with this error.
    [[gnu::cold, gnu::noinline]] void note(Operation& one, error why) {
        ending_.push_back({&one, 0, protocol::send_buffer(), std::move(why)});
        one.ticket = is_ending_here;
    }
    /// All that wait for room will.
    void note_parked(const error& why) {
        for (; !parked_.empty(); parked_.pop_front()) note(*parked_.front().who, why);
    }
    template <class End> [[gnu::cold]] void end_all(End end) {
        while (!ending_.empty()) {
            one_outside first = std::move(ending_.front());
            ending_.pop_front();
            first.who->ticket = Operation::nowhere;
            end(*first.who, std::move(first.why));
        }
    }
    /// Those that wait for room and for which `is_late(due)` will end with this error. (Not at once: who is ended may make others leave.)
    template <class IsLate> void note_late(const error& why, IsLate is_late) {
        for (auto at = parked_.begin(); at != parked_.end();) {
            if (!is_late(at->due)) {
                ++at;
                continue;
            }
            note(*at->who, why);
            at = parked_.erase(at);
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
    static bool take_out(list& among, Operation& one) noexcept {
        for (auto at = among.begin(); at != among.end(); ++at) {
            if (at->who != &one) continue;
            among.erase(at);
            break;
        }
        one.ticket = Operation::nowhere;
        return true;
    }
    static void drop_first(list& among) noexcept {
        Operation* const first = among.front().who;
        among.pop_front();
        first->ticket = Operation::nowhere;
        first->does->drop(*first);
    }

    list parked_;
    list ending_;
};

}  // namespace hibana::detail
