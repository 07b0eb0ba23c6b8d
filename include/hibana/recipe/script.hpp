// SPDX-License-Identifier: BSL-1.0
/// \file  A Lua script that is sent by name, and whole only where the server does not know it.
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
/// `Reply` is the kind of its reply. A call, `script(db, keys("a", "b"), 1, "x")`, sends EVALSHA, and where the server
/// answers NOSCRIPT, having been restarted or flushed, once more EVAL, which also teaches it. Nothing was executed in
/// between, so nothing is executed twice.
template <fixed_string Lua, class Reply = notation::anything> class script {
    template <fixed_string Name>
    static constexpr descriptor<Name, Reply(notation::bulk, notation::counted_any<notation::key>, notation::any<notation::bulk>),
                                notation::writes, notation::runs_script>
        evaluate{};

    template <class Runner, class ByName, class Whole>
    static auto flow(Runner& runner, ByName by_name, Whole whole)
        -> task_of<typename Runner::execution_type, result<typename reply_of<typename Whole::reply>::type>> {
        auto answer = co_await runner.run(by_name);
        if (answer || answer.error().condition() != errc::no_script) co_return answer;
        co_return co_await runner.run(whole);
    }

public:
    static constexpr std::array<char, 40> digest = sha1(Lua.view());

    static constexpr std::string_view text() { return Lua.view(); }
    static constexpr std::string_view name() { return {digest.data(), digest.size()}; }

    /// Runs the script; keys come first, as `keys(...)` or a range, then its other arguments.
    template <class Runner, class... Argument>
        requires hibana::runner<std::remove_reference_t<Runner>>
    auto operator()(Runner&& runner, const Argument&... argument) const {
        return runner.run_flow(flow(runner, evaluate<"EVALSHA">(name(), argument...), evaluate<"EVAL">(text(), argument...)));
    }
};

}  // namespace hibana
