// SPDX-License-Identifier: BSL-1.0
/// \file  Runs a fuzz target on the files of its corpus, without libFuzzer: <target> FILE_OR_FOLDER...
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    // Printed before it runs, so that the last line names the input that crashed.
    std::printf("%s (%zu bytes)\n", path.c_str(), bytes.size());
    std::fflush(stdout);
    // A copy of exactly this size, so that the address sanitizer sees a read one byte too far.
    std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
    exact.shrink_to_fit();
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t inputs = 0;
    for (int index = 1; index < count; ++index) {
        const std::filesystem::path path(arguments[index]);
        if (!std::filesystem::is_directory(path)) {
            replay(path);
            ++inputs;
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(path)) {
            if (!entry.is_regular_file()) continue;
            replay(entry.path());
            ++inputs;
        }
    }
    if (inputs == 0) std::fputs("the corpus is empty\n", stderr);
    return inputs == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
