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

using namespace hibana;

// Every turn encodes all requests anew, as hiredis does; the strings of the replies are used again.
void add_hibana(std::vector<subject>& subjects, const std::string& socket) {
    using plain_client = client<unix_transport>;
    auto db = std::make_shared<plain_client>(unix_transport{.path = socket});
    for (const std::size_t depth : depths) {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < depth; ++i) keys.push_back(key_of(i));
        auto all = std::make_shared<decltype(batch(cmd::get("")))>();
        auto outcomes = std::make_shared<std::vector<result<std::optional<std::string>>>>();
        subjects.push_back({pipeline_of(depth, "hibana"), static_cast<double>(depth),
                            [db, keys, all, outcomes](std::size_t passes) {
                                for (; passes != 0; --passes) {
                                    all->clear();
                                    for (const std::string& key : keys) all->add(cmd::get(key));
                                    (*db)(*all, *outcomes);
                                    for (const auto& outcome : *outcomes)
                                        if (!outcome || !*outcome || (*outcome)->size() != 16) {
                                            std::fputs("hibana: another reply was expected\n", stderr);
                                            std::exit(1);
                                        }
                                }
                            }});
    }
}

}  // namespace bench
