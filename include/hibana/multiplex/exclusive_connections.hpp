// SPDX-License-Identifier: BSL-1.0
/// \file  Exclusive connections of an asynchronous client, opened when they are needed and reused.
#pragma once
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/pool/pool_stats.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hibana::detail {

/// The multiplexers for operations that need a connection of their own. Used on the executor of the client.
template <class Multiplexer> class exclusive_connections {
public:
    using node_type = typename Multiplexer::node_type;
    using mode_type = typename Multiplexer::mode;

    exclusive_connections(std::shared_ptr<node_type> to, const multiplexed& settings)
        : node_(std::move(to)), settings_(settings) {}

    /// An available multiplexer, in this mode; null if all are in use, and then sets `refusal` unless it is set.
    Multiplexer* acquire(mode_type mode, error& refusal) {
        for (const auto& each : all_) {
            if (!each->is_available()) continue;
            each->set_mode(mode);
            return each.get();
        }
        if (all_.size() >= settings_.max_exclusive_connections) {
            if (!refusal)
                refusal = error(errc::pool_exhausted, fate::not_sent,
                                "all " + std::to_string(settings_.max_exclusive_connections) + " exclusive connections are in use");
            return nullptr;
        }
        all_.push_back(Multiplexer::make(node_, settings_, mode));
        return all_.back().get();
    }

    pool_stats stats() const {
        std::size_t idle = 0;
        for (const auto& each : all_) idle += each->is_available();
        return {settings_.max_exclusive_connections, all_.size(), idle};
    }
    void shut_down() {
        for (const auto& each : all_) each->shut_down();
    }

private:
    std::shared_ptr<node_type> node_;
    multiplexed settings_;
    std::vector<std::shared_ptr<Multiplexer>> all_;
};

}  // namespace hibana::detail
