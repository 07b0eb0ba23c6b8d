// SPDX-License-Identifier: BSL-1.0
// The plain client, GET into a string that is used again. Built several times, alone and with the headers of policies that
// it does not use included before all else: neither its size nor its instructions may tell the difference.
#include "../support/record.hpp"
#include "../support/subjects.hpp"

#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    using plain_client = hibana::client<hibana::unix_transport>;
    constexpr const char* name = "unselected/" HIBANA_BENCH_NAME;
    if (argc == 2 && std::strcmp(argv[1], "--sizes") == 0) {
        bench::write({name, "sizeof", "B", {static_cast<double>(sizeof(plain_client))}});
        return 0;
    }

    auto db = std::make_shared<plain_client>(hibana::unix_transport{.path = bench::take_socket(argc, argv)});
    (*db)(hibana::cmd::set("key:000123", "value-0123456789"));
    std::vector<bench::subject> subjects;
    subjects.push_back(bench::repeated(
        name, 1, [db, text = std::string()]() mutable { (*db)(hibana::cmd::get("key:000123").into(text)); }));
    return bench::measure(argc, argv, subjects, bench::timing::end_to_end);
}
