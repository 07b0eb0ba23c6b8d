// SPDX-License-Identifier: BSL-1.0
#include "async.hpp"

int main(int argc, char** argv) {
    const std::string socket = bench::take_socket(argc, argv);
    std::vector<bench::subject> subjects;
    bench::add_bare_loop(subjects, socket);
    bench::add_async_hiredis(subjects, socket);
    bench::add_async_hibana(subjects, socket);
    bench::add_blocking_pipeline(subjects, socket);
    return bench::measure(argc, argv, subjects, bench::timing::end_to_end);
}
