// SPDX-License-Identifier: BSL-1.0
#include "subjects.hpp"

#include "record.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <sys/resource.h>
#include <utility>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif

/// Present when the counting allocator is preloaded (see allocations.cpp).
extern "C" [[gnu::weak]] std::uint64_t bench_allocations();

namespace bench {
namespace {

using steady = std::chrono::steady_clock;

// Takes what Google Benchmark measured of each repetition and writes it as records.
class record_reporter : public benchmark::BenchmarkReporter {
public:
    explicit record_reporter(const std::vector<subject>& subjects) : subjects_(subjects) {}

    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration)
                samples_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
    }

    void Finalize() override {
        for (const subject& s : subjects_) {
            record r{s.name, "time", "ns", samples_[s.name]};
            for (double& sample : r.samples) sample /= s.units;
            if (!r.samples.empty()) write(r);
        }
    }

private:
    const std::vector<subject>& subjects_;
    std::map<std::string, std::vector<double>> samples_;
};

int time_in_memory(int argc, char** argv, const std::vector<subject>& subjects) {
    std::vector<char*> arguments(argv, argv + argc);
    char repetitions[] = "--benchmark_repetitions=9";
    char interleaving[] = "--benchmark_enable_random_interleaving=true";
    char shortest[] = "--benchmark_min_time=0.05";
    for (char* given : {repetitions, interleaving, shortest}) arguments.insert(arguments.begin() + 1, given);
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
    for (const subject& s : subjects)
        benchmark::RegisterBenchmark(s.name.c_str(), [&s](benchmark::State& state) {
            s.pass(1);
            for ([[maybe_unused]] auto turn : state) s.pass(1);
        });
    record_reporter reporter(subjects);
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return 0;
}

double processor_microseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto of = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

// The subjects take turns, so that what disturbs the machine disturbs all of them; sample i of one subject and sample i
// of another are neighbours in time and make a pair.
int time_end_to_end(const std::vector<subject>& subjects) {
    constexpr int rounds = 41;
    constexpr auto block = std::chrono::milliseconds(25);
    struct figures {
        std::size_t passes = 0;
        record p50, processor, rate;
    };
    std::vector<figures> all(subjects.size());
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        const subject& s = subjects[i];
        all[i].p50 = {s.name, "p50", "us", {}};
        all[i].processor = {s.name, "cpu", "us", {}};
        all[i].rate = {s.name, "rate", "per s", {}};
        for (int warm = 0; warm < 20; ++warm) s.pass(1);
        const auto start = steady::now();
        s.pass(20);
        all[i].passes = std::max<std::size_t>(20, static_cast<std::size_t>(20 * block / (steady::now() - start)));
    }
    std::vector<double> latencies;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t turn = 0; turn < subjects.size(); ++turn) {
            const std::size_t i = (turn + static_cast<std::size_t>(round)) % subjects.size();
            const subject& s = subjects[i];
            figures& f = all[i];
            latencies.clear();
            latencies.reserve(f.passes);
            s.pass(2);

            // Latency and throughput are separate runs: a clock read costs as much as some commands.
            for (std::size_t n = 0; n < f.passes; ++n) {
                const auto start = steady::now();
                s.pass(1);
                latencies.push_back(std::chrono::duration<double, std::micro>(steady::now() - start).count());
            }
            std::nth_element(latencies.begin(), latencies.begin() + static_cast<std::ptrdiff_t>(f.passes / 2),
                             latencies.end());
            f.p50.samples.push_back(latencies[f.passes / 2]);

            const double processor = processor_microseconds();
            const auto start = steady::now();
            s.pass(f.passes);
            const std::chrono::duration<double> spent = steady::now() - start;
            const double commands = static_cast<double>(f.passes) * s.units;
            f.processor.samples.push_back((processor_microseconds() - processor) / commands);
            f.rate.samples.push_back(commands / spent.count());
        }
    }
    for (const figures& f : all) {
        write(f.p50);
        write(f.processor);
        write(f.rate);
    }
    return 0;
}

// Two run lengths and their difference: what is done once, and the measuring itself, cancels out.
struct run_lengths {
    std::size_t few, many;
    explicit run_lengths(const subject& s) : few(s.units < 100 ? 200 : 20), many(3 * few) {}
};

int count_instructions([[maybe_unused]] const std::vector<subject>& subjects) {
#if defined(CALLGRIND_ZERO_STATS)
    for (const subject& s : subjects) {
        const run_lengths lengths(s);
        s.pass(lengths.few);
        for (const std::size_t passes : {lengths.few, lengths.many}) {
            // The dump contains this text; the script that started callgrind takes the difference.
            char label[160];
            std::snprintf(label, sizeof label, "%s %zu %g", s.name.c_str(), passes, s.units);
            CALLGRIND_ZERO_STATS;
            s.pass(passes);
            CALLGRIND_DUMP_STATS_AT(label);
        }
    }
    return 0;
#else
    std::fputs("built without valgrind/callgrind.h\n", stderr);
    return 1;
#endif
}

int count_allocations(const std::vector<subject>& subjects) {
    if (bench_allocations == nullptr) {
        std::fputs("--allocations needs the counting allocator in LD_PRELOAD\n", stderr);
        return 1;
    }
    for (const subject& s : subjects) {
        const run_lengths lengths(s);
        s.pass(lengths.few);
        std::uint64_t counts[2];
        for (int i = 0; i < 2; ++i) {
            const std::uint64_t before = bench_allocations();
            s.pass(i == 0 ? lengths.few : lengths.many);
            counts[i] = bench_allocations() - before;
        }
        const double passes = static_cast<double>(lengths.many - lengths.few);
        write({s.name, "allocations", "", {static_cast<double>(counts[1] - counts[0]) / passes / s.units}});
    }
    return 0;
}

}  // namespace

int measure(int argc, char** argv, const std::vector<subject>& subjects, timing how) {
    const char* mode = argc > 1 ? argv[1] : "";
    if (std::strcmp(mode, "--instructions") == 0) return count_instructions(subjects);
    if (std::strcmp(mode, "--allocations") == 0) return count_allocations(subjects);
    if (std::strcmp(mode, "--list") == 0) {
        for (const subject& s : subjects) std::printf("%s\t%g\n", s.name.c_str(), s.units);
        return 0;
    }
    if (std::strcmp(mode, "--run") == 0 && argc == 4) {
        for (const subject& s : subjects)
            if (s.name == argv[2]) {
                s.pass(static_cast<std::size_t>(std::strtoull(argv[3], nullptr, 10)));
                return 0;
            }
        std::fprintf(stderr, "no subject is called %s\n", argv[2]);
        return 1;
    }
    return how == timing::in_memory ? time_in_memory(argc, argv, subjects) : time_end_to_end(subjects);
}

std::string take_socket(int& argc, char** argv) {
    if (argc < 3 || std::strcmp(argv[1], "--socket") != 0) {
        std::fprintf(stderr, "usage: %s --socket PATH [mode]\n", argv[0]);
        std::exit(2);
    }
    std::string path = argv[2];
    for (int i = 3; i <= argc; ++i) argv[i - 2] = argv[i];
    argc -= 2;
    return path;
}

}  // namespace bench
