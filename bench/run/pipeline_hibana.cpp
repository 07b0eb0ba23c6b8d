// SPDX-License-Identifier: BSL-1.0
#include "pipeline.hpp"

#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

namespace bench {
namespace {

using plain_client = hibana::client<hibana::unix_transport>;

// Every turn encodes all requests anew, as hiredis does; the strings of the replies are used again.
class pipeline {
public:
    pipeline(std::shared_ptr<plain_client> db, std::vector<std::string> keys)
        : db_(std::move(db)), keys_(std::move(keys)) {}

    void run() {
        requests_.clear();
        for (const std::string& key : keys_) requests_.add(hibana::cmd::get(key));
        (*db_)(requests_, outcomes_);
        for (const auto& outcome : outcomes_) {
            if (outcome && *outcome && (*outcome)->size() == 16) continue;
            std::fputs("hibana: another reply was expected\n", stderr);
            std::exit(1);
        }
    }

private:
    std::shared_ptr<plain_client> db_;
    std::vector<std::string> keys_;
    decltype(hibana::batch(hibana::cmd::get(""))) requests_;
    std::vector<hibana::result<std::optional<std::string>>> outcomes_;
};

}  // namespace

void add_hibana(std::vector<subject>& subjects, const std::string& socket) {
    auto db = std::make_shared<plain_client>(hibana::unix_transport{.path = socket});
    for (const std::size_t depth : depths) {
        auto one = std::make_shared<pipeline>(db, keys_of(depth));
        subjects.push_back(repeated(pipeline_of(depth, "hibana"), static_cast<double>(depth), [one] { one->run(); }));
    }
}

}  // namespace bench
