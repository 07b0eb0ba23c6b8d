// SPDX-License-Identifier: BSL-1.0
/// \file  Event classes of keyspace notifications: the letters of notify-keyspace-events.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hibana {

/// A set of event classes and of kinds of channels, as the letters of `notify-keyspace-events`.
///
/// `K` channels of keys, `E` channels of events; `g` commands of any type, `$` strings, `l` lists, `s` sets,
/// `h` hashes, `z` sorted sets, `t` streams, `d` modules, `x` expired, `e` evicted, `m` missed, `n` new, `o` overwritten,
/// `c` of another type; `A` is `g$lshztdxe`. Unknown letters are preserved.
class keyspace_classes {
public:
    constexpr keyspace_classes() = default;
    constexpr explicit keyspace_classes(std::string_view letters) {
        for (const char letter : letters) {
            if (letter == 'A') *this |= keyspace_classes(all);
            else if (letter >= first && letter <= last) letters_[at(letter)] |= bit(letter);
        }
    }

    constexpr bool has(char letter) const { return letter >= first && letter <= last && (letters_[at(letter)] & bit(letter)) != 0; }
    constexpr bool empty() const { return letters_[0] == 0 && letters_[1] == 0; }
    /// Whether the server sends any notification: `K` or `E`, and a class of events.
    constexpr bool sends_anything() const { return (has('K') || has('E')) && !without(keyspace_classes("KE")).empty(); }
    /// Whether this set contains all of `others`.
    constexpr bool covers(keyspace_classes others) const { return others.without(*this).empty(); }

    constexpr keyspace_classes& operator|=(keyspace_classes more) {
        letters_[0] |= more.letters_[0];
        letters_[1] |= more.letters_[1];
        return *this;
    }
    friend constexpr keyspace_classes operator|(keyspace_classes some, keyspace_classes more) { return some |= more; }
    constexpr keyspace_classes without(keyspace_classes others) const {
        keyspace_classes rest = *this;
        rest.letters_[0] &= ~others.letters_[0];
        rest.letters_[1] &= ~others.letters_[1];
        return rest;
    }

    /// The letters, as an argument of CONFIG SET.
    std::string text() const {
        std::string letters;
        for (char letter = first; letter <= last; ++letter)
            if (has(letter)) letters += letter;
        return letters;
    }

    friend constexpr bool operator==(keyspace_classes, keyspace_classes) = default;

private:
    static constexpr std::string_view all = "g$lshztdxe";
    static constexpr char first = '!', last = '~';  // the printable characters
    static constexpr std::size_t at(char letter) { return static_cast<std::size_t>(letter - first) / 64; }
    static constexpr std::uint64_t bit(char letter) { return std::uint64_t{1} << (letter - first) % 64; }

    std::uint64_t letters_[2] = {};
};

/// The class of an event by its name, as a letter; 0 if unknown.
constexpr char keyspace_class_of(std::string_view event) {
    struct row {
        char letter;
        std::string_view events;
    };
    // names are enclosed in spaces, so that only whole names match
    constexpr row rows[] = {
        {'g', " del unlink rename_from rename_to move_from move_to copy_to restore expire persist "},
        {'$', " set setrange incrby incrbyfloat append setbit pfadd "},
        {'l', " lpush rpush lpop rpop linsert lset lrem ltrim sortstore "},
        {'s', " sadd srem spop sinterstore sunionstore sdiffstore "},
        {'h', " hset hincrby hincrbyfloat hdel hexpire hexpired hpersist "},
        {'z', " zadd zincr zrem zremrangebyscore zremrangebyrank zremrangebylex zpopmin zpopmax zdiffstore zinterstore zunionstore "
              "zrangestore geosearchstore georadiusstore "},
        {'t', " xadd xtrim xdel xsetid xgroup-create xgroup-createconsumer xgroup-delconsumer xgroup-destroy xgroup-setid xclaim "
              "xautoclaim "},
        {'x', " expired "},
        {'e', " evicted "},
        {'m', " keymiss "},
        {'n', " new "},
        {'o', " overwritten "},
        {'c', " type_changed "},
    };
    if (event.empty()) return 0;
    for (const row& each : rows)
        for (std::size_t from = 0; (from = each.events.find(event, from)) != std::string_view::npos; ++from)
            if (each.events[from - 1] == ' ' && each.events[from + event.size()] == ' ') return each.letter;
    return 0;
}

}  // namespace hibana
