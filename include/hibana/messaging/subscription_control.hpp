// SPDX-License-Identifier: BSL-1.0
/// \file  How other threads change or end a subscription while one waits in it.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/messaging/topics.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace hibana {

/// Tells a subscription what to do, from any thread; copies tell the same one. It may outlive the subscription, which then does not
/// listen any more.
///
/// The thread that waits for messages applies the changes within `poll_interval`; errors of the server are reported to that thread.
class subscription_control {
public:
    static constexpr std::chrono::milliseconds poll_interval{20};

    subscription_control() : state_(std::make_shared<state>()) {}

    void subscribe(topics wanted) const { say(true, std::move(wanted)); }
    void unsubscribe(topics unwanted) const { say(false, std::move(unwanted)); }

    /// Ends the range; `next` gives `errc::cancelled` from then on.
    void stop() const {
        const std::lock_guard lock(state_->mutex);
        state_->is_stopped = true;
    }
    bool is_stopped() const {
        const std::lock_guard lock(state_->mutex);
        return state_->is_stopped;
    }

    /// What one is to do.
    struct change {
        bool adds = false;
        topics what{};
    };

    /// Pops the oldest change.
    std::optional<change> take() const {
        const std::lock_guard lock(state_->mutex);
        if (state_->changes.empty()) return std::nullopt;
        change first = std::move(state_->changes.front());
        state_->changes.erase(state_->changes.begin());
        return first;
    }

private:
    struct state {
        std::mutex mutex;
        std::vector<change> changes;
        bool is_stopped = false;
    };

    void say(bool adds, topics what) const {
        const std::lock_guard lock(state_->mutex);
        state_->changes.push_back(change{adds, std::move(what)});
    }

    std::shared_ptr<state> state_;
};

}  // namespace hibana
