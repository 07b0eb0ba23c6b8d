// SPDX-License-Identifier: BSL-1.0
// The standard headers that a first program needs, and nothing else: what its compile time is measured against.
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <vector>

int main() {}
