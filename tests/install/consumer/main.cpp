// SPDX-License-Identifier: BSL-1.0
#include <hibana/core/version.hpp>
#include <hibana/hibana.hpp>

#ifdef HEADER_OF_COMPONENT
#include HEADER_OF_COMPONENT
#endif

#include <cstdio>

int main() {
    hibana::client<> db;
    std::printf("hibana %s\n", hibana::library_version.data());
}
