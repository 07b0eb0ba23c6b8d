// SPDX-License-Identifier: BSL-1.0
#include <hibana/core/version.hpp>

#include <cstdio>

int main() {
    std::printf("hibana %s\n", hibana::library_version.data());
}
