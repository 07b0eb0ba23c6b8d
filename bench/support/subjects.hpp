// SPDX-License-Identifier: BSL-1.0
/// \file  What every benchmark program is made of: subjects that are measured side by side in several respects.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// One way of doing a piece of work. `pass(n)` does it `n` times; one time stands for `units` commands or elements.
struct subject {
    std::string name;  ///< "decode/status/hibana": what is done, then who does it
    double units = 1;
    std::function<void(std::size_t)> pass;
};

/// A subject of which `one()` is one pass.
template <class One>
subject repeated(std::string name, double units, One one) {
    return {std::move(name), units, [one = std::move(one)](std::size_t passes) mutable {
                for (; passes != 0; --passes) one();
            }};
}

/// How time is taken.
enum class timing {
    in_memory,  ///< Google Benchmark, repetitions in random order
    end_to_end  ///< blocks of passes, the subjects in turn: latency, processor time and throughput
};

/// The body of `main`: measures what the command line asks for and writes records to standard output.
///
///     (nothing)             time
///     --instructions        user instructions per unit; to be run under callgrind, which writes one total per dump
///     --allocations         heap allocations per unit; needs the counting allocator to be preloaded
///     --run NAME COUNT      only `COUNT` passes of `NAME`, to be watched from outside
///     --list                the names, and how many units a pass of each is
int measure(int argc, char** argv, const std::vector<subject>& subjects, timing how);

/// The value of `--socket PATH`, taken out of the command line. Ends the program where it is absent.
std::string take_socket(int& argc, char** argv);

}  // namespace bench
