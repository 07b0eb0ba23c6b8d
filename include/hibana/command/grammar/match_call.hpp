// SPDX-License-Identifier: BSL-1.0
/// \file  Matching of the arguments of a call with a signature.
#pragma once
#include <hibana/command/grammar/call_error.hpp>
#include <hibana/command/grammar/signature_syntax.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace hibana::grammar {

/// Properties of an argument; of an option its identity and the steps that accept it.
struct argument_info {
    bool option = false;
    bool is_list = false;  // may represent several arguments
    bool bare = false;     // an option without its argument
    std::uint16_t identity = 0;
    std::uint64_t steps = 0;
};

/// The source of one item of the request.
enum class part : unsigned char { option, count, word, first, second, pairs };
struct item_source {
    part kind = part::option;
    std::uint16_t argument = 0;
    std::uint16_t step = 0;
    std::uint16_t following = 0;  // of a count: the number of following sources that it counts
};

template <std::size_t Max>
struct match_result {
    call_error err = call_error::none;
    std::uint16_t offending = 0;  // an argument; of `missing_option` and `too_few`, a step
    std::uint16_t other = 0;
    std::size_t size = 0;
    std::array<item_source, Max + 1> sources{};
};

/// Matches a call with a signature. It runs in the compiler for every call that is not a direct match, so it uses plain arrays
/// and numbers.
template <std::size_t Steps, std::size_t Arguments>
class call_matcher {
    const std::array<step, Steps>& steps_;
    const std::array<argument_info, Arguments>& arguments_;
    std::array<std::size_t, Arguments + 1> step_of_{};     // of an option
    std::array<std::size_t, Arguments + 1> positional_{};  // arguments that are not options
    std::size_t positionals_ = 0;
    std::size_t next_ = 0;  // the first positional argument without a step

public:
    match_result<2 * Steps + Arguments> result{};

    consteval call_matcher(const std::array<step, Steps>& steps, const std::array<argument_info, Arguments>& arguments)
        : steps_(steps), arguments_(arguments) {
        if (!assign_options()) return;
        for (std::size_t at = 0; at != Steps; ++at)
            if (!match_step(at)) return;
        if (next_ != positionals_) fail(call_error::too_many, positional_[next_]);
    }

private:
    consteval bool fail(call_error err, std::size_t offending, std::size_t other = 0) {
        result.err = err;
        result.offending = static_cast<std::uint16_t>(offending);
        result.other = static_cast<std::uint16_t>(other);
        return false;
    }
    consteval void emit(part kind, std::size_t argument, std::size_t at) {
        result.sources[result.size++] = {kind, static_cast<std::uint16_t>(argument), static_cast<std::uint16_t>(at), 0};
    }

    /// The option before `end` that was assigned to a step; `end` if there is none.
    consteval std::size_t option_at(std::size_t at, std::size_t end) const {
        for (std::size_t i = 0; i != end; ++i)
            if (arguments_[i].option && step_of_[i] == at) return i;
        return end;
    }
    consteval bool assign_options() {
        for (std::size_t i = 0; i != Arguments; ++i) {
            if (!arguments_[i].option) {
                positional_[positionals_++] = i;
            } else if (!assign_option(i)) {
                return false;
            }
        }
        return true;
    }
    consteval bool assign_option(std::size_t i) {
        const argument_info& option = arguments_[i];
        if (option.bare) return fail(call_error::missing_argument, i);
        std::size_t first = Steps;
        for (std::size_t at = 0; at != Steps; ++at) {
            if ((option.steps >> at & 1) == 0) continue;
            if (first == Steps) first = at;
            const bool single = steps_[at].kind == element_kind::maybe || steps_[at].kind == element_kind::one_of;
            if (single && option_at(at, i) != i) continue;  // LMOVE has the same two options twice
            step_of_[i] = at;
            for (std::size_t before = 0; before != i && steps_[at].kind == element_kind::any_of; ++before)
                if (arguments_[before].option && arguments_[before].identity == option.identity)
                    return fail(call_error::duplicate, before, i);
            return true;
        }
        if (first == Steps) return fail(call_error::unknown_option, i);
        const std::size_t before = option_at(first, i);
        return fail(arguments_[before].identity == option.identity ? call_error::duplicate : call_error::exclusive, before, i);
    }

