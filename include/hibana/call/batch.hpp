// SPDX-License-Identifier: BSL-1.0
/// \file  A pipeline whose length is known at run time.
#pragma once
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/request.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hibana {

/// Requests with one kind of reply, sent by one write: `db(batch)` gives a vector with the reply of each.
///
/// A request is encoded when it is added, so that what it views need not live longer. A batch can be run again, and keeps
/// its memory when it is cleared.
template <class Kind> class batch {
public:
    using kind = Kind;
    static constexpr hibana::command_info info = [] {
        hibana::command_info known;
        known.blocks = true;
        return known;
    }();

    /// The names of the commands: neighbours with the same name are kept once, and mostly there is one.
    class names {
    public:
        void add(std::size_t index, std::string_view name) {
            if (runs_.empty() || runs_.back().name != name) runs_.push_back({index, std::string(name)});
        }
        void clear() { runs_.clear(); }
        std::string_view operator[](std::size_t index) const {
            std::size_t at = 0;
            for (std::size_t end = runs_.size(); end - at > 1;) {
                const std::size_t middle = at + (end - at) / 2;
                (runs_[middle].first <= index ? at : end) = middle;
            }
            return runs_[at].name;
        }

    private:
        struct run {
            std::size_t first;
            std::string name;
        };
        std::vector<run> runs_;
    };

    batch() = default;
    /// A batch that begins with this request: `batch gets(cmd::get("a"))`.
    template <class Request>
        requires std::same_as<typename Request::reply, Kind>
    explicit batch(const Request& first) {
        add(first);
    }

    template <class Request>
        requires std::same_as<typename Request::reply, Kind>
    batch& add(const Request& request) {
        static_assert(!Request::info.stateful && !Request::info.pubsub,
                      "hibana: this command changes its connection; run it by itself on a connection of your own, by pin()");
        encode(request, bytes_);
        commands_.add(size_++, request.name());
        if constexpr (Request::info.blocks) {
            const auto time = request.block_for();
            if constexpr (requires { request.may_block(); }) may_block_ = may_block_ || request.may_block();
            else may_block_ = may_block_ || time;
            if (time) {
                has_block_time_ = true;
                blocks_forever_ = blocks_forever_ || *time == std::chrono::milliseconds::zero();
                blocks_ += *time;
            }
        }
        if constexpr (requires { request.is_stateful(); })
            is_refused_ = is_refused_ || request.has_no_single_reply() || request.is_stateful();
        return *this;
    }

    void clear() {
        bytes_.clear();
        size_ = 0;
        commands_.clear();
        blocks_ = std::chrono::milliseconds::zero();
        is_refused_ = may_block_ = has_block_time_ = blocks_forever_ = false;
    }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

    std::string_view bytes() const noexcept { return bytes_.view(); }
    /// The name of the command at this place.
    std::string_view command(std::size_t index) const { return commands_[index]; }
    const names& commands() const noexcept { return commands_; }
    /// How long the server may keep the answers back altogether; zero is for ever.
    std::optional<std::chrono::milliseconds> block_for() const {
        if (!has_block_time_) return std::nullopt;
        return blocks_forever_ ? std::chrono::milliseconds::zero() : blocks_;
    }
    /// Whether the server may keep one of the answers back.
    bool may_block() const noexcept { return may_block_; }
    /// Whether a request put together at run time is among them that may not be sent over a shared connection.
    bool is_refused() const noexcept { return is_refused_; }

private:
    protocol::send_buffer bytes_;
    std::size_t size_ = 0;
    names commands_;
    std::chrono::milliseconds blocks_{0};
    bool may_block_ = false;
    bool has_block_time_ = false;
    bool blocks_forever_ = false;
    bool is_refused_ = false;
};

template <class Request> batch(const Request&) -> batch<typename Request::reply>;

}  // namespace hibana
