// SPDX-License-Identifier: BSL-1.0
#include "round_trip.hpp"

int main(int argc, char** argv) {
    const std::string socket = bench::take_socket(argc, argv);
    std::vector<bench::subject> subjects;
    bench::add_bare(subjects, socket);
    bench::add_hiredis(subjects, socket);
    bench::add_hibana(subjects, socket);
    return bench::measure(argc, argv, subjects, bench::timing::end_to_end);
}
