// SPDX-License-Identifier: BSL-1.0
/// \file  Control of a subscription from other threads while one thread waits in it.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/messaging/topics.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace hibana {

/// Changes or stops a subscription from any thread. Copies control the same subscription. It may outlive the subscription, and then has
/// no effect.
///
/// The thread that waits for messages applies the changes within `poll_interval`; errors of the server are reported to that thread.
class subscription_control {
public:
    static constexpr std::chrono::milliseconds poll_interval{20};

    subscription_control() : state_(std::make_shared<state>()) {}

    void subscribe(hibana::topics topics) const { push_change(true, std::move(topics)); }
    void unsubscribe(hibana::topics topics) const { push_change(false, std::move(topics)); }

    /// Ends the range. `next` fails with `errc::cancelled` from then on.
    void stop() const {
        const std::lock_guard lock(state_->mutex);
        state_->is_stopped = true;
    }
    bool is_stopped() const {
        const std::lock_guard lock(state_->mutex);
        return state_->is_stopped;
    }

    /// A requested change of the topics.
    struct change {
        bool is_subscribe = false;
        hibana::topics topics{};
    };

    /// Pops the oldest change.
    std::optional<change> pop_change() const {
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

    void push_change(bool is_subscribe, hibana::topics topics) const {
        const std::lock_guard lock(state_->mutex);
        state_->changes.push_back(change{is_subscribe, std::move(topics)});
    }

    std::shared_ptr<state> state_;
};

}  // namespace hibana