    consteval bool match_step(std::size_t at) {
        if (steps_[at].kind == element_kind::word) {
            emit(part::word, 0, at);
            return true;
        }
        if (accepts_options(steps_[at].kind)) return emit_options(at);
        const std::size_t left = positionals_ - next_;
        std::size_t later = 0;
        bool another_list = false;
        for (std::size_t i = at + 1; i != Steps; ++i) {
            later += steps_[i].kind == element_kind::one || steps_[i].kind == element_kind::some;
            another_list = another_list || is_list(steps_[i].kind);
        }
        std::size_t room = left > later ? left - later : 0;
        switch (steps_[at].kind) {
        case element_kind::one:
            if (left == 0) return fail(call_error::too_few, at);
            emit(part::first, positional_[next_++], at);
            return true;
        case element_kind::optional:
            if (room != 0) emit(part::first, positional_[next_++], at);
            return true;
        default: break;
        }
        if (another_list && room != 0) {
            if (!arguments_[positional_[next_]].is_list) return fail(call_error::ambiguous_list_end, positional_[next_]);
            room = 1;
        }
        if (steps_[at].kind == element_kind::some && room == 0) return fail(call_error::too_few, at);
        const std::size_t count = result.size;
        if (steps_[at].counted != counts::nothing) emit(part::count, 0, at);
        if (!emit_list(at, next_ + room)) return false;
        if (steps_[at].counted != counts::nothing) result.sources[count].following = static_cast<std::uint16_t>(result.size - count - 1);
        return true;
    }

    consteval bool emit_options(std::size_t at) {
        const element_kind kind = steps_[at].kind;
        bool none = true;
        std::array<bool, Arguments + 1> done{};
        for (std::size_t round = 0; round != Arguments; ++round) {
            std::size_t best = Arguments;
            for (std::size_t i = 0; i != Arguments; ++i) {
                if (!arguments_[i].option || step_of_[i] != at || done[i]) continue;
                const bool first = best == Arguments;
                if (first || (kind == element_kind::any_of && arguments_[i].identity < arguments_[best].identity)) best = i;
            }
            if (best == Arguments) break;
            done[best] = true;
            none = false;
            emit(part::option, best, at);
        }
        if (none && (kind == element_kind::one_of || kind == element_kind::some_of)) return fail(call_error::missing_option, at);
        return true;
    }

    /// Emits the positional arguments up to `end` as one list.
    consteval bool emit_list(std::size_t at, std::size_t end) {
        const bool whole = end == next_ + 1 && arguments_[positional_[next_]].is_list;
        if (steps_[at].zipped && !whole) {
            if ((end - next_) % 2 != 0) return fail(call_error::unpaired, positional_[end - 1]);
            for (std::size_t i = next_; i < end; i += 2) emit(part::first, positional_[i], at);
            for (std::size_t i = next_ + 1; i < end; i += 2) emit(part::second, positional_[i], at);
            next_ = end;
        } else if (steps_[at].pairs) {
            while (next_ != end) {
                if (arguments_[positional_[next_]].is_list) {
                    emit(part::pairs, positional_[next_++], at);
                    continue;
                }
                if (next_ + 1 == end) return fail(call_error::unpaired, positional_[next_]);
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
consteval auto match_call(const std::array<step, Steps>& steps, const std::array<argument_info, Arguments>& arguments) {
    return call_matcher<Steps, Arguments>(steps, arguments).result;
}

/// The distance between a call and a signature; the closest signature reports the error.
constexpr int distance(call_error err) {
    switch (err) {
    case call_error::none: return 0;
    case call_error::too_few:
    case call_error::too_many:
    case call_error::unpaired:
    case call_error::ambiguous_list_end: return 2;
    case call_error::missing_option: return 3;
    case call_error::unknown_option: return 4;
    default: return 1;  // matching number of arguments and options
    }
}

}  // namespace hibana::grammar
