// SPDX-License-Identifier: BSL-1.0
/// \file  Lua script, called by EVALSHA, and by EVAL if the server does not know it.
#pragma once
#include <hibana/call/runner.hpp>
#include <hibana/command/descriptor.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/fixed_string.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/recipe/sha1.hpp>

#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana {

/// A Lua script whose text is part of its type and whose SHA-1 is computed at compile time.
///
/// `Reply` is the kind of its reply. A call, `script(db, keys("a", "b"), 1, "x")`, sends EVALSHA. If the server replies NOSCRIPT, because
/// it was restarted or its scripts were flushed, the call sends EVAL, which also loads the script. NOSCRIPT means that
/// nothing was executed, so EVAL does not repeat anything.
template <fixed_string Lua, class Reply = notation::anything> class script {
    template <fixed_string Name>
    static constexpr descriptor<Name, Reply(notation::bulk, notation::counted_any<notation::key>, notation::any<notation::bulk>),
                                notation::writes, notation::runs_script>
        evaluate{};

    template <class Runner, class Evalsha, class Eval>
    static auto run(Runner& runner, Evalsha evalsha, Eval eval)
        -> task_of<typename Runner::execution_type, result<typename reply_of<typename Eval::reply>::type>> {
        auto reply = co_await runner.run(evalsha);
        if (reply || reply.error().condition() != errc::no_script) co_return reply;
        co_return co_await runner.run(eval);
    }

public:
    static constexpr std::array<char, 40> digest = sha1(Lua.view());

    static constexpr std::string_view text() { return Lua.view(); }
    static constexpr std::string_view name() { return {digest.data(), digest.size()}; }

    /// Runs the script. The keys are the first argument, as `keys(...)` or a range; the other arguments follow.
    template <class Runner, class... Argument>
        requires hibana::runner<std::remove_reference_t<Runner>>
    auto operator()(Runner&& runner, const Argument&... argument) const {
        return runner.run_flow(run(runner, evaluate<"EVALSHA">(name(), argument...), evaluate<"EVAL">(text(), argument...)));
    }
};

}  // namespace hibana
