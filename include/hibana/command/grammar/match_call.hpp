// SPDX-License-Identifier: BSL-1.0
/// \file  Which argument of a call goes to which place of a signature, or what is wrong with the call.
#pragma once
#include <hibana/command/grammar/call_error.hpp>
#include <hibana/command/grammar/signature_syntax.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace hibana::grammar {

/// What is to be known of one argument: for an option, which it is and the steps that would take it.
struct seen {
    bool option = false;
    bool several = false;  // it may stand for several arguments
    bool bare = false;     // an option without its argument
    std::uint16_t identity = 0;
    std::uint64_t steps = 0;
};

/// One item of the request to be: what it is made of.
enum class part : unsigned char { option, count, said, first, second, pairs };
struct use {
    part what = part::option;
    std::uint16_t argument = 0;
    std::uint16_t step = 0;
    std::uint16_t following = 0;  // of a count: how many of the next uses it counts
};

template <std::size_t Most>
struct plan {
    fault wrong = fault::none;
    std::uint16_t culprit = 0;  // an argument; of `choose` and `too_few`, a step
    std::uint16_t other = 0;
    std::size_t size = 0;
    std::array<use, Most + 1> uses{};
};

/// Reads a call by a signature. Plain arrays and numbers: this runs in the compiler, for every call that is more than
/// kinds in a row.
template <std::size_t Steps, std::size_t Arguments>
class arrangement {
    const std::array<step, Steps>& steps_;
    const std::array<seen, Arguments>& arguments_;
    std::array<std::size_t, Arguments + 1> step_of_{};     // of an option
    std::array<std::size_t, Arguments + 1> positional_{};  // the arguments that are none
    std::size_t positionals_ = 0;
    std::size_t next_ = 0;  // the first of them that has no place yet

public:
    plan<2 * Steps + Arguments> made{};

    consteval arrangement(const std::array<step, Steps>& steps, const std::array<seen, Arguments>& arguments)
        : steps_(steps), arguments_(arguments) {
        if (!place_options()) return;
        for (std::size_t at = 0; at != Steps; ++at)
            if (!place(at)) return;
        if (next_ != positionals_) fail(fault::too_many, positional_[next_]);
    }

private:
    consteval bool fail(fault wrong, std::size_t culprit, std::size_t other = 0) {
        made.wrong = wrong;
        made.culprit = static_cast<std::uint16_t>(culprit);
        made.other = static_cast<std::uint16_t>(other);
        return false;
    }
    consteval void emit(part what, std::size_t argument, std::size_t at) {
        made.uses[made.size++] = {what, static_cast<std::uint16_t>(argument), static_cast<std::uint16_t>(at), 0};
    }

    /// The argument before `end` that took a step, if one did.
    consteval std::size_t holder(std::size_t at, std::size_t end) const {
        for (std::size_t i = 0; i != end; ++i)
            if (arguments_[i].option && step_of_[i] == at) return i;
        return end;
    }
    consteval bool place_options() {
        for (std::size_t i = 0; i != Arguments; ++i) {
            if (!arguments_[i].option) {
                positional_[positionals_++] = i;
            } else if (!place_option(i)) {
                return false;
            }
        }
        return true;
    }
    consteval bool place_option(std::size_t i) {
        const seen& option = arguments_[i];
        if (option.bare) return fail(fault::bare, i);
        std::size_t first = Steps;
        for (std::size_t at = 0; at != Steps; ++at) {
            if ((option.steps >> at & 1) == 0) continue;
            if (first == Steps) first = at;
            const bool single = steps_[at].is == shape::maybe || steps_[at].is == shape::one_of;
            if (single && holder(at, i) != i) continue;  // LMOVE names the same two options twice
            step_of_[i] = at;
            for (std::size_t before = 0; before != i && steps_[at].is == shape::any_of; ++before)
                if (arguments_[before].option && arguments_[before].identity == option.identity)
                    return fail(fault::twice, before, i);
            return true;
        }
        if (first == Steps) return fail(fault::foreign, i);
        const std::size_t before = holder(first, i);
        return fail(arguments_[before].identity == option.identity ? fault::twice : fault::exclusive, before, i);
    }

