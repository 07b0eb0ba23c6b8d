// SPDX-License-Identifier: BSL-1.0
/// \file  What a multiplexer has pending in the event loop: functions and flows that keep it alive.
#pragma once
#include <hibana/core/result.hpp>
#include <hibana/execution/flow_task.hpp>

#include <memory>
#include <utility>

namespace hibana::detail {

/// `Owner` derives from it, is kept by `std::shared_ptr`, and has `is_at_rest()`, which says that it is closed and nobody waits for it.
/// Where the loop is destroyed with something pending, all calls go with it: `drop_all()` and `close_if_unused()`.
template <class Owner> class pending_work {
public:
    pending_work(const pending_work&) = delete;
    pending_work& operator=(const pending_work&) = delete;

protected:
    using flow_type = flow_task<result<void>>;

    pending_work() = default;
    ~pending_work() = default;

    /// Calls a function in a later turn. What there was no memory for in there comes out of the loop, and is tried again later.
    [[gnu::cold, gnu::noinline]] void post(void (*function)(Owner&)) {
        const beginning now(*this);
        self().context().execution.post([kept = keeper(self()), function]() mutable {
            const auto owner = kept.finish();
            run(*owner, function);
        });
    }

    /// Runs a flow of the owner; `then` is called at its end.
    [[gnu::cold, gnu::noinline]] void start(task_handle& place, flow_type flow, void (*then)(Owner&, result<void>)) {
        const beginning now(*this);
        start_flow(place, std::move(flow), [kept = keeper(self()), then](result<void> outcome) mutable {
            const auto owner = kept.finish();
            then(*owner, std::move(outcome));
        });
    }

private:
    /// Keeps the owner; where it is destroyed with something undone, the loop is. Not where that could not even begin.
    class keeper {
    public:
        explicit keeper(Owner& kept) : kept_(kept.shared_from_this()) {}
        keeper(keeper&&) = default;
        ~keeper() {
            if (!kept_ || static_cast<pending_work&>(*kept_).is_beginning_) return;
            kept_->drop_all();
            kept_->close_if_unused();  // while the loop, which is being destroyed, still knows the socket
        }
        std::shared_ptr<Owner> finish() { return std::move(kept_); }

    private:
        std::shared_ptr<Owner> kept_;
    };

    /// While it lives, something is about to begin that has a keeper.
    class beginning {
    public:
        explicit beginning(pending_work& whose) : whose_(whose), before_(std::exchange(whose.is_beginning_, true)) {}
        beginning(const beginning&) = delete;
        beginning& operator=(const beginning&) = delete;
        ~beginning() { whose_.is_beginning_ = before_; }

    private:
        pending_work& whose_;
        bool before_;
    };

    [[gnu::cold, gnu::noinline]] static void run(Owner& owner, void (*function)(Owner&)) {
#if defined(__cpp_exceptions)
        try {
            function(owner);
        } catch (...) {
            if (!owner.is_at_rest()) owner.post(function);
            throw;
        }
#else
        function(owner);
#endif
    }

    Owner& self() noexcept { return static_cast<Owner&>(*this); }

    bool is_beginning_ = false;
};

}  // namespace hibana::detail
