// SPDX-License-Identifier: BSL-1.0
/// \file  What an asynchronous client is made of that any thread may call: its inbox, and the calls that go there.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/session/asio_calls.hpp>
#include <hibana/session/asio_execution.hpp>
#include <hibana/session/asio_far_call.hpp>
#include <hibana/session/environment.hpp>
#include <hibana/session/handed_call.hpp>
#include <hibana/session/inbox.hpp>
#include <hibana/session/multiplexed.hpp>
#include <hibana/session/patience.hpp>

#include <memory>
#include <utility>

namespace hibana::detail {

/// The calls of a client, with a patience of their own or the usual one. A handle.
template <class Core> class inbox_calls : public asio_calls<inbox_calls<Core>> {
public:
    using composition = typename Core::composition;
    using execution_type = typename Core::execution_type;
    using carrier_type = typename Core::carrier_type;
    using inbox_type = typename Core::inbox_type;
    static constexpr bool is_pinned = false;

    explicit inbox_calls(Core& core) noexcept : core_(&core) {}
    inbox_calls(Core& core, std::chrono::milliseconds timeout) noexcept : core_(&core), timeout_(timeout) {}

    execution_type& execution() noexcept { return core_->environment().execution; }

    // ---- what calls are made of

    template <class Face, class Conversation, class Write, class... Said>
    auto begin_afar(admission& asked, Write write, const Said&... said) {
        return far_call<Face, inbox_type, Conversation>(core_->inbox(), terms(asked), write, said...);
    }
    template <class Face, class Conversation, class Write, class Handler>
    void begin_afar(admission& asked, Write write, Conversation&& conversation, Handler&& handler) {
        far_handled_call<Face, inbox_type, Conversation, Handler>::start(std::move(handler), core_->inbox(), terms(asked),
                                                                         std::move(conversation), write);
    }

private:
    call_terms terms(admission& asked) const {
        call_terms all;
        all.refusal = std::move(asked.refusal);
        all.timeout = timeout_;
        all.server_time = asked.server_time;
        all.waits_in_server = asked.waits_in_server;
        return all;
    }

    Core* core_;
    std::chrono::milliseconds timeout_ = usual_timeout;
};

/// The client's end of its inbox.
template <class Composition> class inbox_core {
public:
    using composition = Composition;
    using executor_type = typename Composition::execution::executor_type;
    using execution_type = asio_execution<executor_type, typename Composition::clock>;
    using environment_type = hibana::environment<execution_type, Composition>;
    using inbox_type = detail::inbox<environment_type>;
    using carrier_type = typename inbox_type::carrier_type;
    using calls_type = inbox_calls<inbox_core>;

    inbox_core(std::shared_ptr<environment_type> environment, const multiplexed& recipe)
        : inbox_(std::make_shared<inbox_type>(std::move(environment), recipe)) {}
    inbox_core(const inbox_core&) = delete;
    inbox_core& operator=(const inbox_core&) = delete;
    ~inbox_core() { inbox_->close(); }

    const std::shared_ptr<inbox_type>& inbox() noexcept { return inbox_; }
    environment_type& environment() noexcept { return inbox_->environment(); }
    carrier_type& shared() noexcept { return inbox_->shared(); }
    auto& own() noexcept { return inbox_->own(); }

private:
    std::shared_ptr<inbox_type> inbox_;
};

}  // namespace hibana::detail
