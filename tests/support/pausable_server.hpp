// SPDX-License-Identifier: BSL-1.0
/// \file  Server in memory that replies when a test requests it.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "support/raw_words.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

/// Replies to HELLO, and to other commands only as configured.
class held_server final : public hibana::in_memory_server {
public:
    std::vector<std::string> received{};   ///< over each connection, its greeting apart
    hibana::error refusal{};            ///< of who connects, where there is one; `errc::timeout` is no answer at all
    unsigned attempts = 0;              ///< to connect
    std::string (*answer)(std::string_view bytes) = nullptr;  ///< to each write, where it answers by itself after all

    /// The next bytes over the last connection, or over another.
    void say(std::string_view bytes) { say(unsaid_.size() - 1, bytes); }
    void say(std::size_t which, std::string_view bytes) { unsaid_[which].append(bytes); }
    bool has_received(std::string_view bytes) const { return !received.empty() && received.back().find(bytes) != std::string::npos; }

    hibana::result<std::unique_ptr<hibana::in_memory_connection>> accept(const hibana::endpoint&, hibana::time_point) override {
        ++attempts;
        if (refusal) return refusal;
        received.emplace_back();
        unsaid_.emplace_back();
        return std::unique_ptr<hibana::in_memory_connection>(new connection(*this, received.size() - 1));
    }

private:
    class connection final : public hibana::in_memory_connection {
    public:
        connection(held_server& server, std::size_t number) : server_(server), number_(number) {}
        hibana::result<void> receive(std::string_view bytes, hibana::time_point) override {
            if (!std::exchange(is_greeted_, true)) {
                unsaid().append(hello_reply());
                return {};
            }
            server_.received[number_].append(bytes);
            if (server_.answer) unsaid().append(server_.answer(bytes));
            return {};
        }
        hibana::result<std::size_t> send(std::span<char> into, hibana::time_point) override {
            const std::size_t size = unsaid().copy(into.data(), into.size());
            unsaid().erase(0, size);
            return size;
        }
        hibana::time_point sends_at() override { return unsaid().empty() ? hibana::time_point::max() : hibana::time_point{}; }
        bool waits_for_client() override { return true; }

    private:
        std::string& unsaid() { return server_.unsaid_[number_]; }

        held_server& server_;
        std::size_t number_;
        bool is_greeted_ = false;
    };
    std::vector<std::string> unsaid_{};
};

}  // namespace support