    consteval bool place(std::size_t at) {
        if (steps_[at].is == shape::said) {
            emit(part::said, 0, at);
            return true;
        }
        if (takes_options(steps_[at].is)) return emit_options(at);
        const std::size_t left = positionals_ - next_;
        std::size_t later = 0;
        bool another_list = false;
        for (std::size_t i = at + 1; i != Steps; ++i) {
            later += steps_[i].is == shape::one || steps_[i].is == shape::some;
            another_list = another_list || is_list(steps_[i].is);
        }
        std::size_t room = left > later ? left - later : 0;
        switch (steps_[at].is) {
        case shape::one:
            if (left == 0) return fail(fault::too_few, at);
            emit(part::first, positional_[next_++], at);
            return true;
        case shape::optional:
            if (room != 0) emit(part::first, positional_[next_++], at);
            return true;
        default: break;
        }
        if (another_list && room != 0) {
            if (!arguments_[positional_[next_]].several) return fail(fault::apart, positional_[next_]);
            room = 1;
        }
        if (steps_[at].is == shape::some && room == 0) return fail(fault::too_few, at);
        const std::size_t count = made.size;
        if (steps_[at].counted != counts::nothing) emit(part::count, 0, at);
        if (!emit_list(at, next_ + room)) return false;
        if (steps_[at].counted != counts::nothing)
            made.uses[count].following = static_cast<std::uint16_t>(made.size - count - 1);
        return true;
    }

    consteval bool emit_options(std::size_t at) {
        const shape is = steps_[at].is;
        bool none = true;
        std::array<bool, Arguments + 1> done{};
        for (std::size_t round = 0; round != Arguments; ++round) {
            std::size_t best = Arguments;
            for (std::size_t i = 0; i != Arguments; ++i) {
                if (!arguments_[i].option || step_of_[i] != at || done[i]) continue;
                const bool first = best == Arguments;
                if (first || (is == shape::any_of && arguments_[i].identity < arguments_[best].identity)) best = i;
            }
            if (best == Arguments) break;
            done[best] = true;
            none = false;
            emit(part::option, best, at);
        }
        if (none && (is == shape::one_of || is == shape::some_of)) return fail(fault::choose, at);
        return true;
    }

    /// The positional arguments up to `end` are one list.
    consteval bool emit_list(std::size_t at, std::size_t end) {
        const bool whole = end == next_ + 1 && arguments_[positional_[next_]].several;
        if (steps_[at].zipped && !whole) {
            if ((end - next_) % 2 != 0) return fail(fault::odd, positional_[end - 1]);
            for (std::size_t i = next_; i < end; i += 2) emit(part::first, positional_[i], at);
            for (std::size_t i = next_ + 1; i < end; i += 2) emit(part::second, positional_[i], at);
            next_ = end;
        } else if (steps_[at].pairs) {
            while (next_ != end) {
                if (arguments_[positional_[next_]].several) {
                    emit(part::pairs, positional_[next_++], at);
                    continue;
                }
                if (next_ + 1 == end) return fail(fault::odd, positional_[next_]);
                emit(part::first, positional_[next_++], at);
                emit(part::second, positional_[next_++], at);
            }
        } else {
            while (next_ != end) emit(part::first, positional_[next_++], at);
        }
        return true;
    }
};

template <std::size_t Steps, std::size_t Arguments>
consteval auto arrange(const std::array<step, Steps>& steps, const std::array<seen, Arguments>& arguments) {
    return arrangement<Steps, Arguments>(steps, arguments).made;
}

/// How far a call is from a signature, so that of several the one that was meant complains.
constexpr int distance(fault wrong) {
    switch (wrong) {
    case fault::none: return 0;
    case fault::too_few:
    case fault::too_many:
    case fault::odd:
    case fault::apart: return 2;
    case fault::choose: return 3;
    case fault::foreign: return 4;
    default: return 1;  // the right number of arguments, and options that belong here
    }
}

}  // namespace hibana::grammar
