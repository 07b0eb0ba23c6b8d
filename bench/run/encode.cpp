// SPDX-License-Identifier: BSL-1.0
#include "encode.hpp"

int main(int argc, char** argv) {
    std::vector<bench::subject> subjects;
    bench::add_others(subjects);
    bench::add_hibana(subjects);
    return bench::measure(argc, argv, subjects, bench::timing::in_memory);
}
