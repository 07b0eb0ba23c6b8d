// SPDX-License-Identifier: BSL-1.0
// What one writes first: a SET and a GET.
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/tcp_transport.hpp>

int main() {
    hibana::client db{hibana::tcp_transport{.host = "localhost"}};
    db(hibana::cmd::set("greeting", "hello"));
    const auto greeting = db(hibana::cmd::get("greeting"));
    return greeting ? 0 : 1;
}
