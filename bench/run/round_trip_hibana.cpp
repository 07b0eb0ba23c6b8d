// SPDX-License-Identifier: BSL-1.0
#include "round_trip.hpp"

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

std::shared_ptr<plain_client> connect(const std::string& socket, std::chrono::milliseconds timeout) {
    hibana::session_settings settings;
    settings.command_timeout = timeout;
    return std::make_shared<plain_client>(hibana::unix_transport{.path = socket}, settings);
}

void check(bool as_expected) {
    if (as_expected) return;
    std::fputs("hibana: another reply was expected\n", stderr);
    std::exit(1);
}

// GET into a string that is used again.
subject reuses(std::string name, std::shared_ptr<plain_client> db) {
    return repeated(std::move(name), 1, [db = std::move(db), text = std::string()]() mutable {
        check((*db)(hibana::cmd::get(key).into(text)));
        check(text.size() == value.size());
    });
}

}  // namespace

void add_hibana(std::vector<subject>& subjects, const std::string& socket) {
    auto patient = connect(socket, hibana::no_timeout);
    subjects.push_back(reuses("round trip/GET/hibana", patient));
    subjects.push_back(reuses("round trip/GET, deadline/hibana", connect(socket, hibana::session_settings().command_timeout)));
    subjects.push_back(repeated("round trip/GET, new/hibana", 1, [patient] {
        const std::optional<std::string> text = (*patient)(hibana::cmd::get(key));
        check(text && text->size() == value.size());
    }));
}

}  // namespace bench
