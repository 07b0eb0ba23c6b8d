// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/ready.hpp>

#include "catch.hpp"

#include <memory>
#include <string>

using namespace hibana;

TEST_CASE("ready: never suspends, and moves its value out", "[execution]") {
    ready<std::unique_ptr<int>> one(std::make_unique<int>(1));

    CHECK(one.await_ready());
    const auto taken = std::move(one).get();

    CHECK(*taken == 1);
    CHECK(std::move(one).get() == nullptr);
}

TEST_CASE("ready: converts implicitly from the value", "[execution]") {
    const auto text = []() -> ready<std::string> { return std::string("plain"); };
    CHECK(text().get() == "plain");
    CHECK(text().await_resume() == "plain");
}
