// SPDX-License-Identifier: BSL-1.0
#include "decode.hpp"

int main(int argc, char** argv) {
    std::vector<bench::subject> subjects;
    bench::add_hiredis(subjects);
    bench::add_hibana(subjects);
    return bench::measure(argc, argv, subjects, bench::timing::in_memory);
}
