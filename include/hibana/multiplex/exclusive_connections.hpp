// SPDX-License-Identifier: BSL-1.0
/// \file  The connections that calls of an asynchronous client have to themselves: made as they are needed, kept for the next.
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

/// `Carrier` is a multiplexer. One that is idle, and not pinned, is free.
template <class Carrier> class own_connections {
public:
    using context_type = typename Carrier::context_type;
    using manner = typename Carrier::manner;

    own_connections(std::shared_ptr<context_type> context, const multiplexed& recipe)
        : context_(std::move(context)), recipe_(recipe) {}

    /// One that is free, or null where there may be no more; `refusal` says so then.
    Carrier* take(manner how, error& refusal) {
        for (const auto& each : all_)
            if (each->is_free()) return each->treat_as(how), each.get();
        if (all_.size() >= recipe_.own_connections) {
            if (!refusal)
                refusal = error(errc::pool_exhausted, fate::not_sent,
                                "all " + std::to_string(recipe_.own_connections) + " connections for calls that need their own are in use");
            return nullptr;
        }
        all_.push_back(Carrier::make(context_, recipe_, how));
        return all_.back().get();
    }

    pool_stats stats() const noexcept {
        std::size_t free = 0;
        for (const auto& each : all_) free += each->is_free();
        return {recipe_.own_connections, all_.size(), free};
    }
    void close_idle() {
        for (const auto& each : all_)
            if (each->is_free()) each->close_connection();
    }
    void shut_down() {
        for (const auto& each : all_) each->shut_down();
    }

private:
    std::shared_ptr<context_type> context_;
    multiplexed recipe_;
    std::vector<std::shared_ptr<Carrier>> all_;
};

}  // namespace hibana::detail
