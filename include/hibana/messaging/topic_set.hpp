// SPDX-License-Identifier: BSL-1.0
/// \file  What is subscribed to, so that it can be asked for again on another connection.
#pragma once
#include <hibana/messaging/topics.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace hibana {

/// The topics that a subscriber wants: names of any bytes, each once, with its kind.
class topic_set {
public:
    using names = std::set<std::string, std::less<>>;

    /// Adds those that are not there yet, and gives them.
    topics add(const topics& wanted) {
        topics fresh;
        for (const topic_kind kind : topic_kinds)
            for (const std::string& name : wanted.of(kind))
                if (add(kind, name)) fresh.add(kind, name);
        return fresh;
    }
    bool add(topic_kind kind, std::string_view name) { return of_kind(kind).emplace(name).second; }

    /// Removes those that are there, and gives them.
    topics remove(const topics& unwanted) {
        topics gone;
        for (const topic_kind kind : topic_kinds)
            for (const std::string& name : unwanted.of(kind))
                if (remove(kind, name)) gone.add(kind, name);
        return gone;
    }
    bool remove(topic_kind kind, std::string_view name) {
        const auto at = of_kind(kind).find(name);
        if (at == of_kind(kind).end()) return false;
        of_kind(kind).erase(at);
        return true;
    }

    bool contains(topic_kind kind, std::string_view name) const { return of(kind).find(name) != of(kind).end(); }
    const names& of(topic_kind kind) const { return names_[static_cast<std::size_t>(kind)]; }
    bool empty() const { return size() == 0; }
    std::size_t size() const { return names_[0].size() + names_[1].size() + names_[2].size(); }

    /// All of them.
    topics all() const {
        topics every;
        for (const topic_kind kind : topic_kinds)
            for (const std::string& name : of(kind)) every.add(kind, name);
        return every;
    }

private:
    names& of_kind(topic_kind kind) { return names_[static_cast<std::size_t>(kind)]; }
    names names_[3];
};

}  // namespace hibana
