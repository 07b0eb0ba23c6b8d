// SPDX-License-Identifier: BSL-1.0
/// \file  How a measured figure is written down for the report: one line of tab-separated fields.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace bench {

/// What is known of one subject in one respect: every sample, in the order in which it was taken.
struct record {
    std::string subject;  ///< "decode/status/hibana"
    std::string figure;   ///< "time", "instructions", "allocations", "p50", "cpu", "rate", "calls"
    std::string unit;     ///< "ns", "" for counts
    std::vector<double> samples;
};

/// Writes `r` to standard output: subject, figure, unit, then the samples.
inline void write(const record& r) {
    std::printf("%s\t%s\t%s\t", r.subject.c_str(), r.figure.c_str(), r.unit.c_str());
    for (std::size_t i = 0; i < r.samples.size(); ++i) std::printf(i == 0 ? "%.6g" : " %.6g", r.samples[i]);
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace bench
