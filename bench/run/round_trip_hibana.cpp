// SPDX-License-Identifier: BSL-1.0
#include "round_trip.hpp"

#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace bench {

using namespace hibana;

namespace {

using plain_client = client<unix_transport, session_settings>;

std::shared_ptr<plain_client> connect(const std::string& socket, std::chrono::milliseconds timeout) {
    session_settings settings;
    settings.timeout = timeout;
    return std::make_shared<plain_client>(unix_transport{.path = socket}, settings);
}

void check(bool as_expected) {
    if (as_expected) return;
    std::fputs("hibana: another reply was expected\n", stderr);
    std::exit(1);
}

}  // namespace

void add_hibana(std::vector<subject>& subjects, const std::string& socket) {
    auto patient = connect(socket, no_timeout);
    auto punctual = connect(socket, session_settings().timeout);
    subjects.push_back({"round trip/GET/hibana", 1, [patient, text = std::string()](std::size_t passes) mutable {
                            for (; passes != 0; --passes) {
                                check((*patient)(cmd::get(key).into(text)));
                                check(text.size() == value.size());
                            }
                        }});
    subjects.push_back({"round trip/GET, deadline/hibana", 1, [punctual, text = std::string()](std::size_t passes) mutable {
                            for (; passes != 0; --passes) {
                                check((*punctual)(cmd::get(key).into(text)));
                                check(text.size() == value.size());
                            }
                        }});
    subjects.push_back({"round trip/GET, new/hibana", 1, [patient](std::size_t passes) {
                            for (; passes != 0; --passes) {
                                const std::optional<std::string> text = (*patient)(cmd::get(key));
                                check(text && text->size() == value.size());
                            }
                        }});
}

}  // namespace bench
