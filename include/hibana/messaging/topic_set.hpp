// SPDX-License-Identifier: BSL-1.0
/// \file  Set of subscribed topics, from which a new connection is resubscribed.
#pragma once
#include <hibana/messaging/topics.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace hibana {

/// The topics of a subscriber: unique names with their kinds.
class topic_set {
public:
    using names = std::set<std::string, std::less<>>;

    /// Adds the topics that are not in the set, and returns them.
    topics add(const topics& more) {
        topics added;
        for (const topic_kind kind : topic_kinds)
            for (const std::string& name : more.of(kind))
                if (add(kind, name)) added.add(kind, name);
        return added;
    }
    bool add(topic_kind kind, std::string_view name) { return of_kind(kind).emplace(name).second; }

    /// Removes the topics that are in the set, and returns them.
    topics remove(const topics& less) {
        topics removed;
        for (const topic_kind kind : topic_kinds)
            for (const std::string& name : less.of(kind))
                if (remove(kind, name)) removed.add(kind, name);
        return removed;
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

    /// Every topic of the set.
    topics all() const {
        topics result;
        for (const topic_kind kind : topic_kinds)
            for (const std::string& name : of(kind)) result.add(kind, name);
        return result;
    }

private:
    names& of_kind(topic_kind kind) { return names_[static_cast<std::size_t>(kind)]; }
    names names_[3];
};

}  // namespace hibana
